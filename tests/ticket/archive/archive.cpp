// Tickets in flash under a device key: all tickets are restored, or none. With the AES of Mbed TLS.
#include <array>
#include <span>
#include <utility>

#include "support/test.hpp"
#include "ticket/sealed/hesitant.hpp"
#include "ticket/sessions.hpp"

#include "flintls/crypto/mbedtls.hpp"
#include "flintls/ticket/archive.hpp"

namespace {

using namespace tickets;
namespace backend = flintls::mbedtls;

using two = small<2>;
using gcm = backend::aes_128_gcm;
template <policy P, class Aead = gcm> using archive_of = ticket_archive<P, Aead, backend::random>;
template <policy P, class Aead = gcm> using flash = test::bytes<archive_of<P, Aead>::max_size>;

constexpr auto key_bytes = "101112131415161718191a1b1c1d1e1f"_hex;
constexpr auto other_key_bytes = "101112131415161718191a1b1c1d1e1e"_hex;
template <class Aead = gcm> typename Aead::key device_key(byte_view bytes = key_bytes) {
    typename Aead::key key;
    REQUIRE(Aead::import_key(bytes, key) == crypto_status::done);
    return key;
}

template <policy P> void fill(ticket_store<P>& store) {
    keep(store, 1, ticket_a, 100);
    keep(store, 2, ticket_b, 200, 300);
}
template <policy P> bool is_filled(ticket_store<P>& store) {
    auto const* const slot = store.find(store.take(peer(1), 210));
    bool const first = slot != nullptr && slot->ticket() == byte_view{ticket_a} &&
                       slot->state == session_with(1, 100) && slot->received_at == 100;
    return first && store.size() == 2 && offers(store, 2, 210, ticket_b);
}

/// Saves the tickets of `fill`. \return size in bytes; 0: failed
template <policy P, class Aead = gcm> std::uint32_t save(std::span<std::uint8_t, archive_of<P, Aead>::max_size> out) {
    ticket_store<P> store;
    fill(store);
    archive_of<P, Aead> op;
    byte_view archive;
    auto const key = device_key<Aead>();
    REQUIRE(op.save(store, key, out, archive) == crypto_status::done);
    CHECK(archive.data() == out.data());
    return archive.size();
}
/// True if the archive is refused and wiped, and the store is empty and works on.
template <policy P, class Aead = gcm> bool is_refused(std::span<std::uint8_t> archive, byte_view key = key_bytes) {
    ticket_store<P> woken;
    keep(woken, 3, ticket_b, 300);
    archive_of<P, Aead> op;
    auto const k = device_key<Aead>(key);
    bool const refused = op.load(woken, k, archive) == crypto_status::failed && woken.size() == 0;
    bool wiped = true;
    for (std::uint8_t const byte : archive) wiped = wiped && byte == 0;
    keep(woken, 3, ticket_c, 300);
    return refused && wiped && offers(woken, 3, 300, ticket_c);
}

bool contains(std::span<std::uint8_t const> all, byte_view part) {
    for (std::size_t at = 0; at + part.size() <= all.size(); ++at) {
        if (byte_view{all.data() + at, part.size()} == part) return true;
    }
    return false;
}

TEST_CASE("a sealed archive brings every ticket back, and no secret shows in it") {
    CHECK(archive_of<two>::max_size == 4 + 12 + 2 * (12 + 144 + 1 + 16) + 16);
    flash<two> out{};
    std::uint32_t const size = save<two>(out);
    CHECK(size == 4 + 12 + 2 * 157 + 5 + 6 + 16);
    session const kept = session_with(2);
    CHECK_FALSE(contains(out, byte_view{kept.master_secret}.subview(0, 8)));
    CHECK_FALSE(contains(out, ticket_a));
    CHECK_FALSE(contains(out, byte_view{kept.server_name}.subview(0, 3)));

    ticket_store<two> woken;
    keep(woken, 3, ticket_c, 100);
    archive_of<two> op;
    auto const key = device_key();
    CHECK(op.load(woken, key, std::span{out}.first(size)) == crypto_status::done);
    CHECK(is_filled(woken));
    CHECK_FALSE(woken.dirty());
    CHECK_FALSE(static_cast<bool>(woken.take(peer(3), 210)));
    for (std::uint32_t i = 0; i < size; ++i) CHECK(out[i] == 0); // opened in place, then wiped
}
TEST_CASE("an empty store makes an archive, too") {
    ticket_store<two> store;
    archive_of<two> op;
    flash<two> out{};
    byte_view archive;
    auto const key = device_key();
    CHECK(op.save(store, key, out, archive) == crypto_status::done);
    CHECK(archive.size() == 4 + 12 + 16);
    fill(store);
    CHECK(op.load(store, key, std::span{out}.first(archive.size())) == crypto_status::done);
    CHECK(store.size() == 0);
}
TEST_CASE("an archive of the greatest size: every slot taken, every ticket as long as it may be") {
    ticket_store<two> store;
    constexpr auto longest = "000102030405060708090a0b0c0d0e0f"_hex;
    keep(store, 1, longest, 100);
    keep(store, 2, longest, 200);
    // Guard bytes on both sides: no byte is written outside.
    constexpr std::uint32_t size = 4 + 12 + 2 * (12 + 144 + 1 + 16) + 16;
    std::array<std::uint8_t, size + 2> room{};
    room.front() = room.back() = 0xa5;
    auto const out = std::span{room}.subspan<1, size>();
    archive_of<two> op;
    byte_view archive;
    auto const key = device_key();
    REQUIRE(op.save(store, key, out, archive) == crypto_status::done);
    CHECK(archive.size() == size);
    CHECK((room.front() == 0xa5 && room.back() == 0xa5));
    ticket_store<two> woken;
    REQUIRE(op.load(woken, key, out) == crypto_status::done);
    CHECK(woken.size() == 2);
    CHECK(offers(woken, 1, 210, longest));
    CHECK(offers(woken, 2, 210, longest));
    CHECK(woken.find(woken.take(peer(2), 210))->state == session_with(2, 200));
    CHECK((room.front() == 0xa5 && room.back() == 0xa5));
}
TEST_CASE("every nonce is another one") {
    flash<two> first{};
    flash<two> second{};
    std::uint32_t const size = save<two>(first);
    CHECK(save<two>(second) == size);
    CHECK(byte_view{first}.subview(0, 4) == byte_view{second}.subview(0, 4));
    CHECK_FALSE(byte_view{first}.subview(4, 12) == byte_view{second}.subview(4, 12));
    CHECK_FALSE(byte_view{first}.subview(16, 16) == byte_view{second}.subview(16, 16));
    // The nonce of one archive does not open the other.
    copy(first.data() + 4, second.data() + 4, 12);
    CHECK(is_refused<two>(std::span{first}.first(size)));
}
TEST_CASE("an archive with any bit flipped is refused, and the store is empty") {
    flash<two> good{};
    std::uint32_t const size = save<two>(good);
    unsigned refused = 0;
    for (std::uint32_t bit = 0; bit < 8 * size; ++bit) {
        flash<two> bad = good;
        bad[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        refused += is_refused<two>(std::span{bad}.first(size)) ? 1U : 0U;
    }
    CHECK(refused == 8 * size);
}
TEST_CASE("an archive that is cut short or has more behind it is refused") {
    flash<two> good{};
    std::uint32_t const size = save<two>(good);
    test::bytes<flash<two>{}.size() + 1> room{};
    for (std::uint32_t cut = 0; cut <= room.size(); ++cut) {
        if (cut == size) continue;
        room = {};
        copy(room.data(), good.data(), cut < size ? cut : size);
        CHECK(is_refused<two>(std::span{room}.first(cut)));
    }
    // One ticket less, or a ticket twice.
    copy(room.data(), good.data(), size);
    CHECK(is_refused<two>(std::span{room}.first(size - 157 - 6)));
}
TEST_CASE("an archive of another device is refused") {
    flash<two> good{};
    std::uint32_t const size = save<two>(good);
    CHECK(is_refused<two>(std::span{good}.first(size), other_key_bytes));
}

template <std::size_t Slots, std::size_t MaxTicket, bool Clock = true>
struct other : policy_of<test::with<small<Slots>>([](auto& o) {
                             o.max_ticket = MaxTicket;
                             o.has_clock = Clock;
                         }),
                         small<Slots>> {};
template <policy Other> void other_layout_is_refused() {
    flash<Other> good{};
    std::uint32_t const size = save<Other>(good);
    CHECK(is_refused<two>(std::span{good}.first(size)));
    // A changed header fails the tag.
    (void)save<Other>(good);
    archive_detail::write_header<two>(good.data());
    CHECK(is_refused<two>(std::span{good}.first(size)));
}
TEST_CASE("an archive of another layout is refused: slots, size of tickets, clock") {
    other_layout_is_refused<other<3, 16>>();
    other_layout_is_refused<other<2, 15>>();
    other_layout_is_refused<other<2, 17>>();
    other_layout_is_refused<other<2, 16, false>>();
}

/// An archive without tickets, sealed by the test: `header[4]
/// nonce[12]
/// tag[16]`.
crypto_status load_of_layout(std::uint8_t layout) {
    test::bytes<4 + 12 + 16> all{layout, 2, 0, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    auto const key = device_key();
    gcm aead;
    std::uint8_t const* const nonce = all.data() + 4;
    REQUIRE(aead.seal(key, fixed_view<12>{nonce}, {all.data(), 4}, all.data() + 16, 0) == crypto_status::done);
    ticket_store<two> store;
    fill(store);
    archive_of<two> op;
    crypto_status const answer = op.load(store, key, all);
    CHECK(store.size() == 0);
    return answer;
}
TEST_CASE("an archive of this device from the time of TLS 1.2 alone is as good as none") {
    CHECK(load_of_layout(3) == crypto_status::done);
    CHECK(load_of_layout(1) == crypto_status::failed);
    CHECK(load_of_layout(2) == crypto_status::failed);
    CHECK(load_of_layout(0) == crypto_status::failed);
}

// Crypto that fails, or returns `pending`.
struct no_randomness {
    void reset() {}
    crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        wipe_memory(out, size);
        return crypto_status::failed;
    }
};
TEST_CASE("without randomness nothing is saved, and the output is zeros") {
    ticket_store<two> store;
    fill(store);
    ticket_archive<two, gcm, no_randomness> op;
    flash<two> out{};
    out.fill(0xee);
    byte_view archive{key_bytes};
    auto const key = device_key();
    CHECK(op.save(store, key, out, archive) == crypto_status::failed);
    CHECK(archive.empty());
    CHECK(out == flash<two>{});
    CHECK(is_filled(store));
}
TEST_CASE("without a key nothing is saved or loaded, and nothing is left in the clear") {
    ticket_store<two> store;
    fill(store);
    archive_of<two> op;
    flash<two> out{};
    out.fill(0xee);
    byte_view archive;
    gcm::key const none;
    CHECK(op.save(store, none, out, archive) == crypto_status::failed);
    CHECK(archive.empty());
    CHECK(out == flash<two>{});
    std::uint32_t const size = save<two>(out);
    CHECK(op.load(store, none, std::span{out}.first(size)) == crypto_status::failed);
    CHECK(store.size() == 0);
    CHECK(out == flash<two>{});
    // The object works after a failure.
    auto const key = device_key();
    fill(store);
    CHECK(op.save(store, key, out, archive) == crypto_status::done);
}

using slow_gcm = sealed::hesitant_aead<gcm, 3>;
using slow_random = sealed::hesitant_random<backend::random, 2>;
using slow_archive = ticket_archive<two, slow_gcm, slow_random>;

/// Repeats a call while it returns `pending`. \return number of `pending` results; 20 is the limit
template <class Call> unsigned patiently(Call call, crypto_status& answer) {
    unsigned waited = 0;
    while ((answer = call()) == crypto_status::pending && waited <= 20) ++waited;
    return waited;
}
TEST_CASE("an engine and a random source that take their time make an archive that others read, and the other way") {
    slow_gcm::key slow_key;
    while (slow_gcm::import_key(key_bytes, slow_key) == crypto_status::pending) {
    }
    slow_gcm::counts = {};
    slow_random::counts = {};
    ticket_store<two> store;
    fill(store);
    slow_archive op;
    flash<two> out{};
    byte_view archive;
    crypto_status answer{};
    CHECK(patiently([&] { return op.save(store, slow_key, out, archive); }, answer) == 5);
    REQUIRE(answer == crypto_status::done);
    ticket_store<two> woken;
    archive_of<two> quick;
    auto const key = device_key();
    CHECK(quick.load(woken, key, std::span{out}.first(archive.size())) == crypto_status::done);
    CHECK(is_filled(woken));

    std::uint32_t const size = save<two>(out);
    ticket_store<two> slowly;
    CHECK(patiently([&] { return op.load(slowly, slow_key, std::span{out}.first(size)); }, answer) == 3);
    CHECK(answer == crypto_status::done);
    CHECK(is_filled(slowly));
    CHECK(slow_gcm::counts.changed == 0);
    CHECK(slow_random::counts.changed == 0);
    CHECK(slow_random::counts.worked == 1);
}
TEST_CASE("while an archive is being opened the store is as it was, and a refused one empties it") {
    slow_gcm::key slow_key;
    while (slow_gcm::import_key(key_bytes, slow_key) == crypto_status::pending) {
    }
    flash<two> out{};
    std::uint32_t const size = save<two>(out);
    out[20] ^= 1;
    ticket_store<two> store;
    fill(store);
    slow_archive op;
    for (unsigned i = 0; i < 3; ++i) {
        CHECK(op.load(store, slow_key, std::span{out}.first(size)) == crypto_status::pending);
        CHECK(is_filled(store));
    }
    CHECK(op.load(store, slow_key, std::span{out}.first(size)) == crypto_status::failed);
    CHECK(store.size() == 0);
}
TEST_CASE("an archive is of the tickets that were there when its nonce was, whatever happens while the engine works") {
    slow_gcm::key slow_key;
    while (slow_gcm::import_key(key_bytes, slow_key) == crypto_status::pending) {
    }
    ticket_store<two> store;
    fill(store);
    slow_archive op;
    flash<two> out{};
    byte_view archive;
    for (unsigned i = 0; i < 3; ++i) CHECK(op.save(store, slow_key, out, archive) == crypto_status::pending);
    store.drop(peer(1));
    crypto_status answer{};
    (void)patiently([&] { return op.save(store, slow_key, out, archive); }, answer);
    REQUIRE(answer == crypto_status::done);
    archive_of<two> quick;
    auto const key = device_key();
    CHECK(quick.load(store, key, std::span{out}.first(archive.size())) == crypto_status::done);
    CHECK(is_filled(store));
}
TEST_CASE("an operation that is abandoned at any step can be begun anew") {
    slow_gcm::key slow_key;
    while (slow_gcm::import_key(key_bytes, slow_key) == crypto_status::pending) {
    }
    ticket_store<two> store;
    fill(store);
    slow_archive op;
    flash<two> out{};
    byte_view archive;
    for (unsigned steps = 1; steps <= 5; ++steps) {
        for (unsigned i = 0; i < steps; ++i) CHECK(op.save(store, slow_key, out, archive) == crypto_status::pending);
        op.reset();
        crypto_status answer{};
        CHECK(patiently([&] { return op.save(store, slow_key, out, archive); }, answer) == 5);
        REQUIRE(answer == crypto_status::done);
        flash<two> opened = out;
        ticket_store<two> woken;
        archive_of<two> quick;
        auto const key = device_key();
        CHECK(quick.load(woken, key, std::span{opened}.first(archive.size())) == crypto_status::done);
        CHECK(is_filled(woken));
    }
}

// AES_128_CCM_8 has a tag of eight bytes.
TEST_CASE("an archive is as long as its AEAD makes it") {
    using ccm_8 = backend::aes_128_ccm_8;
    flash<two, ccm_8> out{};
    std::uint32_t const size = save<two, ccm_8>(out);
    CHECK(size == 4 + 12 + 2 * 157 + 5 + 6 + 8);
    out[size - 1] ^= 0x80;
    CHECK(is_refused<two, ccm_8>(std::span{out}.first(size)));
}

} // namespace
