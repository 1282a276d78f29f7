// Crypto for the fuzzer of the drivers (drivers.cpp), with which every input authenticates: the drivers continue after
// any change by a man in the middle. This crypto protects nothing.
//
// `lab` checks that a nonce is used once under a key; that a call which was answered `pending` is repeated with the
// same arguments and unchanged bytes; that an output which an engine has written meanwhile stays; that keys are
// released.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/wire/stored.hpp"

namespace lenient {

using namespace flintls;
using bytes = std::vector<std::uint8_t>;

/// Reports a broken promise and aborts, so that libFuzzer saves the input.
[[noreturn]] inline void broken(char const* promise) {
    std::fprintf(stderr, "broken: %s\n", promise);
    std::abort();
}
inline void require(bool holds, char const* promise) {
    if (!holds) broken(promise);
}

/// Every secret consists of these bytes, so that a search finds secrets that are not wiped.
inline constexpr std::uint8_t secret_bytes[4] = {0xa5, 0xc3, 0x5a, 0x3c};
inline void write_secret(std::uint8_t* out, std::uint32_t size) {
    for (std::uint32_t i = 0; i < size; ++i) out[i] = secret_bytes[i % 4];
}
/// True if `where` has eight bytes of a secret in a row, from any of the four on.
inline bool holds_secret(byte_view where) {
    unsigned run = 0;
    unsigned next = 4; // the index of the next byte
    for (std::uint8_t const b : where) {
        if (next == 4 || b != secret_bytes[next]) {
            run = 0;
            next = 0;
            while (next != 4 && b != secret_bytes[next]) ++next;
        }
        if (next == 4) continue;
        next = (next + 1) % 4;
        if (++run == 8) return true;
    }
    return false;
}

/// A call of an operation: its kind, its inputs, and the place of its output.
struct call {
    int what = 0;
    std::vector<byte_view> inputs{};
    std::uint8_t* out = nullptr;
    std::uint32_t out_size = 0;
};

/// The state of one fuzzer input: the behaviour of the engines, and the observed calls.
class lab {
public:
    unsigned pending_mask = 0;      ///< a pair of bits for each of 16 calls in turn: how often the call waits
    std::uint32_t fails_at = 0;     ///< the number of the call that fails; 0: none
    bool finishes_between = false;  ///< engines write their output before the call is repeated
    bool finishes_in_reset = false; ///< engines write their output when they are abandoned

    /// Answers a call, or lets it wait. `op`: the operation or key. `write`: writes the output.
    template <class Write> crypto_status answer(void const* op, call const& now, Write write) {
        auto const found = waiting_.find(op);
        if (found == waiting_.end()) {
            ++calls_;
            unsigned const times = pending_mask >> (2 * (calls_ % 16)) & 3U;
            if (calls_ == fails_at) return crypto_status::failed;
            if (times == 0) {
                write();
                return crypto_status::done;
            }
            waiting_[op] = {now, copies(now), times, false, write};
            return crypto_status::pending;
        }
        wait& w = found->second;
        require(w.now.what == now.what && w.now.out == now.out && w.now.out_size == now.out_size &&
                    copies(now) == w.content,
                "a call that was answered pending is repeated with the same arguments");
        if (--w.times != 0) return crypto_status::pending;
        bool const written = w.written;
        bytes const output = w.output;
        waiting_.erase(found);
        if (written) {
            require(now.out_size == 0 || std::equal(output.begin(), output.end(), now.out),
                    "what an engine has written stays until the call is answered");
        } else {
            write();
        }
        return crypto_status::done;
    }
    /// Lets engines write the output of pending calls if `finishes_between` is set.
    void between_calls() {
        if (!finishes_between) return;
        for (auto& [op, w] : waiting_) finish(w);
    }
    void reset(void const* op) {
        auto const found = waiting_.find(op);
        if (found == waiting_.end()) return;
        wait w = std::move(found->second);
        waiting_.erase(found);
        if (finishes_in_reset) finish(w);
    }

