// Two rows for one state and message.
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
constexpr type other = type::certificate;
#else
constexpr type other = type::finished;
#endif
constexpr tls12::transition_table table{std::array<row, 3>{{
                                            {state::first, type::finished, action::go},
                                            {state::second, type::finished, action::go},
                                            {state::second, other, action::go},
                                        }},
                                        std::array{state::first, state::second}, action::go};
