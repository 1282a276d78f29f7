// A view of a temporary would outlive it.
// expect-any: use of deleted function
// expect-any: call to deleted constructor
// expect-any: conversion function from
// control: -DCONTROL
#include <array>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"

std::array<std::uint8_t, 3> make();

std::uint32_t size() {
#ifdef CONTROL
    std::array<std::uint8_t, 3> const lasting = make();
    flintls::byte_view const view{lasting};
#else
    flintls::byte_view const view{make()};
#endif
    return view.size();
}
