#include "parts.hpp"

bool flintls_bench_renegotiation_server(bench::server_rules* rules, bench::renegotiation_event const* event,
                                        flintls::found<flintls::renegotiation_info>* sent) {
    return pass_on(*rules, *event, *sent).proceeds();
}
