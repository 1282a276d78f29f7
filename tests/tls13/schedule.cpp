// The key schedule of TLS 1.3: every derived value of RFC 8448 3 to 7, the transcripts of these values, and failing
// operations.
#include "tls13/rfc8448.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

#include "crypto/conformance/hesitant.hpp"
#include "crypto/conformance/hex.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "flintls/crypto/one_of.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/tls13/flow_rules.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;
using namespace flintls::tls13;
using namespace test;
using crypto_test::ascii;
using crypto_test::succeeds;
using rfc8448::derived_value;
namespace backend = flintls::mbedtls;

/// True if the text of this label is that of RFC 8446.
template <std::size_t N> constexpr bool is_spelt(label what, char const (&expected)[N]) {
    for (std::size_t i = 0; i != N; ++i) {
        auto const byte = label_detail::text<true>[static_cast<std::size_t>(what) + i];
        if (byte != static_cast<std::uint8_t>(expected[i])) return false;
    }
    return true;
}
static_assert(is_spelt(label::ext_binder, "ext binder") && is_spelt(label::res_binder, "res binder") &&
              is_spelt(label::derived, "derived") && is_spelt(label::c_hs_traffic, "c hs traffic") &&
              is_spelt(label::s_hs_traffic, "s hs traffic") && is_spelt(label::c_ap_traffic, "c ap traffic") &&
              is_spelt(label::s_ap_traffic, "s ap traffic") && is_spelt(label::res_master, "res master") &&
              is_spelt(label::finished, "finished") && is_spelt(label::key, "key") && is_spelt(label::iv, "iv") &&
              is_spelt(label::traffic_upd, "traffic upd") && is_spelt(label::resumption, "resumption") &&
              is_spelt(label::exp_master, "exp master"));
static_assert(label_detail::text<false>.back() == 0 &&
              label_detail::text<false>.size() + 11 == label_detail::text<true>.size());

/// True if every value that a row makes for later rows has its own bit. The check of the flow depends on distinct bits.
constexpr bool each_has_a_bit() {
    using namespace flow_rules;
    made all = nothing;
    bool good = true;
    for (made const each : {flow_rules::random,
                            transcript,
                            flow_rules::psk,
                            share,
                            hello,
                            digest,
                            early,
                            agreed,
                            handshake_secret,
                            main_secret,
                            client_traffic,
                            server_traffic,
                            next_client,
                            read_key,
                            write_key,
                            peer_key,
                            peer_certificate,
                            proof,
                            finished_sent,
                            finished_seen,
                            resumption,
                            binder,
                            signed_digest,
                            own_verify_data,
                            peer_verify_data}) {
        good = good && std::has_single_bit(each) && (all & each) == 0;
        all |= each;
    }
    return good;
}
static_assert(each_has_a_bit());

/// A schedule, and the memory of its operations.
template <class Hash, class Hmac> struct with_room {
    key_schedule<one_hash<Hash, Hmac>, true> schedule;
    one_of<digest_of<Hash>, secret_mac<Hmac>, psk_over<Hmac>> now;

    bool run(derivation const& row, byte_view given = {}) {
        return succeeds([&] { return schedule.run(now, row, given); });
    }
    byte_view at(slot which, std::uint32_t size = Hash::size) { return {schedule.at(which), size}; }
    void fill(slot which, byte_view bytes) { copy(schedule.at(which), bytes.data(), bytes.size()); }
};
using usual = with_room<backend::sha256, backend::hmac_sha256>;

/// True if the schedule derives this value from its inputs.
template <class Room> bool makes(Room& room, derived_value const& value) {
    room.fill(slot::client, value.key);
    return room.run({slot::client, value.what, slot::given, slot::work}, value.input) &&
           room.at(slot::work, value.output.size()) == value.output;
}

/// The value of a section with this label; `key` selects among several.
derived_value const* find(unsigned section, label what, byte_view key = {}) {
    for (derived_value const& each : rfc8448::derived_values) {
        if (each.section == section && each.what == what && (key.empty() || each.key == key)) return &each;
    }
    return nullptr;
}

/// A handshake of RFC 8448.
struct story : usual {
    unsigned section;
    std::span<byte_view const> messages;
    backend::sha256 transcript{};
    bool good = true;

