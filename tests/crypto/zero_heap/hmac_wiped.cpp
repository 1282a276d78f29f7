// HMAC over a hash leaves no byte of its key: not in an object that is finished, not in memory of a destroyed object.
#include <array>
#include <cstdint>
#include <new>
#include <utility>

#include "crypto/conformance/derive.hpp"
#include "crypto/conformance/digest.hpp"
#include "crypto/conformance/hesitant.hpp"
#include "crypto/conformance/hex.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
namespace backend = flintls::mbedtls;
using hmac = backend::hmac_sha256;

constexpr auto const& secret =
    hex<"c09a41d37be8025f96ad130c7824e15bb73f68d94ec251fa3d8016ec9b72a5440d59cf1be2307486cb965ea8f41d3792">;
constexpr auto const& longer = // longer than a block
    hex<"c09a41d37be8025f96ad130c7824e15bb73f68d94ec251fa3d8016ec9b72a5440d59cf1be2307486cb965ea8f41d3792"
        "90f1b6235dc84e7a03e96c8b1fa25047de">;
/// Python: hashlib.sha256(longer)
constexpr auto const& shortened = hex<"0bf770beb0cd8de8da1235e36253125f414d1ea5ee483f9e618b9cf1d65259f8">;

/// True if four consecutive bytes of the secret remain, as they are or with a pad of RFC 2104.
bool remains_at(std::uint8_t const volatile* at, std::size_t size, byte_view of) {
    constexpr std::array<std::uint8_t, 3> pads{0, 0x36, 0x5c};
    for (std::size_t i = 0; i + 4 <= size; ++i) {
        for (std::uint32_t from = 0; from + 4 <= of.size(); ++from) {
            for (std::uint8_t const pad : pads) {
                unsigned same = 0;
                while (same < 4 && (at[i + same] ^ pad) == of[from + same]) ++same;
                if (same == 4) return true;
            }
        }
    }
    return false;
}

/// An object whose memory is searched, also after its destruction.
template <class T> class searched {
public:
    searched() : object{new (room_.data()) T} {}
    void end() { std::exchange(object, nullptr)->~T(); }
    [[nodiscard]] bool has(byte_view of) const { return remains_at(room_.data(), room_.size(), of); }

private:
    alignas(T) std::array<std::uint8_t, sizeof(T)> room_{};

public:
    T* object;
};

TEST_CASE("an operation of HMAC holds no byte of its key, and a key none after it is moved from, replaced or dropped") {
    for (byte_view const each : {byte_view{secret}, byte_view{longer}}) {
        byte_view const kept = each.size() > hmac::block_size ? byte_view{shortened} : each;
        searched<hmac> op;
        searched<hmac::key> key;
        CHECK(hmac::import_key(each, *key.object) == crypto_status::done);
        CHECK(key.has(kept)); // proves that the search finds the secret
        std::array<std::uint8_t, 32> mac{};
        CHECK(op.object->start(*key.object) == crypto_status::done);
        CHECK_FALSE(op.has(kept)); // a whole block is hashed
        CHECK(op.object->update(ascii<"text">) == crypto_status::done);
        CHECK_FALSE(op.has(kept));
        CHECK(op.object->finish(*key.object, mac.data()) == crypto_status::done);
        CHECK_FALSE(op.has(kept));
        CHECK(op.object->start(*key.object) == crypto_status::done);
        op.object->reset();
        CHECK_FALSE(op.has(kept));
        op.end();
        CHECK_FALSE(op.has(kept));

        searched<hmac::key> moved;
        *moved.object = std::move(*key.object);
        CHECK(moved.has(kept));
        CHECK_FALSE(key.has(kept));
        CHECK(hmac::import_key(ascii<"key">, *moved.object) == crypto_status::done);
        CHECK_FALSE(moved.has(kept));
        CHECK(hmac::import_key(each, *moved.object) == crypto_status::done);
        CHECK(hmac::import_key({}, *moved.object) == crypto_status::failed);
        CHECK_FALSE(moved.has(kept));
        CHECK(hmac::import_key(each, *moved.object) == crypto_status::done);
        moved.end();
        CHECK_FALSE(moved.has(kept));
    }
}

