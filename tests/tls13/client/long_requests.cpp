// BD1: a CertificateRequest that is longer than the client's buffer is answered as if it fitted. RFC 8446 4.3.2.
#include "support/test.hpp"
#include "tls13/client/rules.hpp"

namespace {

using namespace meeting;
using whole = of_tls13<>;

bytes schemes(bytes const& list) { return extension(13, vector_of(2, list)); }
bytes authorities(std::size_t size) { return extension(47, vector_of(2, vector_of(2, bytes(size, 0x30)))); }
bytes body(bytes const& context, bytes const& extensions) { return vector_of(1, context) + vector_of(2, extensions); }

/// What a client does with a CertificateRequest.
struct outcome {
    bool connected = false;
    bool proof_good = false;
    bytes certificate;
    int alert = -1;
    bool operator==(outcome const&) const = default;
};
/// \param room of the client's `messages` buffer \param fragment bytes of a message in one record
template <class P, template <class> class Knows>
outcome ask(std::uint32_t room, bytes const& request, std::size_t fragment, std::size_t piece = 0xffff) {
    world<P, Knows> w;
    w.known.has_key = false;
    w.sizes.messages = room;
    visit<P, Knows> l{w};
    l.server.keys.clear();
    l.server.asks_certificate = true;
    l.server.edit = [&](std::string const& name, bytes& m) {
        l.server.fragment = name == "certificate_request" ? fragment : 16'384;
        if (name == "certificate_request") m = oracle::message(13, request);
    };
    bool const connected = l.connects(piece);
    return {connected, l.server.proof_good, l.server.client_certificate,
            connected || !l.server.alert ? -1 : static_cast<int>(*l.server.alert)};
}
constexpr std::uint32_t least = visit<whole>::client_type::min_messages;
constexpr std::uint32_t large = 70'000;

/// True if a client with the least buffer for messages and one with a large buffer do the same.
template <class P, template <class> class Knows> bool is_same(bytes const& request, std::size_t fragment) {
    return ask<P, Knows>(least, request, fragment) == ask<P, Knows>(large, request, 16'384);
}

} // namespace

TEST_CASE("BD1: a client with the least buffer shows its certificate where several KB of authorities are named") {
    for (std::size_t const fragment : std::to_array<std::size_t>({16'000, 512, 33})) {
        bytes const usual = body({}, authorities(6'000) + schemes({8, 4, 4, 1, 4, 3}));
        outcome const shown = ask<whole, proves>(least, usual, fragment, 100);
        CHECK(shown.connected);
        CHECK(shown.proof_good);
        CHECK(view(shown.certificate) == pair::stranger.certificate);
        outcome const none = ask<whole, knows>(least, usual, fragment, 100);
        CHECK(none.connected);
        CHECK(none.certificate.empty());
    }
}
TEST_CASE("BD1: whatever it says, a long CertificateRequest is answered like a short one") {
    bytes const good = schemes({8, 4, 4, 3});
    for (bytes const& request : {body({}, authorities(300) + good),
                                 body({}, good + authorities(300)),
                                 body({}, authorities(300)),
                                 body({}, good + authorities(300) + good),
                                 body({}, authorities(200) + good + authorities(200)),
                                 body({1}, authorities(300) + good),
                                 body(bytes(200, 1), authorities(300)),
                                 body({}, schemes(bytes(600, 8) + bytes{4, 3}) + authorities(1)),
                                 body({}, schemes(bytes(600, 8))),
                                 body({}, schemes({}) + authorities(300)),
                                 body({}, schemes({4, 3, 4}) + authorities(300)),
                                 body({}, good + extension(0x0a0a, bytes(500, 1)) + extension(0x1a1a, {})),
                                 body({}, good + extension(0x0a0a, bytes(500, 1)) + extension(0x0a0a, {})),
                                 body({}, good + extension(0, {}) + authorities(300)),
                                 body({}, good + extension(51, bytes(300, 0))),
                                 body({}, good + extension(48, bytes(300, 0))),
                                 body({}, good + extension(47, bytes(300, 0xff))),
                                 body({}, good + extension(5, {}) + extension(18, {}) + authorities(300)),
                                 bytes(300, 0),
                                 bytes(300, 0xff)}) {
        CAPTURE(request.size());
        CHECK(is_same<whole, proves>(request, 100));
    }
}
TEST_CASE("BD1: the types of all extensions must fit the buffer, four bytes each") {
    for (std::uint16_t const count : std::to_array<std::uint16_t>({33, 34})) {
        bytes many = schemes({8, 4, 4, 3}) + authorities(300);
        for (std::uint16_t i = 2; i < count; ++i) many = many + extension(static_cast<std::uint16_t>(0x7000 + i), {});
        outcome const found = ask<whole, proves>(least, body({}, many), 100);
        CHECK(found.proof_good == (count == 33));
        CHECK(found.alert == (count == 33 ? -1 : static_cast<int>(alert_description::handshake_failure)));
    }
}
TEST_CASE("BD1: every cut, every missing byte and every changed byte of a long CertificateRequest") {
    bytes const good = body({}, authorities(130) + schemes({8, 4, 4, 3}) + extension(0x0a0a, {1}));
    for (std::size_t fragment = 1; fragment < good.size() + 4; ++fragment) {
        CAPTURE(fragment);
        outcome const found = ask<whole, proves>(least, good, fragment);
        CHECK((found.connected && found.proof_good));
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
        if (at > 12 && at < 137) continue; // inside the name
        CAPTURE(at);
        if (at > 137)
            CHECK(is_same<whole, proves>(bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(at)), 50));
        for (int const by : {-1, 1}) {
            bytes changed = good;
            changed[at] = static_cast<std::uint8_t>(changed[at] + by);
            CHECK(is_same<whole, proves>(changed, 50));
        }
    }
    CHECK(is_same<whole, proves>(good + bytes{0}, 50));
}

namespace {
struct slow : whole {
    using crypto = pair::hesitant<0, 2>;
};
} // namespace
TEST_CASE("BD1, BD3: a long CertificateRequest where every operation is pending first") {
    outcome const found = ask<slow, proves>(least, body({}, authorities(6'000) + schemes({4, 3})), 512);
    CHECK(found.connected);
    CHECK(found.proof_good);
    CHECK(slow::crypto::changed() == 0);
}
