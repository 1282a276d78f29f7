// What the measured parser must refuse, so that nobody wins instructions by leaving a check out.
#include "bodies.hpp"
#include "hello_builder.hpp"
#include "parts/parts.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

namespace {

bool accepts(std::uint8_t const* body, std::size_t size) {
    alignas(8) static std::uint8_t out[512];
    REQUIRE(flintls_bench_out_size <= sizeof out);
    return flintls_bench_parse_client_hello(body, size, out) == 0;
}
bool accepts(bench::hello_builder const& hello) { return accepts(hello.data(), hello.size()); }

/// The size of a hello that ends right behind its compression methods.
std::size_t size_without_extensions(std::uint8_t const* body) {
    std::size_t const suites = 35U + body[34];
    std::size_t const compressions = suites + 2 + (std::size_t{body[suites]} << 8U | body[suites + 1]);
    return compressions + 1 + body[compressions];
}

constexpr std::uint8_t offered_psks[]{0, 7, 0, 1, 'i', 0, 0, 0, 0, 0, 33, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                      0, 0, 0, 0, 0,   0, 0, 0, 0, 0, 0,  0,  0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
constexpr std::uint32_t pre_shared_key = 41;
constexpr std::uint32_t unknown = 0x4000;

} // namespace

TEST_CASE("the parser behind the C interface accepts the hellos of real clients") {
    for (auto const& hello : vectors::client_hellos) {
        CAPTURE(hello.name);
        CHECK(accepts(hello.data + 4, hello.size - 4));
    }
}

TEST_CASE("a hello may be cut where its extensions begin, and nowhere else") {
    for (auto const& hello : vectors::client_hellos) {
        CAPTURE(hello.name);
        std::size_t const cut = size_without_extensions(hello.data + 4);
        for (std::size_t size = 0; size < hello.size - 4; ++size) {
            CAPTURE(size);
            CHECK(accepts(hello.data + 4, size) == (size == cut));
        }
    }
}

TEST_CASE("a byte too many is refused") {
    for (auto const& sample : bench::good_bodies) {
        CAPTURE(sample.type);
        bench::hello_builder hello;
        hello.add(sample.type, sample.body.view());
        CHECK_FALSE(accepts(hello.data(), hello.size() + 1));
    }
}

TEST_CASE("each captured extension is accepted with a good body") {
    bench::hello_builder all;
    for (auto const& sample : bench::good_bodies) {
        CAPTURE(sample.type);
        CHECK(accepts(bench::hello_builder{}.add(sample.type, sample.body.view())));
        all.add(sample.type, sample.body.view());
    }
    CHECK(accepts(all));
}

TEST_CASE("each captured extension is refused with a bad body") {
    for (auto const& sample : bench::bad_bodies) {
        CAPTURE(sample.type);
        CAPTURE(&sample - bench::bad_bodies);
        CHECK_FALSE(accepts(bench::hello_builder{}.add(sample.type, sample.body.view())));
        CHECK_FALSE(accepts(bench::hello_builder{}.add(unknown).add(sample.type, sample.body.view()).add(unknown + 1)));
    }
}

TEST_CASE("an extension that stands twice is refused, known or not") {
    for (auto const& sample : bench::good_bodies) {
        CAPTURE(sample.type);
        bench::hello_builder hello;
        hello.add(sample.type, sample.body.view());
        CHECK_FALSE(accepts(hello.add(sample.type, sample.body.view())));
    }
    constexpr std::uint16_t others[]{5, 11, 22, 0x0a0a, 0x1a1a, unknown, 65037, 0xffff};
    for (std::uint16_t const type : others) {
        CAPTURE(type);
        bench::hello_builder hello;
        CHECK(accepts(hello.add(type).add(12345)));
        CHECK_FALSE(accepts(hello.add(type)));
    }
}

TEST_CASE("a duplicate is found among many unknown extensions, wherever it stands") {
    constexpr std::uint32_t counts[]{2, 17, 33, 65, 300};
    for (std::uint32_t const count : counts) {
        bench::hello_builder distinct;
        for (std::uint32_t i = 0; i < count; ++i) {
            distinct.add(unknown + i * 7);
        }
        CHECK(accepts(distinct));
        std::uint32_t const duplicates[]{0, count / 2, count - 1};
        for (std::uint32_t const twice : duplicates) {
            CAPTURE(count);
            CAPTURE(twice);
            bench::hello_builder hello = distinct;
            CHECK_FALSE(accepts(hello.add(unknown + twice * 7)));
        }
    }
}

TEST_CASE("pre_shared_key is refused where it is not last") {
    bench::hello_builder hello;
    hello.add(unknown).add(pre_shared_key, offered_psks);
    CHECK(accepts(hello));
    bench::hello_builder unknown_behind = hello;
    CHECK_FALSE(accepts(unknown_behind.add(unknown + 1)));
    bench::hello_builder known_behind = hello;
    CHECK_FALSE(accepts(known_behind.add(bench::good_bodies[0].type, bench::good_bodies[0].body.view())));
    CHECK_FALSE(accepts(hello.add(pre_shared_key, offered_psks)));
}
