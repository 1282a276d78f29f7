// A hash that is always zeros, for fuzzers.
#pragma once
#include <algorithm>
#include <cstdint>

#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace lenient {

template <std::uint32_t Size> struct zero_hash {
    static constexpr std::uint32_t size = Size;
    static void reset() {}
    static flintls::crypto_status start() { return flintls::crypto_status::done; }
    static flintls::crypto_status update(flintls::byte_view) { return flintls::crypto_status::done; }
    static flintls::crypto_status finish(std::uint8_t* out) {
        std::fill(out, out + Size, std::uint8_t{0});
        return flintls::crypto_status::done;
    }
    static flintls::crypto_status fork(zero_hash&) { return flintls::crypto_status::done; }
};

} // namespace lenient
