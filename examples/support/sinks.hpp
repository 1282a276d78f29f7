// SPDX-License-Identifier: Apache-2.0
/// \file
/// Where a `reader` puts what it reads: into an annotated dump or into a list of JSON messages.
#ifndef FLINTLS_EXAMPLES_SUPPORT_SINKS_HPP
#define FLINTLS_EXAMPLES_SUPPORT_SINKS_HPP

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>

#include "dump.hpp"
#include "flintls/flintls.hpp"
#include "handshake_stream.hpp"
#include "json.hpp"
#include "reader.hpp"

namespace support {

/// RFC 5246 7.2, RFC 8446 6: an alert that is not encrypted.
struct plain_alert {
    flintls::alert_level level{};
    flintls::alert_description description{};

    using wire = flintls::fields<flintls::field<&plain_alert::level>, flintls::field<&plain_alert::description>>;
};

class dump_sink {
public:
    dump_sink(std::ostream& out, dump_style style) : dump_{out, style} {}

    void record(flintls::record_header const& header, record_kind kind, flintls::byte_view whole, std::size_t at) {
        std::string const what =
            kind == record_kind::encrypted_handshake ? "encrypted handshake" : name_or(header.type, "?");
        bool const is_shown = kind == record_kind::handshake || is_alert(header);
        dump_.title("record: " + what + (is_shown ? "" : ", not decoded"));
        dump_.print<flintls::record_header>(whole.subview(0, header_size),
                                            [at](std::size_t offset) { return at + offset; });
        if (is_alert(header)) {
            dump_.print<plain_alert>(whole.subview(header_size),
                                     [at](std::size_t offset) { return at + header_size + offset; });
        }
    }
    template <class M> void message(M const& decoded, framed const& at, handshake_stream const& stream) {
        dump_.message(decoded, at, [&stream](std::size_t offset) { return stream.origin(offset); });
    }

private:
    static constexpr std::uint32_t header_size = 5;
    [[nodiscard]] static bool is_alert(flintls::record_header const& header) {
        return header.type == flintls::content_type::alert && header.length == 2; // a longer one is encrypted
    }

    dump dump_;
};

class json_sink {
public:
    [[nodiscard]] json take() { return std::move(messages_); }

    void record(flintls::record_header const&, record_kind, flintls::byte_view, std::size_t) {}
    template <class M> void message(M const& decoded, framed const& at, handshake_stream const&) {
        messages_.push_back(to_json(decoded, at));
    }

private:
    json messages_ = json::array();
};

} // namespace support

#endif
