// SPDX-License-Identifier: Apache-2.0
/// \file
/// The flow of a handshake as data: rows in the order of the RFC. flow_check.hpp checks a flow at compile time.
#ifndef FLINTLS_HANDSHAKE_FLOW_HPP
#define FLINTLS_HANDSHAKE_FLOW_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/registry/handshake_type.hpp"

namespace flintls {
inline namespace v0 {
namespace flow {

/// The operation of a row.
enum class op : std::uint8_t {
    // Rows that wait for the peer:
    idle,     ///< connected; the operand begins another handshake
    expect,   ///< the operand is received, and nothing else
    may_come, ///< the operand is received, or the input of a later row
    // Operations of a client and of a server:
    not_started, ///< there is no connection
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
    // Operations of a client:
    digest_own_key,
    start_transcript,
    take_ticket,
    send_client_hello,
    keep_share,
    send_client_key_exchange,
    send_certificate_verify,
    // Operations of a server:
    send_hello_request,
    open_ticket,
    choose,
    send_server_hello,
    send_server_key_exchange,
    send_certificate_request,
    send_server_hello_done,
    seal_ticket,
};

/// Input from a peer: a handshake type, or ChangeCipherSpec. ChangeCipherSpec is no handshake message, and its number
/// is no type of one.
enum class input : std::uint8_t { none = 0xfd, change_cipher_spec = 0xff };
/// Maps the types from 0xfd on, which no message on the wire has, to `none`: no peer can forge a ChangeCipherSpec.
[[nodiscard]] constexpr input input_of(handshake_type type) {
    auto const comes = static_cast<input>(type);
    return comes < input::none ? comes : input::none;
}

/// Facts of one handshake that select rows: a set of bits.
enum class conditions : std::uint8_t {
    none = 0,
    with_certificate = 1, ///< the suite uses the server's certificate
    with_psk = 2,         ///< the suite uses a pre-shared key
    with_ecdhe = 4,       ///< the suite uses key shares
    resumed = 8,          ///< the handshake is abbreviated
    ticket_due = 16,      ///< the server has promised a NewSessionTicket
    requested = 32,       ///< the server asks for the client's certificate
    certified = 64,       ///< the client proves itself by a certificate
    has_ticket = 128      ///< server: the hello has a ticket or a session id that may be the server's own
};
[[nodiscard]] constexpr conditions operator|(conditions a, conditions b) {
    return static_cast<conditions>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
[[nodiscard]] constexpr conditions operator&(conditions a, conditions b) {
    return static_cast<conditions>(static_cast<unsigned>(a) & static_cast<unsigned>(b));
}
/// The bits of `a` without the bits of `b`.
[[nodiscard]] constexpr conditions operator-(conditions a, conditions b) {
    return static_cast<conditions>(static_cast<unsigned>(a) & ~static_cast<unsigned>(b));
}
/// `set` if `wanted`; otherwise no bits.
[[nodiscard]] constexpr conditions only_if(bool wanted, conditions set) { return wanted ? set : conditions::none; }

/// One row: the operation, and the handshakes that have it.
struct row {
    op what;
    input operand;
    conditions when;   ///< all of these must hold
    conditions unless; ///< none of these may hold

    constexpr row(op does, conditions when_all = {}, conditions unless_any = {})
        : what{does}, operand{input::none}, when{when_all}, unless{unless_any} {}
    constexpr row(op waits, input comes, conditions when_all = {}, conditions unless_any = {})
        : what{waits}, operand{comes}, when{when_all}, unless{unless_any} {}
    constexpr row(op waits, handshake_type comes, conditions when_all = {}, conditions unless_any = {})
        : row{waits, input_of(comes), when_all, unless_any} {}

    [[nodiscard]] constexpr bool applies(conditions now) const { return (now & (when | unless)) == when; }
    /// True if the row waits for input.
    [[nodiscard]] constexpr bool waits() const { return what <= op::may_come; }
};

inline void contradiction() {} // not constexpr: a call is an error in a constant expression
/// Compiles in a constant expression only if `holds`.
constexpr void require(bool holds) {
    if (!holds) {
        contradiction();
    }
}

/// The index of the row that does `what`. Compiles only if there is exactly one.
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
