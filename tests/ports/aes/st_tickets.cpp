// Tickets that ST's AES seals, on its model.
#include "modelled.hpp"
#include "st_gcm.hpp"
#include "ticket/sealed/connection.hpp"

namespace {

using namespace sealed;

template <class Chip> void check_tickets() {
    using format = aead_ticket<st::gcm<Chip, 16, modelled::limits>>;
    using keys_type = ticket_keys<1, format, counted_nonces<counter>, nonce_reach::device>;
    counter nonces{0x1122334455667788};
    keys_type keys{counted_nonces{nonces}};
    REQUIRE(keys.install(vectors::name, key_of<format>(vectors::key), 0) == crypto_status::done);
    connection<keys_type> server{keys};
    CHECK(server.sealed(sample(), 2000) == vectors::aead);
    CHECK(server.judged(vectors::aead, 2001) == ticket_verdict::resume);
    CHECK(server.opened.text.state == sample());
    auto changed = vectors::aead;
    changed[100] ^= 1U;
    CHECK(server.refuses(changed, 2001));

    // The peripheral dies half-way: no ticket, and the handshake goes on without.
    control::set(control::at::stuck, 7);
    CHECK(is_zeros(server.sealed(sample(), 2000)));
    control::set(control::at::stuck, 7);
    CHECK(server.refuses(vectors::aead, 2001));
    control::set(control::at::stuck, 0);
    CHECK(server.resumes(vectors::aead, 2001));
    CHECK(modelled::nothing_wrong());
}

TEST_CASE("ST AES seals what openssl seals, and opens it; where it is stuck there is no ticket") {
    modelled::set_slowness(1);
    check_tickets<st::l4>();
    check_tickets<st::u5>();
}

} // namespace
