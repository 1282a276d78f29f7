// RFC 8446 4.4.4: what a Finished covers is hashed behind the message before it.
// expect-any: contradiction
// expect-any: constant expression
// control: -DCONTROL
#include "flintls/tls13/flow_rules.hpp"

namespace tls13 = flintls::tls13;

constexpr auto changed = [] {
    auto rows = tls13::client_flow;
#ifndef CONTROL
    auto const at = flintls::flow::row_of(rows, tls13::in_flow(tls13::op::make_peer_finished));
    rows[at - 1] = rows[at]; // in the place of the hash
#endif
    return rows;
}();
static_assert(tls13::flow_rules::check(changed));