    template <std::size_t N> story(unsigned number, byte_view const (&all)[N]) : section{number}, messages{all} {
        good = transcript.start() == crypto_status::done;
    }

    void hear(byte_view bytes) { good = good && transcript.update(bytes) == crypto_status::done; }
    byte_view next() {
        byte_view const message = messages[0];
        messages = messages.subspan(1);
        return message;
    }
    void hear_one() { hear(next()); }
    /// Hashes all messages before the next Finished.
    void hear_until_finished() {
        while (messages[0][0] != 20) hear_one();
    }
    void hash() {
        good = good && succeeds([&] { return schedule.hash_transcript(now, transcript); });
    }
    void make(derivation const& row, byte_view given = {}) { good = good && run(row, given); }
    /// Checks that the row derives the value of the section with its label.
    void makes_its_own(derivation const& row) {
        derived_value const* const value = find(section, row.what);
        make(row);
        good = good && value != nullptr && at(row.to, value->output.size()) == value->output;
    }
    /// Checks that the key and IV of one side are the RFC's for the traffic secret.
    void has_keys(derivation const& key, derivation const& iv) {
        derived_value const* const its_key = find(section, label::key, at(key.key));
        derived_value const* const its_iv = find(section, label::iv, at(iv.key));
        good = good && its_key != nullptr && its_iv != nullptr;
        make(key);
        good = good && at(slot::work, 16) == its_key->output;
        make(iv);
        good = good && at(slot::work, 12) == its_iv->output;
    }
    void secret_of_agreement() {
        make(derive::derived);
        derived_value const* const extracted = find(section, label::none, at(slot::work));
        good = good && extracted != nullptr;
        if (good) make(derive::handshake_secret, extracted->input);
        hash();
        makes_its_own(derive::client_handshake_traffic);
        makes_its_own(derive::server_handshake_traffic);
        has_keys(derive::server_key, derive::server_iv);
        make(derive::derived);
        make(derive::master_secret);
    }
    /// Checks the verify_data of the next Finished, made with this key.
    void finishes(derivation const& key) {
        hear_until_finished();
        hash();
        make(key);
        make(derive::verify_data);
        byte_view const message = next();
        good = good && message.size() == 36 && at(slot::work) == message.subview(4);
        hear(message);
        hash();
    }
    void whole_handshake() {
        secret_of_agreement();
        finishes(derive::server_finished_key);
        makes_its_own(derive::client_application_traffic);
        makes_its_own(derive::server_application_traffic);
        makes_its_own(derive::exporter_master_secret);
        has_keys(derive::server_key, derive::server_iv);
        has_keys(derive::client_key, derive::client_iv); // still the handshake keys
        finishes(derive::client_finished_key);
        schedule.switch_client();
        good = good && at(slot::client) == find(section, label::c_ap_traffic)->output &&
               at(slot::next) == byte_view{rfc8448::zeros};
        has_keys(derive::client_key, derive::client_iv);
        makes_its_own(derive::resumption_master_secret);
    }
};

template <std::size_t N> bool without_psk(unsigned section, byte_view const (&messages)[N]) {
    story s{section, messages};
    s.make(derive::early_secret_without_psk);
    s.hear_one();
    s.hear_one();
    s.whole_handshake();
    return s.good && s.messages.empty();
}

bool with_ticket() {
    story s{3, rfc8448::messages_3};
    s.make(derive::early_secret_without_psk);
    s.hear_one();
    s.hear_one();
    s.whole_handshake();
    s.make(derive::resumption_psk, "0000"_hex);
    return s.good && s.at(slot::work) == find(3, label::resumption)->output && s.messages.size() == 1;
}

bool with_retry() {
    story s{5, rfc8448::messages_5};
    s.make(derive::early_secret_without_psk);
    s.hear_one();
    s.hash();
    s.good = s.good && succeeds([&] { return s.schedule.restart(s.transcript); });
    s.good = s.good && is_hello_retry_request(s.messages[0].subview(4));
    s.hear_one();
    s.hear_one();
    s.hear_one();
    s.whole_handshake();
    return s.good && s.messages.empty();
}

