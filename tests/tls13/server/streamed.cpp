// PS17: a hello that is longer than a server's buffers passes through its parser. The server's answer is that of a
// server that has room for the hello, whatever the cuts are. RFC 8446 4.1.2, 4.2.8, 4.2.11.
#include <algorithm>

#include "support/test.hpp"
#include "tls13/server/serving.hpp"

namespace {

using namespace serving;

template <class Like, bool Streams> constexpr options with_stream() {
    options o = Like::options;
    o.max_message = 16'384;
    o.stream_client_hello = Streams;
    o.record_limit = 500; // the same answer, whatever the buffers
    return o;
}
template <class Like, bool Streams> struct reads : policy_of<with_stream<Like, Streams>(), Like> {};

using only_1_3 = of_tls13<>;
using psk_alone = psk_only<>;
using cookies = with_cookie;
struct both : policy_of<options{}> {
    using crypto = pair::prompt<1>;
    using versions = version_list<protocol_version::tls_1_3, protocol_version::tls_1_2>;
    using suites = suite_list<aes_128_gcm_sha256, ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using protocols = protocol_list<"mqtt", "coap">;
    using psk_modes = psk_mode_list<psk_key_exchange_mode::psk_dhe_ke, psk_key_exchange_mode::psk_ke>;
};

constexpr pair::room large{.receive = 20'000, .transmit = 2'000, .messages = 20'000};
constexpr pair::room least{.receive = 541, .transmit = 541, .messages = 145};

/// How a transport and a client cut a hello.
struct cuts {
    std::size_t fragment = 16'384;
    std::size_t piece = 0xffff;
    std::size_t first = 0;
};

/// What a client and the application see of a server's answer.
struct outcome {
    std::vector<std::uint8_t> order;
    int alert = -1;
    std::uint32_t failure = 0;
    bool connected = false, wrong = false, resumed = false, psk_taken = false, has_share = false;
    std::size_t psk_index = 0, tickets = 0;
    unsigned retries = 0, dummies = 0;
    bytes extensions, lower; ///< EncryptedExtensions; a ServerHello of TLS 1.2 without its random
    std::string seen;

    friend bool operator==(outcome const&, outcome const&) = default;
};

/// What a case changes in its client, and in the second connection, which has the ticket of the first one.
struct meeting {
    fault first = [](oracle::client&) {};
    fault second = nullptr;
    bool moved = false; ///< another server object takes the second hello
};

/// Runs until the client has made its second hello, of which the server has received nothing.
template <class P, template <class> class Knows> void greet(visit<P, Knows>& l) {
    l.client.start();
    while (!l.client.out.empty() && l.last != progress::failed) l.turn();
    for (unsigned i = 0; i < 20 && l.client.retries == 0; ++i) l.turn(0);
}
template <class P, template <class> class Knows>
outcome seen_by(world<P, Knows>& w, oracle::client* before, meeting const& m, cuts const& cut, oracle::client* after) {
    visit<P, Knows> l{w};
    l.client.first_fragment = cut.first;
    l.client.fragment = cut.fragment;
    if (before != nullptr && !before->tickets.empty()) l.client.keys = {offered_ticket(*before)};
    (before != nullptr ? m.second : m.first)(l.client);
    if (m.moved) {
        greet(l);
        l.moves_to(w);
    } else {
        l.client.start();
    }
    if (l.client.versions.front() < 0x0304) { // this client does not go on in TLS 1.2
        outcome got;
        for (unsigned i = 0; i < 20'000 && l.all_sent.empty(); ++i) {
            if (l.side->ready().empty()) {
                l.last = l.side->run(w.now);
                auto const space = l.side->space();
                auto const size = static_cast<std::ptrdiff_t>(std::min({space.size(), l.client.out.size(), cut.piece}));
                std::copy(l.client.out.begin(), l.client.out.begin() + size, space.begin());
                l.client.out.erase(l.client.out.begin(), l.client.out.begin() + size);
                l.side->received(static_cast<std::uint32_t>(size));
            } else {
                l.all_sent = to_bytes(l.side->ready());
            }
        }
        got.failure = l.side->failure().code();
        got.lower = l.all_sent;
        std::size_t const size = got.lower.size() < 5 ? 0 : 5 + oracle::value_at(got.lower, 3, 2);
        got.lower.resize(std::min(got.lower.size(), size));
        got.alert = size == 7 && got.lower[0] == 21 ? got.lower[6] : -1;
        if (got.lower.size() > 43) std::fill(got.lower.begin() + 11, got.lower.begin() + 43, std::uint8_t{0});
        return got;
    }
    l.settle(cut.piece);
    outcome got{l.client.order,
                l.client.alert ? *l.client.alert : -1,
                l.side->failure().code(),
                l.good(),
                l.client.wrong,
                l.connected != 0 && l.side->resumed(),
                l.client.psk_taken,
                l.client.has_share,
                l.client.psk_index,
                l.client.tickets.size(),
                l.client.retries,
                l.client.dummies,
                l.client.encrypted_extensions,
                {},
                {}};
    if constexpr (requires { w.known.seen; }) got.seen.assign(w.known.seen.begin(), w.known.seen.end());
    if (got.connected) CHECK(l.talks());
    if (after != nullptr) {
        after->tickets = l.client.tickets;
    }
    return got;
}
template <class P, template <class> class Knows>
std::vector<outcome> meet(meeting const& m, pair::room const& sizes, cuts const& cut) {
    world<P, Knows> w;
    w.sizes = sizes;
    oracle::client kept;
    std::vector<outcome> all{seen_by<P, Knows>(w, nullptr, m, cut, &kept)};
    if (m.second) all.push_back(seen_by<P, Knows>(w, &kept, m, cut, nullptr));
    return all;
}
/// Compares a server that has room with one that streams. \return the outcome of the first one
template <class Like, template <class> class Knows = knows> std::vector<outcome> compare(meeting const& m) {
    auto const expected = meet<reads<Like, false>, Knows>(m, large, {});
    auto const same = [&](pair::room const& sizes, cuts const& cut) {
        CAPTURE(cut.fragment);
        CAPTURE(cut.piece);
        CAPTURE(cut.first);
        auto const got = meet<reads<Like, true>, Knows>(m, sizes, cut);
        REQUIRE(got.size() == expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
            CAPTURE(i);
            CHECK(got[i].order == expected[i].order);
            CHECK(got[i].alert == expected[i].alert);
            CHECK(got[i].failure == expected[i].failure);
            CHECK(got[i] == expected[i]);
        }
    };
    same(large, {}); // it fits, and is parsed in one piece
    for (pair::room const& sizes : {least, pair::room{.receive = 600, .transmit = 700, .messages = 300}}) {
        same(sizes, {});
        same(sizes, {.piece = 1});
        same(sizes, {.fragment = 7, .piece = 100});
        same(sizes, {.fragment = 1});
        same(sizes, {.fragment = 500, .piece = 333, .first = 1});
    }
    return expected;
}
template <class Like, template <class> class Knows = knows> void refused(by what, fault const& wrong) {
    auto const got = compare<Like, Knows>({.first = wrong});
    CHECK(got[0].alert == static_cast<int>(what));
}
template <class Like, template <class> class Knows = knows> void taken(fault const& odd) {
    auto const got = compare<Like, Knows>({.first = odd});
    CHECK(got[0].connected);
}

/// A hello as post-quantum clients send it.
void hybrid(oracle::client& c) {
    c.groups = {0x2a2a, 0x11ec, 29, 23, 24};
    c.shares = {0x2a2a, 0x11ec, 23};
}
/// Shares of more than 4 KB.
void huge(oracle::client& c) {
    c.groups = {0x11eb, 0x11ec, 0x11ed, 29, 23};
    c.shares = {0x11ec, 0x11eb, 23, 0x11ed};
}
fault both_of(fault a, fault b) {
    return [=](oracle::client& c) {
        a(c);
        b(c);
    };
}
/// Where the block of extensions of a hello begins.
std::size_t block_in(bytes const& m) {
    std::size_t at = 4 + 2 + 32;
    at += std::size_t{1} + m[at];
    at += 2 + oracle::value_at(m, at, 2);
    return at + 1 + m[at];
}
/// Changes the body of an extension of the hello, and the lengths around it.
fault with_body(unsigned type, std::function<void(bytes&)> change) {
    return in("hello", [=](bytes& m) {
        std::size_t const at = block_in(m);
        bytes all;
        for (std::size_t p = at + 2; p < m.size();) {
            std::size_t const size = oracle::value_at(m, p + 2, 2);
            bytes body = oracle::part(m, p + 4, size);
            if (oracle::value_at(m, p, 2) == type) change(body);
            all = all + extension(static_cast<std::uint16_t>(oracle::value_at(m, p, 2)), body);
            p += 4 + size;
        }
        m = oracle::message(1, oracle::part(m, 4, at - 4) + vector_of(2, all));
    });
}
oracle::offered_key tea(std::size_t size) { return {bytes(size, 't'), bytes(32, 1), false, 0}; }

} // namespace

TEST_CASE("PS17: shares of 4 KB pass through a receive buffer of 541 bytes, and the ticket resumes") {
    auto const check = []<class P>() {
        using policy = reads<P, true>;
        for (fault const& odd : {fault{hybrid}, fault{huge}}) {
            for (std::size_t const piece : {1U, 541U}) {
                world<policy> w;
                w.sizes = least;
                visit<policy> first{w};
                odd(first.client);
                first.client.versions = {0x0304, 0x0303};
                REQUIRE(first.connects(piece));
                CHECK(first.talks());
                REQUIRE(first.client.tickets.size() == 1);
                visit<policy> again{w};
                odd(again.client);
                again.client.keys = {offered_ticket(first.client)};
                REQUIRE(again.connects(piece));
                CHECK(again.side->resumed());
                CHECK(again.client.has_share);
                CHECK(again.talks());
            }
        }
    };
    check.operator()<only_1_3>();
    check.operator()<both>();
}
TEST_CASE("PS17: the same answer, whether the hello fits or passes") {
    auto const all = []<class P>() {
        for (fault const& size : {fault{[](oracle::client&) {}}, fault{hybrid}, fault{huge}}) {
            auto const got = compare<P>({.first = size, .second = size});
            CHECK(got[0].connected);
            CHECK(got[1].resumed);
            taken<P>(both_of(size, [](oracle::client& c) {
                c.keys = {tea(9), offered_coffee()};
                c.session_id = bytes(32, 3);
                c.dummy = true;
            }));
            taken<P>(both_of(size, [](oracle::client& c) {
                c.keys = {offered_coffee()};
                c.modes = {0};
            }));
            taken<P>(both_of(size, [](oracle::client& c) {
                c.early_data = true;
                c.early_records = std::vector<bytes>(3, bytes{23, 3, 3} + vector_of(2, bytes(700, 0xee)));
            }));
            // A wrong binder, and identities that nobody knows.
            refused<P>(by::decrypt_error, both_of(size, [](oracle::client& c) {
                           c.keys = {{coffee, bytes(32, 1), false, 0}};
                       }));
            taken<P>(both_of(size, [](oracle::client& c) { c.keys = {tea(3), tea(127)}; }));
        }
    };
    all.operator()<only_1_3>();
    all.operator()<both>();
}
TEST_CASE("PS17: a retry, before and behind long hellos") {
    auto const retried = [](std::vector<std::uint16_t> shares) {
        return [=](oracle::client& c) {
            c.groups = {0x11ec, 0x11ed, 0x11eb, 29, 23};
            c.shares = shares;
        };
    };
    auto const check = [&]<class P>() {
        for (auto const& shares : std::vector<std::vector<std::uint16_t>>{{29}, {0x11ec}, {0x11ec, 0x11ed, 0x11eb}}) {
            fault const odd = retried(shares);
            auto const got = compare<P>({.first = odd, .second = odd});
            CHECK(got[0].retries == 1);
            CHECK(got[1].resumed);
            fault const key = both_of(odd, [](oracle::client& c) {
                c.keys = {tea(20), offered_coffee()};
                c.session_id = bytes(32, 3);
                c.dummy = true;
            });
            taken<P>(key);
            // The second hello is long as well.
            taken<P>(both_of(key, [](oracle::client& c) { c.more_extensions = extension(21, bytes(1'000)); }));
            // Only what a retry changes may differ.
            auto const then = [&](std::function<void(oracle::client&)> change) {
                return both_of(key, [=](oracle::client& c) {
                    c.edit = [=, &c](std::string const& name, bytes&) {
                        if (name == "client_hello" && c.retries == 0) change(c);
                    };
                });
            };
            taken<P>(then([](oracle::client& c) { c.more_extensions = extension(21, bytes(2'000)); }));
            taken<P>(then([](oracle::client& c) { c.keys = {offered_coffee()}; }));
            refused<P>(by::illegal_parameter, then([](oracle::client& c) { c.keys = {offered_coffee(), tea(20)}; }));
            refused<P>(by::illegal_parameter, then([](oracle::client& c) { c.keys = {tea(21), offered_coffee()}; }));
            refused<P>(by::illegal_parameter, then([](oracle::client& c) { c.suites = {0x1301, 0x1305}; }));
            refused<P>(by::illegal_parameter, then([](oracle::client& c) { c.protocols = {"mqtt", "coap"}; }));
            refused<P>(by::illegal_parameter,
                       then([](oracle::client& c) { c.more_extensions = extension(0x3a3a, bytes(900)); }));
        }
    };
    check.operator()<only_1_3>();
    check.operator()<both>();
}
TEST_CASE("PS17: a cookie, in a hello that fits and in one that passes") {
    // The client sends its shares again.
    for (fault const& size : {fault{[](oracle::client&) {}}, fault{hybrid}, fault{huge}}) {
        fault const key = both_of(size, [](oracle::client& c) {
            c.keys = {tea(20), offered_coffee()};
            c.session_id = bytes(32, 3);
        });
        auto const got = compare<cookies>({.first = size, .second = size});
        CHECK(got[0].retries == 1);
        CHECK(got[1].resumed);
        taken<cookies>(key);
        refused<cookies>(by::illegal_parameter, both_of(key, in("cookie", [](bytes& c) { c[40] ^= 1; })));
        refused<cookies>(by::illegal_parameter, both_of(key, in("cookie", [](bytes& c) { c.push_back(0); })));
        refused<cookies>(by::illegal_parameter, both_of(key, in("cookie", [](bytes& c) { c = bytes(300, 7); })));
        refused<cookies>(by::illegal_parameter, both_of(key, [](oracle::client& c) {
                             c.edit = [&c](std::string const& name, bytes& m) {
                                 if (name == "hello" && c.retries == 1) {
                                     bytes const share{0, 23, 0, 65, 4};
                                     auto const at = std::search(m.begin(), m.end(), share.begin(), share.end());
                                     REQUIRE(at != m.end());
                                     at[20] ^= 1; // a share that is not that of the first hello
                                 }
                             };
                         }));
    }
    // The second hello is short: a group was asked for.
    taken<cookies>([](oracle::client& c) {
        c.groups = {0x11ec, 23};
        c.shares = {0x11ec};
        c.keys = {offered_coffee()};
    });
    auto const moved = compare<cookies>({.first =
                                             [](oracle::client& c) {
                                                 c.groups = {0x11ec, 23};
                                                 c.shares = {0x11ec};
                                                 c.fragment = 16'384;
                                                 c.first_fragment = 0;
                                             },
                                         .moved = true});
    CHECK(moved[0].connected);
}
TEST_CASE("HR13, PS17: a server that did not ask cannot take a cookie in a hello that is longer than its buffers") {
    // The transcript begins with what is in the cookie, behind the first bytes of the hello.
    using policy = reads<cookies, true>;
    world<policy> w;
    w.sizes = least;
    visit<policy> l{w};
    huge(l.client);
    greet(l);
    REQUIRE(l.client.retries == 1);
    l.moves_to(w);
    l.settle();
    CHECK(l.failed_with(by::handshake_failure, false));
    CHECK(l.side->failure().what() == errc::message_too_long);
}
TEST_CASE("HR13: a connection that asked for a cookie takes no other one, of the same server and the same hello") {
    auto const other = []<class P>(pair::room const& sizes, std::size_t padding) {
        world<P> w;
        w.sizes = sizes;
        bytes earlier;
        for (bool const again : {false, true}) {
            visit<P> l{w};
            l.client.groups = {0x11ec, 23}; // the shares of the two connections differ, and may
            l.client.shares = {0x11ec};
            l.client.more_extensions = extension(21, bytes(padding));
            l.client.edit = [&](std::string const& name, bytes& m) {
                if (name == "cookie" && again) m = earlier;
            };
            greet(l);
            REQUIRE(l.client.retries == 1);
            if (!again) earlier = l.client.cookie;
            l.settle();
            CHECK((again ? l.failed_with(by::illegal_parameter, false) : l.good()));
            ++w.now; // another cookie
        }
    };
    other.operator()<reads<cookies, false>>(large, 900);
    other.operator()<reads<cookies, true>>(least, 900);
    other.operator()<reads<cookies, true>>(large, 900);
}
TEST_CASE("KS3: shares that are wrong, in a hello that passes") {
    auto const wrong = []<class P>() {
        refused<P>(by::illegal_parameter, both_of(huge, [](oracle::client& c) { c.shares.push_back(0x11ec); }));
        refused<P>(by::illegal_parameter, both_of(huge, [](oracle::client& c) { c.shares.push_back(23); }));
        refused<P>(by::illegal_parameter, both_of(huge, [](oracle::client& c) { c.shares.assign(16, 23); }));
        refused<P>(by::illegal_parameter, both_of(huge, [](oracle::client& c) { c.shares.push_back(0x4444); }));
        refused<P>(by::illegal_parameter, both_of(huge, [](oracle::client& c) { c.groups = {0x11eb, 0x11ec, 23}; }));
        refused<P>(by::illegal_parameter, both_of(hybrid, with_body(51, [](bytes& b) { // longer than a point
                                                      b = vector_of(2, big_endian(2, 23) + vector_of(2, bytes(900, 4)));
                                                  })));
        refused<P>(by::illegal_parameter, both_of(hybrid, with_body(51, [](bytes& b) {
                                                      b = vector_of(2, big_endian(2, 23) + vector_of(2, bytes(1, 4)));
                                                  })));
        refused<P>(by::illegal_parameter, both_of(hybrid, with_body(51, [](bytes& b) { // not on the curve
                                                      b = vector_of(2, big_endian(2, 23) + vector_of(2, bytes(65, 4)));
                                                  })));
        refused<P>(by::decode_error, both_of(hybrid, with_body(51, [](bytes& b) { b.push_back(0); })));
        refused<P>(by::decode_error, both_of(hybrid, with_body(51, [](bytes& b) { b[4] ^= 0x40; })));
        refused<P>(by::decode_error, both_of(hybrid, with_body(51, [](bytes& b) {
                                                 b = vector_of(2, big_endian(2, 29) + bytes{0, 0});
                                             })));
        // As many shares as a server reads, and one more.
        for (std::size_t const count : {16U, 17U, 18U, 400U}) {
            fault const many = [=](oracle::client& c) {
                c.shares = {23};
                for (std::size_t i = 1; i < count; ++i) c.shares.push_back(static_cast<std::uint16_t>(0x5000 + i));
                c.groups = c.shares;
            };
            if (count == 16) {
                taken<P>(many);
            } else {
                refused<P>(by::illegal_parameter, many);
            }
        }
        // No share: a retry. No group in common, or no list of groups.
        taken<P>([](oracle::client& c) {
            c.shares = {};
            c.more_extensions = extension(21, bytes(900));
        });
        refused<P>(by::handshake_failure, [](oracle::client& c) { c.groups = c.shares = {0x11ec, 0x11ed}; });
        refused<P>(by::missing_extension, [](oracle::client& c) {
            c.groups = {};
            c.more_extensions = extension(51, vector_of(2, big_endian(2, 0x11ec) + vector_of(2, bytes(1216))));
        });
        // Groups that are too many to keep: those of the policy are found, and shares of the others pass.
        fault const long_groups = both_of(huge, [](oracle::client& c) {
            for (unsigned i = 0; i < 500; ++i) c.groups.push_back(static_cast<std::uint16_t>(0x6000 + i));
            c.shares.insert(c.shares.begin(), 0x6005);
        });
        taken<P>(long_groups);
        refused<P>(by::illegal_parameter, both_of(long_groups, [](oracle::client& c) { c.groups[4] = 0x7777; }));
    };
    wrong.operator()<only_1_3>();
    wrong.operator()<both>();
}
TEST_CASE("PS10 to PS13: pre-shared keys that are wrong, in a hello that passes") {
    fault const keys = both_of(huge, [](oracle::client& c) { c.keys = {tea(9), tea(10), offered_coffee()}; });
    auto const wrong = [&]<class P>() {
        auto const changed = [&](std::function<void(bytes&)> change) {
            return both_of(keys, [=](oracle::client& c) {
                c.edit = [=](std::string const& name, bytes& m) {
                    if (name == "client_hello") change(m);
                };
            });
        };
        refused<P>(by::decrypt_error, changed([](bytes& m) { m.back() ^= 1; }));
        taken<P>(keys);
        auto const unequal = [&](int more) { // binders
            return changed([=](bytes& m) {
                std::size_t const size = 3 * 33;
                bytes front = oracle::part(m, 0, m.size() - size - 2);
                bytes list = oracle::part(m, m.size() - size, size);
                if (more < 0) {
                    list.resize(list.size() - 33);
                } else {
                    list = list + oracle::part(list, 0, 33);
                }
                m = front + vector_of(2, list);
                bytes const head{0, 41};
                auto const at = std::find_end(m.begin(), m.end(), head.begin(), head.end()) - m.begin();
                bytes const fixed = extension(
                    41, oracle::part(m, static_cast<std::size_t>(at) + 4, m.size() - static_cast<std::size_t>(at) - 4));
                m = oracle::part(m, 0, static_cast<std::size_t>(at)) + fixed;
                std::size_t const block = block_in(m);
                m = oracle::message(1, oracle::part(m, 4, block - 4) +
                                           vector_of(2, oracle::part(m, block + 2, m.size() - block - 2)));
            });
        };
        refused<P>(by::illegal_parameter, unequal(-1));
        refused<P>(by::illegal_parameter, unequal(1));
        refused<P>(by::illegal_parameter,
                   both_of(keys, in("client_hello", [](bytes& m) { // behind it another one
                               std::size_t const at = block_in(m);
                               bytes const list = oracle::part(m, at + 2, m.size() - at - 2);
                               m = oracle::message(1,
                                                   oracle::part(m, 4, at - 4) + vector_of(2, list + extension(99, {})));
                           })));
        refused<P>(by::missing_extension, both_of(keys, [](oracle::client& c) { c.modes = {}; }));
        // Only so many are looked at.
        taken<P>(both_of(
            keys, [](oracle::client& c) { c.keys = {tea(1), tea(2), tea(3), offered_coffee(), tea(5), tea(6)}; }));
        auto const behind = compare<P>({.first = both_of(keys, [](oracle::client& c) {
                                            c.keys = {tea(1), tea(2), tea(3), tea(4), offered_coffee()};
                                        })});
        CHECK(!behind[0].psk_taken);
        // Modes that are too many to keep.
        taken<P>(both_of(keys, [](oracle::client& c) {
            c.modes = bytes(250, 77);
            c.modes[200] = 1;
        }));
        // An identity too long to keep, as no server knows it; the next one is found.
        taken<P>(both_of(keys, [](oracle::client& c) { c.keys = {tea(400), tea(2'000), offered_coffee()}; }));
    };
    wrong.operator()<only_1_3>();
    wrong.operator()<both>();
    // PS14
    refused<psk_alone>(by::decrypt_error, both_of(huge, [](oracle::client& c) { c.keys = {tea(7)}; }));
    refused<psk_alone>(by::decrypt_error, both_of(huge, [](oracle::client& c) { c.keys = {tea(700)}; }));
    taken<psk_alone>(both_of(huge, [](oracle::client& c) { c.keys = {tea(700), offered_coffee()}; }));
}
TEST_CASE("PS17: an identity that is too long to keep is an unknown one") {
    using policy = reads<psk_alone, true>;
    for (std::size_t const size : {128U, 321U}) {
        world<policy> w;
        w.sizes = least;
        visit<policy> l{w};
        huge(l.client);
        l.client.keys = {tea(size), offered_coffee()};
        REQUIRE(l.connects());
        // It is not even looked up.
        CHECK(w.known.asked.size() == (size == 128 ? 2 : 1));
        CHECK(l.client.psk_index == 1);
    }
}
TEST_CASE("EX, VN: other fields and extensions, in a hello that passes") {
    auto const other = []<class P>() {
        bytes const padding = extension(21, bytes(3'000));
        auto const padded = [&](fault const& odd) {
            return both_of(odd, [=](oracle::client& c) { c.more_extensions = c.more_extensions + padding; });
        };
        taken<P>(padded([](oracle::client& c) { c.name = "sensor.example"; }));
        taken<P>(padded([](oracle::client& c) { c.more_extensions = extension(28, big_endian(2, 300)); }));
        taken<P>(padded([](oracle::client& c) { c.more_extensions = extension(1, {1}); }));
        refused<P>(by::illegal_parameter, padded([](oracle::client& c) {
                       c.more_extensions = extension(28, {0, 63});
                   }));
        refused<P>(by::decode_error, padded([](oracle::client& c) { c.more_extensions = extension(28, {0, 64, 0}); }));
        taken<P>(padded([](oracle::client& c) {
            c.suites.clear();
            for (unsigned i = 0; i < 400; ++i) c.suites.push_back(static_cast<std::uint16_t>(0x4000 + i));
            c.suites.push_back(0x1301);
        }));
        refused<P>(by::handshake_failure, padded([](oracle::client& c) { c.suites = {0x1302}; }));
        refused<P>(by::protocol_version, padded([](oracle::client& c) { c.versions = {0x7a7a, 0x0302}; }));
        refused<P>(by::inappropriate_fallback, padded([](oracle::client& c) {
                       c.versions = {0x0302};
                       c.suites = {0x1301, 0x5600};
                   }));
        refused<P>(by::no_application_protocol, padded([](oracle::client& c) {
                       c.protocols.clear();
                       for (unsigned i = 0; i < 60; ++i) c.protocols.push_back("protocol-" + std::to_string(i));
                   }));
        taken<P>(padded([](oracle::client& c) {
            c.protocols.clear();
            for (unsigned i = 0; i < 60; ++i) c.protocols.push_back("protocol-" + std::to_string(i));
            c.protocols.push_back("coap");
        }));
        taken<P>(padded([](oracle::client& c) {
            c.schemes.clear();
            for (unsigned i = 0; i < 300; ++i) c.schemes.push_back(static_cast<std::uint16_t>(0x0900 + i));
            c.schemes.push_back(0x0403);
        }));
        refused<P>(by::missing_extension, padded([](oracle::client& c) { c.schemes = {}; }));
        refused<P>(by::handshake_failure, padded([](oracle::client& c) { c.schemes = {0x0804}; }));
        // VN15: null must be the only method, also where it stands behind others.
        for (bytes const& methods : {bytes{1, 0}, bytes{0, 1}, bytes{1}, bytes{0, 0}}) {
            refused<P>(by::illegal_parameter, padded(in("hello", [=](bytes& m) {
                           std::size_t const at = 4 + 2 + 32 + 1 + 2 + 2;
                           m = oracle::message(1, oracle::part(m, 4, at - 4) + vector_of(1, methods) +
                                                      oracle::part(m, at + 2, m.size() - at - 2));
                       })));
        }
        // RFC 8446 4.2: an extension twice.
        refused<P>(by::illegal_parameter, padded([](oracle::client& c) {
                       c.more_extensions = extension(43, {2, 3, 4});
                   }));
        refused<P>(by::illegal_parameter, padded([](oracle::client& c) { c.more_extensions = extension(51, {0, 0}); }));
        refused<P>(by::illegal_parameter,
                   padded([](oracle::client& c) { c.more_extensions = extension(77, {}) + extension(77, {}); }));
        refused<P>(by::decode_error,
                   padded(in("hello", [](bytes& m) { m = oracle::message(1, oracle::part(m, 4, 900)); })));
    };
    other.operator()<only_1_3>();
    other.operator()<both>();
    taken<only_1_3, looks>(both_of(huge, [](oracle::client& c) { c.name = "sensor.example"; }));
}
TEST_CASE("PS17: a hello of TLS 1.2 passes through a server of both versions") {
    for (std::size_t const padding : {0U, 600U, 4'000U}) {
        fault const old = [=](oracle::client& c) {
            c.versions = {0x0303};
            c.suites = {0xc02b, 0x1301};
            c.more_extensions =
                extension(23, {}) + extension(0xff01, {0}) + extension(35, {}) + extension(21, bytes(padding));
        };
        auto const got = compare<both>({.first = old});
        REQUIRE(got[0].lower.size() > 50);
        CHECK(got[0].lower[0] == 22);
        auto const chooses = compare<both>({.first = both_of(old, [](oracle::client& c) { c.groups = {0x11ec, 24}; })});
        CHECK(chooses[0].alert == static_cast<int>(by::handshake_failure));
    }
}
TEST_CASE("PS17: the same answer at every cut of a hello") {
    // By a pre-shared key alone, and with a retry: the binders are near the end.
    for (bool const retried : {false, true}) {
        fault const odd = [=](oracle::client& c) {
            c.groups = {0x11ec, 23};
            c.shares = {0x11ec};
            if (!retried) c.modes = {0};
            c.name = "a";
            c.keys = {tea(30), offered_coffee()};
        };
        meeting const m{.first = odd};
        auto const expected = meet<reads<only_1_3, false>, knows>(m, large, {});
        REQUIRE(expected[0].connected);
        std::size_t bad = 0;
        for (std::size_t cut = 1; cut < 1'600; cut += retried ? 3U : 1U) {
            auto const got = meet<reads<only_1_3, true>, knows>(m, least, {.first = cut});
            bad += got == expected ? 0U : 1U;
        }
        CHECK(bad == 0);
    }
}
TEST_CASE("PS17: the same answer to a hello with a flipped bit, at every byte") {
    auto const flipped = []<class P>() {
        auto const odd = [](std::size_t at) {
            return both_of(
                [](oracle::client& c) {
                    c.versions = {0x0304, 0x0303};
                    c.groups = {0x11ec, 29, 23};
                    c.shares = {29, 23};
                    c.name = "sensor.example";
                    c.keys = {tea(30), offered_coffee()};
                    c.more_extensions = extension(28, big_endian(2, 300)) + extension(21, bytes(70));
                },
                in("client_hello", [=](bytes& m) { m.at(at) ^= static_cast<std::uint8_t>(1U << at % 8); }));
        };
        world<reads<P, false>> w;
        visit<reads<P, false>> l{w};
        odd(0)(l.client);
        l.client.start();
        std::size_t const size = l.client.out.size() - 5;
        REQUIRE(size > 400);
        std::vector<std::size_t> different;
        for (std::size_t at = 4; at < size; ++at) { // the header says how long the hello is
            if (at == size - 66)
                continue; // the first binder's length: then a byte of the second one, by chance, is a length
            meeting const m{.first = odd(at)};
            auto const expected = meet<reads<P, false>, knows>(m, large, {});
            bool const same = meet<reads<P, true>, knows>(m, large, {}) == expected &&
                              meet<reads<P, true>, knows>(m, least, {.first = 1 + at % 399}) == expected;
            if (!same) different.push_back(at);
        }
        for (std::size_t const at : different) MESSAGE("different at " << at);
        CHECK(different.empty());
    };
    flipped.operator()<only_1_3>();
    flipped.operator()<both>();
}
TEST_CASE("K8: a name too long to keep is an error of its own, and no hello without a name") {
    auto const check = []<class P>() {
        for (std::size_t const size : {100U, 200U}) {
            world<reads<P, true>> w;
            w.sizes = least;
            visit<reads<P, true>> l{w};
            hybrid(l.client);
            l.client.name = std::string(size, 'a');
            if (size == 100) {
                CHECK(l.connects());
            } else {
                CHECK(l.fails_with(by::handshake_failure, false));
                CHECK(l.side->failure().what() == errc::extension_too_long);
            }
        }
    };
    check.operator()<only_1_3>();
    check.operator()<both>();
}
