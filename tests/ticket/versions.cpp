// A store with tickets of both versions, and its archives: RFC 8446 4.6.1, C.4; NT4 to NT6, NT15.
#include "sessions.hpp"
#include "support/test.hpp"

#include "flintls/ticket/archive.hpp"

namespace {

using namespace tickets;
using test::at_run_time;

/// Both versions; `Each` tickets of TLS 1.3 for a name.
template <std::size_t Slots, std::uint8_t Each = 1, bool Clock = true>
struct both : policy_of<test::with<small<Slots>>([](auto& o) {
                            o.tickets_per_name = Each;
                            o.has_clock = Clock;
                        }),
                        small<Slots>> {
    using versions = version_list<protocol_version::tls_1_3, protocol_version::tls_1_2>;
    using suites = suite_list<cipher_suite::aes_128_gcm_sha256, cipher_suite::aes_128_ccm_8_sha256, gcm_ecdsa, gcm_rsa>;
};
template <std::size_t Slots> struct modern : both<Slots> {
    using versions = version_list<protocol_version::tls_1_3>;
    using suites = suite_list<cipher_suite::aes_128_gcm_sha256>;
};
template <policy P> using image = test::bytes<max_unprotected_size<P>>;

constexpr std::uint32_t age_add = 0x0a0b'0c0d;
constexpr session modern_session(std::uint8_t number, std::uint32_t authenticated_at = 0,
                                 cipher_suite suite = cipher_suite::aes_128_gcm_sha256) {
    session s = session_with(number, authenticated_at);
    s.version = protocol_version::tls_1_3;
    s.suite = suite;
    s.extended_master_secret = false;
    s.peer = {identity_kind::spki_sha256, {number, 0x5b}};
    for (std::size_t i = 0; i < 48; ++i) s.master_secret[i] = static_cast<std::uint8_t>(i < 32 ? 0xc0U | number : 0);
    return s;
}
template <policy P>
constexpr void keep_modern(ticket_store<P>& store, std::uint8_t number, byte_view ticket, std::uint32_t now,
                           std::uint32_t lifetime = 500) {
    tls13::new_session_ticket const m{lifetime, age_add, {}, ticket, {}};
    store.commit(store.stage(m).handle(), modern_session(number, now), now);
}
/// The ticket that a hello would carry; this uses it up.
template <policy P>
constexpr bool uses(ticket_store<P>& store, std::uint8_t number, std::uint32_t now, byte_view ticket) {
    ticket_handle const h = store.take_tls_1_3(peer(number), now);
    auto const* const slot = store.find(h);
    bool const same = slot != nullptr && slot->ticket() == ticket;
    store.use_up(h);
    return same;
}
template <policy P> constexpr bool has_none(ticket_store<P>& store, std::uint8_t number, std::uint32_t now) {
    return !store.take_tls_1_3(peer(number), now);
}

constexpr bool side_by_side() {
    ticket_store<both<4>> store;
    keep(store, 1, ticket_a, 10);
    keep_modern(store, 1, ticket_b, 10);
    bool const two = store.size() == 2;
    keep_modern(store, 1, ticket_c, 11); // replaces the ticket of its version
    bool const renewed = store.size() == 2 && offers(store, 1, 12, ticket_a);
    keep(store, 1, ticket_b, 12);
    bool const as_well = store.size() == 2 && offers(store, 1, 13, ticket_b);
    bool const used = uses(store, 1, 13, ticket_c) && has_none(store, 1, 13);
    return two && renewed && as_well && used && offers(store, 1, 14, ticket_b);
}
static_assert(side_by_side());

/// A name with tickets of one version only.
constexpr bool neither_for_the_other() {
    ticket_store<both<4>> store;
    keep(store, 1, ticket_a, 10);
    keep_modern(store, 2, ticket_b, 10);
    bool const none = has_none(store, 1, 10) && offers_nothing(store, 2, 10) && has_none(store, 3, 10);
    store.drop(peer(2)); // T5: by a server of TLS 1.2
    return none && uses(store, 2, 10, ticket_b) && offers(store, 1, 10, ticket_a);
}
static_assert(neither_for_the_other());

constexpr bool several_for_a_name() {
    ticket_store<both<4, 2>> store;
    keep_modern(store, 1, ticket_a, 10);
    keep_modern(store, 1, ticket_b, 10);
    keep_modern(store, 1, ticket_c, 10); // the oldest leaves
    bool const two = store.size() == 2;
    return two && uses(store, 1, 11, ticket_c) && uses(store, 1, 11, ticket_b) && has_none(store, 1, 11);
}
static_assert(several_for_a_name());

/// Only the caller that took the ticket gets its bytes.
constexpr bool given_out_once() {
    ticket_store<both<2>> store;
    keep_modern(store, 1, ticket_a, 10);
    store.mark_saved();
    ticket_handle const h = store.take_tls_1_3(peer(1), 11);
    store.use_up(h);
    auto const* const slot = store.find(h);
    bool const there = slot != nullptr && slot->ticket() == byte_view{ticket_a} && !slot->held() &&
                       slot->state == session{}; // the key went with the hello
    image<both<2>> room{};
    bool const not_saved = save_unprotected<both<2>>(store, room).size() == 8;
    return there && has_none(store, 1, 11) && store.dirty() && store.size() == 0 && not_saved;
}
static_assert(given_out_once());

template <std::size_t Slots, std::uint8_t Each = 1>
struct remembering
    : policy_of<test::with<both<Slots, Each>>([](auto& o) { o.remembered_version = version_memory::refuse; }),
                both<Slots, Each>> {};
/// DG5: the older of two tickets does not shorten the lifetime of the newer one, in either order of use.
constexpr bool longest_of_two() {
    ticket_store<remembering<4, 2>> store;
    keep_modern(store, 1, ticket_a, 0, 500);
    keep_modern(store, 1, ticket_b, 400, 500);
    bool const both_used = uses(store, 1, 401, ticket_b) && uses(store, 1, 401, ticket_a);
    return both_used && store.spoke_tls_1_3(peer(1), 899) && !store.spoke_tls_1_3(peer(1), 900);
}
static_assert(longest_of_two());
/// DG5: the same for a ticket from an archive.
constexpr bool known_from_an_archive() {
    ticket_store<remembering<2>> store;
    keep_modern(store, 1, ticket_a, 10);
    image<remembering<2>> room{};
    byte_view const saved = save_unprotected<remembering<2>>(store, room);
    ticket_store<remembering<2>> other;
    bool const unknown = !other.spoke_tls_1_3(peer(1), 20);
    return unknown && load_unprotected(other, saved) && other.spoke_tls_1_3(peer(1), 20) &&
           !other.spoke_tls_1_3(peer(2), 20);
}
static_assert(known_from_an_archive());

// The archive of one ticket of each version, byte by byte.
constexpr auto written = "03 02 0010" // with a clock, two slots, tickets of 16 bytes
                         // TLS 1.2: received_at, lifetime, ticket_age_add
                         "0000000a 000003e8 00000000"
                         // authenticated_at, context_id, version, suite, extended_master_secret, max_fragment_length
                         "0000000a 00000000 0303 c02b 01 00"
                         // peer, own
                         "00 0000000000000000000000000000000000000000000000000000000000000000"
                         "00 0000000000000000000000000000000000000000000000000000000000000000"
                         // master_secret
                         "8181818181818181818181818181818181818181818181818181818181818181"
                         "81818181818181818181818181818181"
                         "01a50100000000000000000000000000 05 d1d2d3d4d5"
                         // TLS 1.3
                         "0000000b 000001f4 0a0b0c0d"
                         "0000000b 00000000 0304 1301 00 00"
                         "01 015b000000000000000000000000000000000000000000000000000000000000"
                         "00 0000000000000000000000000000000000000000000000000000000000000000"
                         // the PSK of RFC 8446 4.6.1
                         "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1"
                         "00000000000000000000000000000000"
                         "01a50100000000000000000000000000 06 e1e2e3e4e5e6"
                         "00000000"_hex; // the checksum

template <policy P> constexpr void fill(ticket_store<P>& store) {
    keep(store, 1, ticket_a, 10);
    keep_modern(store, 1, ticket_b, 11);
}
/// `written`, changed, with a valid checksum.
template <class Change> constexpr auto changed(Change change) {
    auto all = written;
    change(all);
    constexpr auto size = static_cast<std::uint32_t>(written.size()) - 4;
    store<4>(all.data() + size, archive_detail::checksum({all.data(), size}));
    return all;
}
constexpr auto unchanged = changed([](auto&) {});

constexpr bool byte_by_byte() {
    ticket_store<both<2>> store;
    fill(store);
    image<both<2>> room{};
    return save_unprotected<both<2>>(store, room) == byte_view{unchanged};
}
static_assert(byte_by_byte());

constexpr bool read_back() {
    ticket_store<both<2>> store;
    bool const loaded = load_unprotected(store, byte_view{unchanged}) && store.size() == 2 && !store.dirty();
    auto const* const old = store.find(store.take(peer(1), 20));
    bool const first = old != nullptr && old->state == session_with(1, 10) && old->ticket() == byte_view{ticket_a};
    auto const* const slot = store.find(store.take_tls_1_3(peer(1), 20));
    bool const second = slot != nullptr && slot->state == modern_session(1, 11) && slot->received_at == 11 &&
                        slot->lifetime == 500 && slot->ticket_age_add == age_add &&
                        slot->obfuscated_age(20) == 9000 + age_add;
    // NT3: its lifetime continues. A use is final, also across a reset.
    bool const alive = has_none(store, 1, 511) && offers(store, 1, 511, ticket_a);
    ticket_store<both<2>> other;
    bool const again = load_unprotected(other, byte_view{unchanged}) && uses(other, 1, 20, ticket_b);
    image<both<2>> room{};
    ticket_store<both<2>> woken;
    bool const saved = load_unprotected(woken, save_unprotected<both<2>>(other, room)) && woken.size() == 1;
    return loaded && first && second && alive && again && saved && has_none(woken, 1, 20) &&
           offers(woken, 1, 20, ticket_a);
}
static_assert(read_back());

/// The archive is refused, and earlier tickets are gone.
template <policy P> constexpr bool is_refused(byte_view archive) {
    ticket_store<P> store;
    keep_modern(store, 3, ticket_c, 10);
    return !load_unprotected(store, archive) && store.size() == 0;
}
/// Layouts 1 and 2, of clients of TLS 1.2 only, with the same bytes after the header; and layouts that do not exist
/// yet.
constexpr bool older_layouts() {
    bool refused = true;
    for (unsigned layout = 0; layout < 256; ++layout) {
        auto const other = changed([=](auto& all) { all[0] = static_cast<std::uint8_t>(layout); });
        refused = refused && (layout == 3 || is_refused<both<2>>(byte_view{other}));
        refused = refused && (layout == 4 || is_refused<both<2, 1, false>>(byte_view{other}));
    }
    return refused;
}

/// The same layout under another policy: tickets that the policy would not offer are left out, the others stay.
constexpr bool versions_of_others() {
    ticket_store<small<2>> old;
    bool const no_modern =
        load_unprotected(old, byte_view{unchanged}) && old.size() == 1 && offers(old, 1, 20, ticket_a);
    ticket_store<modern<2>> young;
    bool const no_old =
        load_unprotected(young, byte_view{unchanged}) && young.size() == 1 && uses(young, 1, 20, ticket_b);
    // A version with a suite of another version, and an unknown version.
    constexpr std::size_t version_at = 4 + 12 + 8;
    constexpr std::size_t modern_version_at = version_at + 157 + 5;
    constexpr auto left_out = [](std::size_t at, std::uint8_t minor) {
        auto const other = changed([=](auto& all) { all[at + 1] = minor; });
        ticket_store<both<2>> store;
        return load_unprotected(store, byte_view{other}) && store.size() == 1;
    };
    return no_modern && no_old && left_out(version_at, 4) && left_out(modern_version_at, 3) &&
           left_out(modern_version_at, 5) && left_out(version_at, 2);
}
static_assert(versions_of_others());

} // namespace

TEST_CASE("NT15: tickets of both versions stand side by side under one name, and neither is taken for the other") {
    CHECK(at_run_time(side_by_side));
    CHECK(at_run_time(neither_for_the_other));
}
TEST_CASE("NT6: each ticket of TLS 1.3 is given out once, the last one first; as many are kept as the policy says") {
    CHECK(at_run_time(given_out_once));
    CHECK(at_run_time(several_for_a_name));
}
TEST_CASE("DG5: who has spoken TLS 1.3 is known as long as the ticket that lives longest, also from an archive") {
    CHECK(at_run_time(longest_of_two));
    CHECK(at_run_time(known_from_an_archive));
}
TEST_CASE("an archive holds tickets of both versions, with the pre-shared key, ticket_age_add and time of receipt") {
    CHECK(at_run_time(byte_by_byte));
    CHECK(at_run_time(read_back));
}
TEST_CASE("an archive of the time of TLS 1.2 alone, or of any layout but its own, is as good as none") {
    CHECK(at_run_time(older_layouts));
}
TEST_CASE("a ticket of a version that a policy does not speak, or with a suite of the other version, is left out") {
    CHECK(at_run_time(versions_of_others));
}