/// Resumes with the ticket of RFC 8448 3. `Element`: the pre-shared key is a key object of a model.
template <bool Element> bool resumed() {
    story s{4, rfc8448::messages_4};
    byte_view const psk = find(3, label::resumption)->output;
    using model = psk_over<backend::hmac_sha256>;
    static_assert(flintls::psk_with_early_secret<model>);
    if (Element) {
        model::key key;
        s.good = model::import_key(psk, key) == crypto_status::done &&
                 succeeds([&] { return s.now.as<model>().early_secret(key, s.schedule.at(slot::secret)); });
    } else {
        s.make(derive::early_secret, psk);
    }
    // The hello up to its binders. The list has a length field of two bytes, and a binder one of one byte.
    byte_view const hello = s.next();
    std::uint32_t const whole = hello.size() - (2 + 1 + 32);
    s.hear(hello.subview(0, whole));
    s.hash();
    s.make(derive::res_binder_key);
    s.good = s.good && find(4, label::finished, s.at(slot::work)) != nullptr; // the RFC prints values from this key on
    s.make(derive::binder_finished_key);
    s.make(derive::binder);
    s.good = s.good && s.at(slot::work) == hello.subview(whole + 3);
    s.hear(hello.subview(whole));
    s.hear_one();
    s.whole_handshake();
    return s.good && s.messages.empty();
}

/// An external key of three bytes. The expected values are by Python's hmac.
bool external() {
    usual s;
    constexpr auto const& hash_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_hex;
    bool good =
        s.run(derive::early_secret, "1a2b3c"_hex) &&
        s.at(slot::secret) == byte_view{"a06874b1e0259ae417782c49f2fda9678c3321aac6fd0b99534a554a7645a2cd"_hex} &&
        s.run(derive::ext_binder_key) &&
        s.at(slot::work) == byte_view{"6a728691404d70672cc1dade1bc7c27f4bb716f49cc46f10a431a4185e4ec0fd"_hex};
    s.fill(slot::transcript, hash_of_abc);
    return good && s.run(derive::binder_finished_key) && s.run(derive::binder) &&
           s.at(slot::work) == byte_view{"e80963583c47c51159a9ff6bcd7721ab71648641db5187eac476a9bec76a475c"_hex};
}

/// RFC 8446 7.1: without a key agreement, zeros take the place of the shared secret.
bool without_agreement() {
    usual one;
    usual other;
    bool const begun = one.run(derive::early_secret, "1a2b3c"_hex) && other.run(derive::early_secret, "1a2b3c"_hex) &&
                       one.run(derive::derived) && other.run(derive::derived);
    return begun && one.run(derive::handshake_secret, rfc8448::zeros) &&
           other.run(derive::handshake_secret_without_agreement) && one.at(slot::secret) == other.at(slot::secret);
}

/// The shared secret of a group may be longer than a slot.
bool with_a_long_secret() {
    static constexpr bytes<64> agreed{1, 2, 3};
    usual s;
    s.fill(slot::work, rfc8448::zeros);
    // By Python: hmac.new(bytes(32), bytes([1, 2, 3]) + bytes(61), "sha256")
    return s.run(derive::handshake_secret, agreed) &&
           s.at(slot::secret) == byte_view{"ef52c21a5373e6bffeba1d95bec7aa2ede12af30ff2710d75af71adcf1a35602"_hex};
}

/// Updates of the traffic secrets of RFC 8448 3. The expected values are by Python's hmac.
bool updates() {
    usual s;
    s.fill(slot::client, find(3, label::c_ap_traffic)->output);
    s.fill(slot::server, find(3, label::s_ap_traffic)->output);
    return s.run(derive::client_update) && s.run(derive::server_update) &&
           s.at(slot::client) == byte_view{"fcdfcc72725aaee48bf64e4fd8b749cdbdbab39d90da0b26e2245ca6ea167207"_hex} &&
           s.at(slot::server) == byte_view{"51921b8aa3001976eb401d0a4319a8516416a6c56001a357e5d162031e84f916"_hex};
}

