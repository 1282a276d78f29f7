// SPDX-License-Identifier: Apache-2.0
/// \file
/// What can go wrong, and where: one 32-bit number that firmware can log as it is.
#ifndef FLINTLS_WIRE_ERROR_HPP
#define FLINTLS_WIRE_ERROR_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

/// What went wrong. The numbers are part of the interface: they never change and are never reused.
/// The alert that each one calls for is in one place, `to_alert` (registry/alert.hpp).
enum class errc : std::uint8_t {
    ok = 0,
    // malformed: decode_error
    truncated = 1,  ///< a field or a length reaches past the end of what holds it
    trailing = 2,   ///< bytes are left over behind the last field
    bad_length = 3, ///< a length outside its bounds, or not a multiple of its elements
    // well-formed, but forbidden
    duplicate_extension = 16,     ///< a type stands twice in one block (RFC 5246 7.4.1.4, RFC 8446 4.2)
    pre_shared_key_not_last = 17, ///< RFC 8446 4.2.11
    misplaced_extension = 18,     ///< a type that this message must not carry (RFC 8446 4.2)
    forbidden_value = 19,         ///< a value that the extension's specification rules out
    bad_binder = 20,              ///< of the pre-shared key that was chosen (RFC 8446 4.2.11)
    unsolicited_extension = 24,   ///< an answer to something that was not offered
    unexpected_message = 25,      ///< a handshake type that cannot stand here
    unsupported_version = 26,     ///< a version that was not offered, or that is not spoken
    too_many_unknown = 27,        ///< more unknown extension types than the policy lets a parser remember
    record_too_long = 28,         ///< a record above the limit for its kind
    bad_record_mac = 29,          ///< a protected record is not authentic
    message_too_long = 30,        ///< a handshake message above what the policy or its buffer can hold
    extension_too_long = 31,      ///< of a hello that was longer than the buffers: a part that is needed was lost
    // against the rules of a handshake
    insecure_peer = 32,                  ///< it does not speak RFC 5746, and the mode is strict
    renegotiation_info_mismatch = 33,    ///< not the verify_data of the last handshake (RFC 5746 3.4 to 3.7)
    renegotiation_info_missing = 34,     ///< RFC 5746 3.5, 3.7
    renegotiation_info_unexpected = 35,  ///< RFC 5746 4.2, 4.4
    scsv_in_renegotiation = 36,          ///< RFC 5746 3.7, 4.4
    too_many_renegotiations = 37,        ///< the peer does not take no for an answer
    identity_changed = 38,               ///< another peer, or server name, after a renegotiation (RFC 5746 5)
    extended_master_secret_missing = 39, ///< RFC 7627 5.4
    not_offered = 40,                    ///< the answer has a suite or compression that the hello did not offer
    inappropriate_fallback = 41,         ///< RFC 7507 3
    downgrade_detected = 42,             ///< RFC 8446 4.1.3
    session_mismatch = 43,               ///< a resumed session has another version or suite (RFC 5246 7.4.1.3)
    certificate_missing = 44,            ///< a client has none, without which it may not come in (RFC 5246 7.4.6)
    unrecognized_name = 45,              ///< no server here is called that (RFC 6066 3)
    missing_extension = 46,              ///< an extension that a hello or a request must have (RFC 8446 9.2, 4.3.2)
    certificate_required = 47,           ///< as certificate_missing, in TLS 1.3 (RFC 8446 4.4.2.4)
    // the caller's side
    no_room = 48,           ///< the output buffer ends before the message does
    not_representable = 49, ///< a value that its field cannot hold: too long, too short, or bytes missing
    crypto_failed = 50,     ///< no randomness, no key slot, or an engine that does not answer
    connection_lost = 51,   ///< the transport ended without close_notify (RFC 5246 7.2.1)
    keys_used_up = 52,      ///< as many records as one key is good for (RFC 9325 4.4)
    count_too_large = 53,   ///< the caller reports more bytes than there was room for, or than it was offered
    // who the peer is
    no_common_suite = 56,         ///< nothing that both sides could use
    bad_certificate = 57,         ///< not a certificate, or not one with a key that could be used
    untrusted_peer = 58,          ///< authentic perhaps, but not whom the caller trusts
    unknown_psk_identity = 59,    ///< RFC 4279 2
    bad_share = 60,               ///< not a point of the group (RFC 8422 5.10, 5.11)
    bad_signature = 61,           ///< of a key exchange, or of a client's handshake (RFC 5246 7.4.3, 7.4.8)
    bad_finished = 62,            ///< RFC 5246 7.4.9
    no_application_protocol = 63, ///< RFC 7301 3.2
    unsupported_certificate = 64, ///< its key may not sign (RFC 5246 7.4.2), or has a size that the back end has not
    hello_refused = 65,           ///< by a server's credentials; the offset is the number of the alert that they chose
    // why a driver does not begin what its caller asked for (`refusal()`)
    begun_before = 80,              ///< a connection is under way
    bad_name = 81,                  ///< the name of a server is none, or longer than the policy allows
    receive_buffer_too_small = 82,  ///< the buffer is below `min_receive`
    transmit_buffer_too_small = 83, ///< the buffer is below `min_transmit`
    message_buffer_too_small = 84,  ///< the buffer is below `min_messages`
    not_connected = 85,             ///< no handshake was finished, or the connection is over
    busy = 86,                      ///< a handshake is under way, or the peer has not answered yet
    not_permitted = 87,             ///< the mode of renegotiation rules it out
};

