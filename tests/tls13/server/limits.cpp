// record_size_limit and half_rtt of a server of TLS 1.3: RFC 8449 4, 5, RFC 8446 4.4.4.
#include "support/test.hpp"
#include "tls13/server/serving.hpp"

namespace {

using namespace serving;
using whole = of_tls13<>;
using limited = of_tls13<options{.record_limit = 512}>;
using none = of_tls13<options{.record_limit = 0}>;
struct both : policy_of<> {
    using crypto = pair::prompt<1>;
    using versions = version_list<protocol_version::tls_1_3, protocol_version::tls_1_2>;
    using suites = suite_list<aes_128_gcm_sha256, ecdhe_ecdsa_with_aes_128_gcm_sha256>;
};
bytes limit(std::size_t value) { return extension(28, big_endian(2, value)); }
bytes const mqtt = extension(16, vector_of(2, vector_of(1, oracle::text("mqtt"))));
template <class P> bytes answer_to(bytes const& extensions) {
    world<P> w;
    visit<P> l{w};
    l.client.more_extensions = extensions;
    l.client.protocols = {};
    return l.connects() ? l.client.encrypted_extensions : bytes{0};
}
/// Sends a record with an inner plaintext of `size` bytes, type and padding included.
template <class P> void send_inner(visit<P>& l, std::size_t size) {
    l.client.padding = size - 2;
    l.client.send_data("x");
    l.settle();
}

} // namespace

