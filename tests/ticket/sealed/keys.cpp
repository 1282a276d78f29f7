// Rule T13: keys of a server, their rotation, their nonces, and no remains of them.
#include "plain.hpp"
#include "server.hpp"
#include "support/test.hpp"

namespace {

using namespace sealed;

/// Free key slots of Mbed TLS: counted by filling them.
unsigned free_slots() {
    std::array<backend::key, 16> held;
    unsigned free = 0;
    for (backend::key& k : held) {
        std::array<std::uint8_t, 16> const bytes{};
        if (backend::aes_128_gcm::import_key(bytes, k) == crypto_status::done) ++free;
    }
    return free;
}

TEST_CASE("T13: tickets of the current key and of the previous ones open, older ones do not") {
    using keys_type = ticket_keys<2, aead_format, counted_nonces<counter>, nonce_reach::device>;
    counter nonces;
    keys_type keys{counted_nonces{nonces}};
    connection<keys_type> server{keys};
    std::array<connection<keys_type>::ticket, 6> tickets{};
    for (std::uint8_t i = 0; i < 6; ++i) {
        REQUIRE(keys.install(numbered_name(i), numbered_key<aead_format>(i), 1000) == crypto_status::done);
        tickets[i] = server.sealed(sample(), 1000);
        for (std::uint8_t j = 0; j <= i; ++j) {
            ticket_verdict const verdict = server.judged(tickets[j], 1001);
            // T11: a ticket under an older key is renewed.
            CHECK(verdict == (j == i       ? ticket_verdict::resume
                              : i - j <= 2 ? ticket_verdict::renew
                                           : ticket_verdict::full_handshake));
        }
    }
}

TEST_CASE("T13: a key with the name of another is refused, and all is as it was") {
    device d{1};
    connection<device_keys> server{d.keys};
    auto const ticket = server.sealed(sample(), 1000);
    CHECK(d.keys.install(numbered_name(1), numbered_key<aead_format>(7), 1000) == crypto_status::failed);
    CHECK(server.judged(ticket, 1001) == ticket_verdict::resume);
    REQUIRE(d.install(2, 1000) == crypto_status::done);
    CHECK(d.keys.install(numbered_name(1), numbered_key<aead_format>(7), 1000) == crypto_status::failed);
    CHECK(server.judged(ticket, 1001) == ticket_verdict::renew);
}

TEST_CASE("T13: names that differ in one byte, whichever it is, are those of two keys") {
    ticket_key_name const first{'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    for (std::size_t at = 0; at < first.size(); ++at) {
        CAPTURE(at);
        device d{1};
        connection<device_keys> server{d.keys};
        REQUIRE(d.keys.install(first, numbered_key<aead_format>(1), 1000) == crypto_status::done);
        auto const ticket = server.sealed(sample(), 1000);
        auto second = first;
        second[at] ^= 1;
        CHECK(d.keys.install(second, numbered_key<aead_format>(2), 1000) == crypto_status::done);
        CHECK(server.judged(ticket, 1001) == ticket_verdict::renew);
        CHECK(server.serves(1001));
    }
}

TEST_CASE("T13: keys that drop out are released, and so are those of clear() and of keys that go") {
    unsigned const before = free_slots();
    {
        boot_keys keys;
        backend::random source;
        for (unsigned i = 0; i < 10; ++i) {
            REQUIRE(keys.generate(source, i) == crypto_status::done);
            CHECK(free_slots() == before - (i == 0 ? 1 : 2));
        }
        keys.clear();
        CHECK(free_slots() == before);
        REQUIRE(keys.generate(source, 20) == crypto_status::done);
    }
    CHECK(free_slots() == before);
}

/// Number of occurrences of sixteen bytes in an object.
template <class T> unsigned occurrences(T const& object, byte_view bytes) {
    byte_view const all{static_cast<std::uint8_t const*>(static_cast<void const*>(&object)), sizeof object};
    unsigned found = 0;
    for (std::uint32_t i = 0; i + bytes.size() <= all.size(); ++i) {
        found += all.subview(i, bytes.size()) == bytes ? 1U : 0U;
    }
    return found;
}

TEST_CASE("T15: of a key that drops out no byte is left, nor of the random bytes that one was made of") {
    ticket_keys<1, aead_ticket<plain_gcm>, boot_counter> keys;
    std::array<std::array<std::uint8_t, 32>, 3> made{}; // name and key
    auto const key_of_round = [&](unsigned i) { return byte_view{made[i]}.subview(16); };
    for (std::uint8_t i = 0; i < 3; ++i) {
        made[i].fill(static_cast<std::uint8_t>(0xa0 + i));
        // No byte twice: a key of other bytes is detected.
        for (std::uint8_t at = 16; at < 32; ++at) made[i][at] = static_cast<std::uint8_t>(0x40 * i + 2 * at);
        given_random::bytes = made[i];
        given_random source;
        REQUIRE(keys.generate(source, 0) == crypto_status::done);
        CHECK(occurrences(keys, key_of_round(i)) == 1);
    }
    CHECK(occurrences(keys, key_of_round(0)) == 0);
    CHECK(occurrences(keys, key_of_round(1)) == 1);
    keys.clear();
    CHECK(occurrences(keys, key_of_round(1)) == 0);
    CHECK(occurrences(keys, key_of_round(2)) == 0);
    connection<decltype(keys)> server{keys};
    CHECK(is_zeros(server.sealed(sample(), 1000)));
}

TEST_CASE("T13: where the random source fails no key is made, and all is as it was") {
    std::array<std::uint8_t, 5> const some{1, 2, 3, 4, 5};
    given_random::bytes = some;
    given_random source;
    boot_keys keys;
    given_random::broken = true;
    CHECK(keys.generate(source, 1000) == crypto_status::failed);
    CHECK(keys.due(100, 1000));
    connection<boot_keys> server{keys};
    CHECK(is_zeros(server.sealed(sample(), 1000)));
    given_random::broken = false;
    REQUIRE(keys.generate(source, 1000) == crypto_status::done);
    auto const ticket = server.sealed(sample(), 1000);
    given_random::broken = true;
    CHECK(keys.generate(source, 1000) == crypto_status::failed);
    CHECK(server.judged(ticket, 1001) == ticket_verdict::resume); // its key is still current
    given_random::broken = false;
    CHECK(keys.generate(source, 1000) == crypto_status::failed); // a source that repeats itself: the name exists
    CHECK(server.judged(ticket, 1001) == ticket_verdict::resume);
}

TEST_CASE("T13: where no slot is left for a key none is made, and all is as it was") {
    boot_keys keys;
    backend::random source;
    REQUIRE(keys.generate(source, 1000) == crypto_status::done);
    connection<boot_keys> server{keys};
    auto const ticket = server.sealed(sample(), 1000);
    {
        std::array<backend::key, 16> held;
        std::array<std::uint8_t, 16> const bytes{};
        for (backend::key& k : held) (void)backend::aes_128_gcm::import_key(bytes, k);
        CHECK(keys.generate(source, 1000) == crypto_status::failed);
        CHECK(server.judged(ticket, 1001) == ticket_verdict::resume);
    }
    CHECK(keys.generate(source, 1000) == crypto_status::done);
    CHECK(server.judged(ticket, 1001) == ticket_verdict::renew);
}

TEST_CASE("a key is due when there is none, after its time, and when the clock went back") {
    boot_keys keys;
    backend::random source;
    CHECK(keys.due(100, 0));
    REQUIRE(keys.generate(source, 1000) == crypto_status::done);
    CHECK_FALSE(keys.due(100, 1000));
    CHECK_FALSE(keys.due(100, 1099));
    CHECK(keys.due(100, 1100));
    CHECK_FALSE(keys.due(100, 940)); // a minute is tolerated
    CHECK(keys.due(100, 939));
    // The seconds wrap.
    REQUIRE(keys.generate(source, 0xffff'ffff) == crypto_status::done);
    CHECK_FALSE(keys.due(100, 98));
    CHECK(keys.due(100, 99));
}

template <std::uint32_t Gateways>
using fleet_wide = ticket_keys<1, aead_format, random_nonces<backend::random>, nonce_reach::fleet, Gateways>;

TEST_CASE("T13: at most 2^32 seals under one key with random nonces, all gateways together, and refused past that") {
    using keys_type = ticket_keys<1, aead_format, random_nonces<backend::random>, nonce_reach::device>;
    static_assert(keys_type::max_seals == 0xffff'ffff);
    static_assert(fleet_wide<16>::max_seals == 0xffff'ffff / 16);
    keys_type keys;
    auto const install = [&](std::uint8_t i, std::uint32_t seals) {
        return keys.install(numbered_name(i), numbered_key<aead_format>(i), 1000, seals) == crypto_status::done;
    };
    REQUIRE(install(1, keys_type::max_seals - 2));
    connection<keys_type> server{keys};
    CHECK_FALSE(keys.due(100, 1000));
    auto const first = server.sealed(sample(), 1000);
    CHECK(server.resumes(first, 1000));
    CHECK(keys.seals() == keys_type::max_seals - 1);
    auto const last = server.sealed(sample(), 1000);
    CHECK(server.resumes(last, 1000));
    CHECK(keys.due(100, 1000));
    CHECK(is_zeros(server.sealed(sample(), 1000)));
    CHECK(is_zeros(server.sealed(sample(), 1000)));
    CHECK(keys.seals() == keys_type::max_seals);
    CHECK(server.resumes(last, 1000)); // still opens
    REQUIRE(install(2, 0));
    CHECK_FALSE(keys.due(100, 1000));
    CHECK(server.serves(1000));
    // Without a count from the caller, nothing counts as sealed under an installed key.
    REQUIRE(keys.install(numbered_name(3), numbered_key<aead_format>(3), 1000) == crypto_status::done);
    CHECK(keys.seals() == 0);
    CHECK(server.serves(1000));
    CHECK(keys.seals() == 1);
}

TEST_CASE("T13: a counter's nonces have no such limit") {
    device d{1, 0xffff'fffe};
    connection<device_keys> server{d.keys};
    for (unsigned i = 0; i < 4; ++i) {
        auto const ticket = server.sealed(sample(), 1000);
        CHECK(load<4>(ticket.data() + 16) == 0);
        CHECK(load<4>(ticket.data() + 20) == (i < 2 ? 0 : 1));
        CHECK(load<4>(ticket.data() + 24) == 0xffff'fffe + i);
        CHECK(server.resumes(ticket, 1000));
    }
}

TEST_CASE("T13: all key names are looked up, also where one begins like another") {
    device d{1};
    connection<device_keys> server{d.keys};
    ticket_key_name name{};
    name[15] = 1;
    REQUIRE(d.keys.install(name, numbered_key<aead_format>(1), 1000) == crypto_status::done);
    auto ticket = server.sealed(sample(), 1000);
    name[15] = 0; // all zeros, as unused entries have
    REQUIRE(d.keys.install(name, numbered_key<aead_format>(2), 1000) == crypto_status::done);
    CHECK(server.judged(ticket, 1000) == ticket_verdict::renew);
    ticket[15] = 0;
    CHECK(server.refuses(ticket, 1000));
    CHECK(server.serves(1000));
}

TEST_CASE("a ticket without any keys is a full handshake, whatever its name") {
    boot_keys keys;
    connection<boot_keys> server{keys};
    std::array<std::uint8_t, aead_format::size> const zeros{};
    CHECK(server.refuses(zeros, 1000));
    CHECK(server.refuses(vectors::aead, 2001));
}

} // namespace
