// A state that nothing leads out of.
// expect-any: contradiction
// expect-any: constant expression
// control: -DCONTROL
#include "flintls/tls12/transition.hpp"

namespace tls12 = flintls::tls12;

enum class state : unsigned char { first, second };
enum class action : unsigned char { refuse, go };
using row = tls12::transition<state, action>;

constexpr tls12::transition_table<state, action, state::second, action::go> table{std::array<row, 2>{{
    {state::first, tls12::input::finished, action::go},
#ifdef CONTROL
    {state::second, tls12::input::certificate, action::go},
#else
    {state::first, tls12::input::certificate, action::go},
#endif
}}};