    std::uint32_t new_key() {
        keys_.insert(++last_key_);
        return last_key_;
    }
    void drop_key(std::uint32_t key) { keys_.erase(key); }
    [[nodiscard]] std::size_t keys() const { return keys_.size(); }
    void seals(std::uint32_t key, byte_view nonce) {
        require(sealed_.insert({key, {nonce.begin(), nonce.end()}}).second, "a nonce is used once under a key");
    }
    std::uint8_t random() {
        random_ = random_ * 1664525U + 1013904223U;
        return static_cast<std::uint8_t>(random_ >> 24U);
    }

private:
    struct wait {
        call now;
        bytes content; ///< the content of the inputs
        unsigned times = 0;
        bool written = false;
        std::function<void()> write;
        bytes output{};
    };
    static bytes copies(call const& now) {
        bytes all;
        for (byte_view const each : now.inputs) {
            all.push_back(static_cast<std::uint8_t>(each.size()));
            all.insert(all.end(), each.begin(), each.end());
        }
        return all;
    }
    static void finish(wait& w) {
        if (w.written) return;
        require(copies(w.now) == w.content, "what a pending call reads stays as it is");
        w.write();
        w.written = true;
        w.output.assign(w.now.out, w.now.out + w.now.out_size);
    }

    std::map<void const*, wait> waiting_;
    std::set<std::uint32_t> keys_;
    std::set<std::pair<std::uint32_t, bytes>> sealed_;
    std::uint32_t calls_ = 0;
    std::uint32_t last_key_ = 0;
    std::uint32_t random_ = 1;
};
inline lab* here = nullptr;

/// A key, which is a number in the lab's list of keys.
class key {
public:
    key() = default;
    key(key&& other) noexcept : number_{std::exchange(other.number_, 0)} {}
    key& operator=(key&& other) noexcept {
        if (this != &other) {
            here->reset(this);
            drop();
            number_ = std::exchange(other.number_, 0);
        }
        return *this;
    }
    ~key() {
        here->reset(this);
        drop();
    }
    void make() {
        drop();
        number_ = here->new_key();
    }
    [[nodiscard]] std::uint32_t number() const { return number_; }

private:
    void drop() {
        if (number_ != 0) here->drop_key(number_);
        number_ = 0;
    }
    std::uint32_t number_ = 0;
};

/// The base of all operations. Its destruction resets the operation.
class operation {
public:
    operation() = default;
    operation(operation const&) = delete;
    operation& operator=(operation const&) = delete;
    ~operation() { reset(); }
    void reset() const { here->reset(this); }

protected:
    template <class Write> crypto_status does(call const& now, Write write) const {
        return here->answer(this, now, write);
    }
    crypto_status does(call const& now) const {
        return here->answer(this, now, [] {});
    }
};
/// Imports a key. No operation object exists: a pending import belongs to the key, and is abandoned with the key.
inline crypto_status import_key(byte_view from, key& made) {
    return here->answer(&made, {1, {from}}, [&made] { made.make(); });
}

/// Not a hash. The output only distinguishes texts, as names and certificates need.
class sha256 : public operation {
public:
    static constexpr std::uint32_t size = 32;
    crypto_status start() {
        return does({2}, [this] { begin(); });
    }
    crypto_status update(byte_view part) {
        return does({3, {part}}, [this, part] {
            for (std::uint8_t const b : part) {
                for (unsigned i = 0; i < 4; ++i) state_[i] = (state_[i] ^ (b + i)) * 0x100'0000'01b3U;
            }
        });
    }
    crypto_status finish(std::uint8_t* out) {
        return does({4, {}, out, size}, [this, out] {
            for (unsigned i = 0; i < 32; ++i) out[i] = static_cast<std::uint8_t>(state_[i / 8] >> (i % 8 * 8));
        });
    }
    crypto_status fork(sha256& other) const {
        return other.does({5}, [this, &other] { std::copy(state_, state_ + 4, other.state_); });
    }

private:
    void begin() {
        for (unsigned i = 0; i < 4; ++i) state_[i] = 0xcbf2'9ce4'8422'2325U + i;
    }
    std::uint64_t state_[4]{};
};

/// Not an HMAC. The output is constant, so that every Finished is right.
class hmac_sha256 : public operation {
public:
    static constexpr std::uint32_t size = 32;
    using key = lenient::key;
    static crypto_status import_key(byte_view from, key& made) { return lenient::import_key(from, made); }
    crypto_status start(key const& k) {
        require(k.number() != 0, "an operation has a key");
        return does({6});
    }
    crypto_status update(byte_view part) { return does({7, {part}}); }
    crypto_status finish(key const& k, std::uint8_t* out) {
        require(k.number() != 0, "an operation has a key");
        return does({8, {}, out, size}, [out] { write_secret(out, size); });
    }
};

/// Changes a text so that the search for secrets does not find it, even after two encryptions. No key is needed.
inline std::uint8_t encrypted(std::uint8_t b) { return static_cast<std::uint8_t>(b + 0x77U); }
inline std::uint8_t decrypted(std::uint8_t b) { return static_cast<std::uint8_t>(b - 0x77U); }
class aes_128_gcm : public operation {
public:
    static constexpr std::uint32_t key_size = 16;
    static constexpr std::uint32_t tag_size = 16;
    using key = lenient::key;
    static crypto_status import_key(byte_view from, key& made) { return lenient::import_key(from, made); }
    crypto_status seal(key const& k, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        require(k.number() != 0, "an operation has a key");
        std::uint32_t const number = k.number();
        byte_view const once = nonce;
        return does({9, {once, aad}, text, size + tag_size}, [=] {
            here->seals(number, once);
            std::transform(text, text + size, text, encrypted);
            std::fill(text + size, text + size + tag_size, std::uint8_t{0x99});
        });
    }
    crypto_status open(key const& k, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t size) {
        require(k.number() != 0, "an operation has a key");
        byte_view const once = nonce;
        return does({10, {once, aad}, text, size}, [=] { std::transform(text, text + size, text, decrypted); });
    }
};

class secp256r1 : public operation {
public:
    static constexpr named_group group = named_group::secp256r1;
    static constexpr std::uint32_t share_size = 65;
    static constexpr std::uint32_t secret_size = 32;
    using key = lenient::key;
    crypto_status generate(key& made, std::uint8_t* share) {
        return does({11, {}, share, share_size}, [&made, share] {
            made.make();
            share[0] = 4;
            for (std::uint32_t i = 1; i < share_size; ++i) share[i] = here->random();
        });
    }
    crypto_status agree(key const& own, byte_view peer, std::uint8_t* secret) {
        require(own.number() != 0, "an operation has a key");
        return does({12, {peer}, secret, secret_size}, [secret] { write_secret(secret, secret_size); });
    }
};

class verifier : public operation {
public:
    static bool supports(signature_scheme /*scheme*/) { return true; }
    crypto_status verify(public_key_view const& from, signature_scheme /*scheme*/, byte_view digest,
                         byte_view signature) {
        return does({13, {from.key, digest, signature}});
    }
};
class signer : public operation {
public:
    static constexpr std::uint32_t max_signature_size = 72;
    using key = lenient::key;
    static bool supports(signature_scheme /*scheme*/) { return true; }
    crypto_status sign(key const& /*k*/, signature_scheme /*scheme*/, byte_view digest, std::uint8_t* out,
                       std::uint32_t room, std::uint32_t& size) {
        require(room >= max_signature_size, "a signature has room");
        return does({14, {digest}, out, 9}, [out, &size] {
            static constexpr std::uint8_t signature[9] = {0x30, 7, 2, 1, 1, 2, 2, 0, 0x81};
            std::copy(signature, signature + 9, out);
            size = 9;
        });
    }
};

class psk : public operation {
public:
    using key = lenient::key;
    static crypto_status import_key(byte_view from, key& made) { return lenient::import_key(from, made); }
    crypto_status master_secret(key const& k, byte_view other, byte_view label, byte_view seed, std::uint8_t* out) {
        require(k.number() != 0, "an operation has a key");
        return does({15, {other, label, seed}, out, 48}, [out] { write_secret(out, 48); });
    }
};

class random : public operation {
public:
    crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        return does({16, {}, out, size}, [out, size] {
            for (std::uint32_t i = 0; i < size; ++i) out[i] = here->random();
        });
    }
};

struct crypto {
    using sha256 = lenient::sha256;
    using hmac_sha256 = lenient::hmac_sha256;
    using aes_128_gcm = lenient::aes_128_gcm;
    using secp256r1 = lenient::secp256r1;
    using verifier = lenient::verifier;
    using signer = lenient::signer;
    using psk = lenient::psk;
    using random = lenient::random;
};

} // namespace lenient
