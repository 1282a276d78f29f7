// SPDX-License-Identifier: Apache-2.0
/// \file
/// A walk over DER (X.690 8.1, 10.1), for the few ASN.1 structures that a handshake reads.
#ifndef FLINTLS_CRYPTO_DER_WALK_HPP
#define FLINTLS_CRYPTO_DER_WALK_HPP

#include <cstdint>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Identifier bytes (X.690 8.1.2).
namespace der_tag {
inline constexpr std::uint8_t any = 0; ///< matches every tag of one byte; 0 itself is no tag in DER
inline constexpr std::uint8_t boolean = 0x01;
inline constexpr std::uint8_t integer = 0x02;
inline constexpr std::uint8_t bit_string = 0x03;
inline constexpr std::uint8_t octet_string = 0x04;
inline constexpr std::uint8_t object_identifier = 0x06;
inline constexpr std::uint8_t utc_time = 0x17;
inline constexpr std::uint8_t generalized_time = 0x18;
inline constexpr std::uint8_t sequence = 0x30;
/// `[number]` around another element, or in place of the tag of a constructed element.
[[nodiscard]] constexpr std::uint8_t constructed(std::uint8_t number) {
    return static_cast<std::uint8_t>(0xa0U | number);
}
/// `[number]` in place of the tag of a primitive element.
[[nodiscard]] constexpr std::uint8_t primitive(std::uint8_t number) {
    return static_cast<std::uint8_t>(0x80U | number);
}
} // namespace der_tag

/// Steps from element to element. The walk keeps its first failure and stops there: the caller checks `what()` once, at
/// the end.
/// - `truncated`: an element is missing, or reaches past the end of the enclosing element
/// - `trailing`: elements are left over behind the last expected one
/// - `bad_length`: a length that is indefinite, longer than necessary (X.690 10.1), or of more than 3 bytes
/// - `forbidden_value`: the tag is not the expected one
class der_walk {
public:
    constexpr explicit der_walk(byte_view in) : p_{in.begin()}, end_{in.end()} {}

    [[nodiscard]] constexpr errc what() const { return what_; }
    /// The start of the next element; after a failure, the wrong byte.
    [[nodiscard]] constexpr std::uint8_t const* position() const { return p_; }
    [[nodiscard]] constexpr bool is_at_end() const { return p_ == end_; }

    /// Steps over an element.
    /// \return its contents, which alias the input; empty after a failure
    constexpr byte_view take(std::uint8_t tag) {
        std::uint32_t const size = step_over_header(tag);
        byte_view const contents{p_, size};
        p_ += size;
        return contents;
    }
    /// Steps over an element that may be absent. \return its contents, or empty
    constexpr byte_view take_optional(std::uint8_t tag) { return p_ != end_ && *p_ == tag ? take(tag) : byte_view{}; }
    /// Steps into an element: the walk continues with its contents.
    /// \return the end of the enclosing element, for `leave`
    [[nodiscard]] constexpr std::uint8_t const* enter(std::uint8_t tag) {
        std::uint8_t const* const outside = end_;
        std::uint32_t const size = step_over_header(tag);
        if (what_ == errc::ok) {
            end_ = p_ + size;
        }
        return outside;
    }
    /// Steps out of an element. Fails unless the walk is at the end of its contents.
    constexpr void leave(std::uint8_t const* outside) {
        if (p_ != end_) {
            fail(errc::trailing);
        } else if (what_ == errc::ok) {
            end_ = outside;
        }
    }
    /// Records a failure, unless the walk failed before.
    constexpr void fail(errc what) {
        if (what_ == errc::ok) {
            what_ = what;
        }
    }

private:
    static constexpr std::uint32_t max_width = 3; ///< bytes; a certificate has fewer than 2^24 (RFC 5246 7.4.2)

    /// \return the size of the contents; 0 after a failure, which leaves `p_` at the wrong byte
    [[gnu::noinline]] constexpr std::uint32_t step_over_header(std::uint8_t wanted) {
        if (what_ != errc::ok) {
            return 0;
        }
        if (p_ == end_) {
            fail(errc::truncated);
            return 0;
        }
        bool const is_short = *p_ != der_tag::any && (*p_ & 0x1fU) != 0x1fU; // a tag of one byte (X.690 8.1.2.4)
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

    /// Reads the length at `p_`. `width`: bytes of the length itself.
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
            size = 0; // stays 0 for the indefinite form, 0x80 (X.690 8.1.3.6), which is refused below
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
