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
/// types or of signature schemes keeps one entry: the one that the client can sign with, or 0. The names of authorities
/// are left out. Every extension but signature_algorithms keeps only its type.
template <bool Tls13> class request_reader {
public:
    void begin(bool tls_1_3) {
        missing_ = 1;
        number_ = skip_ = list_ = block_ = found_ = written_ = 0;
        stage_ = tls_1_3 ? stage::context_size : stage::types_size;
    }
    /// True until the first bytes are read.
    [[nodiscard]] bool begins() const { return written_ == 0; }
    /// Reads the next bytes of the body. \param room for the short body, of `size` bytes; `piece` may begin in it, at its
    /// first byte \return bad_length, or message_too_long if the short body does not fit
    [[gnu::noinline]] errc read(byte_view const& piece, std::uint8_t* room, std::uint32_t size) {
        std::uint32_t at = 0;
        while (at != piece.size()) {
            std::uint32_t const rest = piece.size() - at;
            std::uint32_t const taken = skip_ == 0 ? 1 : skip_ < rest ? skip_ : rest;
            std::uint32_t const byte = piece[at];
            at += taken;
            block_ -= taken;
            if (skip_ != 0) {
                skip_ -= taken;
                continue;
            }
            number_ = number_ << 8U | byte;
            if (--missing_ != 0) {
                continue;
            }
            std::uint32_t const value = number_;
            number_ = 0;
            missing_ = 2;
            if (written_ + most_at_once > size) {
                return errc::message_too_long;
            }
            if (!(list_ != 0 ? take_entry(value, room) : take_size(value, room))) {
                return errc::bad_length;
            }
        }
        return errc::ok;
    }
    /// The size of the short body; 0: the body ends too early or too late. \pre `read` has read all bytes
    [[nodiscard]] std::uint32_t finish(std::uint8_t* room) const {
        bool good = stage_ == stage::end;
        if constexpr (Tls13) {
            if (stage_ == stage::extension_type) {
                std::uint32_t const at = 1U + room[0];
                store<2>(room + at, written_ - at - 2);
                good = block_ == 0;
            }
        }
        return good && missing_ == 2 && list_ == 0 && skip_ == 0 ? written_ : 0;
    }

private:
    static constexpr std::uint32_t most_at_once = 4;

    /// What the next number is, outside of a list; inside, what follows the list.
    enum class stage : std::uint8_t {
        types_size,
        schemes_size,
        names_size,
        end,
        // TLS 1.3:
        context_size,
        extensions_size,
        extension_type,
        extension_size,
        schemes_extension_size,
        extension_schemes_size,
    };

    /// Takes an entry of a list, or the size of a name. \return false: a length is wrong
    bool take_entry(std::uint32_t value, std::uint8_t* room) {
        if (stage_ == stage::end) {
            bool const fits = value != 0 && value + 2 <= list_;
            skip_ = value;
            list_ -= value + 2;
            return fits;
        }
        bool const of_types = stage_ == stage::schemes_size;
        auto const wanted = of_types ? static_cast<std::uint32_t>(client_certificate_type::ecdsa_sign)
                                     : static_cast<std::uint32_t>(signature_scheme::ecdsa_secp256r1_sha256);
        std::uint32_t const width = of_types ? 1 : 2;
        found_ = value == wanted ? wanted : found_;
        list_ -= width;
        if (list_ == 0) {
            put(room, found_, width);
            found_ = 0;
        } else {
            missing_ = width;
        }
        return true;
    }
    /// Takes a number outside of a list. \return false: a length is wrong
    bool take_size(std::uint32_t value, std::uint8_t* room) {
        stage const now = stage_;
        stage_ = static_cast<stage>(static_cast<unsigned>(now) + 1);
        switch (now) {
        case stage::types_size:
            list_ = value;
            missing_ = value != 0 ? 1 : 2;
            put(room, value != 0 ? 1 : 0, 1);
            return true;
        case stage::schemes_size: return begin_schemes(value, room);
        case stage::names_size:
            list_ = value;
            put(room, 0);
            return true;
        case stage::end: return false;
        case stage::context_size:
        case stage::extensions_size:
        case stage::extension_type:
        case stage::extension_size:
        case stage::schemes_extension_size:
        case stage::extension_schemes_size: break;
        }
        if constexpr (Tls13) {
            return take_size_of_tls_1_3(now, value, room);
        }
        return false;
    }
    bool take_size_of_tls_1_3(stage now, std::uint32_t value, std::uint8_t* room) {
        if (now == stage::context_size) {
            skip_ = value;
            put(room, value != 0 ? 1 : 0, 1);
            return true;
        }
        if (now == stage::extensions_size) {
            block_ = value;
            put(room, 0, room[0] != 0 ? 3 : 2); // the context has one byte left; `finish` writes the size
            return true;
        }
        if (now == stage::extension_type) {
            put(room, value);
            bool const of_schemes = value == static_cast<std::uint32_t>(extension_type::signature_algorithms);
            stage_ = of_schemes ? stage::schemes_extension_size : stage::extension_size;
            return block_ <= 0xffff; // the type lies inside the block
        }
        if (now == stage::schemes_extension_size && value >= 2) {
            found_ = value - 2;
            return true;
        }
        stage_ = stage::extension_type;
        if (now == stage::extension_schemes_size) {
            bool const fills = value == found_;
            found_ = 0;
            put(room, value != 0 ? 4 : 2);
            return fills && begin_schemes(value, room);
        }
        skip_ = value;
        put(room, 0);
        return true;
    }
    bool begin_schemes(std::uint32_t value, std::uint8_t* room) {
        list_ = value;
        put(room, value != 0 ? 2 : 0);
        return value % 2 == 0;
    }
    void put(std::uint8_t* room, std::uint32_t value, std::uint32_t width = 2) {
        for (; width != 0; --width) {
            room[written_++] = static_cast<std::uint8_t>(value >> (8 * (width - 1)));
        }
    }

    std::uint32_t missing_ = 1; // bytes of the number that is being read
    std::uint32_t number_ = 0;  // the bytes that are read
    std::uint32_t skip_ = 0;    // bytes that are passed over
    std::uint32_t list_ = 0;    // bytes of the current list that are not yet read
    std::uint32_t block_ = 0;   // TLS 1.3: bytes of the block of extensions that are not yet read
    std::uint32_t found_ = 0;   // the wanted entry of the list; TLS 1.3: the size that a list must have
    std::uint32_t written_ = 0; // bytes of the short body
    stage stage_{};
};

} // namespace v0
} // namespace flintls

#endif
