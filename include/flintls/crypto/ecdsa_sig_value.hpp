// SPDX-License-Identifier: Apache-2.0
/// \file
/// The two forms of an ECDSA signature: TLS carries a DER Ecdsa-Sig-Value (RFC 8422 5.4, RFC 3279 2.2.3); hardware and
/// PSA use the two numbers side by side.
///
///     Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }
#ifndef FLINTLS_CRYPTO_ECDSA_SIG_VALUE_HPP
#define FLINTLS_CRYPTO_ECDSA_SIG_VALUE_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// r ‖ s, each `Size` bytes, big-endian, with leading zeros. A curve of 256 bits has `Size` 32.
template <std::uint32_t Size> struct ecdsa_sig_value {
    /// A larger `Size` needs the long form of DER lengths (X.690 8.1.3.5), which this type does not have.
    static_assert(Size >= 1 && 2 * (Size + 3) < 0x80, "flintls: curves up to P-384");

    static constexpr std::uint32_t max_der_size = 2 + 2 * (Size + 3); // bytes

    std::array<std::uint8_t, std::size_t{2} * Size> raw{};

    /// Reads DER strictly (X.690 10.1, 8.3.2): one encoding for each value, no trailing bytes, no negative number, no
    /// number longer than `Size` bytes. \return false on failure; then `raw` is zeros
    [[nodiscard]] constexpr bool read(byte_view der) {
        cursor in{der.begin(), der.end()};
        bool const good = take_header(in, sequence) && in.p[-1] == in.left() && take_integer(in, raw.data()) &&
                          take_integer(in, raw.data() + Size) && in.left() == 0;
        if (!good) {
            raw = {};
        }
        return good;
    }

    /// Writes DER. \return its size; 0 if `room` is too small, and then nothing is written
    [[nodiscard]] constexpr std::uint32_t write(std::uint8_t* out, std::uint32_t room) const {
        std::uint32_t const size = 2 + integer_size(raw.data()) + integer_size(raw.data() + Size);
        if (size > room) {
            return 0;
        }
        out[0] = sequence;
        out[1] = static_cast<std::uint8_t>(size - 2);
        put_integer(put_integer(out + 2, raw.data()), raw.data() + Size);
        return size;
    }

private:
    static constexpr std::uint8_t sequence = 0x30;
    static constexpr std::uint8_t integer = 0x02;

    /// Steps over tag and length. The contents must fit in the input.
    static constexpr bool take_header(cursor& in, std::uint8_t tag) {
        if (in.left() < 2 || in.p[0] != tag || in.p[1] > in.left() - 2 || in.p[1] >= 0x80) {
            return false;
        }
        in.p += 2;
        return true;
    }
    static constexpr bool take_integer(cursor& in, std::uint8_t* number) {
        if (!take_header(in, integer)) {
            return false;
        }
        std::uint32_t size = in.p[-1];
        if (size == 0 || in.p[0] >= 0x80) { // empty, or negative
            return false;
        }
        if (size > 1 && in.p[0] == 0) { // legal only where the next bit would be a sign (X.690 8.3.2)
            if (in.p[1] < 0x80) {
                return false;
            }
            ++in.p;
            --size;
        }
        if (size > Size) {
            return false;
        }
        for (std::uint32_t i = 0; i < Size - size; ++i) {
            number[i] = 0;
        }
        copy(number + (Size - size), in.p, size);
        in.p += size;
        return true;
    }

    /// The number of leading zeros that DER omits; the last byte stays.
    static constexpr std::uint32_t zeros(std::uint8_t const* number) {
        std::uint32_t count = 0;
        while (count < Size - 1 && number[count] == 0) {
            ++count;
        }
        return count;
    }
    static constexpr std::uint32_t integer_size(std::uint8_t const* number) {
        std::uint32_t const skipped = zeros(number);
        return 2 + (number[skipped] >= 0x80 ? 1U : 0U) + Size - skipped;
    }
    static constexpr std::uint8_t* put_integer(std::uint8_t* out, std::uint8_t const* number) {
        std::uint32_t const skipped = zeros(number);
        std::uint32_t const size = integer_size(number) - 2;
        *out++ = integer;
        *out++ = static_cast<std::uint8_t>(size);
        if (size > Size - skipped) {
            *out++ = 0;
        }
        copy(out, number + skipped, Size - skipped);
        return out + (Size - skipped);
    }
};

} // namespace v0
} // namespace flintls

#endif