TEST_CASE("a PRF holds no byte of its secret; pre-shared keys none but while they work") {
    std::array<std::uint8_t, 48> out{};
    searched<flintls::prf<hesitant_hmac<hmac, 1>>> prf;
    while (prf.object->run(secret, ascii<"label">, {}, {}, out.data(), 48) == crypto_status::pending) {
        CHECK_FALSE(prf.has(secret));
    }
    CHECK_FALSE(prf.has(secret));

    using psk_model = flintls::psk_over<hesitant_hmac<hmac, 1>>;
    auto const own = key_of<psk_model>(secret);
    searched<psk_model> psk;
    while (psk.object->master_secret(own, {}, ascii<"label">, {}, out.data()) == crypto_status::pending) {
    }
    CHECK_FALSE(psk.has(secret));
    auto const small = key_of<psk_model>(byte_view{secret}.subview(0, 16));
    CHECK(psk.object->master_secret(small, {}, ascii<"label">, {}, out.data()) == crypto_status::pending);
    CHECK(psk.has(secret));
    psk.object->reset();
    CHECK_FALSE(psk.has(secret));
    CHECK(psk.object->master_secret(small, {}, ascii<"label">, {}, out.data()) == crypto_status::pending);
    psk.end();
    CHECK_FALSE(psk.has(secret));
}

#ifdef FLINTLS_BARE_METAL // elsewhere the stack is guarded, or not all of it is there
constexpr unsigned depth = 1536;

bool authenticates_once(byte_view secret_bytes) {
    hmac op;
    std::array<std::uint8_t, 32> mac{};
    return op.start(secret_bytes) == crypto_status::done && op.update(ascii<"text">) == crypto_status::done &&
           op.finish(secret_bytes, mac.data()) == crypto_status::done;
}
constinit hmac* begun = nullptr;
bool begins_once(byte_view secret_bytes) { return begun->start(secret_bytes) == crypto_status::done; }
bool imports_once(byte_view secret_bytes) {
    hmac::key key;
    return hmac::import_key(secret_bytes, key) == crypto_status::done;
}
bool copies(byte_view secret_bytes) {
    std::uint8_t volatile copy[64];
    for (std::uint32_t i = 0; i < secret_bytes.size() && i < 64; ++i) copy[i] = secret_bytes[i];
    return copy[0] == secret_bytes[0];
}
using life = bool (*)(byte_view);

[[gnu::noinline]] bool run_below(life run, byte_view of) {
    std::uint8_t volatile room[128]; // deep enough that the search does not overwrite the stack below
    room[0] = 0;
    bool const good = run(of);
    room[1] = room[0];
    return good;
}
[[gnu::noinline]] bool remains_below(byte_view of) {
    return remains_at(static_cast<std::uint8_t const volatile*>(__builtin_frame_address(0)) - depth, depth, of);
}
bool leaves(life run, byte_view of) {
    life volatile call = run;
    (void)run_below(
        [](byte_view bytes) {
            std::uint8_t volatile clean[depth];
            for (auto& byte : clean) byte = bytes.empty() ? 1 : 0;
            return clean[0] == 0;
        },
        of);
    CHECK(run_below(call, of));
    return remains_below(of);
}

TEST_CASE("HMAC leaves nothing of its key on the stack") {
    for (byte_view const each : {byte_view{secret}, byte_view{longer}}) {
        CHECK_FALSE(leaves(imports_once, each));
        CHECK(leaves(copies, each)); // a copy that is not wiped is found
    }
    CHECK_FALSE(leaves(authenticates_once, secret));
    hmac op;
    begun = &op;
    CHECK_FALSE(leaves(begins_once, secret)); // nothing has overwritten the block since
}
#endif

} // namespace
