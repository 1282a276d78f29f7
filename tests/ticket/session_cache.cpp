// Rule I6: a server's cache of sessions, by their ids.
#include "sessions.hpp"
#include "support/test.hpp"

#include "flintls/ticket/session_cache.hpp"

namespace {

using namespace tickets;

static_assert(session_cache<fixed_session_cache<1>> && session_cache<fixed_session_cache<100>>);

/// 32 bytes that differ from other ids in the last byte only, or in the first.
struct id {
    explicit id(std::uint8_t last, std::uint8_t first = 0x11) {
        for (auto& each : bytes) each = 0x5a;
        bytes.front() = first;
        bytes.back() = last;
    }
    operator fixed_view<session_id_size>() const { return fixed_view<session_id_size>{bytes.data()}; }
    std::array<std::uint8_t, session_id_size> bytes{};
};
template <class Cache> bool keeps(Cache& cache, id const& name, session const& s, std::uint32_t lifetime = 1000) {
    typename Cache::access access;
    return cache.keep(access, name, s, lifetime) == crypto_status::done;
}
template <class Cache> bool finds(Cache& cache, id const& name, session const& s) {
    typename Cache::access access;
    session found;
    return cache.find(access, name, found) == crypto_status::done && found == s;
}
template <class Cache> bool misses(Cache& cache, id const& name) {
    typename Cache::access access;
    session found = session_with(77);
    return cache.find(access, name, found) == crypto_status::failed && found == session_with(77);
}

TEST_CASE("I6: a session is found by all of its id, and nothing else is") {
    fixed_session_cache<4> cache;
    CHECK(misses(cache, id{1}));
    CHECK(misses(cache, id{0, 0}));
    REQUIRE(keeps(cache, id{1}, session_with(1, 10)));
    REQUIRE(keeps(cache, id{2}, session_with(2, 10)));
    CHECK(finds(cache, id{1}, session_with(1, 10)));
    CHECK(finds(cache, id{1}, session_with(1, 10))); // found repeatedly
    CHECK(finds(cache, id{2}, session_with(2, 10)));
    CHECK(misses(cache, id{3}));
    CHECK(misses(cache, id{1, 0x12}));
    CHECK(misses(cache, id{0x81}));
    CHECK(cache.size() == 2);
    // A free entry has an id of zeros.
    std::array<std::uint8_t, session_id_size> const zeros{};
    fixed_session_cache<4>::access access;
    session out;
    CHECK(cache.find(access, fixed_view<session_id_size>{zeros.data()}, out) == crypto_status::failed);
}
TEST_CASE("I6: the cache has a fixed size: the oldest session makes room, but not before what is free") {
    fixed_session_cache<3> cache;
    for (std::uint8_t i = 1; i <= 5; ++i) REQUIRE(keeps(cache, id{i}, session_with(i, 10)));
    CHECK(misses(cache, id{1}));
    CHECK(misses(cache, id{2}));
    for (std::uint8_t i = 3; i <= 5; ++i) CHECK(finds(cache, id{i}, session_with(i, 10)));
    cache.forget(id{4});
    REQUIRE(keeps(cache, id{6}, session_with(6, 10)));
    CHECK(finds(cache, id{3}, session_with(3, 10)));
    CHECK(finds(cache, id{6}, session_with(6, 10)));
    REQUIRE(keeps(cache, id{7}, session_with(7, 10)));
    CHECK(misses(cache, id{3}));
    CHECK(finds(cache, id{5}, session_with(5, 10)));
    CHECK(cache.size() == 3);
}
TEST_CASE("I5: a session that is forgotten is not found again, and its secret is gone") {
    fixed_session_cache<2> cache;
    REQUIRE(keeps(cache, id{1}, session_with(1, 10)));
    REQUIRE(keeps(cache, id{2}, session_with(2, 10)));
    cache.forget(id{3});
    CHECK(cache.size() == 2);
    cache.forget(id{1});
    CHECK(misses(cache, id{1}));
    CHECK(finds(cache, id{2}, session_with(2, 10)));
    CHECK(cache.size() == 1);
    auto const* const memory = reinterpret_cast<std::uint8_t const*>(&cache);
    unsigned secrets = 0;
    for (std::size_t i = 0; i < sizeof cache; ++i) secrets += memory[i] == 0x81 ? 1U : 0U; // of the first secret
    CHECK(secrets == 0);
    cache.clear();
    CHECK(cache.size() == 0);
    CHECK(misses(cache, id{2}));
}
TEST_CASE("an id that is kept twice has one entry, the last one") {
    fixed_session_cache<2> cache;
    REQUIRE(keeps(cache, id{1}, session_with(1, 10)));
    REQUIRE(keeps(cache, id{1}, session_with(2, 10)));
    CHECK(cache.size() == 1);
    CHECK(finds(cache, id{1}, session_with(2, 10)));
    cache.forget(id{1});
    CHECK(misses(cache, id{1}));
    CHECK(cache.size() == 0);
}
TEST_CASE("I4: what is over is wiped when another session is kept, also where the clock wraps") {
    for (std::uint32_t const begin : {1000U, 0xffff'fff0U}) {
        fixed_session_cache<3> cache;
        REQUIRE(keeps(cache, id{1}, session_with(1, begin), 100));
        REQUIRE(keeps(cache, id{2}, session_with(2, begin + 50), 100));
        cache.expire(begin + 99);
        CHECK(cache.size() == 2);
        REQUIRE(keeps(cache, id{3}, session_with(3, begin + 100), 100));
        CHECK(misses(cache, id{1}));
        CHECK(cache.size() == 2);
        cache.expire(begin + 150);
        CHECK(misses(cache, id{2}));
        CHECK(finds(cache, id{3}, session_with(3, begin + 100)));
    }
}
TEST_CASE("T10: the clock of a cache does not go back") {
    fixed_session_cache<1> cache;
    CHECK(cache.now(1000) == 1000);
    CHECK(cache.now(1500) == 1500);
    CHECK(cache.now(100) == 1500);
    CHECK(cache.now(200) == 1600);
}

} // namespace
