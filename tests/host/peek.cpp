// Real hellos in records of random sizes, mutated: the result agrees with a slow search that keeps everything.
#include "host/slow_search.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <vector>

#include "flintls/hello/fingerprint.hpp"
#include "flintls/hello/records.hpp"

namespace {

using namespace flintls;

using host::buffer;
using host::outcome;
using host::slow_search;

/// Reads fingerprints and lists, so that a sanitizer detects a view outside.
std::size_t read_all(hello_view const& hello, std::size_t size) {
    std::vector<std::uint8_t> text(fingerprint_room(size));
    auto const three = ja3(hello, text);
    auto const four = ja4_raw(hello, text);
    REQUIRE(three);
    REQUIRE(four);
    std::size_t sum = hello.host_name().size();
    for (std::uint8_t const c : hello.host_name()) sum += c;
    if (auto const keys = hello.get<pre_shared_key>()) {
        for (byte_view const binder : keys->binders) sum += binder[binder.size() - 1];
    }
    if (auto const shares = hello.get<key_share>()) {
        for (key_share_entry const& each : shares->client_shares) sum += each.key_exchange[0];
    }
    return sum;
}

/// Peeks at a copy that ends with its allocation. `scratch` is large enough.
outcome look_at(buffer const& in, std::uint32_t* missing) {
    auto const exact = std::make_unique<std::uint8_t[]>(in.size());
    std::copy(in.begin(), in.end(), exact.get());
    static buffer scratch(131'400);
    hello_view hello;
    first_look const look = peek_records(byte_view{exact.get(), static_cast<std::uint32_t>(in.size())}, scratch, hello);
    REQUIRE((look.kind == first_bytes::hello) == !hello.message().random.empty());
    REQUIRE((look.kind == first_bytes::incomplete) == (look.missing != 0));
    if (look.kind == first_bytes::hello) {
        REQUIRE(read_all(hello, look.message.size()) < in.size() * 256);
    }
    *missing = look.missing;
    return {look.kind, look.problem, {look.message.begin(), look.message.end()}};
}

struct generator {
    std::mt19937 random{3109853};

    unsigned below(std::size_t limit) { return static_cast<unsigned>(random() % limit); }
    buffer records(vectors::entry const& hello) {
        buffer out;
        unsigned const most = below(4) == 0 ? 3 : below(3) == 0 ? 4000 : 200;
        for (std::uint32_t at = 0; at < hello.size;) {
            if (below(12) == 0) out.insert(out.end(), {21, 3, 1, 0, 2, 1, 90});
            std::uint32_t const size = std::min(hello.size - at, 1 + below(most));
            out.insert(out.end(), {22, 3, 1, static_cast<std::uint8_t>(size >> 8U), static_cast<std::uint8_t>(size)});
            out.insert(out.end(), hello.data + at, hello.data + at + size);
            at += size;
        }
        return out;
    }
    void mutate(buffer& b) {
        for (unsigned n = below(3); n != 0 && !b.empty(); --n) {
            unsigned const where = below(below(2) == 0 ? std::min<std::size_t>(b.size(), 60) : b.size());
            switch (below(4)) {
            case 0: b[where] = static_cast<std::uint8_t>(below(256)); break;
            case 1: b[where] = static_cast<std::uint8_t>(b[where] + (below(2) == 0 ? 1 : 255)); break;
            case 2: b.resize(where); break;
            default: b.insert(b.begin() + where, static_cast<std::uint8_t>(below(24))); break;
            }
        }
    }
};

} // namespace

TEST_CASE("60,000 mutated openings are judged as by a slow search") {
    generator g;
    std::set<std::pair<first_bytes, errc>> kinds;
    for (unsigned i = 0; i < 60'000; ++i) {
        CAPTURE(i);
        buffer in = g.records(vectors::client_hellos[g.below(std::size(vectors::client_hellos))]);
        g.mutate(in);
        std::uint32_t missing = 0;
        outcome const got = look_at(in, &missing);
        REQUIRE(got == slow_search(in));
        kinds.insert({got.kind, got.problem.what()});
    }
    using enum first_bytes;
    std::set<std::pair<first_bytes, errc>> const expected{{incomplete, errc::ok},
                                                          {hello, errc::ok},
                                                          {not_tls, errc::unexpected_message},
                                                          {refused, errc::truncated},
                                                          {refused, errc::trailing},
                                                          {refused, errc::bad_length},
                                                          {refused, errc::duplicate_extension},
                                                          {refused, errc::unexpected_message},
                                                          {refused, errc::unsupported_version},
                                                          {refused, errc::record_too_long}};
    for (auto const& each : expected) CHECK(kinds.contains(each));
    kinds.erase({refused, errc::pre_shared_key_not_last}); // rare
    CHECK(kinds.size() == expected.size());
}

TEST_CASE("what a look says of a beginning stays true when more arrives") {
    generator g;
    for (unsigned i = 0; i < 150; ++i) {
        CAPTURE(i);
        buffer whole = g.records(vectors::client_hellos[g.below(std::size(vectors::client_hellos))]);
        if (i % 3 != 0) g.mutate(whole);
        outcome final_one{};
        for (std::size_t have = 0, wanted = 0; have <= whole.size(); ++have) {
            CAPTURE(have);
            std::uint32_t missing = 0;
            outcome const now = look_at({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(have)}, &missing);
            if (final_one.kind != first_bytes::incomplete) {
                REQUIRE(now == final_one);
                continue;
            }
            // With fewer bytes the hello may be wrong, but not complete.
            REQUIRE((now.kind != first_bytes::hello || have >= wanted));
            wanted = std::max(wanted, have + missing);
            final_one = now;
        }
    }
}
