// RFC 8446 7.1: a server reads with the client's next keys behind that client's Finished, and not before.
// expect-any: contradiction
// expect-any: constant expression
// control: -DCONTROL
#include "flintls/tls13/flow_rules.hpp"

#include <utility>

namespace tls13 = flintls::tls13;

constexpr auto swapped = [] {
    auto rows = tls13::server_flow;
#ifndef CONTROL
    auto const at = flintls::flow::row_of(rows, tls13::in_flow(tls13::op::switch_client));
    std::swap(rows[at], rows[at - 1]);
#endif
    return rows;
}();
static_assert(tls13::flow_rules::check(swapped, tls13::flow_rules::rules_of_server));
