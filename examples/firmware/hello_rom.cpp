// SPDX-License-Identifier: Apache-2.0
/// \file
/// hello_rom: sends a ClientHello that is serialized at compile time (flintls/hello/compiled_hello.hpp). At run time
/// the firmware fills in the random; all other bytes go from flash to the UART. The server's choice is read from its
/// ServerHello. No crypto.
#include <array>
#include <cstdint>
#include <span>

#include "board.hpp"
#include "devices.hpp"
#include "flintls/hello/compiled_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/record.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/policy.hpp"
#include "support/line.hpp"

namespace {

struct rom_policy : flintls::policy_of<> {
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using signature_schemes = flintls::scheme_list<flintls::signature_scheme::ecdsa_secp256r1_sha256>;
    using protocols = flintls::protocol_list<"mqtt">;
};
constexpr auto hello = flintls::make_client_hello<rom_policy, "sensor.example">();

bool send_hello() {
    std::array<std::uint8_t, 32> random;
    decltype(hello)::pieces pieces;
    if (!board::random(random.data(), random.size()) ||
        hello.scatter({.random = flintls::fixed_view<32>{random}}, pieces)) {
        return false;
    }
    std::array<std::uint8_t, 5> header;
    if (flintls::serialize(flintls::record_header{flintls::content_type::handshake, flintls::protocol_version::tls_1_0,
                                                  static_cast<std::uint16_t>(pieces.size())},
                           header)
            .error()) {
        return false;
    }
    bool sent = firmware::send(header);
    for (flintls::byte_view const piece : pieces) {
        sent = sent && firmware::send(piece);
    }
    return sent;
}

/// \return size of the first record with its header, in bytes; 5 until the header is complete (RFC 5246 6.2.1)
std::uint32_t first_record_size(flintls::byte_view answer) {
    return answer.size() < 5 ? 5 : 5 + (std::uint32_t{answer[3]} << 8U) + answer[4];
}

/// Receives the first record, or as much of it as fits `space`. A record may arrive in several pieces.
/// \return number of bytes; fewer than the record has if the server stops sending
std::uint32_t receive_answer(std::span<std::uint8_t> space) {
    std::uint32_t size = 0;
    while (size < space.size() && size < first_record_size({space.data(), size})) {
        std::uint32_t const count = firmware::receive(space.subspan(size), firmware::patience);
        if (count == 0) {
            break;
        }
        size += count;
    }
    return size;
}

/// The first record of a server begins with its ServerHello. \return main's exit status
int judge_answer(flintls::byte_view answer) {
    flintls::record_header record;
    flintls::handshake<flintls::server_hello> chosen;
    bool const whole = answer.size() > 5 && !flintls::parse(answer.subview(0, 5), record) &&
                       record.type == flintls::content_type::handshake;
    flintls::handshake_header header;
    if (!whole || answer.size() < 9 || flintls::parse(answer.subview(5, 4), header) ||
        header.length > answer.size() - 9 || flintls::parse(answer.subview(5, 4 + header.length), chosen)) {
        board::print("no ServerHello\n");
        return 1;
    }
    board::print("hello of ");
    board::print(static_cast<unsigned>(decltype(hello)::bytes.size()));
    board::print(" bytes in flash; the server chose suite ");
    board::print(static_cast<unsigned>(chosen.body.cipher_suite));
    board::print("\n");
    return chosen.body.cipher_suite == rom_policy::suites::values[0] ? 0 : 1;
}

} // namespace

int main() {
    static constinit std::array<std::uint8_t, 256> answer{};
    board::uart::start();
    board::clock::start();
    firmware::dial();
    if (!send_hello()) {
        return 2;
    }
    return judge_answer(flintls::byte_view{answer}.subview(0, receive_answer(answer)));
}
