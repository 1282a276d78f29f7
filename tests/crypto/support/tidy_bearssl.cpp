// clang-tidy sees the back end over BearSSL through this file.
#include "flintls/crypto/bearssl.hpp"
#include "flintls/crypto/digest.hpp"

namespace {

struct no_hash {
    static constexpr std::uint32_t size = 32;
    static void reset() {}
    static flintls::crypto_status start() { return flintls::crypto_status::failed; }
    static flintls::crypto_status update(flintls::byte_view /*bytes*/) { return flintls::crypto_status::failed; }
    static flintls::crypto_status finish(std::uint8_t* /*out*/) { return flintls::crypto_status::failed; }
    static flintls::crypto_status fork(no_hash& /*other*/) { return flintls::crypto_status::failed; }
};

} // namespace

template class flintls::bearssl::issuer_rsa_pss<no_hash>;
