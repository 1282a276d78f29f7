// SPDX-License-Identifier: Apache-2.0
/// \file
/// JA3 and JA4: texts that identify TLS clients by their offers (github.com/salesforce/ja3; github.com/FoxIO-LLC/ja4,
/// technical_details/JA4.md). The caller computes the hashes: MD5 of the JA3 text, SHA-256 of two parts of the JA4
/// text. The texts have no GREASE values (RFC 8701).
#ifndef FLINTLS_HELLO_FINGERPRINT_HPP
#define FLINTLS_HELLO_FINGERPRINT_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "flintls/hello/view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Bytes that are enough for either text of a hello of `size` bytes.
[[nodiscard]] constexpr std::size_t fingerprint_room(std::size_t size) { return 4 * size; }

namespace fingerprint_detail {

/// Writes ASCII. Text without room is dropped and clears `fits`.
struct text {
    sink out;
    bool fits = true;

    constexpr void put(std::uint32_t c) {
        fits = fits && out.left() != 0;
        if (fits) {
            *out.p++ = static_cast<std::uint8_t>(c);
        }
    }
    constexpr void hex_digit(std::uint32_t value) { put(value < 10 ? '0' + value : 'a' + value - 10); }
    constexpr void hex(std::uint32_t value) { // four digits
        for (std::uint32_t shift = 16; shift != 0; shift -= 4) {
            hex_digit(value >> (shift - 4) & 15U);
        }
    }
    constexpr void decimal(std::uint32_t value) {
        std::uint32_t unit = 1;
        while (value / unit >= 10) {
            unit *= 10;
        }
        for (; unit != 0; unit /= 10) {
            put('0' + value / unit % 10);
        }
    }
    constexpr void two_digits(std::uint32_t value) {
        std::uint32_t const shown = value < 99 ? value : 99;
        put('0' + shown / 10);
        put('0' + shown % 10);
    }
};

/// True for a GREASE code point of two bytes.
template <class T> constexpr bool is_left_out(T value) {
    if constexpr (sizeof(T) == 2) {
        return is_grease(value);
    } else {
        return false;
    }
}
constexpr extension_type code_of(raw_extension const& extension) { return extension.type; }
template <class T> constexpr T code_of(T code) { return code; }

/// Calls `use(number)` for each code point of a list except GREASE. \return the number of calls
template <class List, class Use> constexpr std::uint32_t for_each_code(List const& list, Use use) {
    std::uint32_t count = 0;
    for (auto const& each : list) {
        if (!is_left_out(code_of(each))) {
            use(static_cast<std::uint32_t>(code_of(each)));
            ++count;
        }
    }
    return count;
}

/// `,1-2-3`
template <class List> constexpr void ja3_field(text& to, List const& list) {
    std::uint32_t separator = ',';
    std::uint32_t const count = for_each_code(list, [&](std::uint32_t code) {
        to.put(separator);
        to.decimal(code);
        separator = '-';
    });
    if (count == 0) {
        to.put(separator);
    }
}

/// Sorts codes of four hex digits and a separator in place. Heap sort bounds the time for a hostile hello.
constexpr void sort_codes(std::uint8_t* codes, std::uint32_t count) {
    constexpr std::size_t stride = 5;
    auto const at = [codes](std::uint32_t i) { return load<4>(codes + stride * i); }; // hex text sorts like numbers
    auto const swap = [codes, at](std::uint32_t a, std::uint32_t b) {
        std::uint32_t const kept = at(a);
        store<4>(codes + stride * a, at(b));
        store<4>(codes + stride * b, kept);
    };
    std::uint32_t unordered = count / 2; // codes before it are not sifted down yet
    std::uint32_t end = count;
    while (end > 1) {
        if (unordered != 0) {
            --unordered;
        } else {
            swap(0, --end); // the largest goes to the end of the heap
        }
        for (std::uint32_t parent = unordered, child = 0; (child = 2 * parent + 1) < end; parent = child) {
            child += child + 1 < end && at(child) < at(child + 1) ? 1U : 0U;
            if (at(parent) >= at(child)) {
                break;
            }
            swap(parent, child);
        }
    }
}

/// `002f,0035`
class ja4_list {
public:
    constexpr explicit ja4_list(text& to) : to_{&to}, begin_{to.out.p} {}

