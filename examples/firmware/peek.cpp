// SPDX-License-Identifier: Apache-2.0
/// \file
/// peek: prints what a ClientHello of any length asks for while the UART receives it (flintls/hello/stream.hpp), within
/// 1 KB of RAM with the stack; then refuses the hello.
#include <array>
#include <cstdint>

#include "board.hpp"
#include "devices.hpp"
#include "flintls/hello/stream.hpp"
#include "flintls/message/alert.hpp"
#include "flintls/message/record.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/alert.hpp"
#include "stack.hpp"
#include "support/line.hpp"

namespace {

/// Keeps two extensions: the server name, and renegotiation_info.
struct peek_policy : flintls::policy_of<flintls::options{.hello_buffer = 160, .max_unknown_extensions = 24}> {
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
                                       flintls::cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256>;
    using client_hello_extensions = flintls::extension_list<flintls::server_name, flintls::renegotiation_info>;
    static constexpr flintls::hello_limit limit_of(flintls::extension_type type) {
        return type == flintls::extension_type::server_name ? flintls::hello_limit{0, 69} : policy_of::limit_of(type);
    }
};
using stream = flintls::client_hello_stream<peek_policy>;

/// The bytes of a client. All of them must arrive within `patience` of the first byte.
class client_line {
public:
    /// \return false: `patience` is over
    bool next(std::uint8_t& byte) {
        while (!board::uart::receive(byte)) {
            if (begun_ && board::clock::milliseconds() - since_ >= firmware::patience) {
                return false;
            }
        }
        since_ = begun_ ? since_ : board::clock::milliseconds();
        begun_ = true;
        return true;
    }

private:
    std::uint32_t since_ = 0;
    bool begun_ = false;
};

/// Reads a record header. `left`: bytes of the record's fragment.
flintls::errc next_record(client_line& line, std::uint32_t& left) {
    std::array<std::uint8_t, 5> bytes;
    for (std::uint8_t& each : bytes) {
        if (!line.next(each)) {
            return flintls::errc::connection_lost;
        }
    }
    flintls::record_header header;
    bool const good = !flintls::parse(bytes, header) && header.type == flintls::content_type::handshake;
    left = header.length;
    return good && left != 0 ? flintls::errc::ok : flintls::errc::unexpected_message;
}

/// Reads the hello byte by byte, across records.
flintls::error read(stream& hello) {
    client_line line;
    std::uint32_t left = 0;
    while (hello.outcome().what() == flintls::errc::truncated) {
        flintls::errc const e = left == 0 ? next_record(line, left) : flintls::errc::ok;
        std::uint8_t byte;
        if (e != flintls::errc::ok) {
            return {e, 0};
        }
        if (!line.next(byte)) {
            return {flintls::errc::connection_lost, 0};
        }
        static_cast<void>(hello.push({&byte, 1}));
        --left;
    }
    return hello.outcome();
}

void print(flintls::byte_view name) {
    for (std::uint8_t const byte : name) {
        char const text[]{static_cast<char>(byte >= ' ' && byte < 0x7f ? byte : '?'), '\0'};
        board::print(text);
    }
}

[[gnu::noinline]] void show(stream const& hello) {
    flintls::client_hello_of<peek_policy> m;
    if (hello.read(m)) {
        return;
    }
    bool const scsv = flintls::find_signalling_suites(m.cipher_suites).empty_renegotiation_info_scsv;
    board::print("hello of ");
    board::print(static_cast<unsigned>(hello.message_size()));
    board::print(" bytes for ");
    print((*m.extensions.get<flintls::server_name>()).host_name());
    board::print(scsv || m.extensions.get<flintls::renegotiation_info>() ? ", secure renegotiation\n"
                                                                         : ", no secure renegotiation\n");
}

void refuse(flintls::alert_description why) {
    std::array<std::uint8_t, 7> bytes{21, 3, 3, 0, 2};
    flintls::writer body{std::span{bytes}.subspan<5>()};
    if (!body.write(flintls::alert{flintls::alert_level::fatal, why})) {
        static_cast<void>(firmware::send(bytes));
    }
}

[[gnu::noinline]] void peek_once() {
    stream hello;
    flintls::error const e = read(hello);
    if (!e) {
        show(hello);
    }
    refuse(e ? flintls::to_alert(e) : flintls::alert_description::access_denied);
}

} // namespace

int main() {
    board::paint_stack();
    board::uart::start();
    board::clock::start();
    peek_once();
    board::print("stack ");
    board::print(board::used_stack());
    board::print("\n");
    return 0;
}
