// SPDX-License-Identifier: Apache-2.0
/// \file
/// Reads a CertificateRequest (RFC 5246 7.4.4, RFC 8446 4.3.2) that is longer than every buffer, while it is received.
/// Many servers name several KB of certificate authorities.
#ifndef FLINTLS_HANDSHAKE_REQUEST_READER_HPP
#define FLINTLS_HANDSHAKE_REQUEST_READER_HPP

#include <cstdint>
#include <span>

#include "flintls/registry/code_points.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/signature_scheme.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Shortens the body of the message, so that a client answers the short body like the long one. A list of certificate
/// types or of signature schemes keeps one entry: the one that the client can sign with, or the first one. The names of
/// authorities are checked and left out. Every extension but signature_algorithms keeps only its type.
template <bool Tls12, bool Tls13> class request_reader {
public:
    /// Begins a body of `size` bytes. \pre `size` is not 0
    void begin(std::uint32_t size, bool tls_1_3) {
        *this = request_reader{};
        rest_ = size;
        stage_ = Tls13 && tls_1_3 ? stage::context_size : stage::types_size;
        width_ = 1;
    }
    /// True until the first bytes are read.
    [[nodiscard]] bool begins() const { return have_ == 0 && written_ == 0; }
    /// Reads the next bytes of the body. \param room for the short body; `piece` may begin in it, at its first byte
    [[gnu::noinline]] errc read(byte_view piece, std::span<std::uint8_t> room) {
        while (!piece.empty()) {
            if (skip_ != 0) {
                byte_view const skipped = piece.subview(0, skip_);
                skip_ = static_cast<std::uint16_t>(skip_ - skipped.size());
                rest_ -= skipped.size();
                piece = piece.subview(skipped.size());
                continue;
            }
            number_ = static_cast<std::uint16_t>(number_ << 8U | piece[0]);
            piece = piece.subview(1);
            --rest_;
            if (++have_ != width_) {
                continue;
            }
            std::uint32_t const value = number_;
            number_ = have_ = 0;
            if (written_ + most_at_once > room.size()) {
                return errc::message_too_long;
            }
            if (!take(value, room.data())) {
                return errc::bad_length;
            }
        }
        bool const at_end = stage_ == (is_tls_1_3() ? stage::extension_type : stage::name_size);
        return rest_ != 0 || (at_end && have_ == 0 && list_ == 0 && skip_ == 0) ? errc::ok : errc::truncated;
    }
    /// The short body. \pre `read` has read all bytes
    [[nodiscard]] byte_view short_body(std::span<std::uint8_t> room) const {
        if (is_tls_1_3()) {
            std::uint32_t const at = 1U + room[0];
            store<2>(room.data() + at, written_ - at - 2);
        }
        return {room.data(), written_};
    }

private:
    static constexpr std::uint32_t most_at_once = 4;

    enum class stage : std::uint8_t {
        types_size,
        type,
        schemes_size,
        scheme,
        names_size,
        name_size,
        // TLS 1.3:
        context_size,
        extensions_size,
        extension_type,
        extension_size,
        extension_schemes_size,
        extension_scheme,
    };

    [[nodiscard]] bool is_tls_1_3() const { return Tls13 && (!Tls12 || stage_ >= stage::context_size); }

    /// Takes the number that the current stage waits for. \return false: a length is wrong
    bool take(std::uint32_t value, std::uint8_t* room) {
        if constexpr (Tls12) {
            switch (stage_) {
            case stage::types_size:
                put(room, 1, value != 0 ? 1 : 0);
                return begin_list(value, 1, stage::type, stage::schemes_size);
            case stage::type:
                return keep(value, static_cast<std::uint32_t>(client_certificate_type::ecdsa_sign), room,
                            stage::schemes_size);
            case stage::schemes_size:
                put(room, 2, value != 0 ? 2 : 0);
                return value % 2 == 0 && begin_list(value, 2, stage::scheme, stage::names_size);
            case stage::scheme: return keep(value, wanted_scheme, room, stage::names_size);
            case stage::names_size:
                put(room, 2, 0);
                return value == rest_ && begin_list(value, 2, stage::name_size, stage::name_size);
            case stage::name_size: {
                bool const fits = value != 0 && value + 2 <= list_;
                skip_ = static_cast<std::uint16_t>(value);
                list_ = static_cast<std::uint16_t>(list_ - value - 2);
                return fits;
            }
            case stage::context_size:
            case stage::extensions_size:
            case stage::extension_type:
            case stage::extension_size:
            case stage::extension_schemes_size:
            case stage::extension_scheme: break;
            }
        }
        if constexpr (Tls13) {
            return take_tls_1_3(value, room);
        }
        return false;
    }
    bool take_tls_1_3(std::uint32_t value, std::uint8_t* room) {
        switch (stage_) {
        case stage::context_size: put(room, 1, value != 0 ? 1 : 0); return pass(value, stage::extensions_size);
        case stage::extensions_size:
            if (room[0] != 0) { // a context, which the client refuses
                put(room, 1, 0);
            }
            put(room, 2, 0); // `short_body` replaces it
            return value == rest_ && pass(0, stage::extension_type);
        case stage::extension_type:
            put(room, 2, value);
            of_schemes_ = value == static_cast<std::uint32_t>(extension_type::signature_algorithms);
            return pass(0, stage::extension_size);
        case stage::extension_size:
            if (of_schemes_ && value >= 2) {
                list_ = static_cast<std::uint16_t>(value - 2);
                return pass(0, stage::extension_schemes_size) && value <= rest_;
            }
            put(room, 2, 0);
            return pass(value, stage::extension_type);
        case stage::extension_schemes_size:
            put(room, 2, value != 0 ? 4 : 2);
            put(room, 2, value != 0 ? 2 : 0);
            return value == list_ && value % 2 == 0 &&
                   begin_list(value, 2, stage::extension_scheme, stage::extension_type);
        case stage::extension_scheme: return keep(value, wanted_scheme, room, stage::extension_type);
        case stage::types_size:
        case stage::type:
        case stage::schemes_size:
        case stage::scheme:
        case stage::names_size:
        case stage::name_size: break;
        }
        return false;
    }

    static constexpr auto wanted_scheme = static_cast<std::uint32_t>(signature_scheme::ecdsa_secp256r1_sha256);

    /// Passes over `size` bytes, and then waits for a number of 2 bytes.
    bool pass(std::uint32_t size, stage next) {
        stage_ = next;
        width_ = 2;
        skip_ = static_cast<std::uint16_t>(size);
        return size <= rest_;
    }
    /// Begins a list of `size` bytes. `next`: the stage after the list.
    bool begin_list(std::uint32_t size, std::uint8_t width, stage entry, stage next) {
        list_ = static_cast<std::uint16_t>(size);
        first_ = true;
        stage_ = size != 0 ? entry : next;
        width_ = size != 0 ? width : std::uint8_t{2};
        return true;
    }
    /// Keeps the first entry of a list, or `wanted` in its place.
    bool keep(std::uint32_t value, std::uint32_t wanted, std::uint8_t* room, stage next) {
        if (!first_ && value == wanted) {
            written_ = static_cast<std::uint16_t>(written_ - width_);
        }
        if (first_ || value == wanted) {
            put(room, width_, value);
        }
        first_ = false;
        list_ = static_cast<std::uint16_t>(list_ - width_);
        if (list_ == 0) {
            stage_ = next;
            width_ = 2;
        }
        return true;
    }
    void put(std::uint8_t* room, std::uint8_t width, std::uint32_t value) {
        if (width == 2) {
            store<2>(room + written_, value);
        } else {
            room[written_] = static_cast<std::uint8_t>(value);
        }
        written_ = static_cast<std::uint16_t>(written_ + width);
    }

    std::uint32_t rest_ = 0;    // bytes of the body that are not yet read
    std::uint16_t number_ = 0;  // that is being read
    std::uint16_t skip_ = 0;    // bytes that are passed over
    std::uint16_t list_ = 0;    // bytes of the current list that are not yet read
    std::uint16_t written_ = 0; // bytes of the short body
    std::uint8_t have_ = 0;     // bytes of the number that are read
    std::uint8_t width_ = 1;    // bytes of the number
    stage stage_{};
    bool first_ = false;      // no entry of the list is read
    bool of_schemes_ = false; // the current extension is signature_algorithms
};

} // namespace v0
} // namespace flintls

#endif