    constexpr void add(std::uint32_t code) {
        if (count_++ != 0) {
            to_->put(',');
        }
        to_->hex(code);
    }
    constexpr void sort() const {
        if (to_->fits) {
            sort_codes(begin_, count_);
        }
    }

private:
    text* to_;
    std::uint8_t* begin_;
    std::uint32_t count_ = 0;
};

/// Two characters for the version (JA4.md, "TLS and DTLS Version").
constexpr void ja4_version(text& to, protocol_version version) {
    auto const pair = [&to](std::uint32_t first, std::uint32_t second) {
        to.put(first);
        to.put(second);
    };
    using enum protocol_version;
    switch (version) {
    case tls_1_3: return pair('1', '3');
    case tls_1_2: return pair('1', '2');
    case tls_1_1: return pair('1', '1');
    case tls_1_0: return pair('1', '0');
    case ssl_3_0: return pair('s', '3');
    case dtls_1_0: return pair('d', '1');
    case dtls_1_2: return pair('d', '2');
    case dtls_1_3: return pair('d', '3');
    }
    bool const ssl_2 = static_cast<std::uint16_t>(version) == 0x0002; // SSL 2.0: not in the registry
    return ssl_2 ? pair('s', '2') : pair('0', '0');
}

constexpr bool is_alphanumeric(std::uint32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Two characters for the first protocol of ALPN (JA4.md, "ALPN Extension Value").
constexpr void ja4_protocol(text& to, hello_view const& hello) {
    for (byte_view const first : hello.application_protocols()) {
        std::uint32_t const head = first[0]; // RFC 7301 3.1: never empty
        std::uint32_t const tail = first[first.size() - 1];
        if (is_alphanumeric(head) && is_alphanumeric(tail)) {
            to.put(head);
            to.put(tail);
        } else {
            to.hex_digit(head >> 4U);
            to.hex_digit(tail & 15U);
        }
        return;
    }
    to.put('0');
    to.put('0');
}

/// `t13d1516h2`
constexpr void ja4_beginning(text& to, hello_view const& hello) {
    auto const count = [](auto const& list) { return for_each_code(list, [](std::uint32_t) {}); };
    to.put('t');
    ja4_version(to, hello.highest_version());
    to.put(hello.extensions().has(extension_type::server_name) ? 'd' : 'i');
    to.two_digits(count(hello.message().cipher_suites));
    to.two_digits(count(hello.extensions()));
    ja4_protocol(to, hello);
}

constexpr void ja4_suites(text& to, hello_view const& hello) {
    ja4_list sorted{to};
    for_each_code(hello.message().cipher_suites, [&](std::uint32_t code) { sorted.add(code); });
    sorted.sort();
}

constexpr void ja4_extensions(text& to, hello_view const& hello) {
    ja4_list sorted{to};
    for_each_code(hello.extensions(), [&](std::uint32_t code) {
        if (code != static_cast<std::uint32_t>(extension_type::server_name) &&
            code != static_cast<std::uint32_t>(extension_type::application_layer_protocol_negotiation)) {
            sorted.add(code);
        }
    });
    sorted.sort();
    // Without algorithms there is no `_` either.
    std::uint32_t separator = '_';
    for_each_code(hello.signature_algorithms(), [&](std::uint32_t code) {
        to.put(separator);
        to.hex(code);
        separator = ',';
    });
}

} // namespace fingerprint_detail

/// The JA3 text, `SSLVersion,Cipher,SSLExtension,EllipticCurve,EllipticCurvePointFormat` in decimal; its MD5 in
/// lower-case hex is the fingerprint.
/// \return the text, which aliases `out`, or errc::no_room
[[nodiscard]] constexpr result<byte_view> ja3(hello_view const& hello, std::span<std::uint8_t> out) {
    fingerprint_detail::text to{{out.data(), out.data() + out.size()}};
    to.decimal(static_cast<std::uint32_t>(hello.message().legacy_version));
    fingerprint_detail::ja3_field(to, hello.message().cipher_suites);
    fingerprint_detail::ja3_field(to, hello.extensions());
    fingerprint_detail::ja3_field(to, hello.groups());
    fingerprint_detail::ja3_field(to, hello.point_formats());
    byte_view const written{out.data(), static_cast<std::uint32_t>(to.out.p - out.data())};
    if (!to.fits) {
        return error{errc::no_room, written.size()};
    }
    return written;
}

/// The JA4 text before hashing. All views alias one buffer.
struct ja4_text {
    byte_view whole;     ///< JA4_r: beginning, suites and extensions, with `_` between them
    byte_view beginning; ///< `t13d1516h2`
    byte_view suites;    ///< sorted; may be empty
    /// Sorted, without server_name and ALPN, then `_` and the signature algorithms in their order.
    byte_view extensions;
};

/// \return the JA4 text for a hello received over TCP, which aliases `out`, or errc::no_room
[[nodiscard]] constexpr result<ja4_text> ja4_raw(hello_view const& hello, std::span<std::uint8_t> out) {
    fingerprint_detail::text to{{out.data(), out.data() + out.size()}};
    auto const part = [&](auto write) {
        std::uint8_t const* const begin = to.out.p;
        write(to, hello);
        return byte_view{begin, static_cast<std::uint32_t>(to.out.p - begin)};
    };
    ja4_text made;
    made.beginning = part(fingerprint_detail::ja4_beginning);
    to.put('_');
    made.suites = part(fingerprint_detail::ja4_suites);
    to.put('_');
    made.extensions = part(fingerprint_detail::ja4_extensions);
    made.whole = {out.data(), static_cast<std::uint32_t>(to.out.p - out.data())};
    if (!to.fits) {
        return error{errc::no_room, made.whole.size()};
    }
    return made;
}

/// The JA4 fingerprint, `t13d1516h2_8daaf6152771_e5627efa2ab1`.
/// \param sha256 `sha256(byte_view)` returns the 32 bytes of the hash
template <class Sha256> [[nodiscard]] constexpr std::array<std::uint8_t, 36> ja4(ja4_text const& raw, Sha256 sha256) {
    std::array<std::uint8_t, 36> out{};
    fingerprint_detail::text to{{out.data(), out.data() + out.size()}};
    for (std::uint8_t const c : raw.beginning) {
        to.put(c);
    }
    auto const put_hash = [&](byte_view part) {
        to.put('_');
        // JA4.md: an empty part has zeros in place of a hash.
        std::array<std::uint8_t, 32> const hash = part.empty() ? std::array<std::uint8_t, 32>{} : sha256(part);
        for (std::size_t i = 0; i < 6; ++i) {
            to.hex_digit(hash[i] >> 4U);
            to.hex_digit(hash[i] & 15U);
        }
    };
    put_hash(raw.suites);
    put_hash(raw.extensions);
    return out;
}

} // namespace v0
} // namespace flintls

#endif