struct exported {
    byte_view label;
    byte_view context;
    byte_view bytes;
};
constexpr bytes<300> many_zeros{};
constexpr auto longest_label = [] {
    bytes<250> text{};
    text.fill('x');
    return text;
}();
/// Exports from the exporter master secret of RFC 8448 3. The expected values are by Python's hmac.
exported const exports[] = {
    {ascii<"EXPORTER-test">, {}, "4451f6322284bad9d59028c38f3c1f0fc63b092726ce8223ee5cd645c6573fdf"_hex},
    {ascii<"EXPORTER-test">, ascii<"context">, "d98f7eb35bae6789e22c04a84294d6f921d8807a878c9ed6f04d2a3d8c96d8d7"_hex},
    {ascii<"E">, many_zeros,
     "83179c514496c7c8b1bb2573ecd3839448593f16d5248ce87a651aab61ea93ce442d852c55120407d124ad65c91cc2f8e5e6bcaa6cc63f196"
     "b"
     "b38df98681289b043b3e080838e7eb41d321c6931c9995"_hex},
    {byte_view{longest_label}.subview(0, 249), {}, "6890c888140f11df45f0c8f24e64352f"_hex},
};
template <class Room> bool exports_as(Room& s, exported const& e) {
    bytes<128> out{};
    out.fill(0x5a);
    s.fill(slot::exporter, find(3, label::exp_master)->output);
    bool const done =
        succeeds([&] { return s.schedule.export_material(s.now, e.label, e.context, out.data(), e.bytes.size()); });
    return done && byte_view{out.data(), e.bytes.size()} == e.bytes && out[e.bytes.size()] == 0x5a &&
           s.at(slot::work) == byte_view{rfc8448::zeros};
}
// A micro:bit has no memory for an export above the limit of HKDF.
#ifdef FLINTLS_BARE_METAL
constexpr std::uint32_t largest_export = 64;
#else
constexpr std::uint32_t largest_export = 255 * 32;
#endif
bool refuses_to_export(byte_view label, std::uint32_t size) {
    static std::array<std::uint8_t, largest_export + 1> out;
    usual s;
    out.fill(0x5a);
    bool const failed = s.schedule.export_material(s.now, label, {}, out.data(), size) == crypto_status::failed;
    for (std::uint32_t i = 0; i != size; ++i) {
        if (out[i] != 0) return false;
    }
    return failed;
}

template <class Hash, unsigned Times> class hesitant_hash {
public:
    static constexpr std::uint32_t size = Hash::size;
    void reset() { hash_.reset(); }
    crypto_status start() { return waits() ? crypto_status::pending : hash_.start(); }
    crypto_status update(byte_view bytes) { return waits() ? crypto_status::pending : hash_.update(bytes); }
    crypto_status finish(std::uint8_t* out) { return waits() ? crypto_status::pending : hash_.finish(out); }
    crypto_status fork(hesitant_hash& other) const { return hash_.fork(other.hash_); }

private:
    bool waits() {
        waited_ = waited_ == Times ? 0 : waited_ + 1;
        return waited_ != 0;
    }
    Hash hash_{};
    unsigned waited_ = 0;
};

template <unsigned Times> bool waits() {
    using hash = hesitant_hash<backend::sha256, Times>;
    using hmac = crypto_test::hesitant_hmac<backend::hmac_sha256, Times>;
    with_room<hash, hmac> s;
    bool good = true;
    for (derived_value const& each : rfc8448::derived_values) good = good && makes(s, each);
    for (exported const& each : exports) good = good && exports_as(s, each);
    // The transcript of a retry after a hello of three bytes.
    hash transcript;
    hash expected;
    bytes<32> digest{};
    good = good && succeeds([&] { return expected.start(); }) && succeeds([&] {
               return expected.update(crypto_test::hex<"fe000020ba7816bf8f01cfea414140de5dae2223b00361a3"
                                                       "96177a9cb410ff61f20015ad">);
           }) &&
           succeeds([&] { return expected.finish(digest.data()); });
    good = good && succeeds([&] { return transcript.start(); }) &&
           succeeds([&] { return transcript.update(ascii<"abc">); }) &&
           succeeds([&] { return s.schedule.hash_transcript(s.now, transcript); }) &&
           succeeds([&] { return s.schedule.restart(transcript); }) &&
           succeeds([&] { return s.schedule.hash_transcript(s.now, transcript); });
    return good && s.at(slot::transcript) == byte_view{digest} && hmac::counts.changed == 0 &&
           hmac::counts.answered_pending == Times * hmac::counts.worked && hmac::counts.worked > 300;
}

