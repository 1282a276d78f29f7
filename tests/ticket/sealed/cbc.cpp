// Rule T12: the form of RFC 5077 4, with AES-128-CBC and HMAC-SHA-256.
#include "server.hpp"
#include "support/test.hpp"

namespace {

using namespace sealed;

using cbc_format = cbc_ticket<backend::aes_128_cbc, backend::hmac_sha256>;
using cbc_keys = ticket_keys<1, cbc_format, random_nonces<given_random>, nonce_reach::device>;
static_assert(cbc_format::size == 16 + 16 + 2 + 160 + 32);

struct vector_keys {
    vector_keys() {
        given_random::bytes = vectors::iv;
        cbc_format::key made;
        made.encryption = key_of<backend::aes_128_cbc>(vectors::key);
        made.mac = key_of<backend::hmac_sha256>(vectors::mac_key);
        installed = keys.install(vectors::name, std::move(made), 0) == crypto_status::done;
    }
    cbc_keys keys;
    bool installed = false;
};
constexpr std::array<std::uint8_t, 48> both_keys = [] {
    std::array<std::uint8_t, 48> bytes{};
    copy(bytes.data(), vectors::key.data(), 16);
    copy(bytes.data() + 16, vectors::mac_key.data(), 32);
    return bytes;
}();

TEST_CASE("T12: an RFC 5077 ticket has the bytes that openssl makes of the same keys, IV and session") {
    vector_keys v;
    REQUIRE(v.installed);
    connection<cbc_keys> server{v.keys};
    CHECK(server.sealed(sample(), 2000) == vectors::cbc);
}

TEST_CASE("T12: an RFC 5077 ticket that openssl sealed opens, with keys imported one by one or together") {
    vector_keys v;
    connection<cbc_keys> server{v.keys};
    CHECK(server.judged(vectors::cbc, 2001) == ticket_verdict::resume);
    CHECK(server.opened.text.state == sample());

    cbc_keys together;
    REQUIRE(together.install(vectors::name, key_of<cbc_format>(both_keys), 0) == crypto_status::done);
    connection<cbc_keys> other{together};
    CHECK(other.resumes(vectors::cbc, 2001));
}

TEST_CASE("T12: the same with an HMAC key that cannot be exported, which Mbed TLS keeps") {
    using format = cbc_ticket<backend::aes_128_cbc, backend::opaque_hmac_sha256>;
    psa_key_attributes_t attributes = psa_key_attributes_init();
    psa_set_key_type(&attributes, PSA_KEY_TYPE_HMAC);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_SIGN_MESSAGE);
    psa_set_key_algorithm(&attributes, PSA_ALG_HMAC(PSA_ALG_SHA_256));
    psa_key_id_t id = PSA_KEY_ID_NULL;
    REQUIRE(psa_import_key(&attributes, vectors::mac_key.data(), vectors::mac_key.size(), &id) == PSA_SUCCESS);
    {
        given_random::bytes = vectors::iv;
        format::key made;
        made.encryption = key_of<backend::aes_128_cbc>(vectors::key);
        made.mac = backend::key::borrow(id);
        using kept_keys = ticket_keys<1, format, random_nonces<given_random>, nonce_reach::device>;
        kept_keys keys;
        REQUIRE(keys.install(vectors::name, std::move(made), 0) == crypto_status::done);
        connection<kept_keys> server{keys};
        CHECK(server.sealed(sample(), 2000) == vectors::cbc);
        CHECK(server.resumes(vectors::cbc, 2001));
        auto bad_mac = vectors::cbc;
        bad_mac.back() ^= 1U;
        CHECK(server.refuses(bad_mac, 2001));
    }
    CHECK(psa_destroy_key(id) == PSA_SUCCESS);
}

TEST_CASE("T12: under a good MAC, a wrong padding or length has the outcome of a bad MAC") {
    vector_keys v;
    connection<cbc_keys> server{v.keys};
    auto bad_mac = vectors::cbc;
    bad_mac.back() ^= 1U;
    CHECK(server.refuses(bad_mac, 2001));
    CHECK(server.refuses(vectors::cbc_last_byte, 2001));
    CHECK(server.refuses(vectors::cbc_first_byte, 2001));
    CHECK(server.refuses(vectors::cbc_short_padding, 2001));
    CHECK(server.refuses(vectors::cbc_zero_padding, 2001));
    CHECK(server.refuses(vectors::cbc_length, 2001));
    CHECK(server.resumes(vectors::cbc, 2001));
}

