// SPDX-License-Identifier: Apache-2.0
/// \file
/// Views of bytes that another object owns: the input of parsers, and the value of parsed fields (RFC 8446 3).
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

/// True for a null pointer. With GCC's -fsanitize=undefined or -fno-delete-null-pointer-checks the comparison of a
/// static's address with null is not constant: a constant expression then takes the pointer as not null.
template <class T> [[nodiscard, gnu::always_inline]] constexpr bool is_null(T* pointer) {
    if (std::is_constant_evaluated()) {
        return __builtin_constant_p(pointer == nullptr) && pointer == nullptr;
    }
    return pointer == nullptr;
}

/// A container or span of bytes that outlives the full expression: an lvalue, or a span by value.
/// A view of a temporary container would dangle, so it does not compile.
template <class R>
concept lasting_bytes =
    !std::same_as<std::remove_cvref_t<R>, byte_view> && std::constructible_from<std::span<std::uint8_t const>, R&> &&
    (std::is_lvalue_reference_v<R> ||
     std::same_as<std::remove_cv_t<R>, std::span<typename R::element_type, std::remove_cvref_t<R>::extent>>);

/// A container of bytes that ends with the full expression: a temporary.
template <class R>
concept fleeting_bytes = !std::same_as<std::remove_cvref_t<R>, byte_view> && !lasting_bytes<R> &&
                         std::constructible_from<std::span<std::uint8_t const>, R&>;

/// Text with a length: `std::string_view`, `std::string`, and any type with their `data()` and `size()`.
template <class T>
concept sized_text = requires(T const& from) {
    { from.data() } -> std::same_as<char const*>;
    { from.size() } -> std::convertible_to<std::size_t>;
};
/// Text that outlives the full expression: an lvalue, or a view by value. A type counts as a view if it is trivially
/// copyable, its `data()` is const even for a non-const object, and it is no array.
template <class R>
concept lasting_text = sized_text<std::remove_cvref_t<R>> &&
    (std::is_lvalue_reference_v<R> ||
     (
         std::is_trivially_copyable_v<R> && !requires { std::tuple_size<std::remove_cv_t<R>>::value; } &&
         requires(std::remove_cvref_t<R> & from) {
             { from.data() } -> std::same_as<char const*>;
         }));
/// Text that ends with the full expression: a temporary string.
template <class R>
concept fleeting_text = sized_text<std::remove_cvref_t<R>> && !lasting_text<R>;

/// A view of bytes in a buffer; valid as long as the buffer. The view neither owns nor copies the bytes.
/// The size has 32 bits: a view takes eight bytes on a 32-bit target.
class byte_view {
public:
    constexpr byte_view() = default;
    constexpr byte_view(std::uint8_t const* data, std::uint32_t size) : data_{data}, size_{size} {}

    /// More than 2^32 - 1 bytes give an empty view, which every parser reports as an error, never a view of a prefix.
    template <lasting_bytes R>
    constexpr byte_view(R&& bytes) // NOLINT(bugprone-forwarding-reference-overload)
        : byte_view{whole_or_nothing(bytes)} {}
    /// Deleted: the view would outlive the temporary.
    template <fleeting_bytes R> byte_view(R&&) = delete; // NOLINT(bugprone-forwarding-reference-overload)

    /// A string literal without its terminating zero; an array without a terminating zero as a whole. Not for constant
    /// expressions, which cannot read a char as a byte: use `"text"_bytes` (wire/text.hpp) there.
    template <std::size_t Size>
    byte_view(char const (&literal)[Size]) // NOLINT(*-avoid-c-arrays)
        : byte_view{of_text(literal, Size - (literal[Size - 1] == '\0' ? 1 : 0))} {}
    /// Deleted: the length of the text in a writable array is not known.
    template <std::size_t Size> byte_view(char (&)[Size]) = delete;        // NOLINT(*-avoid-c-arrays)
    template <std::size_t Size> byte_view(char const (&&)[Size]) = delete; // NOLINT(*-avoid-c-arrays)
    /// The characters of a string or of a string view.
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

    /// `count` bytes from offset `from`, cut at the end of this view.
    [[nodiscard]] constexpr byte_view subview(std::uint32_t from, std::uint32_t count = 0xffff'ffffU) const {
        std::uint32_t const start = from < size_ ? from : size_;
        std::uint32_t const left = size_ - start;
        return {data_ + start, count < left ? count : left};
    }

    /// Compares the bytes. Not for secrets: the time depends on the first difference.
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
    /// The cast is legal: C++ lets a program read any object as unsigned char.
    static byte_view of_text(char const* from, std::size_t size) {
        return whole_or_nothing({reinterpret_cast<std::uint8_t const*>(from), size}); // NOLINT(*-reinterpret-cast)
    }
    static constexpr byte_view whole_or_nothing(std::span<std::uint8_t const> s) {
        return s.size() <= 0xffff'ffffU ? byte_view{s.data(), static_cast<std::uint32_t>(s.size())} : byte_view{};
    }

    std::uint8_t const* data_ = nullptr;
    std::uint32_t size_ = 0;
};

/// A view of exactly `Size` bytes of a buffer, stored as one pointer. A default-constructed view is empty.
template <std::uint32_t Size> class fixed_view {
public:
    static constexpr std::uint32_t extent = Size;

    constexpr fixed_view() = default;
    /// \pre `Size` bytes are readable at `data`. The reference keeps arrays from decaying to a pointer.
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
