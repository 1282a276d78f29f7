// A parsed message aliases its input, so the input may not be a temporary.
// expect-any: use of deleted function
// expect-any: conversion function from
// expect-any: call to deleted constructor
// expect-any: invokes a deleted function
// control: -DCONTROL
#include <array>
#include <cstdint>

#include "flintls/flintls.hpp"

std::array<std::uint8_t, 16> make();

bool read(flintls::new_session_ticket& ticket) {
#ifdef CONTROL
    static std::array<std::uint8_t, 16> lasting = make();
    return !flintls::parse(lasting, ticket);
#else
    return !flintls::parse(make(), ticket);
#endif
}
