// Crypto of an asynchronous engine. Every operation of every model answers `pending` first. The operation reads its
// input and writes its output when the test chooses: between two calls of the driver, or within the `reset()` or the
// destruction that abandons the operation. The results are those of Mbed TLS.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tls12/pair/crypto.hpp"
#include "tls12/pair/endpoint.hpp"

namespace pair {

/// An operation of the engine, and the memory that the caller passed for it.
struct job {
    std::string what{};
    void const* owner = nullptr; ///< the operation object, or the key to make
    std::vector<byte_view> reads{};
    std::vector<byte_view> writes{};
    bool secret = false; ///< the output is secret
    std::function<crypto_status()> work{};

    std::vector<bytes> seen{}; ///< the content of that memory at the call, and after the work
    bool done = false;
    crypto_status answer = crypto_status::pending;
};

/// The engine with all its jobs. For one thread.
class engine {
public:
    static engine& get() {
        static engine one;
        return one;
    }
    /// Resets the engine for the next connection of a test. While `late` is false, every operation completes at once.
    void begin() {
        jobs_.clear();
        faults.clear();
        secrets.clear();
        late = false;
    }

    /// A call of an operation, the first or a repeated one.
    crypto_status call(job next) {
        if (!late) {
            crypto_status const answer = next.work();
            keep_secrets(next);
            return answer;
        }
        job* const known = find(next.owner);
        if (known == nullptr) {
            next.seen = contents(next);
            jobs_.push_back(std::move(next));
            return crypto_status::pending;
        }
        if (known->what != next.what || !same(known->reads, next.reads) || !same(known->writes, next.writes)) {
            faults.push_back(known->what + ": called with other arguments");
        }
        if (!known->done) return crypto_status::pending;
        check(*known, "what it wrote was changed before it was asked for");
        crypto_status const answer = known->answer;
        drop(next.owner);
        return answer;
    }
    /// Does the work of all pending operations.
    void work() {
        for (job& each : jobs_) run(each);
    }
    /// Called when the operation is reset or destroyed, or the key is dropped. Does the pending work for the last time.
    void abandon(void const* owner) {
        if (job* const found = find(owner); found != nullptr) {
            run(*found);
            check(*found, "what it wrote was changed before it was reset");
            drop(owner);
        }
    }

    /// The names of the pending operations whose work is not done.
    [[nodiscard]] std::string pending() const {
        std::string all;
        for (job const& each : jobs_) {
            if (!each.done) all += each.what + ' ';
        }
        return all;
    }
    [[nodiscard]] std::size_t size() const { return jobs_.size(); }

    bool late = false;
    std::vector<std::string> faults;
    std::vector<bytes> secrets; ///< all secrets that operations have written

private:
    static bool same(std::vector<byte_view> const& a, std::vector<byte_view> const& b) {
        bool all = a.size() == b.size();
        for (std::size_t i = 0; all && i < a.size(); ++i) {
            all = a[i].data() == b[i].data() && a[i].size() == b[i].size();
        }
        return all;
    }
    /// The content of all memory that the job was given.
    static std::vector<bytes> contents(job const& j) {
        std::vector<bytes> all;
        for (byte_view const each : j.reads) all.push_back(to_bytes(each));
        for (byte_view const each : j.writes) all.push_back(to_bytes(each));
        return all;
    }
    void check(job const& j, std::string const& what) {
        if (contents(j) != j.seen) faults.push_back(j.what + ": " + what);
    }
    /// Does the work of a job. Memory of a stack frame that has ended is a fault.
    [[gnu::noinline]] void run(job& j) {
        if (j.done) return;
        auto const here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
        for (std::vector<byte_view> const* const all : {&j.reads, &j.writes}) {
            for (byte_view const each : *all) {
                auto const at = reinterpret_cast<std::uintptr_t>(each.data());
                if (each.size() != 0 && at < here && here - at < 0x4'0000) {
                    faults.push_back(j.what + ": what it was given is not there any more");
                    j.done = true;
                    return;
                }
            }
        }
        check(j, "what it was given was changed before it worked");
        j.answer = j.work();
        j.done = true;
        j.seen = contents(j);
        keep_secrets(j);
    }
    void keep_secrets(job const& j) {
        if (!j.secret || j.answer == crypto_status::failed) return;
        for (byte_view const each : j.writes) secrets.push_back(to_bytes(each));
    }
    job* find(void const* owner) {
        for (job& each : jobs_) {
            if (each.owner == owner) return &each;
        }
        return nullptr;
    }
    void drop(void const* owner) {
        for (auto at = jobs_.begin(); at != jobs_.end(); ++at) {
            if (at->owner == owner) {
                jobs_.erase(at);
                return;
            }
        }
    }

