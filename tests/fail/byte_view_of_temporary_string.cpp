// A view of a temporary string would outlive it.
// expect-any: use of deleted function
// expect-any: call to deleted constructor
// expect-any: conversion function from
// control: -DCONTROL
#include <cstdint>
#include <string>

#include "flintls/wire/byte_view.hpp"

std::string make();

std::uint32_t size() {
#ifdef CONTROL
    std::string const lasting = make();
    flintls::byte_view const view{lasting};
#else
    flintls::byte_view const view{make()};
#endif
    return view.size();
}