/// Counts decryptions.
struct counting_cbc : backend::aes_128_cbc {
    static inline unsigned decrypted = 0;
    static crypto_status decrypt(key const& k, fixed_view<16> iv, std::uint8_t* text, std::uint32_t size) {
        ++decrypted;
        return backend::aes_128_cbc::decrypt(k, iv, text, size);
    }
};
TEST_CASE("T12: nothing is decrypted before length and MAC are good") {
    using format = cbc_ticket<counting_cbc, backend::hmac_sha256>;
    using keys_type = ticket_keys<1, format, random_nonces<given_random>, nonce_reach::device>;
    keys_type keys;
    REQUIRE(keys.install(vectors::name, key_of<format>(both_keys), 0) == crypto_status::done);
    connection<keys_type> server{keys};
    counting_cbc::decrypted = 0;
    std::array<std::uint8_t, cbc_format::size> changed = vectors::cbc;
    for (std::uint32_t bit = 0; bit < 8 * changed.size(); ++bit) {
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        CHECK(server.refuses(changed, 2001));
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
    CHECK(server.refuses(vectors::cbc_length, 2001));
    CHECK(counting_cbc::decrypted == 0);
    CHECK(server.refuses(vectors::cbc_last_byte, 2001));
    CHECK(counting_cbc::decrypted == 1);
}

TEST_CASE("T10: an RFC 5077 ticket cut or lengthened anywhere is a full handshake") {
    vector_keys v;
    connection<cbc_keys> server{v.keys};
    CHECK(refuses_every_other_size(server, vectors::cbc, 2001));
}

struct other_context : policy_of<options{.context_id = product::context_id + 1}, test::default_policy> {};
TEST_CASE("T10: an RFC 5077 ticket of another context id, or of other keys, is a full handshake") {
    vector_keys v;
    connection<cbc_keys, other_context> other{v.keys};
    CHECK(other.refuses(vectors::cbc, 2001));
    for (unsigned const changed : {0U, 16U}) { // either key
        auto bytes = both_keys;
        bytes[changed] ^= 1U;
        cbc_keys keys;
        REQUIRE(keys.install(vectors::name, key_of<cbc_format>(bytes), 0) == crypto_status::done);
        connection<cbc_keys> stranger{keys};
        CHECK(stranger.refuses(vectors::cbc, 2001));
    }
}

TEST_CASE("T10: neither format opens the other's tickets") {
    vector_keys v;
    connection<cbc_keys> cbc_server{v.keys};
    counter nonces;
    device_keys keys{counted_nonces{nonces}};
    REQUIRE(keys.install(vectors::name, key_of<aead_format>(vectors::key), 0) == crypto_status::done);
    connection<device_keys> aead_server{keys};
    CHECK(cbc_server.refuses(vectors::aead, 2001));
    CHECK(aead_server.refuses(vectors::cbc, 2001));
    // Also with equal sizes.
    std::array<std::uint8_t, cbc_format::size> lengthened{};
    copy(lengthened.data(), vectors::aead.data(), vectors::aead.size());
    CHECK(cbc_server.refuses(lengthened, 2001));
    CHECK(aead_server.refuses(byte_view{vectors::cbc}.subview(0, aead_format::size), 2001));
}

TEST_CASE("T13: where the random source fails there is no IV and no ticket") {
    vector_keys v;
    connection<cbc_keys> server{v.keys};
    given_random::broken = true;
    connection<cbc_keys>::ticket out{};
    out.fill(0x3c);
    CHECK(server.seal(sample(), 2000, out) == crypto_status::failed);
    CHECK(is_zeros(out));
    given_random::broken = false;
    CHECK(server.seal(sample(), 2000, out) == crypto_status::done);
}

TEST_CASE("a CBC key takes exactly the bytes of both keys") {
    cbc_format::key made;
    std::array<std::uint8_t, 49> bytes{};
    CHECK(cbc_format::import_key({bytes.data(), 47}, made) == crypto_status::failed);
    CHECK(cbc_format::import_key({bytes.data(), 49}, made) == crypto_status::failed);
    CHECK(cbc_format::import_key({bytes.data(), 48}, made) == crypto_status::done);
}

} // namespace
