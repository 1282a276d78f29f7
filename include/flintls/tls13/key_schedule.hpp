// SPDX-License-Identifier: Apache-2.0
/// \file
/// From shared keys to traffic keys, Finished and exported keys: RFC 8446 7.1 to 7.5, 4.2.11.2, 4.4.1, 4.4.4, 4.6.1.
///
/// No row of the schedule makes more than one hash: HKDF-Extract is one HMAC, and so is HKDF-Expand-Label. The schedule
/// consists of rows. Each row is one HMAC from slots, which hold a hash each, into a slot, and has a name (`derive::`);
/// a driver runs the rows one after another.
#ifndef FLINTLS_TLS13_KEY_SCHEDULE_HPP
#define FLINTLS_TLS13_KEY_SCHEDULE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/digest_of.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/secret_mac.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/suite_hash.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {
namespace tls13 {

/// The labels of HKDF-Expand-Label (RFC 8446 7.1, 7.2, 7.3, 7.5): offsets in the text of all labels.
enum class label : std::uint8_t {
    ext_binder = 0,
    res_binder = 11,
    derived = 22,
    c_hs_traffic = 30,
    s_hs_traffic = 43,
    c_ap_traffic = 56,
    s_ap_traffic = 69,
    res_master = 82,
    finished = 93,
    key = 102,
    iv = 106,
    traffic_upd = 109,
    resumption = 121,
    exp_master = 132, ///< only with an exporter
    key_32 = 0xfe,    ///< `key`, for a cipher whose key has 32 bytes
    none = 0xff,      ///< no label: HMAC(key, input), which is HKDF-Extract, a binder, or verify_data
};

namespace label_detail {
inline constexpr std::array all = std::to_array("ext binder\0res binder\0derived\0c hs traffic\0s hs traffic\0c ap "
                                                "traffic\0s ap traffic\0res master\0finished\0key\0"
                                                "iv\0traffic upd\0resumption\0exp master");
/// The labels that a driver needs; a zero ends each.
template <bool Exporter>
inline constexpr auto text = [] {
    std::array<std::uint8_t, Exporter ? all.size() : static_cast<std::size_t>(label::exp_master)> bytes{};
    for (std::size_t i = 0; i != bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(all[i]);
    }
    return bytes;
}();
inline constexpr std::array<std::uint8_t, 8> exporter{'e', 'x', 'p', 'o', 'r', 't', 'e', 'r'};
} // namespace label_detail

/// The place of a secret or hash, as long as the hash of the suite.
enum class slot : std::uint8_t {
    secret,     ///< early, handshake, master, then resumption master secret
    work,       ///< input of the next row
    client,     ///< the client's traffic secret
    server,     ///< the server's traffic secret
    next,       ///< the client's next traffic secret, while the old one is in use (RFC 8446 A.1)
    transcript, ///< a hash of all messages so far
    exporter,   ///< only with an exporter
    // read only:
    zeros,
    empty_hash, ///< the hash of no message
    given,      ///< passed by the caller: a key, an agreed secret, a nonce
    nothing,
};

/// The bytes of the read-only slots: zeros, and the hash of no message: SHA-256, or SHA-384.
template <std::uint32_t Size> inline constexpr std::array<std::array<std::uint8_t, Size>, 2> constant_slots{};
template <>
inline constexpr std::array<std::array<std::uint8_t, 48>, 2> constant_slots<48>{
    {{}, {0x38, 0xb0, 0x60, 0xa7, 0x51, 0xac, 0x96, 0x38, 0x4c, 0xd9, 0x32, 0x7e, 0xb1, 0xb1, 0xe3, 0x6a,
          0x21, 0xfd, 0xb7, 0x11, 0x14, 0xbe, 0x07, 0x43, 0x4c, 0x0c, 0xc7, 0xbf, 0x63, 0xf6, 0xe1, 0xda,
          0x27, 0x4e, 0xde, 0xbf, 0xe7, 0x6f, 0x65, 0xfb, 0xd5, 0x1a, 0xd2, 0xf1, 0x48, 0x98, 0xb9, 0x5b}}};
template <>
inline constexpr std::array<std::array<std::uint8_t, 32>, 2> constant_slots<32>{
    {{}, {0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
          0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55}}};

/// A row of the schedule: HKDF-Expand-Label(key, label, input), or HMAC(key, input).
struct derivation {
    slot key;
    label what;
    slot input;
    slot to;
};

/// The schedule of RFC 8446 7.1, row by row.
namespace derive {
// With a pre-shared key as bytes, or with none. For an opaque key, the crypto element makes the early secret.
inline constexpr derivation early_secret{slot::zeros, label::none, slot::given, slot::secret};
inline constexpr derivation early_secret_without_psk{slot::zeros, label::none, slot::zeros, slot::secret};
// RFC 8446 4.2.11.2: the transcript ends before the binders of the hello.
inline constexpr derivation ext_binder_key{slot::secret, label::ext_binder, slot::empty_hash, slot::work};
inline constexpr derivation res_binder_key{slot::secret, label::res_binder, slot::empty_hash, slot::work};
inline constexpr derivation binder_finished_key{slot::work, label::finished, slot::nothing, slot::work};
inline constexpr derivation binder{slot::work, label::none, slot::transcript, slot::work};
// Used twice: before the handshake secret, and before the master secret.
inline constexpr derivation derived{slot::secret, label::derived, slot::empty_hash, slot::work};
inline constexpr derivation handshake_secret{slot::work, label::none, slot::given, slot::secret};
inline constexpr derivation handshake_secret_without_agreement{slot::work, label::none, slot::zeros, slot::secret};
inline constexpr derivation client_handshake_traffic{slot::secret, label::c_hs_traffic, slot::transcript, slot::client};
inline constexpr derivation server_handshake_traffic{slot::secret, label::s_hs_traffic, slot::transcript, slot::server};
inline constexpr derivation master_secret{slot::work, label::none, slot::zeros, slot::secret};
// RFC 8446 4.4.4: the keys, and then verify_data.
inline constexpr derivation client_finished_key{slot::client, label::finished, slot::nothing, slot::work};
inline constexpr derivation server_finished_key{slot::server, label::finished, slot::nothing, slot::work};
inline constexpr derivation verify_data{slot::work, label::none, slot::transcript, slot::work};
// The transcript ends with the server's Finished.
inline constexpr derivation client_application_traffic{slot::secret, label::c_ap_traffic, slot::transcript, slot::next};
inline constexpr derivation server_application_traffic{slot::secret, label::s_ap_traffic, slot::transcript,
                                                       slot::server};
inline constexpr derivation exporter_master_secret{slot::secret, label::exp_master, slot::transcript, slot::exporter};
// The transcript ends with the client's Finished.
inline constexpr derivation resumption_master_secret{slot::secret, label::res_master, slot::transcript, slot::secret};
// RFC 8446 4.6.1: the nonce is given.
inline constexpr derivation resumption_psk{slot::secret, label::resumption, slot::given, slot::work};
// RFC 8446 7.3: the first 16 bytes are a key, the first 12 an IV.
inline constexpr derivation client_key{slot::client, label::key, slot::nothing, slot::work};
inline constexpr derivation client_iv{slot::client, label::iv, slot::nothing, slot::work};
inline constexpr derivation server_key{slot::server, label::key, slot::nothing, slot::work};
inline constexpr derivation server_iv{slot::server, label::iv, slot::nothing, slot::work};
inline constexpr derivation client_key_32{slot::client, label::key_32, slot::nothing, slot::work};
inline constexpr derivation server_key_32{slot::server, label::key_32, slot::nothing, slot::work};
// RFC 8446 7.2
inline constexpr derivation client_update{slot::client, label::traffic_upd, slot::nothing, slot::client};
inline constexpr derivation server_update{slot::server, label::traffic_upd, slot::nothing, slot::server};
} // namespace derive

/// The secrets of one connection. Operations run in `now`, a `one_of` (crypto/one_of.hpp) of the caller with
/// `secret_mac` and `digest_of` of the hashes: memory for one operation at a time. After `pending` the caller repeats
/// the call with the same arguments. `LongKeys`: a cipher has keys of 32 bytes.
/// `Hashes`: `one_hash` or `either_hash` (crypto/suite_hash.hpp).
template <class Hashes, bool Exporter = false, bool LongKeys = false> class key_schedule {
    static constexpr std::uint32_t max_size = Hashes::max_size;
    static_assert(max_size == 32 || max_size == 48, "flintls: the schedule is that of SHA-256 or SHA-384");

public:
    key_schedule() = default;
    key_schedule(key_schedule const&) = delete;
    key_schedule& operator=(key_schedule const&) = delete;
    ~key_schedule() { clear(); }

    /// Uses the models of this hash from here on. With one hash there is no choice.
    void use(suite_hash which) { current_.use(which); }
    [[nodiscard]] suite_hash current() const { return current_.get(); }
    /// Bytes of the hash in use, and of every secret.
    [[nodiscard]] std::uint32_t size() const { return Hashes::size(current()); }
    /// Zeros, as many as the hash has bytes.
    [[nodiscard, gnu::always_inline]] byte_view zeros() const {
        if constexpr (Hashes::several) {
            return constant(slot::zeros);
        } else {
            return constant_slots<max_size>[0];
        }
    }

    /// The bytes of a slot, to read or fill; aliases this object. \pre not a read-only slot
    [[nodiscard]] std::uint8_t* at(slot which) { return secrets_.slots[static_cast<std::size_t>(which)].data(); }

    /// Runs one row.
    template <class Now>
    [[gnu::noinline]] crypto_status run(Now& now, derivation const& row, byte_view const& given = {}) {
        byte_view const text = row.what == label::none ? byte_view{} : text_of(row.what);
        std::uint32_t size = row.what == label::key ? 16 : row.what == label::iv ? 12 : this->size();
        if constexpr (LongKeys && max_size != 32) {
            size = row.what == label::key_32 ? 32 : size;
        }
        byte_view const key = find(row.key, given);
        byte_view const input = find(row.input, given);
        if constexpr (Exporter) {
            return expand_apart(now, key, text, input, size, at(row.to), {}, 1);
        } else {
            return expand(now, key, text, input, size, at(row.to), {}, 1);
        }
    }

    /// Writes the hash of the transcript so far, and of `more` behind it, into its slot.
    template <class Now, class Transcript>
    [[gnu::always_inline]] crypto_status hash_transcript(Now& now, Transcript const& transcript,
                                                         byte_view const& more = {}) {
        if constexpr (Hashes::several) {
            using other = typename Hashes::other_hash;
            if (current() == suite_hash::sha384) {
                return now.template as<digest_of<other>>().run(running<other>(transcript), more, at(slot::transcript));
            }
        }
        using hash = typename Hashes::hash;
        return now.template as<digest_of<hash>>().run(running<hash>(transcript), more, at(slot::transcript));
    }
    /// RFC 8446 4.4.1: restarts the transcript after a HelloRetryRequest. A message_hash replaces the first
    /// ClientHello, whose hash is in the transcript's slot.
    template <class Transcript> [[gnu::noinline]] crypto_status restart(Transcript& transcript) {
        static constexpr std::array<std::uint8_t, 4> header = message_hash_header<max_size>;
        for (;;) {
            crypto_status const answer =
                step_ == 0   ? transcript.start()
                : step_ == 1 ? transcript.update(Hashes::several && size() == 32 ? byte_view{message_hash_header<32>}
                                                                                 : byte_view{header})
                             : transcript.update({at(slot::transcript), size()});
            if (answer == crypto_status::pending) {
                return answer;
            }
            bool const over = answer == crypto_status::failed || step_ == 2;
            step_ = over ? std::uint8_t{0} : static_cast<std::uint8_t>(step_ + 1);
            if (over) {
                return answer;
            }
        }
    }

    /// RFC 8446 7.5: exports `size` bytes, at most 255 hashes, after a handshake. `label`: 1 to 249 bytes. On failure
    /// `out` is zeros.
    template <class Now>
    crypto_status export_material(Now& now, byte_view label, byte_view context, std::uint8_t* out, std::uint32_t size) {
        static_assert(Exporter, "flintls: this schedule keeps no exporter master secret");
        bool const possible = size <= 255 * this->size() && !label.empty() && label.size() <= 249;
        crypto_status answer = possible ? crypto_status::done : crypto_status::failed;
        while (answer == crypto_status::done && (step_ < 2 || made_ < size)) {
            answer = export_step(now, label, context, out + made_, size);
            if (answer == crypto_status::pending) {
                return answer;
            }
            if (step_ < 2) {
                step_ = static_cast<std::uint8_t>(step_ + 1);
            } else {
                std::uint32_t const left = size - made_;
                copy(out + made_, at(slot::next), left < this->size() ? left : this->size());
                made_ += this->size();
            }
        }
        wipe_memory(out, answer == crypto_status::failed ? size : 0);
        wipe_memory(at(slot::work), max_size);
        wipe_memory(at(slot::next), max_size);
        step_ = 0;
        made_ = 0;
        return answer;
    }

    /// Makes the client's next traffic secret the current one.
    void switch_client() {
        copy(at(slot::client), at(slot::next), max_size);
        wipe_memory(at(slot::next), max_size);
    }

    /// Abandons a pending operation. \pre `now` is reset
    void reset() {
        step_ = 0;
        made_ = 0;
    }
    /// The same, and wipes all secrets.
    void clear() {
        reset();
        wipe(secrets_);
    }

private:
    static constexpr std::size_t slot_count = static_cast<std::size_t>(slot::exporter) + (Exporter ? 1 : 0);
    static constexpr std::uint32_t prefix_size = 9; // a length of two bytes, one of one byte, and "tls13 "

    template <std::uint32_t Size>
    static constexpr std::array<std::uint8_t, 4> message_hash_header{
        static_cast<std::uint8_t>(handshake_type::message_hash), 0, 0, Size};

    static byte_view text_of(label what) {
        if constexpr (LongKeys) {
            what = what == label::key_32 ? label::key : what;
        }
        std::uint8_t const* const text = label_detail::text<Exporter>.data() + static_cast<std::size_t>(what);
        std::uint32_t size = 0;
        while (text[size] != 0) {
            ++size;
        }
        return {text, size};
    }
    [[gnu::noinline]] byte_view find(slot which, byte_view const& given) {
        if (which >= slot::given) {
            return which == slot::given ? given : byte_view{};
        }
        if constexpr (Hashes::several) {
            return which >= slot::zeros ? constant(which) : byte_view{at(which), size()};
        } else {
            bool const is_constant = which >= slot::zeros;
            std::size_t const first = is_constant ? static_cast<std::size_t>(slot::zeros) : 0;
            auto const* const all = is_constant ? constant_slots<max_size>.data() : secrets_.slots.data();
            return all[static_cast<std::size_t>(which) - first];
        }
    }
    [[nodiscard]] byte_view constant(slot which) const {
        std::size_t const at = static_cast<std::size_t>(which) - static_cast<std::size_t>(slot::zeros);
        return size() == 48 ? byte_view{constant_slots<48>[at]} : byte_view{constant_slots<32>[at]};
    }

    /// RFC 8446 7.1: HKDF-Expand-Label; without a label, an HMAC of the input alone. Always writes a whole hash. `before`
    /// and `number`, for a longer output: the previous block, and the number of this block (RFC 5869 2.3).
    template <class Now>
    [[gnu::always_inline]] crypto_status expand(Now& now, byte_view key, byte_view text, byte_view input,
                                                std::uint32_t size, std::uint8_t* out, byte_view before,
                                                std::uint8_t number) {
        if constexpr (Hashes::several) {
            if (current() == suite_hash::sha384) {
                return expand_by<typename Hashes::other_hmac>(now, key, text, input, size, out, before, number);
            }
        }
        return expand_by<typename Hashes::hmac>(now, key, text, input, size, out, before, number);
    }
    template <class Hmac, class Now>
    [[gnu::always_inline]] crypto_status expand_by(Now& now, byte_view key, byte_view text, byte_view input,
                                                   std::uint32_t size, std::uint8_t* out,
                                                   [[maybe_unused]] byte_view before, std::uint8_t number) {
        // A repeated call writes the same values, which a pending operation may read.
        store<4>(prefix_.data(), size << 16U | (6 + text.size()) << 8U | 't');
        store<4>(prefix_.data() + 4, 0x6c73'3133); // "ls13"
        prefix_[8] = ' ';
        behind_ = {static_cast<std::uint8_t>(input.size()), number};
        byte_view const context_size{behind_.data(), 1};
        byte_view const block_number{behind_.data() + 1, 1};
        auto& mac = now.template as<secret_mac<Hmac>>();
        crypto_status answer{};
        if constexpr (Exporter) {
            std::array<byte_view, 6> const pieces{before, prefix_, text, context_size, input, block_number};
            answer = mac.run(key, labelled_or_not(pieces, text), secrets_.made_row.data());
        } else {
            std::array<byte_view, 5> const pieces{prefix_, text, context_size, input, block_number};
            answer = mac.run(key, labelled_or_not(pieces, text), secrets_.made_row.data());
        }
        if (answer == crypto_status::done) {
            copy(out, secrets_.made_row.data(), Hmac::size);
        }
        if (answer != crypto_status::pending) {
            mac.forget();
            wipe(secrets_.made_row);
        }
        return answer;
    }
    /// All pieces; without a label, the input alone.
    static std::span<byte_view const> labelled_or_not(std::span<byte_view const> pieces, byte_view text) {
        return text.empty() ? pieces.subspan(pieces.size() - 2, 1) : pieces;
    }
    template <class Now>
    [[gnu::noinline]] crypto_status expand_apart(Now& now, byte_view key, byte_view text, byte_view input,
                                                 std::uint32_t size, std::uint8_t* out, byte_view before,
                                                 std::uint8_t number) {
        return expand(now, key, text, input, size, out, before, number);
    }

    /// One step of an export: the hash of the context, then the secret of the label, then each block at `out`.
    template <class Now>
    crypto_status export_step(Now& now, byte_view label, byte_view context, std::uint8_t const* out,
                              std::uint32_t size) {
        if (step_ == 0) {
            if constexpr (Hashes::several) {
                if (current() == suite_hash::sha384) {
                    return now.template as<digest_of<typename Hashes::other_hash>>().run(context, at(slot::transcript));
                }
            }
            return now.template as<digest_of<typename Hashes::hash>>().run(context, at(slot::transcript));
        }
        bool const blocks = step_ == 2;
        byte_view const before = made_ == 0 ? byte_view{} : byte_view{out - this->size(), this->size()};
        return expand_apart(
            now, find(blocks ? slot::work : slot::exporter, {}), blocks ? byte_view{label_detail::exporter} : label,
            find(blocks ? slot::transcript : slot::empty_hash, {}), blocks ? size : this->size(),
            at(blocks ? slot::next : slot::work), before, static_cast<std::uint8_t>(made_ / this->size() + 1));
    }

    struct {
        std::array<std::array<std::uint8_t, max_size>, slot_count> slots{};
        // Apart from the slots: an HMAC reads its key to the end, and the key may be in the target slot.
        std::array<std::uint8_t, max_size> made_row{};
    } secrets_{};
    std::uint32_t made_ = 0; // bytes that are exported
    std::array<std::uint8_t, prefix_size> prefix_{};
    std::array<std::uint8_t, 2> behind_{}; // the size of the input, and the number of the block
    std::uint8_t step_ = 0;
    [[no_unique_address]] typename Hashes::current current_{};
};

} // namespace tls13
} // namespace v0
} // namespace flintls

#endif
