// SPDX-License-Identifier: Apache-2.0
/// \file
/// A walk over DER (X.690 8.1, 10.1), for what little of ASN.1 a handshake has to read.
#ifndef FLINTLS_CRYPTO_DER_WALK_HPP
#define FLINTLS_CRYPTO_DER_WALK_HPP

#include <cstdint>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Identifier octets (X.690 8.1.2).
namespace der_tag {
inline constexpr std::uint8_t any = 0; ///< stands for every tag of one octet; in DER it is never one
inline constexpr std::uint8_t boolean = 0x01;
inline constexpr std::uint8_t integer = 0x02;
inline constexpr std::uint8_t bit_string = 0x03;
inline constexpr std::uint8_t octet_string = 0x04;
inline constexpr std::uint8_t object_identifier = 0x06;
inline constexpr std::uint8_t sequence = 0x30;
/// `[number]` around another element, or in place of one that is constructed.
[[nodiscard]] constexpr std::uint8_t constructed(std::uint8_t number) {
    return static_cast<std::uint8_t>(0xa0U | number);
}
/// `[number]` in place of an element that is not constructed.
[[nodiscard]] constexpr std::uint8_t primitive(std::uint8_t number) {
    return static_cast<std::uint8_t>(0x80U | number);
}
} // namespace der_tag

/// Steps from element to element. The first failure stays, and no step is taken behind it: `what()` at the end is enough.
///
/// - `truncated`: an element reaches past the end of what holds it, or is not there
/// - `trailing`: elements are left over behind the last one
/// - `bad_length`: a length that is indefinite, not as short as it can be (X.690 10.1), or of more than 3 octets
/// - `forbidden_value`: another tag than the one that must stand here
class der_walk {
public:
    constexpr explicit der_walk(byte_view in) : p_{in.begin()}, end_{in.end()} {}

    [[nodiscard]] constexpr errc what() const { return what_; }
    /// Where the next element begins; after a failure, the byte that is wrong.
    [[nodiscard]] constexpr std::uint8_t const* position() const { return p_; }
    [[nodiscard]] constexpr bool is_at_end() const { return p_ == end_; }

    /// Steps over an element.
    /// \return its contents, which alias the input; nothing after a failure
    constexpr byte_view take(std::uint8_t tag) {
        std::uint32_t const size = step_over_header(tag);
        byte_view const contents{p_, size};
        p_ += size;
        return contents;
    }
    /// Steps over an element that may be absent. \return its contents, or nothing
    constexpr byte_view take_optional(std::uint8_t tag) { return p_ != end_ && *p_ == tag ? take(tag) : byte_view{}; }
    /// Steps into an element: its contents are next, up to its end.
    /// \return what `leave` needs
    [[nodiscard]] constexpr std::uint8_t const* enter(std::uint8_t tag) {
        std::uint8_t const* const outside = end_;
        std::uint32_t const size = step_over_header(tag);
        if (what_ == errc::ok) {
            end_ = p_ + size;
        }
        return outside;
    }
    /// Steps out of an element. All of its contents must have been read.
    constexpr void leave(std::uint8_t const* outside) {
        if (p_ != end_) {
            fail(errc::trailing);
        } else if (what_ == errc::ok) {
            end_ = outside;
        }
    }
    /// The first failure stays.
    constexpr void fail(errc what) {
        if (what_ == errc::ok) {
            what_ = what;
        }
    }

private:
    static constexpr std::uint32_t max_width = 3; ///< octets; a certificate in TLS is not longer (RFC 5246 7.4.2)

    /// \return the size of the contents; 0 after a failure, which leaves `p_` at the octet that is wrong
    [[gnu::noinline]] constexpr std::uint32_t step_over_header(std::uint8_t wanted) {
        if (what_ != errc::ok) {
            return 0;
        }
        if (p_ == end_) {
            fail(errc::truncated);
            return 0;
        }
        bool const is_short = *p_ != der_tag::any && (*p_ & 0x1fU) != 0x1fU; // a tag of one octet (X.690 8.1.2.4)
        if (wanted == der_tag::any ? !is_short : *p_ != wanted) {
            fail(errc::forbidden_value);
            return 0;
        }
        ++p_;
        std::uint32_t size = 0;
        std::uint32_t width = 0;
        if (errc const e = read_length(size, width); e != errc::ok) {
            fail(e);
            return 0;
        }
        p_ += width;
        return size;
    }

    /// The length at `p_`, and how many octets it takes itself.
    constexpr errc read_length(std::uint32_t& size, std::uint32_t& width) const {
        auto const left = static_cast<std::uint32_t>(end_ - p_);
        if (left == 0) {
            return errc::truncated;
        }
        size = *p_;
        width = 1;
        if (size >= 0x80) {
            std::uint32_t const more = size & 0x7fU;
            if (more > max_width) {
                return errc::bad_length;
            }
            if (left <= more) {
                return errc::truncated;
            }
            size = 0; // and stays so where the length is indefinite, without octets (X.690 8.1.3.6)
            for (; width <= more; ++width) {
                size = size << 8U | p_[width];
            }
            if (size < 0x80 || size >> (8 * (more - 1)) == 0) {
                return errc::bad_length;
            }
        }
        return size > left - width ? errc::truncated : errc::ok;
    }

    std::uint8_t const* p_;
    std::uint8_t const* end_;
    errc what_ = errc::ok;
};

} // namespace v0
} // namespace flintls

#endif
