// SPDX-License-Identifier: Apache-2.0
/// \file
/// The flow of a handshake as data: rows in the order of the RFC. flow_check.hpp has what the compiler checks of them.
#ifndef FLINTLS_HANDSHAKE_FLOW_HPP
#define FLINTLS_HANDSHAKE_FLOW_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/registry/handshake_type.hpp"

namespace flintls {
inline namespace v0 {
namespace flow {

/// What a row does.
enum class op : std::uint8_t {
    // They wait for the peer:
    idle,     ///< connected; what comes may begin another handshake
    expect,   ///< the operand comes, and nothing else
    may_come, ///< the operand comes, or what the next row waits for
    // A client and a server do them:
    not_started, ///< nothing: there is no connection
    digest_name,
    fill_random,
    send_certificate,
    make_share,
    digest_params,
    digest_peer_key,
    trust_peer,
    choose_psk,
    agree,
    digest_identity,
    make_master,
    digest_transcript,
    check_signature,
    check_peer,
    expand,
    send_change,
    take_write_key,
    make_own_finished,
    send_finished,
    take_read_key,
    make_peer_finished,
    conclude,
    // A client does them:
    digest_own_key,
    start_transcript,
    take_ticket,
    send_client_hello,
    keep_share,
    send_client_key_exchange,
    send_certificate_verify,
    // A server does them:
    send_hello_request,
    open_ticket,
    choose,
    send_server_hello,
    send_server_key_exchange,
    send_certificate_request,
    send_server_hello_done,
    seal_ticket,
};

/// What can come from a peer: a handshake message, or ChangeCipherSpec, which is none and has a number that no known
/// message has.
enum class input : std::uint8_t { none = 0xfd, change_cipher_spec = 0xff };
/// Numbers that no known message has count as none.
[[nodiscard]] constexpr input input_of(handshake_type type) {
    auto const comes = static_cast<input>(type);
    return comes < input::none ? comes : input::none;
}

/// Facts of one handshake on which rows depend: a set of bits.
enum class conditions : std::uint8_t {
    none = 0,
    with_certificate = 1, ///< the suite has a certificate of the server
    with_psk = 2,         ///< the suite has a pre-shared key
    with_ecdhe = 4,       ///< the suite has shares
    resumed = 8,          ///< the handshake is abbreviated
    ticket_due = 16,      ///< the server has promised a NewSessionTicket
    requested = 32,       ///< the server asks for the client's certificate
    certified = 64,       ///< the client proves itself by a certificate
    has_ticket = 128      ///< of a server: the hello has a ticket that may be one of its own
};
[[nodiscard]] constexpr conditions operator|(conditions a, conditions b) {
    return static_cast<conditions>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
[[nodiscard]] constexpr conditions operator&(conditions a, conditions b) {
    return static_cast<conditions>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}
/// `a` without `b`.
[[nodiscard]] constexpr conditions operator-(conditions a, conditions b) {
    return static_cast<conditions>(static_cast<unsigned>(a) & ~static_cast<unsigned>(b));
}
/// `set` where `wanted`, else nothing.
[[nodiscard]] constexpr conditions only_if(bool wanted, conditions set) { return wanted ? set : conditions::none; }

/// One row: what is done, and in which handshakes.
struct row {
    op what;
    input operand;
    conditions when;   ///< all of these hold
    conditions unless; ///< none of these does

    constexpr row(op does, conditions when_all = {}, conditions unless_any = {})
        : what{does}, operand{input::none}, when{when_all}, unless{unless_any} {}
    constexpr row(op waits, input comes, conditions when_all = {}, conditions unless_any = {})
        : what{waits}, operand{comes}, when{when_all}, unless{unless_any} {}
    constexpr row(op waits, handshake_type comes, conditions when_all = {}, conditions unless_any = {})
        : row{waits, input_of(comes), when_all, unless_any} {}

    [[nodiscard]] constexpr bool applies(conditions now) const { return (now & (when | unless)) == when; }
    /// Is there nothing to do before something comes?
    [[nodiscard]] constexpr bool waits() const { return what <= op::may_come; }
};

inline void contradiction() {} // not constexpr: a call of it does not compile in a constant expression
/// Compiles in a constant expression only if it holds.
constexpr void require(bool holds) {
    if (!holds) {
        contradiction();
    }
}

/// The number of the row that does `what`. Compiles only if there is exactly one.
template <std::size_t Size> [[nodiscard]] constexpr std::size_t row_of(std::array<row, Size> const& flow, op what) {
    std::size_t found = Size;
    for (std::size_t i = 0; i < Size; ++i) {
        if (flow[i].what == what) {
            require(found == Size);
            found = i;
        }
    }
    require(found != Size);
    return found;
}

} // namespace flow
} // namespace v0
} // namespace flintls

#endif
