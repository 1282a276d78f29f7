// SPDX-License-Identifier: Apache-2.0
/// \file
/// An owned secret of a few bytes: a pre-shared key, or a key of HMAC or of an engine that no back end stores.
#ifndef FLINTLS_CRYPTO_SECRET_BYTES_HPP
#define FLINTLS_CRYPTO_SECRET_BYTES_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/secret.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// 1 to `Max` bytes, or none. Wiped on destruction, when moved from, and before an assignment.
template <std::uint32_t Max> class secret_bytes {
    static_assert(Max >= 1 && Max <= 255, "flintls: a secret that an object owns has 1 to 255 bytes");

public:
    secret_bytes() = default;
    secret_bytes(secret_bytes&& other) noexcept { *this = static_cast<secret_bytes&&>(other); }
    secret_bytes& operator=(secret_bytes&& other) noexcept {
        if (this != &other) {
            set(other.view());
            other.set({});
        }
        return *this;
    }
    ~secret_bytes() { set({}); }

    /// Aliases this object.
    [[nodiscard]] byte_view view() const& { return {bytes_.data(), size_}; }
    byte_view view() const&& = delete;

    /// \pre at most `Max` bytes
    void set(byte_view bytes) {
        wipe(bytes_);
        size_ = static_cast<std::uint8_t>(bytes.size());
        copy(bytes_.data(), bytes.data(), bytes.size());
    }

private:
    std::array<std::uint8_t, Max> bytes_{};
    std::uint8_t size_ = 0;
};

} // namespace v0
} // namespace flintls

#endif
