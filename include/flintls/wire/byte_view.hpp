// SPDX-License-Identifier: Apache-2.0
/// \file
/// Views of bytes that somebody else owns: what the parsers read from and what parsed fields alias.
#ifndef FLINTLS_WIRE_BYTE_VIEW_HPP
#define FLINTLS_WIRE_BYTE_VIEW_HPP

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace flintls {
inline namespace v0 {

class byte_view;

/// Does `pointer` point at nothing? GCC's -fsanitize=undefined and -fno-delete-null-pointer-checks leave the answer for the
/// address of a static to run time: in a constant expression an answer that is not known is no.
template <class T> [[nodiscard, gnu::always_inline]] constexpr bool is_null(T* pointer) {
    if (std::is_constant_evaluated()) {
        return __builtin_constant_p(pointer == nullptr) && pointer == nullptr;
    }
    return pointer == nullptr;
}

/// Something that holds bytes and outlives the expression it stands in: an lvalue container or a span.
/// A view of a temporary would dangle, so it does not compile.
template <class R>
concept lasting_bytes =
    !std::same_as<std::remove_cvref_t<R>, byte_view> && std::constructible_from<std::span<std::uint8_t const>, R&> &&
    (std::is_lvalue_reference_v<R> ||
     std::same_as<std::remove_cv_t<R>, std::span<typename R::element_type, std::remove_cvref_t<R>::extent>>);

/// Something that holds bytes and does not.
template <class R>
concept fleeting_bytes = !std::same_as<std::remove_cvref_t<R>, byte_view> && !lasting_bytes<R> &&
                         std::constructible_from<std::span<std::uint8_t const>, R&>;

/// Text that knows its length: `std::string_view`, `std::string` and whatever else has their `data()` and `size()`.
template <class T>
concept sized_text = requires(T const& from) {
    { from.data() } -> std::same_as<char const*>;
    { from.size() } -> std::convertible_to<std::size_t>;
};
/// Text that outlives the expression it stands in: an lvalue, or a view. A view is copied as it is, gives nobody its
/// characters to change, and is no array.
template <class R>
concept lasting_text = sized_text<std::remove_cvref_t<R>> &&
    (std::is_lvalue_reference_v<R> ||
     (
         std::is_trivially_copyable_v<R> && !requires { std::tuple_size<std::remove_cv_t<R>>::value; } &&
         requires(std::remove_cvref_t<R> & from) {
             { from.data() } -> std::same_as<char const*>;
         }));
/// Text that does not.
template <class R>
concept fleeting_text = sized_text<std::remove_cvref_t<R>> && !lasting_text<R>;

/// Bytes of a buffer, never owned and never copied; valid as long as that buffer is.
/// A size is 32 bits wide: eight bytes a view on a 32-bit target.
class byte_view {
public:
    constexpr byte_view() = default;
    constexpr byte_view(std::uint8_t const* data, std::uint32_t size) : data_{data}, size_{size} {}

    /// Refuses more than 4 GiB - 1: the view is then empty, so that every parser reports it, and never a prefix.
    template <lasting_bytes R>
    constexpr byte_view(R&& bytes) // NOLINT(bugprone-forwarding-reference-overload)
        : byte_view{whole_or_nothing(bytes)} {}
    /// Bytes of a temporary are not viewed, because the view would outlive them.
    template <fleeting_bytes R> byte_view(R&&) = delete; // NOLINT(bugprone-forwarding-reference-overload)

    /// A string literal without its terminating zero. Of an array that ends without one, all of it. In constant expressions:
    /// `"text"_bytes` (wire/text.hpp), because there no char is read as a byte.
    template <std::size_t Size>
    byte_view(char const (&literal)[Size]) // NOLINT(*-avoid-c-arrays)
        : byte_view{of_text(literal, Size - (literal[Size - 1] == '\0' ? 1 : 0))} {}
    /// How much of an array that is written to is text is not known.
    template <std::size_t Size> byte_view(char (&)[Size]) = delete;        // NOLINT(*-avoid-c-arrays)
    template <std::size_t Size> byte_view(char const (&&)[Size]) = delete; // NOLINT(*-avoid-c-arrays)
    /// The characters of a string or of a view of one.
    template <lasting_text R>
    byte_view(R&& from) // NOLINT(bugprone-forwarding-reference-overload)
        : byte_view{of_text(from.data(), from.size())} {}
    template <fleeting_text R> byte_view(R&&) = delete; // NOLINT(bugprone-forwarding-reference-overload)

    [[nodiscard]] constexpr std::uint8_t const* data() const { return data_; }
    [[nodiscard]] constexpr std::uint32_t size() const { return size_; }
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
    [[nodiscard]] constexpr std::uint8_t const* begin() const { return data_; }
    [[nodiscard]] constexpr std::uint8_t const* end() const { return data_ + size_; }
    [[nodiscard]] constexpr std::uint8_t operator[](std::uint32_t i) const { return data_[i]; }
    constexpr operator std::span<std::uint8_t const>() const { return {data_, size_}; }

    /// `count` bytes from `from` on; what lies outside is left out.
    [[nodiscard]] constexpr byte_view subview(std::uint32_t from, std::uint32_t count = 0xffff'ffffU) const {
        std::uint32_t const start = from < size_ ? from : size_;
        std::uint32_t const left = size_ - start;
        return {data_ + start, count < left ? count : left};
    }

    /// Same bytes? Takes time that depends on where they differ: not for secrets.
    friend constexpr bool operator==(byte_view a, byte_view b) {
        if (a.size_ != b.size_) {
            return false;
        }
        for (std::uint32_t i = 0; i < a.size_; ++i) {
            if (a.data_[i] != b.data_[i]) {
                return false;
            }
        }
        return true;
    }

private:
    /// Any object may be read as bytes.
    static byte_view of_text(char const* from, std::size_t size) {
        return whole_or_nothing({reinterpret_cast<std::uint8_t const*>(from), size}); // NOLINT(*-reinterpret-cast)
    }
    static constexpr byte_view whole_or_nothing(std::span<std::uint8_t const> s) {
        return s.size() <= 0xffff'ffffU ? byte_view{s.data(), static_cast<std::uint32_t>(s.size())} : byte_view{};
    }

    std::uint8_t const* data_ = nullptr;
    std::uint32_t size_ = 0;
};

/// Exactly `Size` bytes of a buffer: a pointer and nothing else. Default constructed it views nothing.
template <std::uint32_t Size> class fixed_view {
public:
    static constexpr std::uint32_t extent = Size;

    constexpr fixed_view() = default;
    /// \pre `Size` bytes are readable at `data`. By reference, so that no array decays into it.
    template <class Pointer>
        requires std::is_pointer_v<Pointer>
    constexpr explicit fixed_view(Pointer const& data) : data_{data} {}
    constexpr fixed_view(std::array<std::uint8_t, Size> const& bytes) : data_{bytes.data()} {}
    constexpr fixed_view(std::uint8_t const (&bytes)[Size]) : data_{bytes} {} // NOLINT(*-avoid-c-arrays)
    constexpr fixed_view(std::span<std::uint8_t const, Size> bytes) : data_{bytes.data()} {}
    fixed_view(std::array<std::uint8_t, Size> const&&) = delete;
    fixed_view(std::uint8_t const (&&)[Size]) = delete; // NOLINT(*-avoid-c-arrays)

    [[nodiscard]] constexpr std::uint8_t const* data() const { return data_; }
    [[nodiscard]] constexpr bool empty() const { return is_null(data_); }
    [[nodiscard]] static constexpr std::uint32_t size() { return Size; }
    [[nodiscard]] constexpr std::uint8_t operator[](std::uint32_t i) const { return data_[i]; }
    constexpr operator byte_view() const { return {data_, is_null(data_) ? 0 : Size}; }

    friend constexpr bool operator==(fixed_view a, fixed_view b) { return byte_view{a} == byte_view{b}; }

private:
    std::uint8_t const* data_ = nullptr;
};

} // namespace v0
} // namespace flintls

#endif