TEST_CASE("EX9, EX11: a server answers with its own limit, by its buffer or its policy, who asks for it") {
    CHECK(answer_to<whole>({}).empty());
    CHECK(answer_to<whole>(limit(64)) == limit(2'000 - 21));
    CHECK(answer_to<whole>(limit(16'385)) == limit(2'000 - 21));
    CHECK(answer_to<whole>(limit(65'535)) == limit(2'000 - 21));
    CHECK(answer_to<limited>(limit(64)) == limit(512));
    CHECK(answer_to<both>(limit(64)) == limit(2'000 - 29));
    CHECK(answer_to<none>(limit(64)).empty());
    CHECK(answer_to<none>(limit(1)).empty());
    CHECK(answer_to<whole>(extension(1, {1}) + limit(512)) == limit(2'000 - 21)); // RFC 8449 5
    CHECK(answer_to<none>(extension(1, {1}) + limit(512)) == extension(1, {1}));
    for (std::size_t const value : std::to_array<std::size_t>({0, 1, 63})) {
        CHECK(ends<whole>([=](oracle::client& c) { c.more_extensions = limit(value); }, by::illegal_parameter));
    }
    CHECK(ends<whole>([](oracle::client& c) { c.more_extensions = extension(28, {64}); }, by::decode_error));
    CHECK(ends<whole>([](oracle::client& c) { c.more_extensions = extension(28, {0, 64, 0}); }, by::decode_error));
    CHECK(ends<whole>([](oracle::client& c) { c.more_extensions = limit(64) + limit(64); }, by::illegal_parameter));
}
TEST_CASE(
    "EX10: no protected record of the server is longer than the client's limit, nor one of the client than its own") {
    for (std::size_t const value : std::to_array<std::size_t>({64, 65, 100, 512})) {
        world<whole> w;
        visit<whole> l{w};
        l.client.more_extensions = limit(value);
        REQUIRE(l.connects());
        CHECK(l.side->write_space().size() == value - 1);
        CHECK(l.says(std::string(value - 1, 'x')));
        CHECK(l.client.longest_record == value);
        CHECK(l.client.tickets.size() == 1);
    }
    for (bool const agreed : {false, true}) {
        for (std::size_t const more : {0U, 1U}) {
            world<limited> w;
            visit<limited> l{w};
            if (agreed) l.client.more_extensions = limit(512);
            REQUIRE(l.connects());
            send_inner(l, 512 + more);
            CHECK(l.got.size() == (agreed ? 1 - more : 1));
            if (agreed && more == 1) CHECK(l.failed_with(by::record_overflow, true));
        }
    }
    // The limit holds in the handshake, too.
    for (std::size_t const more : {0U, 1U}) {
        world<limited> w;
        visit<limited> l{w};
        l.client.more_extensions = limit(512);
        l.client.padding = 512 - 36 - 1 + more;
        l.client.start();
        l.settle();
        CHECK((more == 0 ? l.good() : l.failed_with(by::record_overflow, true)));
    }
}
TEST_CASE("EX9: a server whose limit does not fit its buffer does not begin") {
    world<limited> w;
    w.sizes.receive = 5 + 8 + 16 + 512 - 1;
    visit<limited> l{w};
    CHECK(!l.begun);
    CHECK(l.side->refusal() == errc::receive_buffer_too_small);
    using longer = of_tls13<options{.record_limit = 1'000}>;
    world<longer> v;
    v.sizes.receive = 1'028;
    CHECK(!visit<longer>{v}.begun);
    v.sizes.receive = 1'029;
    CHECK(visit<longer>{v}.connects());
}
TEST_CASE("ZR2: early data longer than the agreed limit is passed over, and counted") {
    world<limited> w;
    visit<limited> l{w};
    l.client.more_extensions = limit(512);
    l.client.early_data = true;
    l.client.early_records = {bytes{23, 3, 3} + vector_of(2, bytes(900, 0xee))};
    CHECK(l.connects());
    CHECK(l.talks());
}

TEST_CASE("FI5: by its policy a server sends data before the client's Finished, and takes none") {
    using half = of_tls13<options{.half_rtt = true}>;
    for (bool const key : {false, true}) {
        world<half> w;
        visit<half> l{w};
        CHECK(l.side->write_space().empty());
        l.client.finishes = false;
        l.client.half_rtt = true;
        if (key) l.client.keys = {offered_coffee()};
        l.client.start();
        l.turn();
        CHECK(l.side->write_space().empty());
        l.settle();
        CHECK(!l.side->idle());
        CHECK(l.connected == 0);
        CHECK(l.says("early"));
        CHECK(l.says("earlier"));
        CHECK(l.connected == 0);
        l.client.send_flight();
        l.settle();
        CHECK(l.good());
        CHECK(l.talks());
    }
    { // FI4
        world<half> w;
        visit<half> l{w};
        CHECK(refuses_data_before_finished(l));
        CHECK(l.side->write_space().empty());
    }
    { // close_notify of the server after its data
        world<half> w;
        visit<half> l{w};
        l.client.finishes = false;
        l.client.half_rtt = true;
        l.client.start();
        l.settle();
        CHECK(l.side->write_some(view(oracle::text("bye"))) == 3);
        l.side->close();
        l.settle();
        CHECK(l.client.data == oracle::text("bye"));
        CHECK(l.client.alert == 0);
        CHECK(l.side->accept());
        CHECK(l.side->write_space().empty());
    }
}
TEST_CASE(
    "FI5: a server sends nothing before the Finished by default, nor to a client that it asks for a certificate") {
    auto const is_silent = []<class P, template <class> class Knows>(world<P, Knows>& w) {
        visit<P, Knows> l{w};
        l.client.finishes = false;
        present(l.client, pair::stranger);
        l.client.start();
        l.settle();
        bool const silent = !l.side->idle() && l.side->write_space().empty();
        l.client.send_flight();
        l.settle();
        return silent && l.good() && l.talks();
    };
    world<whole> usual;
    CHECK(is_silent(usual));
    world<of_tls13<options{.half_rtt = true}>, asks> asking;
    CHECK(is_silent(asking));
    asking.known.wants = client_certificate::requested;
    CHECK(is_silent(asking));
}
TEST_CASE("KU4: with half_rtt and without tickets, too, nothing is written while an own KeyUpdate is under way") {
    struct half : of_tls13<options{.half_rtt = true}> {
        using crypto = pair::hesitant<1, 1>; // each operation is pending once
        using psk_modes = psk_mode_list<>;
    };
    world<half> w;
    visit<half> l{w};
    CHECK(l.connects());
    CHECK(l.talks());
    CHECK(l.side->update_keys(false));
    for (int i = 0; i != 60; ++i) {
        CHECK((l.side->idle() || l.side->write_space().empty()));
        l.turn();
    }
    l.settle();
    CHECK(l.good());
    CHECK(l.talks());
}
