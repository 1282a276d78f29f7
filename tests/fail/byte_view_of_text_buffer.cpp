// How much of a buffer is text is not known.
// expect-any: use of deleted function
// expect-any: call to deleted constructor
// expect-any: conversion function from
// control: -DCONTROL
#include "flintls/wire/byte_view.hpp"
#include <cstdint>

std::uint32_t size() {
#ifdef CONTROL
    static char const text[] = "sensor.example";
    flintls::byte_view const view{text};
#else
    static char text[64] = "sensor.example";
    flintls::byte_view const view{text};
#endif
    return view.size();
}
