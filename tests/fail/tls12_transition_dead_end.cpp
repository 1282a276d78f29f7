// A state that nothing leads out of.
// expect-any: contradiction
// expect-any: constant expression
// control: -DCONTROL
#include "flintls/tls12/transition.hpp"

namespace tls12 = flintls::tls12;

enum class state : unsigned char { first, second };
enum class action : unsigned char { refuse, go };
using type = flintls::handshake_type;
using row = tls12::transition<state, action>;

#ifdef CONTROL
constexpr state other = state::second;
#else
constexpr state other = state::first;
#endif
constexpr tls12::transition_table table{std::array<row, 2>{{
                                            {state::first, type::finished, action::go},
                                            {other, type::certificate, action::go},
                                        }},
                                        std::array{state::first, state::second}, action::go};
