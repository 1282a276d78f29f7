// Hellos that somebody made to keep a parser busy: as many empty extensions as fit, all of types that nobody knows.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bench {

/// The order of the types, and what is wrong with them. A duplicate is the last extension.
enum class hostile : std::uint8_t { ascending, scattered, same_low_bits, duplicate_of_first, duplicate_of_last };

inline constexpr struct {
    hostile kind;
    char const* name;
    bool accepted;
} hostile_kinds[]{{hostile::ascending, "ascending", true},
                  {hostile::scattered, "scattered", true},
                  {hostile::same_low_bits, "same_low_bits", true},
                  {hostile::duplicate_of_first, "duplicate_of_first", false},
                  {hostile::duplicate_of_last, "duplicate_of_last", false}};

/// Everything before the extensions block, whose length is the last two bytes.
inline constexpr std::size_t hello_head = 2 + 32 + 1 + 2 + 2 + 1 + 1 + 2;

/// The `i`th of `count` types. Known types are below 0x0040, or 0xff01; 0x4000 to 0xbfff holds none, nor a GREASE type
/// twice.
constexpr std::uint32_t hostile_type(hostile kind, std::uint32_t i, std::uint32_t count) {
    if (kind == hostile::duplicate_of_first && i == count - 1) {
        i = 0;
    }
    if (kind == hostile::duplicate_of_last && i == count - 1) {
        i = count - 2;
    }
    if (kind == hostile::scattered) {
        i = i * 0x6487U & 0x7fffU; // odd: meets every value once
    }
    if (kind == hostile::same_low_bits) {
        i = (i << 5U & 0x7fffU) | i >> 10U;
    }
    return 0x4000 + i;
}

constexpr void put16(std::uint8_t* to, std::uint32_t value) {
    to[0] = static_cast<std::uint8_t>(value >> 8U);
    to[1] = static_cast<std::uint8_t>(value);
}

/// Fills `body` with a ClientHello of at most `size` bytes.
/// \return its size
constexpr std::size_t make_hostile(hostile kind, std::uint8_t* body, std::size_t size) {
    for (std::size_t i = 0; i < hello_head; ++i) {
        body[i] = 0;
    }
    put16(body, 0x0303);
    put16(body + 35, 2); // one suite,
    put16(body + 37, 0xc02b);
    body[39] = 1; // one compression method, null
    auto const count = static_cast<std::uint32_t>((size - hello_head) / 4);
    put16(body + hello_head - 2, count * 4);
    std::uint8_t* p = body + hello_head;
    for (std::uint32_t i = 0; i < count; ++i, p += 4) {
        put16(p, hostile_type(kind, i, count));
        put16(p + 2, 0);
    }
    return hello_head + std::size_t{count} * 4;
}

inline constexpr std::size_t hostile_4k = 4096;
inline constexpr std::size_t hostile_64k = hello_head + 0xfffc; // a full block

} // namespace bench
