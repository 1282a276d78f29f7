// Parses any bytes as a ClientHello, whole and in pieces. However the bytes are cut, the streaming parser gives the
// same error at the same offset as the parser in memory, and keeps the same fields.
#include <algorithm>
#include <cstdint>
#include <memory>

#include "fuzz/lenient.hpp"
#include "support/little_room.hpp"

#include "flintls/extension/cookie.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/hello/stream.hpp"

namespace {

using namespace flintls;
using lenient::require;

struct crowded : test::little_room {
    using client_hello_extensions =
        extension_list<server_name, supported_groups, application_layer_protocol_negotiation, session_ticket,
                       supported_versions, psk_key_exchange_modes, key_share, renegotiation_info, flintls::cookie,
                       pre_shared_key>;
};
/// A policy with room for everything in an input.
struct ample : policy_of<options{.hello_buffer = 0x8000, .max_unknown_extensions = 200}, crowded> {
    static constexpr hello_limit limit_of(extension_type type) {
        if (type == extension_type::renegotiation_info) return {256, 256, errc::renegotiation_info_mismatch};
        return {0, 0x4000};
    }
};
struct bare : policy_of<options{.hello_buffer = 128, .max_unknown_extensions = 4}, test::default_policy> {
    using client_hello_extensions = extension_list<>;
};

/// True for errors of the streaming parser alone: its own limit, or an error of `limit_of`.
template <class P> bool is_its_own(errc e) {
    return e == errc::too_many_unknown || e == P::limit_of(extension_type::renegotiation_info).beyond;
}
template <class P> error in_memory(byte_view in) {
    handshake<client_hello_of<P>> message;
    return parse(in, message);
}
/// True if both parsers give the same error. For a truncated hello, the streaming parser may give an error that the
/// hello has with any continuation. A hello that announces more bytes than any hello can have is compared with one that
/// announces one byte too many.
template <class P> bool explains(error streamed, byte_view in) {
    constexpr std::uint32_t too_many = max_size<handshake<client_hello>> + 1;
    if (is_its_own<P>(streamed.what()) || streamed == in_memory<P>(in)) return true;
    std::uint32_t const announced = in.size() < 4 ? 0 : 4 + load<3>(in.data() + 1);
    if (in.size() >= announced) return false;
    std::uint32_t const size = std::min(announced, std::max(too_many, in.size() + 1));
    for (std::uint8_t const fill : {std::uint8_t{0}, std::uint8_t{0xff}}) {
        lenient::bytes longer(in.begin(), in.end());
        longer.resize(size, fill);
        store<3>(longer.data() + 1, size - 4);
        if (streamed != in_memory<P>(longer)) return false;
    }
    return true;
}

template <class P> void compare(byte_view in, unsigned step) {
    auto const whole = std::make_unique<client_hello_stream<P>>();
    auto const pieces = std::make_unique<client_hello_stream<P>>();
    std::uint32_t const taken = whole->push(in);
    std::uint32_t taken_in_pieces = 0;
    for (unsigned at = 0, size = step; at < in.size(); at += size, size = size % 37 + step) {
        lenient::bytes const piece{in.begin() + at, in.begin() + at + in.subview(at, size).size()}; // exact size
        std::uint32_t const used = pieces->push(byte_view{piece});
        taken_in_pieces += used;
        if (used != piece.size()) break;
    }
    require(taken == taken_in_pieces && whole->outcome() == pieces->outcome() &&
                whole->condensed() == pieces->condensed(),
            "pieces make no difference");

    error const streamed = whole->outcome();
    byte_view const hello = streamed ? in : in.subview(0, taken); // the input may continue after the hello
    require(explains<P>(streamed, hello), "the same error at the same offset as in memory");
    if (streamed) return;
    handshake<client_hello_of<P>> message;
    require(!parse(hello, message), "it is a hello in memory as well");
    client_hello_of<P> kept;
    require(!whole->read(kept), "what is kept is a hello");
    client_hello_of<P> const& all = message.body;
    require(kept.legacy_version == all.legacy_version && byte_view{kept.random} == byte_view{all.random} &&
                kept.session_id == all.session_id,
            "its fields are kept");
    if constexpr (P::hello_buffer > 0x4000) {
        require(kept.extensions.template get<server_name>().present ==
                        all.extensions.template get<server_name>().present &&
                    kept.extensions.template get<session_ticket>().value.ticket ==
                        all.extensions.template get<session_ticket>().value.ticket &&
                    kept.extensions.template get<renegotiation_info>().value.renegotiated_connection ==
                        all.extensions.template get<renegotiation_info>().value.renegotiated_connection,
                "where there is room its extensions are kept");
    }
}

} // namespace

/// The first byte selects the policy and the size of the pieces.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    byte_view const in{data + 1, static_cast<std::uint32_t>(size - 1)};
    unsigned const step = 1 + data[0] / 4;
    switch (data[0] % 4) {
    case 0: compare<test::default_policy>(in, step); break;
    case 1: compare<crowded>(in, step); break;
    case 2: compare<ample>(in, step); break;
    default: compare<bare>(in, step); break;
    }
    return 0;
}
