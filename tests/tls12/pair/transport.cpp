// The same handshakes over slow transports, and with slow crypto.
#include "support/test.hpp"
#include "tls12/pair/story.hpp"

namespace {

using namespace pair;

template <class Policy, template <class> class... Knows> void check_transports() {
    story const easy = run_story<Policy, Knows...>({});
    REQUIRE(easy.good);
    CHECK(easy.most_public_key == 1);
    for (transport const& how :
         {transport{.most_in = 1}, transport{.most_out = 1}, transport{.most_out = 1, .most_in = 1, .blocks = true},
          transport{.most_out = 7, .most_in = 3, .blocks = true}, transport{.most_in = 5}, transport{.blocks = true}}) {
        CAPTURE(how.most_in);
        CAPTURE(how.most_out);
        CAPTURE(how.blocks);
        CHECK(run_story<Policy, Knows...>(how) == easy);
    }
}

TEST_CASE("short writes, single bytes and a transport that blocks change nothing") {
    check_transports<everything>();
    check_transports<only_psk>();
}
TEST_CASE("the same with certificates of both sides") {
    check_transports<only_certificates, client_proves, server_asks>();
}

TEST_CASE("buffers of 541 bytes will do with fragments of 512, whatever the transport") {
    room const least{541, 541, 541};
    story const easy = run_story<small>({}, least);
    story const proved = run_story<small, client_proves, server_asks>({}, least);
    for (transport const& how : {transport{}, transport{.most_out = 1, .most_in = 1},
                                 transport{.most_out = 9, .most_in = 600, .blocks = true}}) {
        CHECK(run_story<small>(how, least) == easy);
        CHECK(run_story<small, client_proves, server_asks>(how, least) == proved);
    }
}

/// The policy with crypto that answers `pending` once (client) or twice (server).
template <class Base> struct slow : Base {
    template <int Role> using crypto_of = hesitant<Role, static_cast<unsigned>(Role) + 1>;
};

template <class Policy, template <class> class... Knows> void check_pending(transport const& how) {
    CAPTURE(how.most_out);
    story const easy = run_story<Policy, Knows...>({});
    auto const before = hesitant<0, 1>::answered_pending() + hesitant<1, 2>::answered_pending();
    auto const changed = hesitant<0, 1>::changed() + hesitant<1, 2>::changed();
    story const hard = run_story<slow<Policy>, Knows...>(how);
    CHECK(easy.good);
    CHECK(hard.good);
    CHECK(hard == easy);
    CHECK(hard.most_public_key <= 1);
    CHECK(hesitant<0, 1>::answered_pending() + hesitant<1, 2>::answered_pending() > before + 500);
    CHECK(hesitant<0, 1>::changed() + hesitant<1, 2>::changed() == changed); // calls repeat their arguments
}

TEST_CASE(
    "a back end that answers pending before every result gives the same bytes, one public-key operation at a time") {
    check_pending<everything>({});
    check_pending<only_psk>({});
}
TEST_CASE("pending and a slow transport together give the same bytes") {
    check_pending<everything>({.most_out = 11, .most_in = 13, .blocks = true});
    check_pending<everything>({.most_out = 1, .most_in = 1});
    check_pending<small>({.most_out = 100});
}
TEST_CASE("pending with certificates of both sides") {
    check_pending<only_certificates, client_proves, server_asks>({});
    check_pending<only_certificates, client_proves, server_asks>({.most_out = 11, .most_in = 13, .blocks = true});
}

/// Bytes with a period of 251, so that a lost, doubled or moved record is detected.
bytes text_of(std::size_t size, std::uint8_t first) {
    bytes made(size);
    for (std::size_t i = 0; i < size; ++i) made[i] = static_cast<std::uint8_t>((first + i) % 251);
    return made;
}

/// Both sides write at the same time, as much as fits.
template <class Link> bool both_write(Link& link, bytes const& question, bytes const& answer, transport const& how) {
    byte_view up{question.data(), static_cast<std::uint32_t>(question.size())};
    byte_view down{answer.data(), static_cast<std::uint32_t>(answer.size())};
    link.client.got.clear();
    link.server.got.clear();
    for (unsigned turns = 0; turns < 4'000'000 && (!up.empty() || !down.empty()); ++turns) {
        up = up.subview(link.client.write_some(up));
        down = down.subview(link.server.write_some(down));
        bytes sent_up, sent_down;
        link.client.turn(link.between.to_client, sent_up, how);
        link.server.turn(link.between.to_server, sent_down, how);
        append(link.between.to_server, sent_up);
        append(link.between.to_client, sent_down);
    }
    return link.between.settle() && link.server.got == question && link.client.got == answer;
}

template <class Policy> void check_writing(room const& sizes) {
    world<Policy, Policy> w;
    w.client_room = w.server_room = sizes;
    for (transport const& how : {transport{}, transport{.most_out = 1}, transport{.most_out = 77, .blocks = true}}) {
        auto link = w.connected();
        REQUIRE(link);
        link->between.how = how;
        for (std::size_t const size : {0U, 1U, 511U, 512U, 513U, 1024U, 16'384U, 16'385U, 40'000U}) {
            if (size > 1024 && how.most_out != 0xffff) break; // the slow transports take long
            CAPTURE(size);
            CAPTURE(how.most_out);
            CHECK(both_write(*link, text_of(size, 1), text_of(size / 2, 100), how));
        }
        CHECK(link->between.closes());
    }
}

TEST_CASE("data of any length is written in as many records as it takes, in both directions at once") {
    check_writing<with_psk>({});
    check_writing<with_psk>({17'000, 17'000, 2048});
    check_writing<small>({541, 541, 541}); // fragments of 512 bytes
}

TEST_CASE("write_some takes what write_space has room for, and nothing where there is none") {
    world<with_psk, with_psk> w;
    bytes const text = text_of(5000, 0);
    auto link = w.begun();
    CHECK(link->client.write_some(text) == 0); // the handshake has not begun
    CHECK(link->server.write_some(text) == 0);
    REQUIRE(link->between.connects());
    auto const room = static_cast<std::uint32_t>(link->client.write_space().size());
    CHECK(room == 2048 - 5 - 24); // header, nonce and tag
    CHECK(link->client.write_some({}) == 0);
    CHECK(link->client.write_some(text) == room);
    CHECK(link->client.write_some(text) == 0); // the record is not yet protected
    CHECK(link->client.run() == progress::receive);
    CHECK(link->client.write_some(text) == 0); // the record is not yet sent
    CHECK(link->between.settle());
    CHECK(link->server.got == bytes(text.begin(), text.begin() + room));
    REQUIRE(link->client.renegotiate());
    CHECK(link->client.write_some(text) == 0); // another handshake is in progress
    REQUIRE(link->between.connects());
    CHECK(link->client.write_some(text) == room);
    REQUIRE(link->between.closes());
    CHECK(link->client.write_some(text) == 0);
    CHECK(link->server.write_some(text) == 0);
    CHECK(link->server.got.size() == 2 * room);
}

} // namespace
