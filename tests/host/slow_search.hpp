// A straightforward search for a ClientHello in the first bytes of a connection. It keeps everything; `peek_records` is
// compared with it.
#pragma once

#include <cstdint>
#include <vector>

#include "flintls/hello/records.hpp"

namespace host {

using namespace flintls;

using buffer = std::vector<std::uint8_t>;

/// The result of a search, without views.
struct outcome {
    first_bytes kind{};
    error problem{};
    buffer message;

    friend bool operator==(outcome const&, outcome const&) = default;
};

/// Searches byte by byte; records the input offset of each handshake byte.
inline outcome slow_search(buffer const& in) {
    if (!in.empty() && (in[0] < 20 || in[0] > 23)) return {first_bytes::not_tls, {errc::unexpected_message, 0}, {}};
    if (in.size() > 1 && in[1] != 3) return {first_bytes::not_tls, {errc::unexpected_message, 1}, {}};
    buffer joined;
    std::vector<std::uint32_t> places;
    auto const refused = [](errc what, std::size_t at) {
        return outcome{first_bytes::refused, {what, static_cast<std::uint32_t>(at)}, {}};
    };
    for (std::size_t at = 0; at < in.size();) {
        if (in[at] != 22 && in[at] != 21) return refused(errc::unexpected_message, at);
        if (in.size() - at < 5) break;
        if (in[at + 1] != 3) return refused(errc::unsupported_version, at + 1);
        std::size_t const length = in[at + 3] * 256U + in[at + 4];
        if (length == 0) return refused(errc::unexpected_message, at + 3);
        if (length > 16384) return refused(errc::record_too_long, at + 3);
        if (in[at] == 21 && length != 2) return refused(errc::bad_length, at + 3);
        for (std::size_t i = at + 5; i < in.size() && i < at + 5 + length && in[at] == 22; ++i) {
            joined.push_back(in[i]);
            places.push_back(static_cast<std::uint32_t>(i));
            if (joined.size() == 1 && in[i] != 1) return refused(errc::unexpected_message, i);
            if (joined.size() < 4) continue;
            std::size_t const size = 4 + joined[1] * 0x1'0000U + joined[2] * 256U + joined[3];
            if (joined.size() == 4 && size > 131'400) return refused(errc::bad_length, i);
            if (joined.size() != size) continue;
            hello_view hello;
            error const e = peek(joined, hello);
            if (!e) return {first_bytes::hello, {}, joined};
            return refused(e.what(), e.offset() < size ? places[e.offset()] : i + 1);
        }
        at += 5 + length;
    }
    return {};
}

} // namespace host
