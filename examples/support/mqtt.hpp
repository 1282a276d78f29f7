// SPDX-License-Identifier: Apache-2.0
/// \file
/// One visit of a device at an MQTT broker (MQTT 3.1.1, OASIS): subscribes to a topic, publishes a message under it, waits until
/// the broker has both confirmed the message and delivered it, and leaves. Without heap; for hosts and for firmware.
#ifndef FLINTLS_EXAMPLES_SUPPORT_MQTT_HPP
#define FLINTLS_EXAMPLES_SUPPORT_MQTT_HPP

#include <algorithm>
#include <array>
#include <cstdint>

#include "flintls/wire/byte_view.hpp"

namespace mqtt {

/// Control packet types with their flags: MQTT 3.1.1 2.2, of QoS 1.
enum packet : std::uint8_t {
    connect = 0x10,
    connack = 0x20,
    publish = 0x32,
    puback = 0x40,
    subscribe = 0x82,
    suback = 0x90,
    disconnect = 0xe0
};

/// The views must outlive the session. Topic and message together have at most 100 bytes.
class session {
public:
    session(flintls::byte_view client_identifier, flintls::byte_view topic, flintls::byte_view message)
        : topic_{topic}, message_{message} {
        begin(connect, 2 + 4 + 4 + 2 + client_identifier.size());
        put_text({protocol.data(), protocol.size()});
        put({level.data(), level.size()});
        put_text(client_identifier);
    }

    /// Bytes for the broker. \ref sent removes those that the connection has taken.
    [[nodiscard]] flintls::byte_view ready() const { return {out_.data() + out_begin_, out_end_ - out_begin_}; }
    void sent(std::uint32_t count) { out_begin_ += count; }
    /// True once the broker has confirmed the message and delivered it, and DISCONNECT is sent.
    [[nodiscard]] bool is_done() const { return left_ && ready().empty(); }
    /// True after an unexpected packet, or after a refusal by the broker.
    [[nodiscard]] bool has_failed() const { return failed_; }

    /// Takes bytes of the broker, in pieces of any size.
    void received(flintls::byte_view bytes) {
        for (std::uint8_t const byte : bytes) {
            if (failed_ || in_size_ == in_.size()) { // no room for the packet
                failed_ = true;
                return;
            }
            in_[in_size_++] = byte;
            // Remaining Length has one byte up to 127 (2.2.3). No packet that this session asks for is longer.
            failed_ = in_size_ > 1 && in_[1] > 127;
            if (in_size_ > 1 && in_size_ == 2U + in_[1]) {
                in_size_ = 0;
                take({in_.data() + 2, in_[1]});
            }
        }
    }

private:
    static constexpr std::array<std::uint8_t, 4> protocol{'M', 'Q', 'T', 'T'};
    static constexpr std::array<std::uint8_t, 4> level{4, 0x02, 0, 60}; // 3.1.1, Clean Session, Keep Alive of 60 s
    static constexpr std::array<std::uint8_t, 2> packet_of_subscribe{0, 1}, packet_of_publish{0, 2};

    void take(flintls::byte_view body) {
        bool const confirms = body.size() > 1 && body[0] == 0;
        switch (in_[0]) {
        case connack: // 3.2.2.3: the return code of an accepted connection is 0
            failed_ = body.size() != 2 || body[1] != 0;
            begin(subscribe, 2 + 2 + topic_.size() + 1);
            put({packet_of_subscribe.data(), 2});
            put_text(topic_);
            put_byte(1);
            break;
        case suback: // 3.9.3: 0x80 is a failure
            failed_ = body.size() != 3 || !confirms || body[1] != packet_of_subscribe[1] || body[2] > 1;
            begin(publish, 2 + topic_.size() + 2 + message_.size());
            put_text(topic_);
            put({packet_of_publish.data(), 2});
            put(message_);
            break;
        case puback:
            failed_ = body.size() != 2 || !confirms || body[1] != packet_of_publish[1];
            confirmed_ = true;
            break;
        default: take_published(in_[0], body);
        }
        if (confirmed_ && delivered_ && !left_) {
            begin(disconnect, 0);
            left_ = true;
        }
    }

    /// PUBLISH (3.3): topic, packet identifier of QoS 1, message. The flags DUP and RETAIN do not matter here. Messages of
    /// others, and retained ones, are passed over.
    void take_published(std::uint8_t header, flintls::byte_view body) {
        unsigned const qos = header >> 1U & 3U;
        std::uint32_t const size = body.size() < 2 ? 0 : 2U + body[1];
        bool const is_publish = header >> 4U == publish >> 4U && qos < 2 && body.size() >= 2 && body[0] == 0;
        failed_ = failed_ || !is_publish || body.size() < size + 2 * qos;
        if (failed_) {
            return;
        }
        if (qos == 1) {
            begin(puback, 2);
            put(body.subview(size, 2));
        }
        delivered_ = delivered_ || (body.subview(2, size - 2) == topic_ && body.subview(size + 2 * qos) == message_);
    }

    void begin(packet type, std::uint32_t remaining_length) {
        std::copy(out_.begin() + out_begin_, out_.begin() + out_end_, out_.begin());
        out_end_ -= out_begin_;
        out_begin_ = 0;
        failed_ = failed_ || remaining_length > 127 || out_end_ + 2 + remaining_length > out_.size();
        put_byte(type);
        put_byte(static_cast<std::uint8_t>(remaining_length));
    }
    void put_byte(std::uint8_t byte) { put({&byte, 1}); }
    void put(flintls::byte_view bytes) {
        if (!failed_) {
            std::copy(bytes.begin(), bytes.end(), out_.begin() + out_end_);
            out_end_ += bytes.size();
        }
    }
    /// A string with its length (1.5.3).
    void put_text(flintls::byte_view text) {
        put_byte(0);
        put_byte(static_cast<std::uint8_t>(text.size()));
        put(text);
    }

    flintls::byte_view topic_;
    flintls::byte_view message_;
    std::array<std::uint8_t, 256> out_{};
    std::array<std::uint8_t, 129> in_{};
    std::uint32_t out_begin_ = 0, out_end_ = 0, in_size_ = 0;
    bool confirmed_ = false, delivered_ = false, left_ = false, failed_ = false;
};

} // namespace mqtt

#endif
