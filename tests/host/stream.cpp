// The streaming parser against the parser of whole messages: every split of real hellos, their mutants, and random
// hellos. Same error at the same offset; without an error, the condensed hello that a model makes.
#include "support/stream.hpp"
#include "support/little_room.hpp"
#include "support/test.hpp"
#include "vectors.hpp"

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

#include "flintls/extension/cookie.hpp"
#include "flintls/extension/ec_point_formats.hpp"
#include "flintls/extension/encrypt_then_mac.hpp"
#include "flintls/extension/key_share.hpp"
#include "flintls/extension/padding.hpp"
#include "flintls/extension/pre_shared_key.hpp"
#include "flintls/extension/psk_key_exchange_modes.hpp"
#include "flintls/extension/record_size_limit.hpp"
#include "flintls/extension/signed_certificate_timestamp.hpp"
#include "flintls/extension/status_request.hpp"
#include "flintls/hello/stream.hpp"

namespace {

using namespace flintls;
using test::pieces;

/// Most body forms.
struct crowded : test::little_room {
    using suites = suite_list<cipher_suite::aes_128_gcm_sha256, cipher_suite::rsa_with_aes_128_cbc_sha,
                              cipher_suite::ecdhe_rsa_with_aes_256_gcm_sha384>;
    using client_hello_extensions =
        extension_list<server_name, supported_groups, ec_point_formats, application_layer_protocol_negotiation,
                       session_ticket, supported_versions, psk_key_exchange_modes, key_share, renegotiation_info,
                       flintls::cookie, pre_shared_key>;
};
/// Every extension, with ample room.
struct ample : policy_of<options{.hello_buffer = 4096, .max_unknown_extensions = 200}, test::default_policy> {
    static constexpr hello_limit limit_of(extension_type type) {
        if (type == extension_type::renegotiation_info) return {256, 256, errc::renegotiation_info_mismatch};
        return {0, 2048};
    }
    using client_hello_extensions =
        extension_list<renegotiation_info, server_name, status_request, record_size_limit, max_fragment_length,
                       signature_algorithms, encrypt_then_mac, extended_master_secret, key_share, pre_shared_key,
                       psk_key_exchange_modes, padding, supported_versions, signed_certificate_timestamp,
                       flintls::cookie>;
};
/// Short limits; longer lists are condensed; many unknown types.
struct condensing : policy_of<options{.hello_buffer = 288, .max_unknown_extensions = 40, .condense_lists = true},
                              test::default_policy> {
    static constexpr hello_limit limit_of(extension_type type) {
        if (type == extension_type::renegotiation_info) return {17, 17, errc::renegotiation_info_mismatch};
        return {0, 5};
    }
    using groups = group_list<named_group::x25519, named_group::secp256r1>;
    using protocols = protocol_list<"h2", "http/1.1", "a">;
    using client_hello_extensions =
        extension_list<application_layer_protocol_negotiation, server_name, supported_groups, renegotiation_info,
                       supported_versions, signature_algorithms, session_ticket>;
};
/// The elements of a list that are kept, spelt out for the policies above.
std::vector<std::vector<std::uint8_t>> kept_of(std::uint32_t type) {
    switch (type) {
    case 10: return {{0, 23}, {0, 24}, {0, 25}, {0, 29}, {0, 30}};
    case 13: return {{4, 3}, {8, 4}, {4, 1}};
    case 16: return {{2, 'h', '2'}, {8, 'h', 't', 't', 'p', '/', '1', '.', '1'}, {1, 'a'}};
    case 43: return {{3, 0}, {3, 1}, {3, 2}, {3, 3}, {3, 4}};
    default: return {};
    }
}
/// The reserved bytes: a length, the elements (two groups appear twice), and one more name.
std::size_t reserved_for(std::uint32_t type) {
    return type == 10 ? 2 + 14U : type == 13 ? 2 + 8U : type == 16 ? 2 + 14 + 9U : type == 43 ? 2 + 10U : 0;
}

/// No extensions.
struct bare : policy_of<options{.hello_buffer = 128, .max_unknown_extensions = 32}, test::default_policy> {
    using client_hello_extensions = extension_list<>;
};

std::uint32_t number(byte_view bytes, std::uint32_t at, std::uint32_t width) {
    std::uint32_t value = 0;
    for (std::uint32_t i = 0; i < width; ++i) value = value << 8U | bytes[at + i];
    return value;
}

/// The limits of a policy by type.
template <class P, class List> struct limits_of;
template <class P, class... Es> struct limits_of<P, extension_list<Es...>> {
    struct entry {
        std::uint32_t type;
        std::size_t reserved;
        std::size_t most;
        bool met;
    };
    static std::vector<entry> make() {
        [[maybe_unused]] auto const at_most = [](std::size_t limit, std::size_t natural) {
            return std::min(limit, natural);
        };
        [[maybe_unused]] auto const at_least = [](std::size_t limit, extension_type type) {
            return P::condense_lists ? std::max(limit, reserved_for(static_cast<std::uint32_t>(type))) : limit;
        };
        return {{static_cast<std::uint32_t>(Es::type),
                 at_most(at_least(P::limit_of(Es::type).reserved, Es::type), Es::wire::max_size),
                 P::limit_of(Es::type).most, false}...};
    }
};

void put(std::vector<std::uint8_t>& out, std::uint32_t value, std::uint32_t width) {
    for (std::uint32_t i = width; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// A list of code points reduced to those in `set`, with its length.
void put_chosen(std::vector<std::uint8_t>& out, byte_view list, std::uint32_t width, std::uint32_t unit,
                std::vector<std::uint32_t> set) {
    std::vector<std::uint32_t> kept;
    for (std::uint32_t i = 0; i < list.size(); i += unit) {
        auto const found = std::find(set.begin(), set.end(), number(list, i, unit));
        if (found == set.end()) continue;
        kept.push_back(*found);
        set.erase(found);
    }
    if (kept.empty()) kept.push_back(number(list, list.size() - unit, unit));
    put(out, static_cast<std::uint32_t>(kept.size()) * unit, width);
    for (std::uint32_t const each : kept) put(out, each, unit);
}

struct too_long {
    std::uint32_t type;
    std::uint32_t size;
};

/// A list in an extension's body reduced to `kept_of`; empty if nothing is left of it.
std::vector<std::uint8_t> condensed_list(std::uint32_t type, byte_view body) {
    std::uint32_t const width = type == 43 ? 1 : 2;
    auto set = kept_of(type);
    std::vector<std::uint8_t> list;
    std::vector<std::uint8_t> element;
    for (std::uint32_t at = width; at < body.size();) {
        std::uint32_t const size = type == 16 ? 1 + body[at] : 2;
        element.assign(body.begin() + at, body.begin() + at + size);
        at += size;
        auto const found = std::find(set.begin(), set.end(), element);
        if (found == set.end()) continue;
        list.insert(list.end(), element.begin(), element.end());
        set.erase(found);
    }
    if (list.empty() && type != 16) list = element;
    std::vector<std::uint8_t> all;
    if (list.empty()) return all;
    put(all, static_cast<std::uint32_t>(list.size()), width);
    all.insert(all.end(), list.begin(), list.end());
    return all;
}

/// A simple model of what hello/stream.hpp keeps.
template <class P> std::vector<std::uint8_t> condense(client_hello_of<P> const& m, std::vector<too_long>& left_out) {
    std::vector<std::uint8_t> out;
    put(out, static_cast<std::uint32_t>(m.legacy_version), 2);
    out.insert(out.end(), m.random.data(), m.random.data() + 32);
    put(out, m.session_id.size(), 1);
    out.insert(out.end(), m.session_id.begin(), m.session_id.end());
    std::vector<std::uint32_t> suites{0x00ff, 0x5600};
    for (cipher_suite const each : P::suites::values) suites.push_back(static_cast<std::uint32_t>(each));
    put_chosen(out, m.cipher_suites.encoded(), 2, 2, suites);
    put_chosen(out, m.compression_methods.encoded(), 1, 1, {0});
    if (!m.extensions.present()) return out;

    auto limits = limits_of<P, typename P::client_hello_extensions>::make();
    std::vector<std::uint8_t> block;
    for (raw_extension const& each : m.extensions.all()) {
        auto const type = static_cast<std::uint32_t>(each.type);
        auto const limit = std::find_if(limits.begin(), limits.end(), [&](auto const& l) { return l.type == type; });
        if (limit == limits.end()) continue;
        limit->met = true;
        std::size_t others = 8 + 4 * left_out.size();
        for (auto const& other : limits) others += other.met ? 0 : 4 + other.reserved;
        bool const fits = out.size() + 2 + block.size() + 4 + each.body.size() + others <= P::hello_buffer;
        if (each.body.size() <= limit->most && fits) {
            put(block, type, 2);
            put(block, each.body.size(), 2);
            block.insert(block.end(), each.body.begin(), each.body.end());
            continue;
        }
        auto const list = P::condense_lists && reserved_for(type) != 0 ? condensed_list(type, each.body)
                                                                       : std::vector<std::uint8_t>{};
        if (list.empty()) {
            left_out.push_back({type, each.body.size()});
            continue;
        }
        put(block, type, 2);
        put(block, static_cast<std::uint32_t>(list.size()), 2);
        block.insert(block.end(), list.begin(), list.end());
    }
    put(out, static_cast<std::uint32_t>(block.size()), 2);
    out.insert(out.end(), block.begin(), block.end());
    return out;
}

template <class P, class List> struct reports;
template <class P, class... Es> struct reports<P, extension_list<Es...>> {
    static bool agree(client_hello_stream<P> const& stream, std::vector<too_long> const& expected) {
        bool all = true;
        [[maybe_unused]] auto const check = [&](extension_type type, std::uint32_t size) {
            auto const same = [&](too_long const& t) { return t.type == static_cast<std::uint32_t>(type); };
            auto const found = std::find_if(expected.begin(), expected.end(), same);
            all = all && size == (found == expected.end() ? 0 : found->size);
        };
        (check(Es::type, stream.template too_long<Es>()), ...);
        return all;
    }
};

/// True if the stream holds the hello of the model.
template <class P> bool same_contents(client_hello_stream<P> const& stream, byte_view message) {
    handshake<client_hello_of<P>> whole{};
    REQUIRE_FALSE(parse(message, whole));
    std::vector<too_long> left_out;
    auto const expected = condense<P>(whole.body, left_out);
    client_hello_of<P> seen{};
    return stream.condensed() == byte_view{expected} && !stream.read(seen) && seen.random == whole.body.random &&
           seen.extensions.present() == whole.body.extensions.present() &&
           reports<P, typename P::client_hello_extensions>::agree(stream, left_out);
}

/// Offset of the block of extensions; the fields before it must be well-formed.
std::uint32_t find_block(byte_view wire) {
    std::uint32_t at = 4 + 34;
    at += 1 + number(wire, at, 1);
    at += 2 + number(wire, at, 2);
    return at + 1 + number(wire, at, 1) + 2;
}

/// True if as many types unknown to the policy precede `at`, where the stream failed, as the stream can remember.
template <class P> bool full_of_unknown(byte_view wire, std::uint32_t at) {
    auto const named = limits_of<P, typename P::client_hello_extensions>::make();
    std::size_t unknown = 0;
    for (std::uint32_t p = find_block(wire); p < at; p += 4 + number(wire, p + 2, 2)) {
        auto const same = [&](auto const& l) { return l.type == number(wire, p, 2); };
        unknown += std::none_of(named.begin(), named.end(), same) ? 1U : 0U;
    }
    return unknown == P::max_unknown_extensions;
}

/// True if `at`, where the stream failed, has the second name of an unknown type (RFC 6066 3). The stream distinguishes
/// one type.
bool second_unknown_name(byte_view wire, std::uint32_t at) {
    for (std::uint32_t p = find_block(wire); p < at; p += 4 + number(wire, p + 2, 2)) {
        if (number(wire, p, 2) != 0 || p + 4 + number(wire, p + 2, 2) <= at) continue;
        unsigned unknown = 0;
        for (std::uint32_t name = p + 6; name < at; name += 3 + number(wire, name + 1, 2)) {
            unknown += wire[name] != 0 ? 1U : 0U;
        }
        return unknown == 1 && wire[at] != 0;
    }
    return false;
}

struct tally {
    unsigned accepted = 0;
    unsigned refused = 0;
    unsigned early = 0; ///< refused before all bytes were received
    unsigned own = 0;   ///< an error of streams only
};

/// True if `got` is a right result for `wire`, for which the other parser returns `expected`.
template <class P> bool explains(error got, error expected, byte_view wire, tally& all) {
    if (got == expected) return true;
    std::uint32_t const size = wire.size() < 4 ? 0 : 4 + number(wire, 1, 3);
    if (wire.size() < size) { // whatever the missing bytes are, the message ends with that error
        ++all.early;
        for (std::uint8_t const fill : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{0xff}}) {
            std::vector<std::uint8_t> longer(wire.begin(), wire.end());
            longer.resize(size, fill);
            byte_view const whole{longer};
            if (!explains<P>(got, test::in_memory<P>(whole), whole, all)) return false;
        }
        return true;
    }
    bool const later = !expected || expected.offset() >= got.offset();
    if (got.what() == errc::too_many_unknown) {
        ++all.own;
        return later && (second_unknown_name(wire, got.offset()) || full_of_unknown<P>(wire, got.offset()));
    }
    if (got.what() == errc::renegotiation_info_mismatch) {
        ++all.own;
        return later && number(wire, got.offset(), 2) == 0xff01 && number(wire, got.offset() + 2, 2) > 17;
    }
    return false;
}

/// One message, cut in one way, through both parsers: true if they agree.
template <class P> bool agrees(byte_view wire, pieces cut, tally& all) {
    client_hello_stream<P> stream;
    std::uint32_t const taken = test::push_in(stream, wire, cut);
    error got = stream.outcome();
    if (stream.done()) {
        ++all.accepted;
        if (!same_contents<P>(stream, wire.subview(0, taken)) || stream.message_size() != taken) return false;
        got = taken == wire.size() ? error{} : error{errc::trailing, taken};
    } else {
        ++all.refused;
        if (!stream.condensed().empty()) return false;
    }
    return explains<P>(got, test::in_memory<P>(wire), wire, all);
}

template <class P> void agree(byte_view wire, pieces cut, tally& all) {
    bool const same = agrees<P>(wire, cut, all);
    if (!same) {
        CAPTURE(wire.size());
        CAPTURE(cut.first);
        CAPTURE(cut.each);
        CAPTURE(test::in_memory<P>(wire).code());
        CAPTURE(test::streamed<P>(wire, cut).code());
        REQUIRE(same);
    }
}

template <class P> void every_split(byte_view wire) {
    tally all;
    for (std::uint32_t first = 0; first <= wire.size(); ++first) {
        agree<P>(wire, {first, wire.size()}, all);
    }
    for (std::uint32_t const each : {1U, 2U, 3U, 5U, 64U}) agree<P>(wire, {each, each}, all);
    CHECK(all.accepted == wire.size() + 6);
    CHECK(all.own + all.refused == 0);
}

/// Pseudo-random numbers, the same in every run.
class numbers {
public:
    explicit numbers(std::uint64_t seed) : state_{seed} {}
    std::uint32_t below(std::uint32_t limit) {
        state_ ^= state_ << 13U;
        state_ ^= state_ >> 7U;
        state_ ^= state_ << 17U;
        return static_cast<std::uint32_t>((state_ >> 32U) % limit);
    }
    std::uint8_t byte() { return static_cast<std::uint8_t>(below(256)); }

private:
    std::uint64_t state_;
};

/// The same message whole, byte by byte, and in a varying split.
template <class P> void every_way(byte_view wire, numbers& random, tally& all) {
    agree<P>(wire, {wire.size(), 1}, all);
    agree<P>(wire, {1, 1}, all);
    agree<P>(wire, {random.below(wire.size() + 1), 1 + random.below(40)}, all);
}

template <class P> tally every_change(vectors::entry const& hello) {
    tally all;
    numbers random{0x5eed};
    std::vector<std::uint8_t> wire(hello.data, hello.data + hello.size);
    for (std::uint32_t at = 0; at < hello.size; ++at) {
        std::uint8_t const good = hello.data[at];
        for (unsigned const value : {0U, 1U, 0xffU, good ^ 1U, good ^ 0x80U, good + 1U, good - 1U, good + 4U}) {
            wire[at] = static_cast<std::uint8_t>(value);
            // A length of megabytes tests nothing that a smaller one does not.
            if (at == 1 && wire[at] > 1) continue;
            every_way<P>(byte_view{wire}, random, all);
        }
        wire[at] = good;
    }
    return all;
}

template <class P> void every_length(vectors::entry const& hello) {
    tally all;
    numbers random{0xc0de};
    for (std::uint32_t size = 0; size < hello.size; ++size) {
        every_way<P>({hello.data, size}, random, all);
        // Truncated, with an adjusted header.
        std::vector<std::uint8_t> wire(hello.data, hello.data + size);
        if (size < 4) continue;
        store<3>(&wire[1], size - 4);
        every_way<P>(byte_view{wire}, random, all);
    }
    CHECK(all.refused > 3 * hello.size);
    std::vector<std::uint8_t> wire(hello.data, hello.data + hello.size);
    wire.insert(wire.end(), {0, 0, 0});
    every_way<P>(byte_view{wire}, random, all); // the header is not adjusted
    store<3>(&wire[1], hello.size - 4 + 3);
    every_way<P>(byte_view{wire}, random, all);
}

// Random hellos: mostly well-formed, mostly with bodies in the form of their type.

void put_list(std::vector<std::uint8_t>& out, std::uint32_t width, numbers& random, auto put_element) {
    std::vector<std::uint8_t> list;
    for (std::uint32_t count = random.below(5); count-- > 0;) put_element(list);
    auto size = static_cast<std::uint32_t>(list.size());
    if (random.below(12) == 0) size = size + random.below(7) - std::min(size, 3U);
    put(out, size, width);
    out.insert(out.end(), list.begin(), list.end());
}

std::vector<std::uint8_t> random_body(std::uint32_t type, numbers& random) {
    std::vector<std::uint8_t> body;
    auto const bytes = [&](std::vector<std::uint8_t>& out, std::uint32_t width, std::uint32_t below) {
        std::uint32_t const size = random.below(below);
        put(out, size, width);
        out.resize(out.size() + size, random.byte());
    };
    switch (type) {
    case 0:
        put_list(body, 2, random, [&](auto& out) {
            bool const usual = out.empty() && random.below(6) != 0;
            put(out, usual ? 0 : random.below(4), 1), bytes(out, 2, 30);
        });
        break;
    case 5:
        put(body, random.below(8) != 0 ? 1 : random.below(4), 1);
        if (random.below(8) == 0) break;
        put_list(body, 2, random, [&](auto& out) { bytes(out, 2, 9); });
        bytes(body, 2, 9);
        break;
    case 10:
        put_list(body, 2, random,
                 [&](auto& out) { put(out, random.below(8) == 0 ? 0x6a6a : 20 + random.below(12), 2); });
        break;
    case 13:
        put_list(body, 2, random, [&](auto& out) {
            constexpr std::uint32_t usual[]{0x0403, 0x0804, 0x0401, 0x0503};
            put(out, random.below(3) == 0 ? random.below(0x10000) : usual[random.below(4)], 2);
        });
        break;
    case 11:
    case 45: put_list(body, 1, random, [&](auto& out) { put(out, random.below(3), 1); }); break;
    case 16:
        put_list(body, 2, random, [&](auto& out) {
            constexpr std::string_view usual[]{"h2", "http/1.1", "a", "b", "h3", "http/1.0", "h"};
            std::string_view const name = usual[random.below(7)];
            if (random.below(3) == 0) return bytes(out, 1, 12);
            put(out, static_cast<std::uint32_t>(name.size()), 1);
            out.insert(out.end(), name.begin(), name.end());
        });
        break;
    case 43: put_list(body, 1, random, [&](auto& out) { put(out, 0x0300 + random.below(5), 2); }); break;
    case 44: bytes(body, 2, 40); break;
    case 51: put_list(body, 2, random, [&](auto& out) { put(out, 29, 2), bytes(out, 2, 70); }); break;
    case 41:
        put_list(body, 2, random, [&](auto& out) { bytes(out, 2, 20), put(out, 7, 4); });
        put_list(body, 2, random, [&](auto& out) { put(out, 32, 1), out.resize(out.size() + 32); });
        break;
    case 1: put(body, random.below(6), 1); break;
    case 28: put(body, random.below(3) * 40, 2); break;
    case 0xff01: bytes(body, 1, 24); break;
    case 18:
    case 22:
    case 23: break;
    default: body.assign(random.below(50), 0x5a); break;
    }
    return body;
}

std::vector<std::uint8_t> random_hello(numbers& random) {
    constexpr std::uint32_t types[]{0,  1,  5,  10, 11, 13, 16, 18,     21,     22,     23,     28,
                                    35, 41, 43, 44, 45, 51, 50, 0xff01, 0x0a0a, 0x1a1a, 0x4469, 0xfe0d};
    std::vector<std::uint8_t> out{1, 0, 0, 0, 3, 3};
    for (int i = 0; i < 32; ++i) out.push_back(random.byte());
    std::uint32_t const id = random.below(30) == 0 ? 33 : random.below(2) * 32;
    put(out, id, 1);
    out.resize(out.size() + id, random.byte());
    std::uint32_t const suites = random.below(20) == 0 ? random.below(4) : 2 * (1 + random.below(40));
    put(out, suites, 2);
    for (std::uint32_t i = 0; i < suites / 2; ++i) {
        constexpr std::uint32_t usual[]{0x1301, 0xc02b, 0xc02f, 0xc030, 0x002f, 0x00ff, 0x5600, 0x0a0a, 0xcca8};
        put(out, usual[random.below(9)], 2);
    }
    out.resize(out.size() + suites % 2);
    std::uint32_t const methods = random.below(3);
    put(out, methods, 1);
    for (std::uint32_t i = 0; i < methods; ++i) put(out, random.below(2), 1);
    std::vector<std::uint8_t> block;
    for (std::uint32_t count = random.below(26); count-- > 0;) {
        std::uint32_t const type = random.below(3) != 0 ? types[random.below(24)] : 0x4000 + random.below(200);
        auto const body = random_body(type, random);
        put(block, type, 2);
        put(block, static_cast<std::uint32_t>(body.size()) + (random.below(60) == 0 ? 1 : 0), 2);
        block.insert(block.end(), body.begin(), body.end());
    }
    if (random.below(3) == 0) { // at its place
        auto const body = random_body(41, random);
        put(block, 41, 2);
        put(block, static_cast<std::uint32_t>(body.size()), 2);
        block.insert(block.end(), body.begin(), body.end());
    }
    if (random.below(10) != 0) {
        put(out, static_cast<std::uint32_t>(block.size()) + (random.below(40) == 0 ? random.below(3) : 0), 2);
        out.insert(out.end(), block.begin(), block.end());
    }
    for (std::uint32_t i = random.below(30) == 0 ? 2 : 0; i-- > 0;) out.push_back(random.byte());
    store<3>(&out[1], static_cast<std::uint32_t>(out.size()) - 4 + (random.below(60) == 0 ? random.below(3) : 0));
    return out;
}

template <class P> tally random_hellos(std::uint64_t seed, int count) {
    tally all;
    numbers random{seed};
    for (int i = 0; i < count; ++i) {
        auto const wire = random_hello(random);
        every_way<P>(byte_view{wire}, random, all);
    }
    return all;
}

} // namespace

TEST_CASE("every real hello in every split and in single bytes leaves what the model says") {
    for (vectors::entry const& hello : vectors::client_hellos) {
        CAPTURE(hello.name);
        byte_view const wire{hello.data, hello.size};
        every_split<test::default_policy>(wire);
        every_split<crowded>(wire);
        every_split<ample>(wire);
        every_split<bare>(wire);
        every_split<condensing>(wire);
    }
}

TEST_CASE("every changed byte of a real hello has the outcome of the parser in memory, however it is cut") {
    for (vectors::entry const& hello : vectors::client_hellos) {
        CAPTURE(hello.name);
        for (tally const& all :
             {every_change<test::default_policy>(hello), every_change<crowded>(hello), every_change<ample>(hello),
              every_change<bare>(hello), every_change<condensing>(hello)}) {
            CHECK(all.accepted > 1000);
            CHECK(all.refused > 100);
            CHECK(all.early > 0);
        }
    }
}

TEST_CASE("a real hello that is cut short or has grown is refused as in memory") {
    for (vectors::entry const& hello : vectors::client_hellos) {
        CAPTURE(hello.name);
        every_length<test::default_policy>(hello);
        every_length<crowded>(hello);
        every_length<ample>(hello);
    }
}

TEST_CASE("random hellos have the outcome of the parser in memory") {
    for (tally const& all :
         {random_hellos<test::default_policy>(1, 20'000), random_hellos<crowded>(2, 20'000),
          random_hellos<ample>(3, 20'000), random_hellos<bare>(4, 20'000), random_hellos<condensing>(6, 60'000)}) {
        CHECK(all.accepted > 2'000);
        CHECK(all.refused > 2'000);
    }
    tally const full = random_hellos<test::default_policy>(5, 5'000);
    CHECK(full.own > 0);
}

TEST_CASE("a piece is not looked at behind its end, nor needed once it was pushed") {
    for (vectors::entry const& hello : vectors::client_hellos) {
        for (std::uint32_t const each : {1U, 7U, 100U}) {
            auto const stream = std::make_unique<client_hello_stream<crowded>>(); // on the heap: nothing is behind it
            for (std::uint32_t at = 0; at < hello.size; at += each) {
                std::uint32_t const size = std::min(each, hello.size - at);
                auto const piece = std::make_unique<std::uint8_t[]>(size);
                std::copy_n(hello.data + at, size, piece.get());
                REQUIRE(stream->push({piece.get(), size}) == size);
            }
            CHECK(stream->done());
            CHECK(same_contents<crowded>(*stream, {hello.data, hello.size}));
        }
    }
}

TEST_CASE("the longest lists and extensions, and a header that says 16 MB, have the outcome of the parser in memory") {
    tally all;
    numbers random{0x10'0000};
    auto const build = [](std::uint32_t suites, std::uint32_t type, std::uint32_t body) {
        std::vector<std::uint8_t> out{1, 0, 0, 0, 3, 3};
        out.resize(out.size() + 33);
        put(out, suites, 2);
        for (std::uint32_t i = 0; i < suites / 2; ++i) put(out, i == suites / 2 - 2 ? 0xc02b : 0xc100 + i % 999, 2);
        put(out, 0x0100, 2);
        put(out, body + 4, 2);
        put(out, type, 2);
        put(out, body, 2);
        put(out, body - 2, 2); // length of a list; other bodies ignore it
        out.resize(out.size() + body - 2, 1);
        store<3>(&out[1], static_cast<std::uint32_t>(out.size()) - 4);
        return out;
    };
    for (std::uint32_t const type : {0U, 10U, 16U, 21U, 35U, 51U, 0x4444U}) {
        for (std::uint32_t const body : {0xfffbU, 0xfffaU, 0xff00U}) {
            auto const wire = build(0xfffe, type, body);
            every_way<test::default_policy>(byte_view{wire}, random, all);
            every_way<crowded>(byte_view{wire}, random, all);
            every_way<ample>(byte_view{wire}, random, all);
            every_way<condensing>(byte_view{wire}, random, all);
        }
    }
    CHECK(all.accepted > 50);
    CHECK(all.refused > 50);

    auto wire = build(4, 35, 6);
    auto const end = static_cast<std::uint32_t>(wire.size());
    store<3>(&wire[1], 0xff'ffff);
    wire.resize(4 + 0xff'ffff);
    CHECK(test::in_memory<test::default_policy>(byte_view{wire}) == error{errc::trailing, end});
    CHECK(test::streamed<test::default_policy>(byte_view{wire}, {7, 1000}) == error{errc::trailing, end});
}

/// Hellos of `count` unknown types in this order, and one of them repeated.
template <class P> void every_order(std::vector<std::uint32_t> types, numbers& random, tally& all) {
    auto const hello = [&](std::size_t again) {
        std::vector<std::uint8_t> out{1, 0, 0, 0, 3, 3};
        out.resize(out.size() + 33);
        put(out, 0x0002c02b, 4);
        put(out, 0x0100, 2);
        put(out, static_cast<std::uint32_t>(4 * (types.size() + 1)), 2);
        for (std::uint32_t const each : types) put(out, each << 16U, 4);
        put(out, types[again] << 16U, 4);
        store<3>(&out[1], static_cast<std::uint32_t>(out.size()) - 4);
        return out;
    };
    for (std::size_t again = 0; again < types.size(); ++again) {
        auto const wire = hello(again);
        REQUIRE(test::in_memory<P>(byte_view{wire}).what() == errc::duplicate_extension);
        every_way<P>(byte_view{wire}, random, all);
    }
    types.push_back(0x4000);
    auto const more = hello(0);
    every_way<P>(byte_view{more}, random, all);
}
TEST_CASE("as many unknown types as a policy lets be, in orders that are hard on tables, and one again or one more") {
    tally all;
    numbers random{0x7ab1e};
    auto const check = [&]<class P>(P) {
        std::vector<std::vector<std::uint32_t>> orders(5);
        for (std::uint32_t i = 0; i < P::max_unknown_extensions; ++i) {
            orders[0].push_back(0x8000 + i);
            orders[1].push_back(0x8fff - i);
            orders[2].push_back(0x1000 + i * 0x100); // a row of eight first, then a tree of the upper bits
            orders[3].push_back(0x7000 + i * 0x101);
            orders[4].push_back(0x8000 | (i * 0x4321 & 0x7fffU));
        }
        for (auto const& each : orders) {
            std::vector<std::uint32_t> sorted = each;
            std::sort(sorted.begin(), sorted.end());
            if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) every_order<P>(each, random, all);
        }
    };
    check(condensing{});
    check(ample{});
    CHECK(all.refused > 500);
    CHECK(all.own > 10);
}
