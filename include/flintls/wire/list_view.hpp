// SPDX-License-Identifier: Apache-2.0
/// \file
/// The value of a list field (RFC 8446 3.4): encoded bytes of a parsed message, or an array of elements to write.
#ifndef FLINTLS_WIRE_LIST_VIEW_HPP
#define FLINTLS_WIRE_LIST_VIEW_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// A container or span of `T` that outlives the full expression: an lvalue, or a span by value.
template <class R, class T>
concept lasting_elements = std::constructible_from<std::span<T const>, R&> &&
                           (std::is_lvalue_reference_v<R> || std::same_as<R, std::span<T const>>);

namespace list_view_detail {
/// True if `wanted` is among the numbers of `width` bytes, 1 or 2, at `p`. One routine for all code points.
[[gnu::noinline]] constexpr bool contains(std::uint8_t const* p, std::uint32_t size, std::uint32_t wanted,
                                          std::uint32_t width) {
    for (; size >= width; size -= width, p += width) {
        if ((width == 1 ? *p : load<2>(p)) == wanted) {
            return true;
        }
    }
    return false;
}
} // namespace list_view_detail

/// A list of elements with the codec `Elem`. The list owns nothing. It aliases a parsed buffer, whose elements the
/// parser has checked and the iterator decodes, or the caller's array of values.
template <class Elem> class list_view {
public:
    using value_type = typename Elem::value_type;

    constexpr list_view() : data_{nullptr} {}
    /// A list from its encoding without the length prefix. \pre the elements are well-formed, in less than 2^31 bytes
    static constexpr list_view from_encoded(byte_view encoded) {
        list_view list;
        list.data_ = encoded.data();
        list.size_ = encoded.size();
        return list;
    }
    /// A list of elements to write. The array must outlive the list.
    template <lasting_elements<value_type> R>
    constexpr list_view(R&& elements) // NOLINT(bugprone-forwarding-reference-overload)
        : elements_{whole_or_nothing(elements).data()}, size_{static_cast<std::uint32_t>(
                                                                  whole_or_nothing(elements).size()) |
                                                              counts_elements} {}

    class iterator {
    public:
        using value_type = typename Elem::value_type;
        using difference_type = std::ptrdiff_t;

        constexpr iterator() = default;
        [[nodiscard]] constexpr value_type operator*() const {
            if (!is_null(element_)) {
                return *element_;
            }
            value_type value{};
            cursor c{p_, end_};
            (void)Elem::read(c, value); // cannot fail: the parser has checked it
            return value;
        }
        constexpr iterator& operator++() {
            if (!is_null(element_)) {
                ++element_;
                return *this;
            }
            value_type value{};
            cursor c{p_, end_};
            p_ = Elem::read(c, value) == errc::ok ? c.p : end_;
            return *this;
        }
        constexpr void operator++(int) { ++*this; }
        friend constexpr bool operator==(iterator a, iterator b) { return a.p_ == b.p_ && a.element_ == b.element_; }

    private:
        friend list_view;
        std::uint8_t const* p_ = nullptr;
        std::uint8_t const* end_ = nullptr;
        value_type const* element_ = nullptr;
    };

    [[nodiscard]] constexpr bool empty() const { return count() == 0; }
    [[nodiscard]] constexpr iterator begin() const {
        iterator i;
        if (is_encoded()) {
            i.p_ = data_;
            i.end_ = is_null(data_) ? nullptr : data_ + size_;
        } else {
            i.element_ = elements_;
        }
        return i;
    }
    [[nodiscard]] constexpr iterator end() const {
        iterator i;
        if (is_encoded()) {
            i.p_ = i.end_ = is_null(data_) ? nullptr : data_ + size_;
        } else {
            i.element_ = is_null(elements_) ? nullptr : elements_ + count();
        }
        return i;
    }
    [[nodiscard]] constexpr bool contains(value_type const& wanted) const {
        if constexpr (std::is_enum_v<value_type> && Elem::max_size <= 2) {
            if (is_encoded()) {
                return list_view_detail::contains(data_, size_, static_cast<std::uint16_t>(wanted), Elem::max_size);
            }
            return among(elements(), wanted);
        } else {
            return among(*this, wanted);
        }
    }

    /// The bytes of a parsed list without the length prefix; empty for an array of elements.
    [[nodiscard]] constexpr byte_view encoded() const { return is_encoded() ? byte_view{data_, size_} : byte_view{}; }
    [[nodiscard]] constexpr std::span<value_type const> elements() const {
        return is_encoded() ? std::span<value_type const>{} : std::span{elements_, count()};
    }
    [[nodiscard]] constexpr bool is_encoded() const { return (size_ & counts_elements) == 0; }

private:
    template <class Range> static constexpr bool among(Range const& range, value_type const& wanted) {
        for (value_type const& each : range) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }
    /// More than 2^31 - 1 elements give an empty list, never a part of the elements.
    static constexpr std::span<value_type const> whole_or_nothing(std::span<value_type const> s) {
        return s.size() < counts_elements ? s : std::span<value_type const>{};
    }
    [[nodiscard]] constexpr std::uint32_t count() const { return size_ & ~counts_elements; }

    static constexpr std::uint32_t counts_elements = 0x8000'0000U; ///< a bit of `size_`; no encoded list is so long

    union {
        std::uint8_t const* data_;   // NOLINT(readability-identifier-naming): private
        value_type const* elements_; // NOLINT(readability-identifier-naming)
    };
    std::uint32_t size_ = 0; // bytes at data_, or elements at elements_
};

} // namespace v0
} // namespace flintls

#endif
