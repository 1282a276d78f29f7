// SPDX-License-Identifier: Apache-2.0
/// \file
/// The value of a list field: the encoded bytes of a parsed message, or elements that wait to be written.
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

/// Something that holds `T`s and outlives the expression it stands in: an lvalue container or a span.
template <class R, class T>
concept lasting_elements = std::constructible_from<std::span<T const>, R&> &&
                           (std::is_lvalue_reference_v<R> || std::same_as<R, std::span<T const>>);

namespace list_view_detail {
/// Is a number of two bytes among the encoded ones? One routine for all code points.
[[gnu::noinline]] constexpr bool contains(std::uint8_t const* p, std::uint32_t size, std::uint32_t wanted) {
    for (; size >= 2; size -= 2, p += 2) {
        if (load<2>(p) == wanted) {
            return true;
        }
    }
    return false;
}
} // namespace list_view_detail

/// A list of `Elem` (a codec) that owns nothing: it aliases a parsed buffer, whose elements were checked when it was
/// parsed and are decoded while iterating, or a caller's array of values.
template <class Elem> class list_view {
public:
    using value_type = typename Elem::value_type;

    constexpr list_view() = default;
    /// A list as it stands on the wire, without its length prefix. \pre the elements are well-formed
    static constexpr list_view from_encoded(byte_view encoded) {
        list_view list;
        list.data_ = encoded.data();
        list.size_ = encoded.size();
        return list;
    }
    /// Elements to write; the array must outlive the list.
    template <lasting_elements<value_type> R>
    constexpr list_view(R&& elements) // NOLINT(bugprone-forwarding-reference-overload)
        : elements_{whole_or_nothing(elements).data()}, size_{static_cast<std::uint32_t>(
                                                            whole_or_nothing(elements).size())} {}

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
            (void)Elem::read(c, value); // checked when the message was parsed
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

    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
    [[nodiscard]] constexpr iterator begin() const {
        iterator i;
        i.p_ = data_;
        i.end_ = is_null(data_) ? nullptr : data_ + size_;
        i.element_ = elements_;
        return i;
    }
    [[nodiscard]] constexpr iterator end() const {
        iterator i;
        i.p_ = i.end_ = is_null(data_) ? nullptr : data_ + size_;
        i.element_ = is_null(elements_) ? nullptr : elements_ + size_;
        return i;
    }
    [[nodiscard]] constexpr bool contains(value_type const& wanted) const {
        if constexpr (std::is_enum_v<value_type> && Elem::max_size == 2) {
            if (is_encoded()) {
                return list_view_detail::contains(data_, size_, static_cast<std::uint16_t>(wanted));
            }
            return among(elements(), wanted);
        } else {
            return among(*this, wanted);
        }
    }

    /// The bytes of a parsed list, without its length prefix; empty for elements that wait to be written.
    [[nodiscard]] constexpr byte_view encoded() const { return is_null(data_) ? byte_view{} : byte_view{data_, size_}; }
    [[nodiscard]] constexpr std::span<value_type const> elements() const {
        return is_null(elements_) ? std::span<value_type const>{} : std::span{elements_, size_};
    }
    [[nodiscard]] constexpr bool is_encoded() const { return is_null(elements_); }

private:
    template <class Range> static constexpr bool among(Range const& range, value_type const& wanted) {
        for (value_type const& each : range) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }
    /// More than 2^32-1 elements are refused, not cut.
    static constexpr std::span<value_type const> whole_or_nothing(std::span<value_type const> s) {
        return s.size() <= 0xffff'ffffU ? s : std::span<value_type const>{};
    }

    std::uint8_t const* data_ = nullptr;
    value_type const* elements_ = nullptr;
    std::uint32_t size_ = 0; // bytes behind data_, or elements behind elements_
};

} // namespace v0
} // namespace flintls

#endif
