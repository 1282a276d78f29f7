// Rule T12: the AEAD form of a ticket; and T10: tickets that do not open.
#include "server.hpp"
#include "support/test.hpp"

namespace {

using namespace sealed;

/// The keys of vectors.hpp; the next nonce is that of the AEAD ticket there.
struct vector_keys {
    vector_keys() {
        keys_installed = keys.install(vectors::name, key_of<aead_format>(vectors::key), 0) == crypto_status::done;
    }
    counter nonces{0x1122334455667788};
    device_keys keys{counted_nonces{nonces}};
    bool keys_installed = false;
};

struct other_context : policy_of<options{.context_id = product::context_id + 1}, test::default_policy> {};

TEST_CASE("T12: a ticket has the bytes that openssl makes of the same key, nonce and session") {
    vector_keys v;
    REQUIRE(v.keys_installed);
    connection<device_keys> server{v.keys};
    CHECK(server.sealed(sample(), 2000) == vectors::aead);
}

TEST_CASE("T12: a ticket that openssl sealed opens") {
    vector_keys v;
    connection<device_keys> server{v.keys};
    CHECK(server.judged(vectors::aead, 2001) == ticket_verdict::resume);
    CHECK(server.opened.text.state == sample());
    CHECK(server.opened.text.issued_at == 2000);
}

TEST_CASE("T12: a ticket opens at any address") {
    vector_keys v;
    connection<device_keys> server{v.keys};
    for (std::uint32_t at = 0; at < 4; ++at) {
        alignas(4) std::array<std::uint8_t, 200> room{};
        copy(room.data() + at, vectors::aead.data(), vectors::aead.size());
        CHECK(server.resumes({room.data() + at, vectors::aead.size()}, 2001));
        room.fill(0);
        std::span<std::uint8_t, 192> const out{room.data() + at, 192};
        CHECK(succeeds([&] { return server.sealer.seal(v.keys, sample(), 2001, out); }));
        CHECK(server.resumes(byte_view{out}, 2001));
    }
}

TEST_CASE("T10: a ticket with any bit changed is a full handshake, never an alert, and leaves nothing") {
    vector_keys v;
    connection<device_keys> server{v.keys};
    CHECK(refuses_every_changed_bit(server, vectors::aead, 2001));
}

TEST_CASE("T10: so is a ticket cut or lengthened anywhere") {
    vector_keys v;
    connection<device_keys> server{v.keys};
    CHECK(refuses_every_other_size(server, vectors::aead, 2001));
}

TEST_CASE("T10: a ticket of another context id does not open: it is under the seal") {
    vector_keys v;
    connection<device_keys, other_context> other{v.keys};
    CHECK(other.refuses(vectors::aead, 2001));
    session s = sample();
    s.context_id = other_context::context_id;
    auto const ticket = other.sealed(s, 2000);
    connection<device_keys> server{v.keys};
    CHECK(server.refuses(ticket, 2001));
    CHECK(other.resumes(ticket, 2001, s));
}

TEST_CASE("T10: a ticket of an unknown key name, and one of another key by the same name, are full handshakes") {
    vector_keys v;
    device other{1};
    connection<device_keys> stranger{other.keys};
    CHECK(stranger.refuses(vectors::aead, 2001));
    counter nonces;
    device_keys namesake{counted_nonces{nonces}};
    REQUIRE(namesake.install(vectors::name, numbered_key<aead_format>(9), 0) == crypto_status::done);
    connection<device_keys> imposter{namesake};
    CHECK(imposter.refuses(vectors::aead, 2001));
}

TEST_CASE("T12: 192 bytes with AES-GCM, whatever is in the session") {
    CHECK(aead_format::size == 192);
    CHECK(aead_ticket<backend::aes_128_ccm_8>::size == 184);
}

TEST_CASE("T12: with AES-CCM as well, whose tickets AES-GCM does not open") {
    using ccm_keys = ticket_keys<1, aead_ticket<backend::aes_128_ccm>, boot_counter>;
    ccm_keys keys;
    backend::random source;
    REQUIRE(keys.generate(source, 0) == crypto_status::done);
    connection<ccm_keys> server{keys};
    auto const ticket = server.sealed(sample(), 2000);
    CHECK(server.resumes(ticket, 2001));
    CHECK(refuses_every_other_size(server, ticket, 2001));

    ticket_key_name name{};
    copy(name.data(), ticket.data(), 16);
    counter nonces;
    device_keys gcm{counted_nonces{nonces}};
    REQUIRE(gcm.install(name, numbered_key<aead_format>(1), 0) == crypto_status::done);
    connection<device_keys> other{gcm};
    CHECK(other.refuses(ticket, 2001));
}

} // namespace
