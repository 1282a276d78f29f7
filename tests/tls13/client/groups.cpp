// Groups, and the shares in the first hello: RFC 8446 4.1.2, 4.1.4, 4.2.7, 4.2.8.
#include "support/test.hpp"
#include "tls13/client/hybrid.hpp"
#include "tls13/client/rules.hpp"

namespace {

using namespace meeting;
using enum named_group;

constexpr std::uint16_t p256 = 23, curve25519 = 29, hybrid = 4588;

struct more_crypto : pair::prompt<0> {
    using x25519 = pair::counted_agreement<mbedtls::x25519>;
    using more_groups = group_models<made_up_hybrid>;
};
template <options O = options{}> struct three_groups : of_tls13<O> {
    using crypto = more_crypto;
    using groups = group_list<x25519mlkem768, x25519, secp256r1>;
};
template <std::uint8_t Shares> inline constexpr options shares{.key_shares = Shares};
template <std::uint8_t Shares> using with = three_groups<shares<Shares>>;
using without = three_groups<options{.empty_share_list = true}>;
struct x25519_alone : of_tls13<> {
    using crypto = more_crypto;
    using groups = group_list<x25519>;
};
struct hybrid_alone : of_tls13<> {
    using crypto = more_crypto;
    using groups = group_list<x25519mlkem768>;
};

/// Every operation answers `pending` first.
struct slow_crypto : pair::hesitant<0, 2> {
    using x25519 = pair::hesitant_agreement<pair::counted_agreement<mbedtls::x25519>, 2>;
    using more_groups = group_models<made_up_hybrid>;
};
struct slow : with<3> {
    using crypto = slow_crypto;
};

template <class P> world<P> with_room() {
    world<P> w;
    w.sizes.transmit = 4'000;
    return w;
}
/// The groups of the shares in a hello. Checks the size of each share.
std::vector<std::uint16_t> shares_of(oracle::client_hello const& h) {
    bytes const list = h.get(51);
    std::vector<std::uint16_t> found;
    for (std::size_t at = 2; at < list.size(); at += 4 + value_at(list, at + 2, 2)) {
        auto const group = static_cast<std::uint16_t>(value_at(list, at, 2));
        std::size_t const size = value_at(list, at + 2, 2);
        CHECK(size == (group == hybrid ? 1216U : group == curve25519 ? 32U : 65U));
        found.push_back(group);
    }
    CHECK(value_at(list, 0, 2) + 2 == list.size());
    return found;
}
using groups = std::vector<std::uint16_t>;

/// The server may take any group, by a share in the first hello or by a retry.
template <class P> void meets_every_group(groups const& first) {
    for (std::uint16_t const wanted : {hybrid, curve25519, p256}) {
        bool const sent = std::find(first.begin(), first.end(), wanted) != first.end();
        auto w = with_room<P>();
        visit<P> l{w};
        l.server.group = wanted;
        l.server.asks_group = !sent;
        CHECK(l.connects(sent ? 0xffff : 7));
        CHECK(l.says("hello"));
        CHECK(l.hears("world"));
        REQUIRE(l.server.hellos.size() == (sent ? 1 : 2));
        CHECK(shares_of(l.server.hellos[0]) == first);
        CHECK(l.server.hellos[0].get(10) ==
              vector_of(2, big_endian(2, hybrid) + big_endian(2, curve25519) + big_endian(2, p256)));
        if (!sent) {
            auto const& [a, b] = std::pair{l.server.hellos[0], l.server.hellos[1]};
            CHECK(shares_of(b) == groups{wanted});
            for (std::uint16_t const same : std::to_array<std::uint16_t>({0, 10, 13, 16, 43, 45}))
                CHECK(a.get(same) == b.get(same));
            CHECK(a.random == b.random);
        }
    }
}

} // namespace

