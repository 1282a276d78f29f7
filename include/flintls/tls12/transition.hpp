// SPDX-License-Identifier: Apache-2.0
/// \file
/// Tables of what a driver does with which message in which state, checked at compile time.
#ifndef FLINTLS_TLS12_TRANSITION_HPP
#define FLINTLS_TLS12_TRANSITION_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/registry/handshake_type.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What can come from a peer, as far as the order of messages goes: handshake messages, and ChangeCipherSpec, which is
/// none and has a number that no handshake message has.
enum class input : std::uint16_t { change_cipher_spec = 0x100 };
[[nodiscard]] constexpr input input_of(handshake_type type) { return static_cast<input>(type); }

/// One row: in this state this may come, and this is done with it.
template <class State, class Action> struct transition {
    constexpr transition(State in, handshake_type type, Action done) : transition{in, input_of(type), done} {}
    constexpr transition(State in, input comes, Action done) : what{comes}, state{in}, action{done} {}

    input what;
    State state;
    Action action;
};

/// The rows; what none of them allows is `Action{}`, which must mean to refuse it. Compiles only if no two rows contradict
/// each other, every state of `waiting`, and no other one, has a way on, and every action up to `last` has a row.
template <class State, class Action, std::size_t Rows> class transition_table {
    using row = transition<State, Action>;

public:
    template <std::size_t Waiting>
    consteval transition_table(std::array<row, Rows> const& rows, std::array<State, Waiting> const& waiting,
                               Action last)
        : rows_{rows} {
        for (std::size_t i = 0; i < Rows; ++i) {
            require(rows[i].action != Action{} && rows[i].action <= last);
            for (std::size_t k = 0; k < i; ++k) { // two rows for one state and input
                require(rows[i].state != rows[k].state || rows[i].what != rows[k].what);
            }
            require(any(waiting, [&](State each) { return each == rows[i].state; }));
        }
        for (State const each : waiting) { // a state without a way on
            require(any(rows, [&](row const& r) { return r.state == each; }));
        }
        for (std::size_t a = 1; a <= static_cast<std::size_t>(last); ++a) { // an action that nothing leads to
            require(any(rows, [&](row const& r) { return static_cast<std::size_t>(r.action) == a; }));
        }
    }

    [[nodiscard, gnu::noinline]] constexpr Action at(State state, input what) const {
        for (row const& each : rows_) {
            if (each.state == state && each.what == what) {
                return each.action;
            }
        }
        return Action{};
    }

private:
    static void contradiction() {} // not constexpr: a call of it does not compile in a constant expression
    static consteval void require(bool holds) {
        if (!holds) {
            contradiction();
        }
    }
    template <class Range, class Test> static consteval bool any(Range const& range, Test test) {
        bool found = false;
        for (auto const& each : range) {
            found = found || test(each);
        }
        return found;
    }

    std::array<row, Rows> rows_;
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
