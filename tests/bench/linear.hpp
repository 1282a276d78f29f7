// What a record costs that a driver has received, in buffers of any size, and what a byte of a hello costs that a server
// reads as it passes: the mean of many. The crypto of these does nothing, and at once.
#pragma once

#include <array>
#include <cstdint>

#include "../support/default_policy.hpp"
#include "flintls/flintls.hpp"
#include "hostile.hpp"

namespace bench {

using namespace flintls;

/// Models of the crypto concepts that agree on zeros.
namespace nothing {

struct key {};
struct operation {
    static void reset() {}
};
struct sha256 : operation {
    static constexpr std::uint32_t size = 32;
    static crypto_status start() { return crypto_status::done; }
    static crypto_status update(byte_view /*text*/) { return crypto_status::done; }
    static crypto_status finish(std::uint8_t* out) {
        fill(out, size);
        return crypto_status::done;
    }
    static crypto_status fork(sha256& /*other*/) { return crypto_status::done; }
    static void fill(std::uint8_t* out, std::uint32_t count) {
        for (std::uint32_t i = 0; i < count; ++i) out[i] = 0;
    }
};
struct hmac_sha256 : operation {
    static constexpr std::uint32_t size = 32;
    using key = nothing::key;
    static crypto_status import_key(byte_view /*bytes*/, key& /*made*/) { return crypto_status::done; }
    static crypto_status start(key const& /*k*/) { return crypto_status::done; }
    static crypto_status update(byte_view /*text*/) { return crypto_status::done; }
    static crypto_status finish(key const& /*k*/, std::uint8_t* out) { return sha256::finish(out); }
};
struct aes_128_gcm : operation {
    static constexpr std::uint32_t key_size = 16;
    static constexpr std::uint32_t tag_size = 16;
    using key = nothing::key;
    static crypto_status import_key(byte_view /*bytes*/, key& /*made*/) { return crypto_status::done; }
    static crypto_status seal(key const& /*k*/, fixed_view<12> /*nonce*/, byte_view /*aad*/, std::uint8_t* /*text*/,
                              std::uint32_t /*size*/) {
        return crypto_status::done;
    }
    static crypto_status open(key const& /*k*/, fixed_view<12> /*nonce*/, byte_view /*aad*/, std::uint8_t* /*text*/,
                              std::uint32_t /*size*/) {
        return crypto_status::done;
    }
};
struct psk : operation {
    using key = nothing::key;
    static crypto_status master_secret(key const& /*k*/, byte_view /*other*/, byte_view /*label*/, byte_view /*seed*/,
                                       std::uint8_t* out) {
        sha256::fill(out, 48);
        return crypto_status::done;
    }
};
struct random : operation {
    static crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        sha256::fill(out, size);
        return crypto_status::done;
    }
};
struct crypto {
    using sha256 = nothing::sha256;
    using hmac_sha256 = nothing::hmac_sha256;
    using aes_128_gcm = nothing::aes_128_gcm;
    using psk = nothing::psk;
    using random = nothing::random;
};
struct credentials {
    [[nodiscard]] psk_choice<key> psk(byte_view name) const { return {name, &own}; }
    [[nodiscard]] static bool accepts(identity const& /*client*/) { return true; }
    key own{};
};

} // namespace nothing

struct linear_policy : policy_of<> {
    using crypto = nothing::crypto;
    using suites = suite_list<cipher_suite::psk_with_aes_128_gcm_sha256>;
    using groups = group_list<>;
    using signature_schemes = scheme_list<>;
};
using linear_client = client<linear_policy, nothing::credentials>;
using linear_server = server<linear_policy, nothing::credentials>;

inline constexpr std::uint32_t longest_buffer = 24'000;
inline std::uint8_t receive_buffer[longest_buffer];
inline std::uint8_t message_buffer[4096];
inline std::uint8_t transmit_buffers[2][541];

/// Fills what there is room for with copies of a record. \return how many
inline std::uint32_t fill_with(std::span<std::uint8_t> space, byte_view record) {
    std::uint32_t const count = static_cast<std::uint32_t>(space.size()) / record.size();
    for (std::uint32_t i = 0; i < count; ++i) {
        copy(space.data() + i * record.size(), record.data(), record.size());
    }
    return count;
}

/// Handshake records of one byte: the beginning of a hello of 24 KB, of which zeros come.
template <class Meter> void measure_plaintext(Meter& meter, char const* name, std::uint32_t size) {
    nothing::credentials own;
    linear_server server{{{receive_buffer, size}, transmit_buffers[0], message_buffer}, own};
    meter.check(server.accept() && server.run(0) == progress::receive, name);
    std::uint8_t const record[]{22, 3, 3, 0, 1, 1, 22, 3, 3, 0, 1, 0};
    std::span<std::uint8_t> const space = server.space();
    std::uint32_t const count = fill_with(space, byte_view{record}.subview(6));
    copy(space.data(), record, 6); // a ClientHello
    space[6 + 5] = 0;              // whose length
    space[6 * 2 + 5] = 0x60;       // is 24,576
    server.received(count * 6);
    progress last{};
    meter.mean(name, count, [&] { last = server.run(0); });
    meter.check(last == progress::receive, name);
}

