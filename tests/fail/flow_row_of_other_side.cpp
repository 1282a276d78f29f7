// An operation that this side does not have.
// expect-any: contradiction
// expect-any: constant expression
// control: -DCONTROL
#include "flintls/handshake/flow_check.hpp"

namespace flow = flintls::flow;

/// A handshake of one secret and one Finished.
struct rules {
    static constexpr flow::slots in_scratch = flow::slots::key_block;
    static constexpr bool does(flow::op what) { return what < flow::op::digest_own_key; }
    static constexpr bool may_be(flow::conditions facts) { return facts == flow::conditions::none; }
    static constexpr flow::effect effect_of(flow::row const& row, flow::conditions /*facts*/) {
        using flow::slots;
        switch (row.what) {
        case flow::op::make_master: return {slots::none, slots::master};
        case flow::op::expand: return {slots::master, slots::key_block};
        case flow::op::take_write_key: return {slots::key_block, slots::write_key};
        default: return {};
        }
    }
};
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
    {flow::op::seal_ticket},
#endif
    {flow::op::conclude},
});
static_assert(flow::check<rules>(flow_of_test, flow::op::digest_name));
