// Feeds any bytes to `inspect`, which parses them as records, as messages and as a capture, and prints text, JSON and
// fingerprints.
#include <cstdint>
#include <sstream>

#include "fuzz/lenient.hpp"
#include "support/capture.hpp"
#include "support/reader.hpp"
#include "support/sinks.hpp"

namespace {

template <class Sink>
support::failure read(Sink& sink, flintls::byte_view in, bool records, support::ticket_kind tickets) {
    support::reader reader{sink, tickets};
    support::failure const f = records ? reader.read_records(in) : reader.read_messages(in);
    lenient::require(f.offset <= in.size(), "an error is inside the input");
    return f;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    flintls::byte_view const in{data + 1, static_cast<std::uint32_t>(size - 1)};
    if (support::capture::is_one(in)) {
        support::capture captured;
        support::failure const f = captured.read(in);
        lenient::require(f.offset <= in.size(), "what is wrong with a capture is in it");
        std::ostringstream all;
        for (support::byte_string const& each : captured.connections()) {
            support::dump_sink sink{all, {}};
            static_cast<void>(read(sink, flintls::byte_view{each}, true, support::ticket_kind::tls12));
        }
        return 0;
    }
    bool const records = (data[0] & 1U) != 0;
    bool const full = (data[0] & 2U) != 0;
    bool const fingerprint = (data[0] & 4U) != 0;
    auto const tickets = (data[0] & 16U) != 0 ? support::ticket_kind::tls13 : support::ticket_kind::tls12;

    std::ostringstream text;
    support::dump_sink dump{text, {.colour = (data[0] & 8U) != 0, .full = full}};
    support::failure const shown = read(dump, in, records, tickets);
    support::json_sink json{fingerprint};
    support::failure const listed = read(json, in, records, tickets);
    lenient::require(shown.what == listed.what && shown.offset == listed.offset, "every form says the same");
    lenient::require(!support::document(listed, json.take()).dump().empty(), "what is read can be written as JSON");
    std::ostringstream prints;
    support::fingerprint_sink prints_of{prints};
    static_cast<void>(read(prints_of, in, records, tickets));
    return 0;
}
