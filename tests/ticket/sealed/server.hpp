// Servers with tickets sealed by Mbed TLS.
#pragma once

#include <cstdint>

#include "connection.hpp"
#include "flintls/crypto/mbedtls.hpp"

namespace sealed {

namespace backend = flintls::mbedtls;

using aead_format = aead_ticket<backend::aes_128_gcm>;
using boot_keys = ticket_keys<1, aead_format, boot_counter>;
using device_keys = ticket_keys<1, aead_format, counted_nonces<counter>, nonce_reach::device>;

/// Keys with nonces from a counter; one key is installed.
struct device {
    explicit device(std::uint8_t number = 1, std::uint64_t first_nonce = 0) : nonces{first_nonce} {
        (void)install(number, 0);
    }
    crypto_status install(std::uint8_t number, std::uint32_t now) {
        return keys.install(numbered_name(number), numbered_key<aead_format>(number), now);
    }
    counter nonces;
    device_keys keys{counted_nonces{nonces}};
};

} // namespace sealed
