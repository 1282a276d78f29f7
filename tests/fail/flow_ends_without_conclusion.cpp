// A handshake whose last row does not conclude it.
// expect-any: contradiction
// expect-any: constant expression
// control: -DCONTROL
#include "support_flow.hpp"

#ifdef CONTROL
constexpr auto const& flow_of_test = right_flow;
#else
constexpr auto flow_of_test = std::to_array<flow::row>({
    {flow::op::not_started},
    {flow::op::digest_name},
    {flow::op::make_master},
    {flow::op::expand},
    {flow::op::send_change},
    {flow::op::take_write_key},
});
#endif
static_assert(flow::check<rules>(flow_of_test, flow::op::digest_name));
