// SPDX-License-Identifier: Apache-2.0
/// \file
/// The TLS connections of a packet capture (pcap, pcapng; draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng): the
/// records of both sides of each connection, in the order in which they were complete.
#ifndef FLINTLS_EXAMPLES_SUPPORT_CAPTURE_HPP
#define FLINTLS_EXAMPLES_SUPPORT_CAPTURE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "reader.hpp"

namespace support {

/// One direction of a TCP connection (RFC 9293 3.4), reassembled from segments that may be repeated or out of order.
class tcp_stream {
public:
    void add(std::uint32_t sequence, bool opens, flintls::byte_view data) {
        if (!begun_ || opens) {
            begun_ = true;
            next_ = sequence + (opens ? 1 : 0);
            waiting_.clear();
        }
        if (!data.empty() && !opens) {
            waiting_.insert_or_assign(sequence, byte_string{data.begin(), data.end()});
        }
        while (take_one()) {
        }
    }
    /// Bytes in order; the caller removes those that it has used.
    [[nodiscard]] byte_string& bytes() { return bytes_; }

private:
    static constexpr std::uint32_t half = 0x8000'0000U; // sequence numbers wrap

    /// Takes the new bytes of a segment that begins at the next sequence number, or before it.
    bool take_one() {
        for (auto i = waiting_.begin(); i != waiting_.end(); ++i) {
            std::uint32_t const known = next_ - i->first;
            if (known < half) {
                byte_string const& data = i->second;
                if (known < data.size()) {
                    bytes_.insert(bytes_.end(), data.begin() + known, data.end());
                    next_ += static_cast<std::uint32_t>(data.size()) - known;
                }
                waiting_.erase(i);
                return true;
            }
        }
        return false;
    }

    std::map<std::uint32_t, byte_string> waiting_;
    byte_string bytes_;
    std::uint32_t next_ = 0;
    bool begun_ = false;
};

class capture {
public:
    [[nodiscard]] static bool is_one(flintls::byte_view in) {
        std::uint32_t const magic = in.size() >= 4 ? flintls::load<4>(in.data()) : 0;
        return magic == pcap_big || magic == pcap_little || magic == pcap_nano_big || magic == pcap_nano_little ||
               magic == pcapng;
    }
    /// \return the error, and its byte in the capture
    failure read(flintls::byte_view in) {
        in_ = in;
        failure const f = flintls::load<4>(in.data()) == pcapng ? read_blocks() : read_packets();
        return f;
    }
    /// The records of each connection that begins like TLS.
    [[nodiscard]] std::vector<byte_string> connections() const {
        std::vector<byte_string> found;
        for (connection const& each : connections_) {
            if (looks_like_records(flintls::byte_view{each.records})) {
                found.push_back(each.records);
            }
        }
        return found;
    }

private:
    static constexpr std::uint32_t pcap_big = 0xa1b2'c3d4U;
    static constexpr std::uint32_t pcap_little = 0xd4c3'b2a1U;
    static constexpr std::uint32_t pcap_nano_big = 0xa1b2'3c4dU;
    static constexpr std::uint32_t pcap_nano_little = 0x4d3c'b2a1U;
    static constexpr std::uint32_t pcapng = 0x0a0d'0d0aU;

    struct connection {
        byte_string ends; ///< address and port of one side and of the other
        std::array<tcp_stream, 2> streams;
        byte_string records;
    };

    [[nodiscard]] std::uint32_t number(std::size_t at) const {
        std::uint8_t const* const p = in_.data() + at;
        return little_ ? std::uint32_t{p[0]} | std::uint32_t{p[1]} << 8U | std::uint32_t{p[2]} << 16U |
                             std::uint32_t{p[3]} << 24U
                       : flintls::load<4>(p);
    }
    [[nodiscard]] failure cut_short(std::size_t at) const { return {flintls::errc::truncated, at}; }

    failure read_packets() {
        std::uint32_t const magic = flintls::load<4>(in_.data());
        little_ = magic == pcap_little || magic == pcap_nano_little;
        if (in_.size() < 24) {
            return cut_short(in_.size());
        }
        std::uint32_t const link = number(20) & 0xffffU;
        for (std::uint32_t at = 24; at != in_.size();) {
            if (in_.size() - at < 16 || number(at + 8) > in_.size() - at - 16) {
                return cut_short(at);
            }
            std::uint32_t const size = number(at + 8);
            take_frame(link, in_.subview(at + 16, size));
            at += 16 + size;
        }
        return {};
    }
    failure read_blocks() {
        std::vector<std::uint32_t> links;
        for (std::uint32_t at = 0; at != in_.size();) {
            if (in_.size() - at < 12) {
                return cut_short(at);
            }
            if (flintls::load<4>(in_.data() + at) == pcapng) { // a section
                little_ = flintls::load<4>(in_.data() + at + 8) == 0x4d3c'2b1aU;
                links.clear();
            }
            std::uint32_t const type = number(at);
            std::uint32_t const size = number(at + 4);
            if (size < 12 || size % 4 != 0 || size > in_.size() - at) {
                return cut_short(at + 4);
            }
            if (type == 1 && size >= 20) { // an interface
                links.push_back(number(at + 8) >> (little_ ? 0U : 16U) & 0xffffU);
            } else if (type == 6 && size >= 32 && number(at + 8) < links.size()) { // a packet
                take_frame(links[number(at + 8)],
                           in_.subview(at + 28, number(at + 20) < size - 32 ? number(at + 20) : size - 32));
            } else if (type == 3 && size >= 16 && !links.empty()) { // a packet of the first interface
                take_frame(links[0], in_.subview(at + 12, number(at + 8) < size - 16 ? number(at + 8) : size - 16));
            }
            at += size;
        }
        return {};
    }

