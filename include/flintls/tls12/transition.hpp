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

/// What can come from a peer, as far as the order of messages goes.
enum class input : std::uint8_t {
    hello_request,
    client_hello,
    server_hello,
    new_session_ticket,
    certificate,
    server_key_exchange,
    certificate_request,
    server_hello_done,
    client_key_exchange,
    finished,
    change_cipher_spec,
    other,
    certificate_verify, ///< only for who may ask for it; to the others it is one of the others
};

[[nodiscard]] constexpr input input_of(handshake_type type) {
    switch (type) {
    case handshake_type::hello_request: return input::hello_request;
    case handshake_type::client_hello: return input::client_hello;
    case handshake_type::server_hello: return input::server_hello;
    case handshake_type::new_session_ticket: return input::new_session_ticket;
    case handshake_type::certificate: return input::certificate;
    case handshake_type::server_key_exchange: return input::server_key_exchange;
    case handshake_type::certificate_request: return input::certificate_request;
    case handshake_type::server_hello_done: return input::server_hello_done;
    case handshake_type::client_key_exchange: return input::client_key_exchange;
    case handshake_type::finished: return input::finished;
    default: return input::other;
    }
}

/// One row: in this state this may come, and this is done with it.
template <class State, class Action> struct transition {
    State state;
    input what;
    Action action;
};

/// The rows as a table of states that wait, `State{}` to `Last`, by inputs; what no row allows is `Action{}`, which must
/// mean to refuse it. Compiles only if no two rows contradict each other, every such state has a way on, and every
/// action has a row. `LastInput`: the last input that there is.
template <class State, class Action, State Last, Action LastAction, input LastInput = input::other>
class transition_table {
    static constexpr std::size_t states = static_cast<std::size_t>(Last) + 1;
    using cells = std::array<std::array<Action, static_cast<std::size_t>(LastInput) + 1>, states>;

public:
    template <std::size_t Rows> consteval transition_table(std::array<transition<State, Action>, Rows> const& rows) {
        std::array<bool, static_cast<std::size_t>(LastAction) + 1> used{};
        std::array<bool, states> leads_on{};
        used[0] = true;
        for (auto const& row : rows) {
            auto const s = static_cast<std::size_t>(row.state);
            Action& cell = cells_[s][static_cast<std::size_t>(row.what)];
            require(cell == Action{} && row.action != Action{}); // two rows for one state and input
            cell = row.action;
            used[static_cast<std::size_t>(row.action)] = leads_on[s] = true;
        }
        for (bool const each : used) {
            require(each); // an action that nothing leads to
        }
        for (bool const each : leads_on) {
            require(each); // a state without a way on
        }
    }

    /// In a state that does not wait nothing may come. \pre `what` is none behind `LastInput`
    [[nodiscard]] constexpr Action at(State state, input what) const {
        return state <= Last ? cells_[static_cast<std::size_t>(state)][static_cast<std::size_t>(what)] : Action{};
    }

private:
    static void contradiction() {} // not constexpr: a call of it does not compile in a constant expression
    static consteval void require(bool holds) {
        if (!holds) {
            contradiction();
        }
    }

    cells cells_{};
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
