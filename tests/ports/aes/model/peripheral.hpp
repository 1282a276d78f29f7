// What the models of AES peripherals have in common. Whatever a driver does out of turn is a fault.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <cstdlib>

#include "../control.hpp"

namespace model {

using control::wrong;
using block = std::array<std::uint8_t, 16>;

/// What the test sets and sees.
struct bench {
    std::uint32_t slowness = 0, stuck = 0, taken = 0, blocks = 0;
    wrong fault = wrong::nothing;
    std::uint32_t faults = 0; ///< that nobody has asked for

    std::uint32_t wrongly(wrong what) {
        if (fault == wrong::nothing) fault = what;
        ++faults;
        return 0;
    }
    /// How many looks it takes until a block is done.
    std::uint32_t begin_block() {
        ++blocks;
        return stuck != 0 && blocks >= stuck ? never : slowness;
    }
    static constexpr std::uint32_t never = 0xffff'ffff;
};

inline std::uint32_t load(std::uint8_t const* p) {
    return std::uint32_t{p[0]} << 24 | std::uint32_t{p[1]} << 16 | std::uint32_t{p[2]} << 8 | p[3];
}
inline void store(std::uint8_t* p, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) p[i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

/// A block by libcrypto.
inline block aes(std::uint8_t const* key, std::uint32_t key_size, block in, bool back = false) {
    EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
    block out{};
    int written = 0;
    bool const good = EVP_CipherInit_ex(context, key_size == 16 ? EVP_aes_128_ecb() : EVP_aes_256_ecb(), nullptr, key,
                                        nullptr, back ? 0 : 1) == 1 &&
                      EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
                      EVP_CipherUpdate(context, out.data(), &written, in.data(), 16) == 1;
    EVP_CIPHER_CTX_free(context);
    if (!good || written != 16) std::abort();
    return out;
}

class peripheral {
public:
    explicit peripheral(bench& of) : bench_{of} {}
    peripheral(peripheral const&) = delete;
    peripheral& operator=(peripheral const&) = delete;
    virtual ~peripheral() = default;

    virtual std::uint32_t read(std::uint32_t offset) = 0;
    virtual void write(std::uint32_t offset, std::uint32_t value) = 0;
    [[nodiscard]] virtual bool has_secrets() const = 0;

protected:
    bench& bench_;
};

} // namespace model
