// A jump to a row of which there are two.
// expect-any: contradiction
// expect-any: constant expression
// control: -DCONTROL
#include "flintls/handshake/flow.hpp"

namespace flow = flintls::flow;

constexpr auto rows = std::to_array<flow::row>({
    {flow::op::not_started},
    {flow::op::conclude},
#ifndef CONTROL
    {flow::op::conclude},
#endif
});
static_assert(flow::row_of(rows, flow::op::conclude) == 1);
