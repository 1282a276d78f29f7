// SPDX-License-Identifier: Apache-2.0
/// \file
/// inspect: shows TLS handshake messages byte by byte (RFC 5246 7.4, RFC 8446 4).
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "support/alert.hpp"
#include "support/capture.hpp"
#include "support/hex.hpp"
#include "support/inspect_options.hpp"
#include "support/loopback.hpp"
#include "support/reader.hpp"
#include "support/sinks.hpp"

namespace {

constexpr int malformed = 1;
constexpr int unusable = 2;

/// Colour on a terminal only, and not if NO_COLOR is set.
support::dump_style style_for(support::inspect_options const& o) {
    char const* const no_colour = std::getenv("NO_COLOR");
    bool const refused = no_colour != nullptr && *no_colour != '\0';
    return {.colour = ::isatty(STDOUT_FILENO) == 1 && !refused, .full = o.full};
}

char const* reason(flintls::errc what) {
    using enum flintls::errc;
    switch (what) {
    case truncated: return "it is cut short: a field or a length reaches past the end";
    case trailing: return "bytes are left over behind the last field";
    case bad_length: return "a length is outside its bounds or no multiple of its elements";
    case duplicate_extension: return "this extension stands there twice";
    case pre_shared_key_not_last: return "pre_shared_key is not the last extension";
    case unexpected_message: return "this cannot stand here, or is not decoded yet";
    case record_too_long: return "a record is longer than TLS allows";
    default: return "it is malformed";
    }
}

/// Calls `read(make, sink)`, where `make` makes readers for `sink`, and prints the result. \return what `read` returns
template <class Read>
support::failure show(support::inspect_options const& o, Read read, support::logged_secrets const* secrets = nullptr) {
    auto const read_into = [&](auto& sink) {
        return read([&] { return support::reader{sink, o.tickets, secrets}; }, sink);
    };
    if (o.json) {
        support::json_sink sink{o.fingerprint};
        support::failure const f = read_into(sink);
        std::cout << support::document(f, sink.take()).dump() << '\n';
        return f;
    }
    support::fingerprint_sink fingerprints{std::cout};
    support::dump_sink dump{std::cout, style_for(o)};
    support::failure const f = o.fingerprint ? read_into(fingerprints) : read_into(dump);
    std::cout.flush();
    if (f) {
        flintls::alert_description const alert = flintls::to_alert(f.what);
        std::cerr << "inspect: " << flintls::name_of(alert) << '(' << static_cast<int>(alert) << ") at offset "
                  << f.offset << ": " << reason(f.what) << '\n';
    }
    return f;
}

int exit_status(support::failure const& f) {
    if (!std::cout.flush()) {
        std::cerr << "inspect: cannot write\n";
        return unusable;
    }
    return f ? malformed : 0;
}

support::descriptor open_input(support::inspect_options const& o) {
    return support::descriptor{!o.file || *o.file == "-" ? STDIN_FILENO : ::open(o.file->c_str(), O_RDONLY)};
}

/// The whole input; nothing if it cannot be read or is longer than a `byte_view` can be.
std::optional<std::string> read_all(support::descriptor const& from) {
    std::string all;
    std::vector<std::uint8_t> some(1U << 16U);
    std::ptrdiff_t got = 0;
    while ((got = from.read(some)) > 0 && all.size() < 0xffff'0000U) {
        all.append(some.begin(), some.begin() + got);
    }
    return got == 0 ? std::optional{all} : std::nullopt;
}

/// Shows one connection after the other; offsets count from the first record of each.
int inspect_capture(support::inspect_options const& o, flintls::byte_view in, support::logged_secrets const* secrets) {
    auto const read = [in](auto make, auto& sink) {
        support::capture captured;
        support::failure f = captured.read(in);
        std::size_t number = 0;
        for (support::byte_string const& records : captured.connections()) {
            sink.connection(++number);
            auto reader = make();
            support::failure const one = reader.read_records(flintls::byte_view{records});
            f = f ? f : one;
        }
        return f;
    };
    return exit_status(show(o, read, secrets));
}

int inspect_input(support::inspect_options const& o) {
    std::optional<std::string> const text = read_all(open_input(o));
    if (!text) {
        std::cerr << "inspect: cannot read " << o.file.value_or("standard input") << '\n' << support::usage;
        return unusable;
    }
    std::vector<std::uint8_t> bytes{text->begin(), text->end()};
    bool whole = true;
    if (support::is_hex_text(*text)) {
        whole = support::from_hex(*text, bytes);
    }
    support::logged_secrets secrets;
    if (o.key_log && !secrets.read(*o.key_log)) {
        std::cerr << "inspect: cannot read " << *o.key_log << '\n' << support::usage;
        return unusable;
    }
    flintls::byte_view const in{bytes};
    if (!o.records && support::capture::is_one(in)) {
        return inspect_capture(o, in, o.key_log ? &secrets : nullptr);
    }
    auto const read = [&](auto make, auto& /*sink*/) {
        auto reader = make();
        bool const records = o.key_log || o.records.value_or(support::looks_like_records(in));
        support::failure const f = records ? reader.read_records(in) : reader.read_messages(in);
        bool const half_a_byte = !f && !whole; // an odd number of hex digits
        return half_a_byte ? support::failure{flintls::errc::truncated, bytes.size()} : f;
    };
    return exit_status(show(o, read, o.key_log ? &secrets : nullptr));
}

/// \return the document about a line that should be one message in hex
std::string inspect_line(support::inspect_options const& o, std::string_view line, std::vector<std::uint8_t>& bytes) {
    support::failure f;
    support::json messages = support::json::array();
    if (!support::from_hex(line, bytes)) {
        f = {flintls::errc::truncated, bytes.size()};
    } else {
        support::framed message;
        flintls::error e = support::frame(flintls::byte_view{bytes}, {o.tickets}, message);
        std::size_t base = 0;
        if (!e && message.size() < bytes.size()) {
            e = {flintls::errc::trailing, message.size()};
        } else if (!e) {
            base = support::framed::header_size;
            e = support::decode(message, {o.tickets}, [&](auto const& decoded, support::framed const& at) {
                messages.push_back(support::to_json(decoded, at, o.fingerprint));
            });
        }
        f = {e.what(), base + e.offset()};
    }
    return support::document(f, std::move(messages)).dump();
}

/// Answers all lines that have arrived before it waits for more.
int inspect_lines(support::inspect_options const& o) {
    support::descriptor const from = open_input(o);
    std::vector<std::uint8_t> some(1U << 16U);
    std::vector<std::uint8_t> bytes;
    std::string text;
    std::ptrdiff_t got = 0;
    while ((got = from.read(some)) > 0) {
        std::size_t searched = text.size();
        text.append(some.begin(), some.begin() + got);
        std::size_t begin = 0;
        for (std::size_t end = 0; (end = text.find('\n', searched)) != std::string::npos; begin = searched = end + 1) {
            std::cout << inspect_line(o, std::string_view{text}.substr(begin, end - begin), bytes) << '\n';
        }
        text.erase(0, begin);
        std::cout.flush();
    }
    if (!text.empty()) {
        std::cout << inspect_line(o, text, bytes) << '\n';
    }
    if (got < 0) {
        std::cerr << "inspect: cannot read " << o.file.value_or("standard input") << '\n' << support::usage;
        return unusable;
    }
    return exit_status({});
}

/// Reads records until a message is complete, the input is malformed, or the client closes.
template <class Reader> support::failure read_hello(support::loopback_client const& client, Reader& reader) {
    constexpr std::size_t enough = 128U << 10U;
    std::vector<std::uint8_t> bytes;
    support::failure f{flintls::errc::truncated, 0, true};
    while (reader.messages() == 0) {
        bool const hopeless = f && !f.unfinished;
        if (hopeless || bytes.size() >= enough || !client.receive(bytes)) {
            return f ? f : support::failure{flintls::errc::truncated, bytes.size()};
        }
        f = reader.read_records(flintls::byte_view{bytes});
    }
    return {}; // the hello is whole: later bytes do not matter
}

int inspect_client(support::inspect_options const& o) {
    support::loopback_listener const listener{*o.port};
    if (!listener.is_open()) {
        std::cerr << "inspect: cannot listen on port " << *o.port << '\n' << support::usage;
        return unusable;
    }
    std::cerr << "listening on " << listener.port() << std::endl;
    support::loopback_client client{listener.accept(), std::chrono::seconds{10}};
    support::failure const f = show(o, [&client](auto make, auto& /*sink*/) {
        auto reader = make();
        return read_hello(client, reader);
    });
    using flintls::alert_description;
    alert_description const alert = f ? flintls::to_alert(f.what) : alert_description::handshake_failure;
    auto const record = support::fatal_alert_record(alert);
    client.close_with(record);
    return exit_status(f);
}

} // namespace

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    std::optional<support::inspect_options> const o = support::parse_options({argv + 1, argv + argc});
    if (!o) {
        std::cerr << support::usage;
        return unusable;
    }
    if (o->help) {
        std::cout << support::usage;
        return 0;
    }
    return o->port ? inspect_client(*o) : o->lines ? inspect_lines(*o) : inspect_input(*o);
}
