// SPDX-License-Identifier: Apache-2.0
/// \file
/// A first look at a ClientHello (RFC 8446 4.1.2): the server name, the suites, and whether the hello signals secure
/// renegotiation (RFC 5746 3.4).
#include <cstdint>
#include <iostream>
#include <string>

#include "flintls/flintls.hpp"
#include "flintls/registry/names.hpp"

constexpr std::uint8_t received[] = {
    0x01, 0x00, 0x00, 0x56, 0x03, 0x03, 0x8f, 0x2c, 0x51, 0x77, 0x0d, 0xa4, 0x3e, 0x90, 0x6b, 0xf8, 0x12, 0xc5,
    0x49, 0xde, 0x83, 0x1a, 0x67, 0xb0, 0x25, 0xe9, 0x9c, 0x04, 0xd2, 0x7f, 0x38, 0xaa, 0x56, 0xe1, 0x0b, 0x94,
    0xcd, 0x42, 0x00, 0x00, 0x04, 0xc0, 0x2b, 0x00, 0xff, 0x01, 0x00, 0x00, 0x29, 0x00, 0x00, 0x00, 0x13, 0x00,
    0x11, 0x00, 0x00, 0x0e, 0x73, 0x65, 0x6e, 0x73, 0x6f, 0x72, 0x2e, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65,
    0x00, 0x10, 0x00, 0x0e, 0x00, 0x0c, 0x02, 0x68, 0x32, 0x08, 0x68, 0x74, 0x74, 0x70, 0x2f, 0x31, 0x2e, 0x31};

using namespace flintls; // NOLINT(google-build-using-namespace)

int main() {
    hello_view hello; // its fields are views of `received`: peek copies and allocates nothing
    if (error const e = peek(received, hello)) {
        std::cout << name_of(e.what()) << " at byte " << e.offset() << ", alert " << name_of(to_alert(e)) << '\n';
        return 1;
    }
    byte_view const name = hello.host_name();
    std::cout << "to " << std::string{name.begin(), name.end()} << '\n';
    for (cipher_suite const suite : hello.message().cipher_suites) {
        std::cout << "offers " << name_of(suite) << '\n';
    }
    bool const scsv = find_signalling_suites(hello.message().cipher_suites).empty_renegotiation_info_scsv;
    bool const secure = scsv || hello.get<renegotiation_info>();
    std::cout << (secure ? "secure renegotiation" : "no secure renegotiation") << '\n';
}
