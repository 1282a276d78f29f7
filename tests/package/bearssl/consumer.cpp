// Refuses what is no key, by each model that needs no hash.
#include <array>
#include <cstdint>

#include "flintls/crypto/bearssl.hpp"

namespace {

template <class Model> bool refuses() {
    static constexpr std::array<std::uint8_t, 97> bytes{4};
    Model op;
    return op.verify(bytes, flintls::issuer_hash::sha256, flintls::byte_view{bytes}.subview(0, 32), bytes) ==
           flintls::crypto_status::failed;
}

} // namespace

int main() {
    return refuses<flintls::bearssl::issuer_p256>() && refuses<flintls::bearssl::issuer_p384>() &&
                   refuses<flintls::bearssl::issuer_rsa_pkcs1>()
               ? 0
               : 1;
}