TEST_CASE("KS1, KS5, HR6: the first hello has shares of the best groups; any other one is asked for by a retry") {
    meets_every_group<without>({});
    meets_every_group<with<1>>({hybrid});
    meets_every_group<with<2>>({hybrid, curve25519});
    meets_every_group<with<3>>({hybrid, curve25519, p256});
}
TEST_CASE("A group alone: X25519, and one that a back end brings, with shares of two sizes") {
    world<x25519_alone> w;
    visit<x25519_alone> l{w};
    l.server.group = curve25519;
    CHECK(l.connects());
    CHECK(l.says("hello"));
    CHECK(shares_of(l.server.hellos[0]) == groups{curve25519});
    CHECK(client<x25519_alone, knows<x25519_alone>>::max_transmit + 1216 - 32 ==
          client<hybrid_alone, knows<hybrid_alone>>::max_transmit);

    auto v = with_room<hybrid_alone>();
    visit<hybrid_alone> m{v};
    m.server.group = hybrid;
    CHECK(m.connects());
    CHECK(m.hears("world"));
    CHECK(shares_of(m.server.hellos[0]) == groups{hybrid});
}
TEST_CASE("KS5, HR6: a retry with a cookie alone repeats all shares byte for byte") {
    for (std::uint16_t const wanted : {hybrid, curve25519, p256}) {
        auto w = with_room<with<3>>();
        visit<with<3>> l{w};
        l.server.group = wanted;
        l.server.cookie = oracle::text("a cookie");
        CHECK(l.connects());
        REQUIRE(l.server.hellos.size() == 2);
        CHECK(l.server.hellos[0].get(51) == l.server.hellos[1].get(51));
    }
}
TEST_CASE("KS5: no key is used on another connection") {
    auto w = with_room<with<3>>();
    bytes last;
    for (unsigned i = 0; i < 3; ++i) {
        visit<with<3>> l{w};
        l.server.group = curve25519;
        CHECK(l.connects());
        bytes const now = l.server.hellos[0].get(51);
        for (std::size_t const at : std::to_array<std::size_t>({6, 6 + 1184, 6 + 1216 + 4, 6 + 1216 + 4 + 32 + 4 + 1}))
            CHECK((last.empty() || !std::equal(now.begin() + static_cast<std::ptrdiff_t>(at),
                                               now.begin() + static_cast<std::ptrdiff_t>(at + 16),
                                               last.begin() + static_cast<std::ptrdiff_t>(at))));
        last = now;
    }
}
TEST_CASE(
    "HR4, HR9, KS2: a group of which a share was sent, another one than was asked for, one that was not offered") {
    auto const fails = [](auto policy, fault const& wrong, bool is_protected = false) {
        using P = decltype(policy);
        auto w = with_room<P>();
        visit<P> l{w};
        wrong(l.server);
        return l.fails_with(by::illegal_parameter, is_protected);
    };
    auto const asks = [](std::uint16_t group) {
        return [=](oracle_server& s) {
            s.asks_group = true;
            s.group = group;
        };
    };
    CHECK(fails(with<2>{}, asks(hybrid)));
    CHECK(fails(with<2>{}, asks(curve25519)));
    CHECK(fails(with<2>{}, asks(24)));
    CHECK(fails(x25519_alone{}, asks(p256)));
    // The ServerHello, with or without a preceding retry.
    auto const answers = [](std::uint16_t group) {
        return in("server_hello", [=](bytes& m) {
            std::size_t const at = block_in_hello(m) + 2 + 6 + 4; // after supported_versions
            m[at] = static_cast<std::uint8_t>(group >> 8U);
            m[at + 1] = static_cast<std::uint8_t>(group);
        });
    };
    CHECK(fails(with<1>{}, both(answers(curve25519), [](oracle_server& s) { s.group = hybrid; })));
    CHECK(fails(with<2>{}, both(answers(p256), [](oracle_server& s) { s.group = curve25519; })));
    CHECK(fails(with<2>{}, both(answers(24), [](oracle_server& s) { s.group = curve25519; })));
    CHECK(fails(with<2>{}, both(answers(curve25519), asks(p256))));
    CHECK(fails(with<2>{}, both(answers(hybrid), asks(p256))));
    CHECK(fails(without{}, both(answers(hybrid), asks(p256))));
}
TEST_CASE("KS2: a share of another size, or one that the group refuses; and X25519 gives no zeros (RFC 8422 5.11)") {
    auto const share = [](std::uint16_t group, bytes const& value) {
        return both(in_hello(51, extension(51, big_endian(2, group) + vector_of(2, value))),
                    [=](oracle_server& s) { s.group = group; });
    };
    auto const refused = [&](std::uint16_t group, bytes const& value) {
        auto w = with_room<with<3>>();
        visit<with<3>> l{w};
        share(group, value)(l.server);
        return l.fails_with(by::illegal_parameter, false) && l.connected == 0;
    };
    for (std::size_t const size : std::to_array<std::size_t>({1, 31, 33, 65}))
        CHECK(refused(curve25519, bytes(size, 9)));
    CHECK(refused(curve25519, bytes(32, 0)));
    CHECK(refused(curve25519, bytes{1} + bytes(31, 0)));
    for (std::size_t const size : std::to_array<std::size_t>({1, 1088, 1119, 1121, 1216}))
        CHECK(refused(hybrid, bytes(size, 0x42)));
    CHECK(refused(hybrid, bytes(1120, 0x43)));
    CHECK(refused(hybrid, bytes(1088, 0x42) + bytes(32, 0)));
    CHECK(refused(p256, bytes(65, 4)));
}
TEST_CASE("BD3: of several shares each is made by itself, and may be pending") {
    for (std::uint16_t const wanted : {hybrid, curve25519, p256}) {
        auto w = with_room<slow>();
        visit<slow> l{w};
        l.server.group = wanted;
        CHECK(l.connects(5));
        CHECK(l.says("hello"));
        CHECK(shares_of(l.server.hellos[0]) == groups{hybrid, curve25519, p256});
    }
    CHECK(slow_crypto::changed() == 0);
    CHECK(slow_crypto::x25519::counts.changed == 0);
    CHECK(slow_crypto::x25519::counts.answered_pending >= 4);

    auto w = with_room<with<3>>();
    visit<with<3>> l{w};
    unsigned most = 0;
    for (unsigned i = 0; i < 20 && l.side->ready().empty(); ++i) {
        pair::done_here() = {};
        static_cast<void>(l.side->run(w.now));
        most = std::max(most, pair::done_here().public_key);
    }
    CHECK(!l.side->ready().empty());
    CHECK(most == 1);
}
TEST_CASE("BD5: whenever it ends, no secret of any group is left") {
    for (std::uint16_t const wanted : {hybrid, curve25519, p256}) {
        for (unsigned stop = 1; stop < 40; ++stop) {
            auto w = with_room<with<3>>();
            visit<with<3>> l{w};
            l.server.group = wanted;
            for (unsigned i = 0; i < stop; ++i) {
                static_cast<void>(l.side->run(w.now));
                l.server.receive(to_bytes(l.side->ready()));
                l.side->sent(l.side->ready().size());
                auto const space = l.side->space();
                std::size_t const size = std::min({space.size(), l.server.out.size(), std::size_t{600}});
                std::copy_n(l.server.out.begin(), size, space.begin());
                l.server.out.erase(l.server.out.begin(), l.server.out.begin() + static_cast<std::ptrdiff_t>(size));
                l.side->received(static_cast<std::uint32_t>(size));
            }
            l.side->transport_lost();
            for (bytes const& each : l.server.secrets) CHECK(!l.holds(each));
        }
    }
}
TEST_CASE("BD2: the models of a server's side: a share that encapsulates, or a key pair of the same group") {
    using exchange = group_exchange<with<1>>;
    CHECK(exchange::encapsulates(x25519mlkem768));
    CHECK(!exchange::encapsulates(x25519));
    CHECK(exchange::client_share_size(x25519mlkem768) == 1216);
    CHECK(exchange::server_share_size(x25519mlkem768) == 1120);
    CHECK(exchange::secret_size(x25519mlkem768) == 64);
    CHECK(exchange::server_share_size(secp256r1) == 65);
    CHECK(exchange::secret_size(x25519) == 32);
    CHECK(exchange::secret_size(secp384r1) == 0);
    exchange client, server;
    std::array<std::uint8_t, 1216> share{}, answer{};
    std::array<std::uint8_t, 64> mine{}, theirs{};
    auto const finish = [](auto step) {
        crypto_status status = step();
        for (unsigned i = 0; i < 5 && status == crypto_status::pending; ++i) status = step();
        return status;
    };
    CHECK(finish([&] { return client.generate(x25519mlkem768, 0, share.data()); }) == crypto_status::done);
    CHECK(finish([&] { return server.encapsulate(x25519mlkem768, share, answer.data(), theirs.data()); }) ==
          crypto_status::done);
    CHECK(client.agree(x25519mlkem768, 0, byte_view{answer}.subview(0, 1120), mine.data()) == crypto_status::done);
    CHECK(mine == theirs);
    CHECK(mine != std::array<std::uint8_t, 64>{});
    CHECK(server.encapsulate(x25519, share, answer.data(), theirs.data()) == crypto_status::failed);
    CHECK(server.generate(secp384r1, 0, answer.data()) == crypto_status::failed);
    CHECK(server.agree(secp384r1, 0, share, answer.data()) == crypto_status::failed);
}