/// Moves what is ready from one end to the other, until neither has anything more.
inline void settle(linear_client& client, linear_server& server) {
    auto const pass = [](auto& from, auto& to) {
        static_cast<void>(from.run(0));
        byte_view const ready = from.ready();
        std::span<std::uint8_t> const space = to.space();
        std::uint32_t const size =
            ready.size() < space.size() ? ready.size() : static_cast<std::uint32_t>(space.size());
        copy(space.data(), ready.data(), size);
        from.sent(size);
        to.received(size);
    };
    for (int i = 0; i < 16; ++i) {
        pass(client, server);
        pass(server, client);
    }
}
/// Protected records of one byte of application data.
template <class Meter> void measure_protected(Meter& meter, char const* name, std::uint32_t size) {
    static std::uint8_t clients[541];
    nothing::credentials own;
    linear_server server{{{receive_buffer, size}, transmit_buffers[0], message_buffer}, own};
    linear_client client{{clients, transmit_buffers[1], {message_buffer + 2048, 2048}}, own};
    bool const begun = client.connect({}) && server.accept();
    settle(client, server);
    meter.check(begun && client.idle() && server.idle(), name);
    std::uint8_t const record[5 + 8 + 1 + 16]{23, 3, 3, 0, 25};
    std::span<std::uint8_t> const space = server.space();
    std::uint32_t const count = fill_with(space, record);
    server.received(count * sizeof record);
    std::uint32_t got = 0;
    meter.mean(name, count, [&] {
        while (server.run(0) == progress::data) {
            server.consume(1);
            ++got;
        }
    });
    meter.check(got == count && server.idle(), name);
}

/// A server's streaming parser, and what it is hard on: a name for two bytes, a code point that the policy has and that is
/// there already.
struct long_hellos : test::default_policy {
    using crypto = nothing::crypto;
    using protocols = protocol_list<"mqtt", "h2">;
};
using long_hello_stream = client_hello_stream<flintls::long_hello_policy<long_hellos, 190>>;

/// A hello of 4 KB with one extension of that type, full of copies of `element`.
inline std::uint32_t make_list(std::uint8_t* out, std::uint16_t type, byte_view element, std::uint32_t width) {
    constexpr std::uint32_t fields = 4 + 2 + 32 + 1 + 4 + 2;
    constexpr std::uint32_t block = 4000;
    std::uint32_t const room = width == 1 ? 254 : block - 4 - 2;
    std::uint32_t const list = room - room % element.size();
    std::uint32_t const size = fields + 2 + 4 + width + list;
    nothing::sha256::fill(out, size);
    out[0] = 1;
    store<3>(out + 1, size - 4);
    out[4] = out[5] = 3;
    out[40] = 2;
    store<2>(out + 41, 0xc02b);
    out[43] = 1;
    store<2>(out + fields, 4 + width + list);
    store<2>(out + fields + 2, type);
    store<2>(out + fields + 4, width + list);
    out[fields + 6] = static_cast<std::uint8_t>(list);
    if (width == 2) {
        store<2>(out + fields + 6, list);
    }
    static_cast<void>(fill_with({out + fields + 6 + width, list}, element));
    return size;
}
struct many_unknown : policy_of<options{.max_unknown_extensions = 255}, test::default_policy> {};
/// A hello of as many types as that, which differ where the tree of them looks last.
inline std::uint32_t make_unknown(std::uint8_t* out) {
    std::uint8_t const empty[]{0, 0};
    std::uint32_t const size = make_list(out, 0x1000, empty, 2);
    constexpr std::uint32_t block = 4 + 2 + 32 + 1 + 4 + 2;
    constexpr std::uint32_t count = 255;
    store<2>(out + block, 4 * count);
    for (std::uint32_t i = 0; i < count; ++i) {
        store<4>(out + block + 2 + 4 * i, (i < 8 ? 0x8000U >> i : 0x0100U * i + 0x40U) << 16U);
    }
    store<3>(out + 1, block + 2 + 4 * count - 4);
    return size < block ? size : block + 2 + 4 * count;
}
template <class Stream = long_hello_stream, class Meter>
void measure_long_hello(Meter& meter, char const* name, std::uint32_t size, std::uint32_t piece) {
    static Stream stream;
    stream.reset();
    byte_view const all{receive_buffer, size};
    meter.mean(name, size, [&] {
        for (std::uint32_t at = 0; at < size; at += piece) {
            static_cast<void>(stream.push(all.subview(at, piece)));
        }
    });
    meter.check(stream.done(), name);
}

template <class Meter> void measure_linear(Meter& meter) {
    measure_plaintext(meter, "record_plaintext/541", 541);
    measure_plaintext(meter, "record_plaintext/24000", longest_buffer);
    measure_protected(meter, "record_protected/541", 541);
    measure_protected(meter, "record_protected/24000", longest_buffer);
    std::uint8_t const group[]{0, 23};
    std::uint8_t const unknown[]{0x6a, 0x6a};
    std::uint8_t const name[]{1, 'x'};
    std::uint32_t size = make_list(receive_buffer, 10, unknown, 2);
    measure_long_hello(meter, "hello_byte/unknown_groups", size, size);
    measure_long_hello(meter, "hello_byte/unknown_groups_singly", size, 1);
    size = make_list(receive_buffer, 10, group, 2);
    measure_long_hello(meter, "hello_byte/one_group", size, size);
    measure_long_hello(meter, "hello_byte/one_group_singly", size, 1);
    size = make_list(receive_buffer, 16, name, 2);
    measure_long_hello(meter, "hello_byte/names", size, size);
    measure_long_hello(meter, "hello_byte/names_singly", size, 1);
    size = make_unknown(receive_buffer);
    measure_long_hello<client_hello_stream<many_unknown>>(meter, "hello_byte/unknown_types", size, size);
    measure_long_hello<client_hello_stream<many_unknown>>(meter, "hello_byte/unknown_types_singly", size, 1);
}

} // namespace bench
