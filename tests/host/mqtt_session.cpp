// The session of examples/support/mqtt.hpp against a broker's bytes (MQTT 3.1.1); tests/interop and tests/firmware have
// real brokers.
#include <array>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "../../examples/support/mqtt.hpp"
#include "support/test.hpp"

namespace {

using bytes = std::vector<std::uint8_t>;
constexpr std::array<std::uint8_t, 2> name{'d', '1'}, topic{'a', 'b'}, message{'2', '1'};

bytes const connect{0x10, 14, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 2, 'd', '1'};
bytes const subscribe{0x82, 7, 0, 1, 0, 2, 'a', 'b', 1};
bytes const publish{0x32, 8, 0, 2, 'a', 'b', 0, 2, '2', '1'};
bytes const acknowledge{0x40, 2, 0, 9};
bytes const disconnect{0xe0, 0};

bytes const connack{0x20, 2, 0, 0};
bytes const suback{0x90, 3, 0, 1, 1};
bytes const puback{0x40, 2, 0, 2};
bytes const delivered{0x32, 8, 0, 2, 'a', 'b', 0, 9, '2', '1'};

bytes joined(std::initializer_list<bytes> parts) {
    bytes all;
    for (bytes const& each : parts) {
        all.insert(all.end(), each.begin(), each.end());
    }
    return all;
}

struct device {
    mqtt::session session{name, topic, message};

    /// Takes all bytes that the session has to send.
    bytes take() {
        bytes const out{session.ready().begin(), session.ready().end()};
        session.sent(session.ready().size());
        return out;
    }
    bytes answer(bytes const& from_broker) {
        session.received(from_broker);
        return take();
    }
};

/// A session after CONNACK and SUBACK.
device subscribed() {
    device d;
    (void)d.take();
    (void)d.answer(connack);
    (void)d.answer(suback);
    return d;
}

} // namespace

TEST_CASE("a session connects, subscribes, publishes, confirms what is delivered, and leaves") {
    device d;
    CHECK(d.take() == connect);
    CHECK(d.answer(connack) == subscribe);
    CHECK(d.answer(suback) == publish);
    CHECK(d.answer(puback).empty());
    CHECK_FALSE(d.session.is_done());
    CHECK(d.answer(delivered) == joined({acknowledge, disconnect}));
    CHECK(d.session.is_done());
    CHECK_FALSE(d.session.has_failed());
}

TEST_CASE("a broker may deliver a message before it confirms it, and another one before that") {
    bytes const another{0x32, 9, 0, 2, 'a', 'b', 0, 8, 'x', 'y', 'z'};
    device d = subscribed();
    CHECK(d.answer(another) == bytes{0x40, 2, 0, 8});
    CHECK(d.answer(delivered) == acknowledge);
    CHECK(d.answer(puback) == disconnect);
    CHECK(d.session.is_done());
}

TEST_CASE("a session does not depend on how bytes are cut") {
    bytes const all = joined({connack, suback, puback, delivered});
    for (std::size_t cut = 0; cut <= all.size(); ++cut) {
        device d;
        bytes out = d.take();
        out = joined({out, d.answer({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(cut)})});
        out = joined({out, d.answer({all.begin() + static_cast<std::ptrdiff_t>(cut), all.end()})});
        CHECK(out == joined({connect, subscribe, publish, acknowledge, disconnect}));
        CHECK(d.session.is_done());
    }
}

TEST_CASE("messages of others, retained and repeated ones, with and without an identifier, are passed over or taken") {
    device d = subscribed();
    CHECK(d.answer({0x31, 7, 0, 2, 'a', 'b', 'o', 'l', 'd'}).empty());             // retained, QoS 0
    CHECK(d.answer({0x33, 7, 0, 2, 'a', 'b', 0, 7, 'x'}) == bytes{0x40, 2, 0, 7}); // retained, QoS 1
    CHECK(d.answer({0x30, 6, 0, 2, 'x', 'y', '2', '1'}).empty());                  // under another topic
    CHECK(d.answer(puback).empty());
    CHECK_FALSE(d.session.is_done());
    CHECK(d.answer({0x3a, 8, 0, 2, 'a', 'b', 0, 9, '2', '1'}) == joined({acknowledge, disconnect})); // DUP
    CHECK(d.session.is_done());
}

TEST_CASE("a refusal, and a packet that no broker sends here, ends a session") {
    for (bytes const& wrong : {bytes{0x20, 2, 0, 5}, bytes{0x20, 1, 0}, bytes{0x50, 0x02, 0, 1},
                               bytes{0x30, 0x80, 0x01}, bytes{0xf0, 0}, bytes{0x20, 0xff}}) {
        device d;
        (void)d.take();
        d.session.received(wrong);
        CHECK(d.session.has_failed());
    }
    device refused;
    (void)refused.answer(connack);
    (void)refused.answer({0x90, 3, 0, 1, 0x80});
    CHECK(refused.session.has_failed());
    for (bytes const& wrong :
         {bytes{0x40, 2, 0, 7}, bytes{0x32, 5, 0, 2, 'a', 'b', 0}, bytes{0x34, 8, 0, 2, 'a', 'b', 0, 9, '2', '1'},
          bytes{0x30, 3, 0, 2, 'a'}, bytes{0x30, 1, 0}}) {
        device d = subscribed();
        d.session.received(wrong);
        CHECK(d.session.has_failed());
        CHECK_FALSE(d.session.is_done());
    }
}

TEST_CASE("more text than a packet of a session holds ends it, and nothing is written behind its buffer") {
    bytes const text(120, 't');
    mqtt::session session{name, text, text};
    session.received(connack);
    session.received(suback);
    CHECK(session.has_failed());
    CHECK(session.ready().size() <= 256);
}