    std::vector<job> jobs_;
};

inline byte_view as_bytes(void* at, std::size_t size) {
    return {static_cast<std::uint8_t*>(at), static_cast<std::uint32_t>(size)};
}

/// A key whose import may be pending.
template <class Key> class late_key {
public:
    late_key() = default;
    late_key(late_key&& other) noexcept {
        engine::get().abandon(&other);
        inner = std::move(other.inner);
    }
    late_key& operator=(late_key&& other) noexcept {
        engine::get().abandon(this);
        engine::get().abandon(&other);
        inner = std::move(other.inner);
        return *this;
    }
    ~late_key() { engine::get().abandon(this); }

    Key inner{};
};
template <class Model> crypto_status late_import(char const* name, byte_view raw, late_key<typename Model::key>& made) {
    return engine::get().call({.what = name, .owner = &made, .reads = {raw}, .work = [raw, &made] {
                                   engine::get().secrets.push_back(to_bytes(raw));
                                   return Model::import_key(raw, made.inner);
                               }});
}

/// An operation with an address of its own, whose destruction abandons its pending work.
class late_operation {
public:
    late_operation() = default;
    late_operation(late_operation const&) = delete;
    late_operation& operator=(late_operation const&) = delete;
    ~late_operation() { engine::get().abandon(this); }

protected:
    crypto_status call(char const* name, std::vector<byte_view> reads, std::vector<byte_view> writes,
                       std::function<crypto_status()> work, bool secret = false) {
        return engine::get().call({.what = name,
                                   .owner = this,
                                   .reads = std::move(reads),
                                   .writes = std::move(writes),
                                   .secret = secret,
                                   .work = std::move(work)});
    }
};

template <flintls::hash Hash> class late_hash : public late_operation {
public:
    static constexpr std::uint32_t size = Hash::size;
    void reset() {
        engine::get().abandon(this);
        op_.reset();
    }
    crypto_status start() {
        return call("hash start", {}, {}, [this] { return op_.start(); });
    }
    crypto_status update(byte_view more) {
        return call("hash update", {more}, {}, [this, more] { return op_.update(more); });
    }
    crypto_status finish(std::uint8_t* out) {
        return call("hash finish", {}, {{out, size}}, [this, out] { return op_.finish(out); });
    }
    crypto_status fork(late_hash& other) const {
        return other.call("hash fork", {}, {}, [this, &other] { return op_.fork(other.op_); });
    }

private:
    Hash op_{};
};

template <flintls::hmac Hmac> class late_hmac : public late_operation {
public:
    using key = late_key<typename Hmac::key>;
    static constexpr std::uint32_t size = Hmac::size;
    static crypto_status import_key(byte_view raw, key& made) { return late_import<Hmac>("hmac import", raw, made); }
    void reset() {
        engine::get().abandon(this);
        op_.reset();
    }
    crypto_status start(key const& own) {
        return call("hmac start", {}, {}, [this, &own] { return op_.start(own.inner); });
    }
    crypto_status update(byte_view more) {
        return call("hmac update", {more}, {}, [this, more] { return op_.update(more); });
    }
    crypto_status finish(key const& own, std::uint8_t* out) {
        return call(
            "hmac finish", {}, {{out, size}}, [this, &own, out] { return op_.finish(own.inner, out); }, true);
    }

protected:
    Hmac op_{};
};
/// An HMAC that reads the secret in the caller's memory.
template <flintls::hmac_of_bytes Hmac> class late_hmac_of_bytes : public late_hmac<Hmac> {
public:
    static constexpr std::uint32_t block_size = Hmac::block_size;
    using late_hmac<Hmac>::size;
    using late_hmac<Hmac>::start;
    using late_hmac<Hmac>::finish;
    static std::uint32_t shorten(byte_view raw, std::uint8_t* out) { return Hmac::shorten(raw, out); }
    crypto_status start(byte_view own) {
        return this->call("hmac start", {own}, {}, [this, own] { return this->op_.start(own); });
    }
    crypto_status finish(byte_view own, std::uint8_t* out) {
        return this->call(
            "hmac finish", {own}, {{out, size}}, [this, own, out] { return this->op_.finish(own, out); }, true);
    }
};

template <flintls::aead Aead> class late_aead : public late_operation {
public:
    using key = late_key<typename Aead::key>;
    static constexpr std::uint32_t key_size = Aead::key_size;
    static constexpr std::uint32_t tag_size = Aead::tag_size;
    static crypto_status import_key(byte_view raw, key& made) { return late_import<Aead>("aead import", raw, made); }
    void reset() {
        engine::get().abandon(this);
        op_.reset();
    }
    crypto_status seal(key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t count) {
        return call("seal", {{nonce.data(), 12}, aad}, {{text, count + tag_size}},
                    [this, &own, nonce, aad, text, count] { return op_.seal(own.inner, nonce, aad, text, count); });
    }
    crypto_status open(key const& own, fixed_view<12> nonce, byte_view aad, std::uint8_t* text, std::uint32_t count) {
        return call("open", {{nonce.data(), 12}, aad}, {{text, count + tag_size}},
                    [this, &own, nonce, aad, text, count] { return op_.open(own.inner, nonce, aad, text, count); });
    }

private:
    Aead op_{};
};

template <class Group> class late_agreement : public late_operation {
public:
    using key = typename Group::key;
    static constexpr auto group = Group::group;
    static constexpr std::uint32_t share_size = Group::share_size;
    static constexpr std::uint32_t secret_size = Group::secret_size;
    void reset() {
        engine::get().abandon(this);
        op_.reset();
    }
    crypto_status generate(key& made, std::uint8_t* share) {
        return call("generate", {}, {{share, share_size}}, [this, &made, share] { return op_.generate(made, share); });
    }
    crypto_status agree(key const& own, byte_view peer, std::uint8_t* secret) {
        return call(
            "agree", {peer}, {{secret, secret_size}},
            [this, &own, peer, secret] { return op_.agree(own, peer, secret); }, true);
    }

private:
    Group op_{};
};

class late_signer : public late_operation {
public:
    using key = counted_signer::key;
    static constexpr std::uint32_t max_signature_size = counted_signer::max_signature_size;
    static bool supports(signature_scheme scheme) { return counted_signer::supports(scheme); }
    void reset() { engine::get().abandon(this); }
    crypto_status sign(key const& own, signature_scheme scheme, byte_view digest, std::uint8_t* out, std::uint32_t room,
                       std::uint32_t& size) {
        return call(
            "sign", {digest}, {{out, room}, as_bytes(&size, sizeof size)},
            [this, &own, scheme, digest, out, room, &size] { return op_.sign(own, scheme, digest, out, room, size); });
    }

private:
    counted_signer op_{};
};
class late_verifier : public late_operation {
public:
    static bool supports(signature_scheme scheme) { return counted_verifier::supports(scheme); }
    void reset() { engine::get().abandon(this); }
    crypto_status verify(public_key_view const& key, signature_scheme scheme, byte_view digest, byte_view signature) {
        return call("verify", {key.key, digest, signature}, {},
                    [this, key, scheme, digest, signature] { return op_.verify(key, scheme, digest, signature); });
    }

private:
    counted_verifier op_{};
};
template <flintls::random Random> class late_random : public late_operation {
public:
    void reset() { engine::get().abandon(this); }
    crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        return call("random", {}, {{out, size}}, [out, size] { return Random::fill(out, size); });
    }
};

/// The models of a role. Secrets are imported as keys; with `Bytes`, the HMAC reads them in the caller's memory.
template <int Role, bool Bytes = false> struct late {
    using sha256 = late_hash<mbedtls::sha256>;
    using hmac_sha256 =
        std::conditional_t<Bytes, late_hmac_of_bytes<mbedtls::hmac_sha256>, late_hmac<mbedtls::hmac_sha256>>;
    using aes_128_gcm = late_aead<mbedtls::aes_128_gcm>;
    using aes_128_ccm_8 = late_aead<mbedtls::aes_128_ccm_8>;
    using chacha20_poly1305 = late_aead<mbedtls::chacha20_poly1305>;
    using secp256r1 = late_agreement<counted_agreement<mbedtls::secp256r1>>;
    using verifier = late_verifier;
    using signer = late_signer;
    using random = late_random<given_random<Role>>;
    using psk = psk_over<hmac_sha256>;
};

} // namespace pair
