// SPDX-License-Identifier: Apache-2.0
/// \file
/// A walk over DER (X.690 8.1, 10.1) that is received in pieces of any size; no piece is kept. `der_walk`
/// (crypto/der_walk.hpp) is for DER that is all in memory.
#ifndef FLINTLS_TRUST_DER_STREAM_HPP
#define FLINTLS_TRUST_DER_STREAM_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/crypto/der_header.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// Steps from header to header. An element is passed over, piece by piece, or entered: then its elements are next.
class der_stream {
public:
    enum class step : std::uint8_t {
        more,   ///< no step: the end is reached, or more bytes are needed
        header, ///< an element begins: `tag`, `size`, `header`
        piece,  ///< contents of an element that was not entered
        end,    ///< the contents of that element have ended
        leave,  ///< the element that was entered last has ended
        wrong,  ///< not DER, as far as it is checked (see `der_walk`); no step follows
    };
    static constexpr std::uint32_t max_depth = 8; ///< elements entered at one time

    /// Starts a walk over `size` bytes.
    constexpr void begin(std::uint32_t size) {
        *this = der_stream{};
        left_[0] = size;
    }
    /// Takes a step. \param[out] taken number of bytes of `in`, from its beginning, that belong to the step
    constexpr step take(byte_view in, std::uint32_t& taken) {
        taken = 0;
        if (open_) {
            taken = in.size() < size_ ? in.size() : size_;
            size_ -= taken;
            left_[depth_] -= taken;
            open_ = taken != 0 || size_ != 0;
            return !open_ ? step::end : taken != 0 ? step::piece : step::more;
        }
        if (left_[depth_] == 0) {
            if (have_ != 0 || depth_ == 0) {
                return have_ != 0 ? step::wrong : step::more;
            }
            --depth_;
            return step::leave;
        }
        while (taken != in.size() && left_[depth_] != 0) {
            header_[have_++] = in[taken++];
            --left_[depth_];
            if (step const found = read_header(); found != step::more) {
                return found;
            }
        }
        return left_[depth_] == 0 ? step::wrong : step::more;
    }
    /// Enters the element that begins. \pre the last step was a header, and depth() is below max_depth
    constexpr void enter() {
        open_ = false;
        left_[depth_] -= size_;
        left_[++depth_] = size_;
    }

    [[nodiscard]] constexpr std::uint8_t tag() const { return header_[0]; }
    /// Bytes of contents that are still missing.
    [[nodiscard]] constexpr std::uint32_t size() const { return size_; }
    /// Identifier and length bytes of the element that began last. Aliases this object, until the next step.
    [[nodiscard]] constexpr byte_view header() const& { return {header_.data(), header_size_}; }
    /// Number of entered elements.
    [[nodiscard]] constexpr std::uint8_t depth() const { return depth_; }

private:
    /// Checks the bytes of a header. \return more: the header is not complete
    constexpr step read_header() {
        der_header found;
        errc const e = found.read({header_.data(), have_});
        if (e == errc::truncated) {
            return step::more;
        }
        if (e != errc::ok || found.contents_size > left_[depth_]) {
            return step::wrong;
        }
        size_ = found.contents_size;
        header_size_ = found.header_size;
        have_ = 0;
        open_ = true;
        return step::header;
    }

    std::array<std::uint32_t, std::size_t{max_depth} + 1> left_{}; // bytes that are left in each entered element
    std::uint32_t size_ = 0;
    std::array<std::uint8_t, der_header::max_size> header_{};
    std::uint8_t have_ = 0; // bytes of an incomplete header
    std::uint8_t header_size_ = 0;
    std::uint8_t depth_ = 0;
    bool open_ = false; // the contents of an element are next
};

} // namespace v0
} // namespace flintls

#endif
