// SPDX-License-Identifier: Apache-2.0
/// \file
/// hello_rom: a ClientHello that the compiler wrote (flintls/hello/compiled_hello.hpp). At run time its random is
/// filled in, and it leaves through the UART straight from flash; the server's choice is read from its answer. No
/// crypto at all.
#include <array>
#include <cstdint>

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

/// Servers answer with a ServerHello at the beginning of their first record.
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
    std::uint32_t const size = firmware::receive(answer, firmware::patience);
    return judge_answer(flintls::byte_view{answer}.subview(0, size));
}
