// Crypto that does nothing, for programs that must not compile, and the same that must.
#pragma once

#include "flintls/ticket/fleet.hpp"
#include "flintls/ticket/sealer.hpp"

using namespace flintls;

struct no_key {};
struct no_crypto {
    using key = no_key;
    static constexpr std::uint32_t key_size = 16, tag_size = 16, size = 32;
    static void reset();
    static crypto_status import_key(byte_view, key&);
    static crypto_status seal(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t);
    static crypto_status open(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t);
    static crypto_status encrypt(key const&, fixed_view<16>, std::uint8_t*, std::uint32_t);
    static crypto_status decrypt(key const&, fixed_view<16>, std::uint8_t*, std::uint32_t);
    static crypto_status start(key const&);
    static crypto_status update(byte_view);
    static crypto_status finish(key const&, std::uint8_t*);
    static crypto_status extract(byte_view, byte_view, key&);
    static crypto_status expand(key const&, byte_view, std::uint8_t*, std::uint32_t);
    static crypto_status fill(std::uint8_t*, std::uint32_t);
};
struct flash_counter {
    static crypto_status next(std::uint64_t&);
};

using gcm_format = aead_ticket<no_crypto>;
using cbc_format = cbc_ticket<no_crypto, no_crypto>;
using from_counter = counted_nonces<flash_counter>;
using from_random = random_nonces<no_crypto>;