/// The outcome of a parse or a write: success, or what failed and at which byte.
///
/// `code()` packs it as `direction << 31 | what << 24 | where`:
/// - where: byte offset from the start of the buffer, 24 bits, held at 0xffffff when larger;
/// - what: an `errc`, or, when direction is 1, the number of the alert that the peer sent;
/// - direction: 0, found here, `to_alert(what)` is the alert to send; 1, received from the peer.
///
/// Zero is success.
class [[nodiscard]] error {
public:
    static constexpr std::uint32_t max_offset = 0xff'ffffU;

    constexpr error() = default;
    constexpr error(errc what, std::uint32_t offset)
        : code_{static_cast<std::uint32_t>(what) << 24U | (offset < max_offset ? offset : max_offset)} {}

    /// The same for an offset that is known to fit. \pre offset <= max_offset
    static constexpr error within(errc what, std::uint32_t offset) {
        error e;
        e.code_ = static_cast<std::uint32_t>(what) << 24U | offset;
        return e;
    }

    /// An alert (RFC 5246 7.2) that the peer sent, found at `offset`.
    static constexpr error received(std::uint8_t alert, std::uint32_t offset) {
        error e{static_cast<errc>(alert & 0x7fU), offset};
        e.code_ |= received_bit;
        return e;
    }

    [[nodiscard]] constexpr explicit operator bool() const { return code_ != 0; } ///< true: something failed
    [[nodiscard]] constexpr bool from_peer() const { return (code_ & received_bit) != 0; }
    [[nodiscard]] constexpr errc what() const {
        return from_peer() ? errc::ok : static_cast<errc>(code_ >> 24U & 0x7fU);
    }
    [[nodiscard]] constexpr std::uint8_t received_alert() const {
        return static_cast<std::uint8_t>(from_peer() ? code_ >> 24U & 0x7fU : 0);
    }
    [[nodiscard]] constexpr std::uint32_t offset() const { return code_ & max_offset; }
    [[nodiscard]] constexpr std::uint32_t code() const { return code_; }

    /// The same failure, seen from a buffer in which this one starts at byte `base`.
    [[nodiscard]] constexpr error from(std::uint32_t base) const {
        if (code_ == 0) {
            return *this;
        }
        std::uint32_t const room = max_offset - offset();
        error moved;
        moved.code_ = code_ + (base < room ? base : room);
        return moved;
    }

    friend constexpr bool operator==(error, error) = default;

private:
    static constexpr std::uint32_t received_bit = 0x8000'0000U;
    std::uint32_t code_ = 0;
};
static_assert(sizeof(error) == 4);

/// A value or an error, for hosts and constant expressions; the members are those of `std::expected`.
/// \pre `value()`, `*` and `->` need `has_value()`
template <class T> class [[nodiscard]] result {
public:
    constexpr result(T const& value) : value_{value} {}
    constexpr result(flintls::error e) : error_{e} {}

    [[nodiscard]] constexpr bool has_value() const { return !error_; }
    [[nodiscard]] constexpr explicit operator bool() const { return has_value(); }
    [[nodiscard]] constexpr T const& value() const& { return value_; }
    [[nodiscard]] constexpr T value() && { return value_; }
    [[nodiscard]] constexpr T const& operator*() const& { return value_; }
    [[nodiscard]] constexpr T operator*() && { return value_; }
    [[nodiscard]] constexpr T const* operator->() const& { return &value_; }
    T const* operator->() const&& = delete; ///< would dangle in a range-for; `*` gives the value
    [[nodiscard]] constexpr flintls::error error() const { return error_; }

private:
    T value_{};
    flintls::error error_{};
};

} // namespace v0
} // namespace flintls

#endif
