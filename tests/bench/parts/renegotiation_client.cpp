#include "parts.hpp"

bool flintls_bench_renegotiation_client(bench::client_rules* rules, bench::renegotiation_event const* event,
                                        flintls::renegotiation_signals* sent) {
    return pass_on(*rules, *event, *sent).proceeds();
}
