// SPDX-License-Identifier: Apache-2.0
/// \file
/// A walk over DER (X.690 8.1, 10.1), for the few ASN.1 structures that a handshake reads.
#ifndef FLINTLS_CRYPTO_DER_WALK_HPP
#define FLINTLS_CRYPTO_DER_WALK_HPP

#include <cstdint>

#include "flintls/crypto/der_header.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Steps from element to element. The walk keeps its first failure and stops there: the caller checks `what()` once, at
/// the end.
/// - `truncated`: an element is missing, or reaches past the end of the enclosing element
/// - `trailing`: elements are left over behind the last expected one
/// - `bad_length`: see `der_header`
/// - `forbidden_value`: the tag is not the expected one, or not one of one byte
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
    /// \return the size of the contents; 0 after a failure, which leaves `p_` at the wrong byte
    [[gnu::noinline]] constexpr std::uint32_t step_over_header(std::uint8_t wanted) {
        if (what_ != errc::ok) {
            return 0;
        }
        byte_view const left{p_, static_cast<std::uint32_t>(end_ - p_)};
        der_header header;
        what_ = header.read(left);
        if (left.empty() || what_ == errc::forbidden_value) {
            return 0;
        }
        if (wanted != der_tag::any && header.tag != wanted) {
            what_ = errc::forbidden_value;
            return 0;
        }
        if (what_ == errc::ok && header.contents_size > left.size() - header.header_size) {
            what_ = errc::truncated;
        }
        bool const good = what_ == errc::ok;
        p_ += good ? header.header_size : 1; // a wrong length begins behind the tag
        return good ? header.contents_size : 0;
    }

    std::uint8_t const* p_;
    std::uint8_t const* end_;
    errc what_ = errc::ok;
};

} // namespace v0
} // namespace flintls

#endif
