// What rows of a small handshake need and leave, for the files that check a flow.
#pragma once

#include <array>

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

/// It, as it should be.
inline constexpr auto right_flow = std::to_array<flow::row>({
    {flow::op::not_started},
    {flow::op::digest_name},
    {flow::op::make_master},
    {flow::op::expand},
    {flow::op::send_change},
    {flow::op::take_write_key},
    {flow::op::conclude},
});
