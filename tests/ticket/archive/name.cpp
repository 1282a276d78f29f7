// The digest by which a session identifies its server, with the SHA-256 of Mbed TLS.
#include "support/test.hpp"
#include "ticket/sessions.hpp"

#include "flintls/crypto/mbedtls.hpp"
#include "flintls/ticket/name.hpp"

namespace {

using namespace tickets;
using sha256 = flintls::mbedtls::sha256;

// printf %s example.org
// sha256sum; and the same for 255 letters a
constexpr name_digest of_example = "bfabc37432958b063360d3ad6461c9c4"_hex;
constexpr name_digest of_longest = "b0f3323e7a3cad8ae6778340cc2a17ae"_hex;

template <std::size_t Size> byte_view text(char const (&name)[Size], test::bytes<Size>& room) {
    for (std::size_t i = 0; i < Size; ++i) room[i] = static_cast<std::uint8_t>(name[i]);
    return byte_view{room}.subview(0, Size - 1);
}
template <std::size_t Size> name_digest digest(char const (&name)[Size]) {
    test::bytes<Size> room{};
    name_digester<sha256> op;
    name_digest out{0xee};
    CHECK(op.run(text(name, room), out) == crypto_status::done);
    return out;
}

TEST_CASE("T10: a server is known by the SHA-256 of its name in lower case, without a dot at its end") {
    CHECK(digest("example.org") == of_example);
    CHECK(digest("EXAMPLE.org") == of_example);
    CHECK(digest("eXaMpLe.OrG") == of_example);
    CHECK_FALSE(digest("example.com") == of_example);
    CHECK(digest("example.org.") == of_example);
    CHECK(digest("Example.org.") == of_example);
    CHECK_FALSE(digest("example.org..") == of_example);
    CHECK_FALSE(digest(".") == name_digest{});
    // The ASCII neighbours of the letters have no case.
    CHECK_FALSE(digest("@[`{") == digest("`{`{"));
    CHECK(digest("AZ") == digest("az"));
}
TEST_CASE("no name has no digest, and one that no SNI can carry is refused") {
    name_digester<sha256> op;
    name_digest out{1, 2, 3};
    CHECK(op.run({}, out) == crypto_status::done);
    CHECK(out == name_digest{});
    test::bytes<256> room{};
    room.fill('a');
    out = {1, 2, 3};
    CHECK(op.run(byte_view{room}, out) == crypto_status::failed);
    CHECK(out == name_digest{});
    CHECK(op.run(byte_view{room}.subview(0, 255), out) == crypto_status::done);
    CHECK(out == of_longest);
}

/// Returns `pending` once before every step.
class slow_hash {
public:
    static constexpr std::uint32_t size = sha256::size;
    void reset() {
        hash_.reset();
        waited_ = false;
    }
    crypto_status start() { return waits() ? crypto_status::pending : hash_.start(); }
    crypto_status update(byte_view bytes) { return waits() ? crypto_status::pending : hash_.update(bytes); }
    crypto_status finish(std::uint8_t* out) { return waits() ? crypto_status::pending : hash_.finish(out); }
    crypto_status fork(slow_hash& other) const { return hash_.fork(other.hash_); }

private:
    bool waits() { return waited_ = !waited_; }
    sha256 hash_;
    bool waited_ = false;
};
TEST_CASE("a hash that takes its time makes the same digest, and none until then") {
    test::bytes<12> room{};
    byte_view const name = text("example.org", room);
    name_digester<slow_hash> op;
    name_digest out{0xee};
    for (unsigned i = 0; i < 3; ++i) {
        CHECK(op.run(name, out) == crypto_status::pending);
        CHECK_FALSE(out == of_example);
    }
    CHECK(op.run(name, out) == crypto_status::done);
    CHECK(out == of_example);
    // Abandoned, then restarted with another name.
    CHECK(op.run(name, out) == crypto_status::pending);
    CHECK(op.run(name, out) == crypto_status::pending);
    op.reset();
    test::bytes<3> short_room{};
    unsigned waited = 0;
    while (op.run(text("az", short_room), out) == crypto_status::pending && waited < 10) ++waited;
    CHECK(waited == 3);
    CHECK(out == digest("az"));
}

/// An engine that always fails.
struct no_hash {
    static constexpr std::uint32_t size = 32;
    void reset() {}
    crypto_status start() { return crypto_status::done; }
    crypto_status update(byte_view) { return crypto_status::done; }
    crypto_status finish(std::uint8_t*) { return crypto_status::failed; }
    crypto_status fork(no_hash&) const { return crypto_status::done; }
};
TEST_CASE("a hash that fails leaves no digest") {
    test::bytes<12> room{};
    name_digester<no_hash> op;
    name_digest out{0xee};
    CHECK(op.run(text("example.org", room), out) == crypto_status::failed);
    CHECK(out == name_digest{});
}

} // namespace
