// record_size_limit: RFC 8449, RFC 8446 4.2, 5.4.
#include "support/test.hpp"
#include "tls13/client/rules.hpp"

namespace {

using namespace meeting;

constexpr bool encrypted = true;
constexpr std::uint16_t record_size_limit_type = 28;

template <std::uint16_t Limit> using limited = of_tls13<options{.record_limit = Limit}>;
struct asks_for_both : of_tls13<options{.fragment_length = max_fragment_length_code::bytes_1024, .record_limit = 600}> {
};
struct both_versions : policy_of<> {
    using crypto = pair::prompt<0>;
    using versions = version_list<protocol_version::tls_1_3, protocol_version::tls_1_2>;
    using suites = suite_list<aes_128_gcm_sha256, psk_with_aes_128_gcm_sha256>;
};

bytes answer(std::size_t limit) { return extension(record_size_limit_type, big_endian(2, limit)); }
/// The limit that a client with a buffer of this size offers.
template <class P> std::size_t said(std::uint32_t receive) {
    world<P> w;
    w.sizes.receive = receive;
    visit<P> l{w};
    l.settle();
    bytes const value = l.server.hellos.at(0).get(record_size_limit_type);
    return value.size() == 2 ? value_at(value, 0, 2) : 0;
}
/// Completes a handshake in which the server answers with this limit.
template <class P> void agree(visit<P>& l, std::size_t limit) {
    l.server.more_encrypted_extensions = answer(limit);
    CHECK(l.connects());
}

} // namespace

TEST_CASE("EX9: a hello says what the receive buffer holds, or what the policy says, or nothing") {
    CHECK(said<of_tls13<>>(1000) == 979);
    CHECK(said<of_tls13<>>(16'405) == 16'384);
    CHECK(said<of_tls13<>>(16'406) == 16'385);
    CHECK(said<of_tls13<>>(17'000) == 16'385);
    CHECK(said<both_versions>(1000) == 971);
    CHECK(said<both_versions>(17'000) == 16'384);
    CHECK(said<limited<200>>(17'000) == 200);
    CHECK(said<limited<16'385>>(17'000) == 16'385);
    CHECK(said<limited<0>>(17'000) == 0);
    CHECK(client<of_tls13<>, knows<of_tls13<>>>::min_receive == 541);
    CHECK(client<limited<2000>, knows<limited<2000>>>::min_receive == 2029);
}
TEST_CASE("EX9: below 64 it is illegal, above the most it is the most; beside max_fragment_length it is illegal") {
    using whole = of_tls13<>;
    for (std::size_t const limit : std::to_array<std::size_t>({0, 1, 63}))
        CHECK(ends<whole>(more_encrypted(answer(limit)), by::illegal_parameter, encrypted));
    for (std::size_t const limit : std::to_array<std::size_t>({64, 16'385, 16'386, 65'535}))
        CHECK(passes<whole>(more_encrypted(answer(limit))));
    CHECK(ends<whole>(more_encrypted(extension(28, {1})), by::decode_error, encrypted));
    CHECK(ends<whole>(more_encrypted(extension(28, {1, 0, 0})), by::decode_error, encrypted));
    CHECK(ends<limited<0>>(more_encrypted(answer(512)), by::unsupported_extension, encrypted));
    CHECK(ends<asks_for_both>(more_encrypted(extension(1, {2}) + answer(512)), by::illegal_parameter, encrypted));
    CHECK(passes<asks_for_both>(more_encrypted(answer(512))));
    CHECK(passes<asks_for_both>(more_encrypted(extension(1, {2}))));
}
TEST_CASE("EX10: what is written has no more than the server's limit, the type included") {
    for (std::size_t const limit : std::to_array<std::size_t>({64, 65, 100, 1000})) {
        world<of_tls13<>> w;
        w.known.has_key = false;
        visit<of_tls13<>> l{w};
        agree(l, limit);
        std::string const text(900, 'x');
        std::size_t said = 0;
        for (unsigned i = 0; i < 20 && said < text.size(); ++i) {
            said += l.side->write_some(view(oracle::text(text.substr(said))));
            l.settle();
        }
        CHECK(l.server.data == oracle::text(text));
        CHECK(l.server.longest_record == std::min<std::size_t>(limit, 901));
        CHECK(l.hears(std::string(3000, 'y'))); // the limit is for the client's records only
    }
    // A Certificate in several records.
    world<of_tls13<>, proves> w;
    w.known.has_key = false;
    visit<of_tls13<>, proves> l{w};
    l.server.asks_certificate = true;
    l.server.more_encrypted_extensions = answer(80);
    CHECK(l.connects());
    CHECK(l.server.proof_good);
    CHECK(l.server.longest_record == 80);
}
TEST_CASE("EX10, RE3: where the server has agreed, a record above the own limit is record_overflow, padding and type "
          "included") {
    auto const hears = [](std::size_t content, std::size_t padding, bool agreed = true) {
        world<limited<300>> w;
        visit<limited<300>> l{w};
        if (agreed) l.server.more_encrypted_extensions = answer(16'384);
        CHECK(l.connects());
        l.server.padding = padding;
        l.server.send_record(23, bytes(content, 'x'));
        l.settle();
        bool const overflow =
            l.last == progress::failed && l.server.alert == static_cast<std::uint8_t>(by::record_overflow);
        CHECK(overflow != (l.got == bytes(content, 'x')));
        return !overflow;
    };
    CHECK(hears(299, 0));
    CHECK(!hears(300, 0));
    CHECK(hears(100, 199));
    CHECK(!hears(100, 200));
    CHECK(hears(16'000, 0, false));
}
TEST_CASE("EX10: with what the buffer holds nobody writes more than fits, nor less") {
    world<of_tls13<>> w;
    w.sizes.receive = 800;
    visit<of_tls13<>> l{w};
    agree(l, 16'384);
    CHECK(l.hears(std::string(778, 'x')));
    l.server.send_record(23, bytes(779, 'x'));
    CHECK(l.fails_with(by::record_overflow, encrypted));
}
TEST_CASE("EX11: its place is EncryptedExtensions") {
    CHECK(ends<of_tls13<>>(more_in_hello(answer(512)), by::illegal_parameter, false));
    CHECK(ends<of_tls13<>>(more_in_retry(answer(512)), by::illegal_parameter, false));
    CHECK(ends<of_tls13<>>(in("certificate",
                              [](bytes& m) {
                                  m = oracle::message(
                                      11,
                                      vector_of(1, {}) + vector_of(3, vector_of(3, to_bytes(pair::sensor.certificate)) +
                                                                          vector_of(2, answer(512))));
                              }),
                           by::illegal_parameter, encrypted, false));
}
TEST_CASE("NT8: a resumed connection negotiates it anew") {
    world<of_tls13<>> w;
    visit<of_tls13<>> l{w};
    agree(l, 100);
    visit<of_tls13<>> again{w};
    again.server.keys = l.server.keys;
    CHECK(again.connects());
    CHECK(again.side->resumed());
    CHECK(again.says(std::string(500, 'x')));
    CHECK(again.server.longest_record == 501);
}
