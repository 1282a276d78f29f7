// A group of a third-party back end, with the sizes of X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem). The first part is
// made up and protects nothing.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "tls12/pair/crypto.hpp"

namespace meeting {

using namespace flintls;

/// The public key is the private seed, repeated 37 times. The capsule begins with 0x42, and the secret is the hash of
/// the seed and the capsule.
class made_up_hybrid {
    using curve = pair::counted_agreement<mbedtls::x25519>;

public:
    static constexpr named_group group = named_group::x25519mlkem768;
    static constexpr std::uint32_t client_share_size = 1184 + 32;
    static constexpr std::uint32_t server_share_size = 1088 + 32;
    static constexpr std::uint32_t secret_size = 32 + 32;
    struct key {
        std::array<std::uint8_t, 32> seed{};
        curve::key point;
    };

    void reset() { curve_.reset(); }
    crypto_status generate(key& made, std::uint8_t* share) {
        crypto_status const answer = curve_.generate(made.point, share + 1184);
        if (answer == crypto_status::done) {
            pair::fill_random(made.seed.data(), made.seed.size());
            for (std::size_t i = 0; i < 1184; ++i) share[i] = made.seed[i % 32];
        }
        return answer;
    }
    crypto_status agree(key const& own, byte_view peer, std::uint8_t* secret) {
        if (peer.size() != server_share_size || peer[0] != 0x42) return crypto_status::failed;
        return finish(own.seed, peer, curve_.agree(own.point, peer.subview(1088, 32), secret + 32), secret);
    }
    crypto_status encapsulate(byte_view peer, std::uint8_t* share, std::uint8_t* secret) {
        if (peer.size() != client_share_size) return crypto_status::failed;
        if (!made_) {
            crypto_status const answer = curve_.generate(ephemeral_, share + 1088);
            made_ = answer == crypto_status::done;
            return made_ ? crypto_status::pending : answer;
        }
        made_ = false;
        pair::fill_random(share, 1088);
        share[0] = 0x42;
        std::array<std::uint8_t, 32> seed{};
        std::copy_n(peer.begin(), 32, seed.begin());
        return finish(seed, {share, server_share_size}, curve_.agree(ephemeral_, peer.subview(1184, 32), secret + 32),
                      secret);
    }

private:
    static crypto_status finish(std::array<std::uint8_t, 32> const& seed, byte_view server_share, crypto_status answer,
                                std::uint8_t* secret) {
        mbedtls::sha256 hash;
        bool const good = answer == crypto_status::done && hash.start() == crypto_status::done &&
                          hash.update(seed) == crypto_status::done &&
                          hash.update(server_share.subview(0, 1088)) == crypto_status::done &&
                          hash.finish(secret) == crypto_status::done;
        return good ? crypto_status::done : answer == crypto_status::pending ? answer : crypto_status::failed;
    }

    curve curve_{};
    curve::key ephemeral_{};
    bool made_ = false;
};

} // namespace meeting
