// SPDX-License-Identifier: Apache-2.0
/// \file
/// AES keys of engines that load the key for each call.
#ifndef FLINTLS_PORTS_AES_ENGINE_KEYS_HPP
#define FLINTLS_PORTS_AES_ENGINE_KEYS_HPP

#include <cstdint>

#include "flintls/crypto/secret_bytes.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// Common to the drivers here: a key is bytes in RAM, wiped when the key is dropped.
template <std::uint32_t KeySize> struct engine_keys {
    static_assert(KeySize == 16 || KeySize == 32, "flintls: AES keys here have 16 or 32 bytes");

    static constexpr std::uint32_t key_size = KeySize; // bytes
    using key = secret_bytes<KeySize>;

    static crypto_status import_key(byte_view bytes, key& made) {
        bool const good = bytes.size() == KeySize;
        made.set(good ? bytes : byte_view{});
        return good ? crypto_status::done : crypto_status::failed;
    }
};

} // namespace v0
} // namespace flintls

#endif
