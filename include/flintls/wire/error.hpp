// SPDX-License-Identifier: Apache-2.0
/// \file
/// Errors: what went wrong and at which byte, in one 32-bit number that firmware can log as it is.
#ifndef FLINTLS_WIRE_ERROR_HPP
#define FLINTLS_WIRE_ERROR_HPP

#include <cstdint>

namespace flintls {
inline namespace v0 {

/// What went wrong. The numbers are part of the interface: they never change and are never reused.
/// `to_alert` (registry/alert.hpp) gives the alert for each.
enum class errc : std::uint8_t {
    ok = 0,
    // malformed: decode_error
    truncated = 1,  ///< a field or a length reaches past the end of the enclosing structure
    trailing = 2,   ///< bytes follow the last field
    bad_length = 3, ///< a length is out of bounds or no multiple of the element size
    // well-formed but forbidden
    duplicate_extension = 16,     ///< a block has two extensions of one type (RFC 5246 7.4.1.4, RFC 8446 4.2)
    pre_shared_key_not_last = 17, ///< RFC 8446 4.2.11
    misplaced_extension = 18,     ///< an extension that this message must not carry (RFC 8446 4.2)
    forbidden_value = 19,         ///< a value that the specification of its field forbids
    bad_binder = 20,              ///< the binder of the chosen pre-shared key is wrong (RFC 8446 4.2.11)
    lower_than_before = 21,       ///< a server that has spoken TLS 1.3 before chose TLS 1.2 (RFC 8446 D.1)
    unsolicited_extension = 24,   ///< an extension that answers no offered extension
    unexpected_message = 25,      ///< a message or record type that is not allowed here
    unsupported_version = 26,     ///< a version that was not offered or is not supported
    too_many_unknown = 27,        ///< more unknown extension types than a parser can remember
    record_too_long = 28,         ///< a record exceeds the limit for its kind
    bad_record_mac = 29,          ///< a protected record is not authentic
    message_too_long = 30,        ///< a handshake message exceeds the policy's limit or the buffer
    extension_too_long = 31,      ///< a needed extension of a long hello found no room in the buffer
    // against the rules of the handshake
    insecure_peer = 32,                  ///< the peer does not support RFC 5746 and the mode is strict
    renegotiation_info_mismatch = 33,    ///< not the expected verify_data (RFC 5746 3.4 to 3.7)
    renegotiation_info_missing = 34,     ///< RFC 5746 3.5, 3.7
    renegotiation_info_unexpected = 35,  ///< RFC 5746 4.2, 4.4
    scsv_in_renegotiation = 36,          ///< RFC 5746 3.7, 4.4
    too_many_renegotiations = 37,        ///< the peer asks again after `max_refusals` refusals
    identity_changed = 38,               ///< a renegotiation changed the peer or the server name (RFC 5746 5)
    extended_master_secret_missing = 39, ///< RFC 7627 5.4
    not_offered = 40,                    ///< the peer chose a suite, group or other value that was not offered
    inappropriate_fallback = 41,         ///< RFC 7507 3
    downgrade_detected = 42,             ///< RFC 8446 4.1.3
    session_mismatch = 43,               ///< a resumed session has another version or suite (RFC 5246 7.4.1.3)
    certificate_missing = 44,            ///< the client sent none although the server requires one (RFC 5246 7.4.6)
    unrecognized_name = 45,              ///< the server does not have this host name (RFC 6066 3)
    missing_extension = 46,              ///< a hello or request lacks a mandatory extension (RFC 8446 9.2, 4.3.2)
    certificate_required = 47,           ///< certificate_missing in TLS 1.3 (RFC 8446 4.4.2.4)
    // the caller's side
    no_room = 48,           ///< the output buffer is too small for the message
    not_representable = 49, ///< a value that its field cannot hold: too long, too short or missing
    crypto_failed = 50,     ///< the crypto back end failed: no randomness, no key slot, no answer
    connection_lost = 51,   ///< the transport ended without close_notify (RFC 5246 7.2.1)
    keys_used_up = 52,      ///< the key has reached its limit of records (RFC 9325 4.4)
    count_too_large = 53,   ///< the caller reports more bytes than the buffer had or offered
    // the peer's identity and parameters
    no_common_suite = 56,         ///< both sides have no suite, or no matching parameters, in common
    bad_certificate = 57,         ///< malformed certificate, or no usable key in it
    untrusted_peer = 58,          ///< the application does not trust the peer
    unknown_psk_identity = 59,    ///< RFC 4279 2
    bad_share = 60,               ///< the peer's key share is not valid for the group (RFC 8422 5.10, 5.11)
    bad_signature = 61,           ///< of a ServerKeyExchange or CertificateVerify (RFC 5246 7.4.3, 7.4.8)
    bad_finished = 62,            ///< RFC 5246 7.4.9
    no_application_protocol = 63, ///< RFC 7301 3.2
    unsupported_certificate = 64, ///< the key may not sign (RFC 5246 7.4.2), or the back end lacks its size
    hello_refused = 65,           ///< the server's credentials refuse the hello; the offset is the alert's number
    // the peer's certification path (RFC 5280 6)
    certificate_expired = 66,        ///< RFC 5280 4.1.2.5
    certificate_not_yet_valid = 67,  ///< RFC 5280 4.1.2.5
    time_unknown = 68,               ///< the clock has no date, so no certificate is valid
    unknown_issuer = 69,             ///< the received certificates have no path to an anchor
    issuer_before_subject = 70,      ///< an issuer's certificate was received before its subject's and dropped
    wrong_name = 71,                 ///< the peer's certificate lacks the expected name (RFC 9525)
    not_an_issuer = 72,              ///< no CA, or its key may not sign certificates (RFC 5280 4.2.1.3, 4.2.1.9)
    path_too_long = 73,              ///< longer than an issuer's pathLenConstraint (RFC 5280 4.2.1.9)
    wrong_purpose = 74,              ///< extendedKeyUsage lacks this role (RFC 5280 4.2.1.12)
    unknown_critical_extension = 75, ///< RFC 5280 4.2
    name_constraints = 76,           ///< an issuer has nameConstraints, which are not supported (RFC 5280 4.2.1.10)
    unsupported_signature = 77,      ///< a certificate's signature algorithm is not in the policy
    bad_certificate_signature = 78,  ///< a certificate's signature does not match the issuer's key
    chain_too_long = 79,             ///< more bytes, certificates or signatures than the policy allows
    // reasons of `refusal()`: the driver does not begin what the application asks for
    begun_before = 80,              ///< a connection exists already
    bad_name = 81,                  ///< invalid server name, or longer than the policy allows
    receive_buffer_too_small = 82,  ///< smaller than `min_receive`
    transmit_buffer_too_small = 83, ///< smaller than `min_transmit`
    message_buffer_too_small = 84,  ///< smaller than `min_messages`
    not_connected = 85,             ///< no handshake has completed, or the connection has ended
    busy = 86,                      ///< a handshake runs, or the peer has not answered yet
    not_permitted = 87,             ///< the policy, the version or an ended write side rules the operation out
    // the peer's identity, judged by the application
    chain_refused = 88, ///< the application refuses the chain; the offset is the alert's number
};

/// The result of a parse, a write or a handshake: success, or an error and its byte.
///
/// `code()` packs an error as `direction << 31 | what << 24 | where`:
/// - where: byte offset from the start of the buffer, 24 bits; a larger offset becomes 0xffffff;
/// - what: an `errc`, or, if direction is 1, the number of the alert that the peer sent;
/// - direction: 0 for an error of this side's checks, where `to_alert(what)` is the alert to send; 1 for a received
///   alert.
///
/// Zero is success.
class [[nodiscard]] error {
public:
    static constexpr std::uint32_t max_offset = 0xff'ffffU;

    constexpr error() = default;
    constexpr error(errc what, std::uint32_t offset)
        : code_{static_cast<std::uint32_t>(what) << 24U | (offset < max_offset ? offset : max_offset)} {}

    /// An error without the check of its offset. \pre offset <= max_offset
    static constexpr error within(errc what, std::uint32_t offset) {
        error e;
        e.code_ = static_cast<std::uint32_t>(what) << 24U | offset;
        return e;
    }

    /// An alert (RFC 5246 7.2) from the peer, received at byte `offset`.
    static constexpr error received(std::uint8_t alert, std::uint32_t offset) {
        error e{static_cast<errc>(alert & 0x7fU), offset};
        e.code_ |= received_bit;
        return e;
    }

    [[nodiscard]] constexpr explicit operator bool() const { return code_ != 0; } ///< true: an error
    [[nodiscard]] constexpr bool from_peer() const { return (code_ & received_bit) != 0; }
    [[nodiscard]] constexpr errc what() const {
        return from_peer() ? errc::ok : static_cast<errc>(code_ >> 24U & 0x7fU);
    }
    [[nodiscard]] constexpr std::uint8_t received_alert() const {
        return static_cast<std::uint8_t>(from_peer() ? code_ >> 24U & 0x7fU : 0);
    }
    [[nodiscard]] constexpr std::uint32_t offset() const { return code_ & max_offset; }
    [[nodiscard]] constexpr std::uint32_t code() const { return code_; }

    /// The same error with its offset in an outer buffer, in which the inner buffer starts at byte `base`.
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

/// A value or an error, for hosts and constant expressions. The members are those of `std::expected`.
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
    T const* operator->() const&& = delete; ///< would dangle in a range-for; use `*`
    [[nodiscard]] constexpr flintls::error error() const { return error_; }

private:
    T value_{};
    flintls::error error_{};
};

} // namespace v0
} // namespace flintls

#endif
