// SPDX-License-Identifier: Apache-2.0
/// \file
/// A first look at a ClientHello (RFC 8446 4.1.2): whom it wants to reach, what it speaks, and whether it signals secure
/// renegotiation (RFC 5746 3.4).
#include <cstdint>
#include <iostream>
#include <string>

#include "flintls/flintls.hpp"

constexpr std::uint8_t received[] = {
    0x01, 0x00, 0x00, 0x56, 0x03, 0x03, 0x8f, 0x2c, 0x51, 0x77, 0x0d, 0xa4, 0x3e, 0x90, 0x6b, 0xf8, 0x12, 0xc5,
    0x49, 0xde, 0x83, 0x1a, 0x67, 0xb0, 0x25, 0xe9, 0x9c, 0x04, 0xd2, 0x7f, 0x38, 0xaa, 0x56, 0xe1, 0x0b, 0x94,
    0xcd, 0x42, 0x00, 0x00, 0x04, 0xc0, 0x2b, 0x00, 0xff, 0x01, 0x00, 0x00, 0x29, 0x00, 0x00, 0x00, 0x13, 0x00,
    0x11, 0x00, 0x00, 0x0e, 0x73, 0x65, 0x6e, 0x73, 0x6f, 0x72, 0x2e, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65,
    0x00, 0x10, 0x00, 0x0e, 0x00, 0x0c, 0x02, 0x68, 0x32, 0x08, 0x68, 0x74, 0x74, 0x70, 0x2f, 0x31, 0x2e, 0x31};

using alpn = flintls::application_layer_protocol_negotiation;
using hello =
    flintls::client_hello_with<flintls::extension_list<flintls::server_name, alpn, flintls::renegotiation_info>>;

std::string text(flintls::byte_view name) { return {name.begin(), name.end()}; }

int main() {
    flintls::handshake<hello> message; // its fields are views of `received`: parsing copies and allocates nothing
    if (flintls::error const e = flintls::parse(received, message)) {
        std::cout << "alert " << static_cast<int>(flintls::to_alert(e)) << ", byte " << e.offset() << '\n';
        return 1;
    }
    auto const& extensions = message.body.extensions;
    if (auto const name = extensions.get<flintls::server_name>()) {
        std::cout << "to " << text(name->host_name()) << '\n';
    }
    if (auto const protocols = extensions.get<alpn>()) {
        for (flintls::byte_view const protocol : protocols->protocol_name_list) {
            std::cout << "speaks " << text(protocol) << '\n';
        }
    }
    bool const scsv = flintls::find_signalling_suites(message.body.cipher_suites).empty_renegotiation_info_scsv;
    bool const secure = scsv || extensions.has<flintls::renegotiation_info>();
    std::cout << (secure ? "secure renegotiation" : "no secure renegotiation") << '\n';
}