    /// Finds the IP packet behind the link header.
    void take_frame(std::uint32_t link, flintls::byte_view frame) {
        switch (link) {
        case 0: take_packet(frame.subview(4)); break; // BSD loopback
        case 1: {                                     // Ethernet, perhaps with VLAN tags
            std::uint32_t at = 12;
            while (frame.size() >= at + 2 && flintls::load<2>(frame.data() + at) == 0x8100) {
                at += 4;
            }
            take_packet(frame.subview(at + 2));
            break;
        }
        case 12:
        case 14:
        case 101: take_packet(frame); break;             // raw IP
        case 113: take_packet(frame.subview(16)); break; // Linux, any interface
        case 276: take_packet(frame.subview(20)); break; // Linux, second form
        default: break;
        }
    }
    /// RFC 791 3.1, RFC 8200 3. Skips fragments and packets with extension headers.
    void take_packet(flintls::byte_view packet) {
        constexpr std::uint8_t tcp = 6;
        if (packet.size() >= 20 && packet[0] >> 4U == 4) {
            std::uint32_t const header = (packet[0] & 15U) * 4U;
            std::uint32_t const stated = flintls::load<2>(packet.data() + 2);
            std::uint32_t const whole = stated == 0 ? packet.size() : stated; // 0: segmentation offload
            bool const fragment = (flintls::load<2>(packet.data() + 6) & 0x3fffU) != 0;
            if (packet[9] == tcp && !fragment && whole >= header) {
                take_segment(packet.subview(12, 4), packet.subview(16, 4), packet.subview(header, whole - header));
            }
        } else if (packet.size() >= 40 && packet[0] >> 4U == 6 && packet[6] == tcp) {
            take_segment(packet.subview(8, 16), packet.subview(24, 16),
                         packet.subview(40, flintls::load<2>(packet.data() + 4)));
        }
    }
    /// RFC 9293 3.1.
    void take_segment(flintls::byte_view source, flintls::byte_view target, flintls::byte_view segment) {
        if (segment.size() < 20) {
            return;
        }
        auto const end = [&segment](flintls::byte_view address, std::uint32_t port) {
            byte_string one{address.begin(), address.end()};
            one.push_back(segment[port]);
            one.push_back(segment[port + 1]);
            return one;
        };
        byte_string const from = end(source, 0);
        byte_string const to = end(target, 2);
        bool const opens = (segment[13] & 2U) != 0;
        bool const answers = (segment[13] & 16U) != 0;
        std::size_t side = 0;
        connection& c = find(from, to, opens && !answers, side);
        std::uint32_t const header = (segment[12] >> 4U) * 4U;
        c.streams[side].add(flintls::load<4>(segment.data() + 4), opens, segment.subview(header));
        take_records(c.streams[side].bytes(), c.records);
    }
    connection& find(byte_string const& from, byte_string const& to, bool opens, std::size_t& side) {
        byte_string there = from;
        there.insert(there.end(), to.begin(), to.end());
        byte_string back = to;
        back.insert(back.end(), from.begin(), from.end());
        for (std::size_t i = connections_.size(); i != 0 && !opens; --i) { // the latest first: ports are reused
            connection& each = connections_[i - 1];
            if (each.ends == there || each.ends == back) {
                side = each.ends == there ? 0 : 1;
                return each;
            }
        }
        side = 0;
        connections_.push_back({there, {}, {}});
        return connections_.back();
    }
    /// Moves complete records.
    static void take_records(byte_string& from, byte_string& to) {
        std::size_t at = 0;
        while (from.size() - at >= 5) {
            std::size_t const size = 5 + std::size_t{flintls::load<2>(from.data() + at + 3)};
            if (size > from.size() - at) {
                break;
            }
            auto const first = from.begin() + static_cast<std::ptrdiff_t>(at);
            to.insert(to.end(), first, first + static_cast<std::ptrdiff_t>(size));
            at += size;
        }
        from.erase(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(at));
    }

    flintls::byte_view in_;
    std::vector<connection> connections_;
    bool little_ = false;
};

} // namespace support

#endif
