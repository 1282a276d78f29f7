// A row that no handshake comes to.
// expect-any: contradiction
// expect-any: constant expression
// control: -DCONTROL
#include "support_flow.hpp"

constexpr auto flow_of_test = std::to_array<flow::row>({
    {flow::op::not_started},
    {flow::op::digest_name},
#ifdef CONTROL
    {flow::op::make_master},
    {flow::op::expand},
    {flow::op::send_change},
    {flow::op::take_write_key},
#else
    {flow::op::make_master},
    {flow::op::expand},
    {flow::op::send_change},
    {flow::op::take_write_key},
    {flow::op::digest_identity, flow::conditions::with_psk},
#endif
    {flow::op::conclude},
});
static_assert(flow::check<rules>(flow_of_test, flow::op::digest_name));