/// Lets each call of the HMAC fail in turn. The schedule works again after each failure.
bool fails_wherever_the_hmac_does() {
    using hmac = crypto_test::flawed_hmac<backend::hmac_sha256>;
    with_room<backend::sha256, hmac> s;
    derived_value const& value = *find(3, label::c_hs_traffic);
    std::uint32_t calls = 0;
    for (bool failed = true; failed; ++calls) {
        hmac::calls_left = calls;
        failed = !makes(s, value);
        hmac::calls_left = 0xffff'ffff;
        if (!makes(s, value)) return false;
    }
    std::uint32_t exporting = 0;
    for (bool failed = true; failed; ++exporting) {
        bytes<80> out{};
        out.fill(0x5a);
        s.fill(slot::exporter, find(3, label::exp_master)->output);
        hmac::calls_left = exporting;
        failed = s.schedule.export_material(s.now, exports[2].label, {}, out.data(), 80) == crypto_status::failed;
        hmac::calls_left = 0xffff'ffff;
        if (failed && byte_view{out} != byte_view{many_zeros}.subview(0, 80)) return false;
        if (!exports_as(s, exports[1])) return false;
    }
    // An expansion has 7 calls: a start, five pieces, the end. The export needs 7 for the secret, 7 for the first
    // block, and 8 for each of the two other blocks, which include the block before.
    return calls - 1 == 7 && exporting - 1 == 7 + 7 + 2 * 8;
}

bool wipes() {
    usual s;
    for (unsigned i = 0; i <= static_cast<unsigned>(slot::exporter); ++i) {
        s.fill(static_cast<slot>(i), "0101010101010101010101010101010101010101010101010101010101010101"_hex);
    }
    s.schedule.clear();
    bool clear = true;
    for (unsigned i = 0; i <= static_cast<unsigned>(slot::exporter); ++i) {
        clear = clear && s.at(static_cast<slot>(i)) == byte_view{rfc8448::zeros};
    }
    return clear;
}

} // namespace

TEST_CASE("every value of RFC 8448 3 to 7 is made of what the RFC makes it of") {
    usual s;
    std::uint32_t count = 0;
    for (derived_value const& each : rfc8448::derived_values) {
        CAPTURE(each.section);
        CAPTURE(count);
        CHECK(makes(s, each));
        ++count;
    }
    CHECK(count == 104);
}

TEST_CASE("the messages of RFC 8448 lead to its secrets, keys and Finished, row by row") {
    CHECK(with_ticket());
    CHECK(with_retry());
    CHECK(without_psk(6, rfc8448::messages_6));
    CHECK(without_psk(7, rfc8448::messages_7));
}

TEST_CASE("a ticket is resumed with the binder of RFC 8448 4, with a key of bytes and with one in its element") {
    CHECK(resumed<false>());
    CHECK(resumed<true>());
}

TEST_CASE("an external key has binders of its own, and no agreement is one of zeros") {
    CHECK(external());
    CHECK(without_agreement());
    CHECK(with_a_long_secret());
}

TEST_CASE("traffic secrets are updated") { CHECK(updates()); }

TEST_CASE("keying material is exported in any length, with and without a context") {
    for (exported const& each : exports) {
        usual s;
        CAPTURE(each.bytes.size());
        CHECK(exports_as(s, each));
    }
    CHECK(refuses_to_export({}, 16));
    CHECK(refuses_to_export(longest_label, 16));
    if (largest_export == 255 * 32) CHECK(refuses_to_export(ascii<"E">, largest_export + 1));
}

TEST_CASE("the schedule waits for a hash and an HMAC that answer pending, and repeats what it asked") {
    CHECK(waits<1>());
    CHECK(waits<3>());
}

TEST_CASE("the schedule fails wherever the HMAC does, leaves nothing, and begins anew") {
    CHECK(fails_wherever_the_hmac_does());
}

TEST_CASE("nothing is left of a schedule that is cleared") { CHECK(wipes()); }
