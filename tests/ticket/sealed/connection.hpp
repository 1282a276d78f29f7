// A server connection with tickets, and predicates about tickets.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "crypto/conformance/guard.hpp"
#include "flintls/ticket/sealer.hpp"
#include "support/default_policy.hpp"
#include "ticket/sealed/vectors.hpp"

namespace sealed {

using namespace flintls;
using crypto_test::key_of;
using crypto_test::settled;
using crypto_test::succeeds;

struct product : policy_of<options{.context_id = 0x0a0b0c0d}, test::default_policy> {};

/// A counter that outlives simulated resets.
struct counter {
    std::uint64_t count = 0;
    crypto_status answer = crypto_status::done;

    crypto_status next(std::uint64_t& n) {
        if (answer == crypto_status::done) n = count++;
        return answer;
    }
};

/// A random source set by the test: its bytes repeated, or none.
struct given_random {
    static inline byte_view bytes{};
    static inline bool broken = false;

    static void reset() {}
    static crypto_status fill(std::uint8_t* out, std::uint32_t size) {
        for (std::uint32_t i = 0; i < size; ++i) out[i] = broken ? 0 : bytes[i % bytes.size()];
        return broken ? crypto_status::failed : crypto_status::done;
    }
};

/// Key bytes that differ for each number.
template <class Format> std::array<std::uint8_t, Format::key_size> key_bytes(std::uint8_t number) {
    std::array<std::uint8_t, Format::key_size> bytes{};
    for (std::uint8_t& b : bytes) b = number++;
    return bytes;
}
template <class Format> typename Format::key numbered_key(std::uint8_t number) {
    auto const bytes = key_bytes<Format>(number);
    return key_of<Format>(bytes);
}
constexpr ticket_key_name numbered_name(std::uint8_t number) { return {'k', 'e', 'y', ' ', number}; }

/// The session in vectors.hpp, as in make_vectors.py.
constexpr session sample() {
    session s{1000,
              product::context_id,
              protocol_version::tls_1_2,
              cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
              true,
              2,
              {identity_kind::spki_sha256, {}},
              {identity_kind::psk_identity_sha256, {}},
              {},
              {}};
    auto const count = [](auto& bytes, std::uint8_t from) {
        for (std::uint8_t& b : bytes) b = from++;
    };
    count(s.peer.digest, 0x60);
    count(s.own.digest, 0x80);
    count(s.master_secret, 0x01);
    count(s.server_name, 0xa0);
    return s;
}

/// The hello of a client that offers that session.
inline constexpr std::array<std::uint8_t, 4> offered_suites{0xc0, 0x2b, 0xc0, 0x2f};
constexpr resumption_request asked(session const& s = sample()) {
    return {s.version, list_view<number<cipher_suite>>::from_encoded(byte_view{offered_suites}), true, s.server_name};
}

template <class T> bool is_zeros(T const& object) {
    auto const* const bytes = static_cast<std::uint8_t const*>(static_cast<void const*>(&object));
    for (std::size_t i = 0; i < sizeof object; ++i) {
        if (bytes[i] != 0) return false;
    }
    return true;
}

/// A connection of a server with these keys.
template <class Keys, policy P = product> class connection {
public:
    using sealer_type = ticket_sealer<P, Keys>;
    using ticket = std::array<std::uint8_t, sealer_type::size>;

    explicit connection(Keys& keys) : keys_{keys} { soil(); }

    crypto_status seal(session const& s, std::uint32_t now, ticket& out) {
        return settled([&] { return sealer.seal(keys_, s, now, out); });
    }
    /// Seals a ticket; zeros if there is none.
    ticket sealed(session const& s, std::uint32_t now) {
        ticket out{};
        out.fill(0x3c);
        bool const good = seal(s, now, out) == crypto_status::done;
        return good || is_zeros(out) ? out : ticket{0xbd};
    }
    /// The verdict on a ticket.
    ticket_verdict judged(byte_view bytes, std::uint32_t now, resumption_request const& hello = asked()) {
        soil();
        auto verdict = ticket_verdict::resume;
        bool const done = succeeds([&] { return sealer.open(keys_, bytes, hello, now, opened, verdict); });
        return done ? verdict : ticket_verdict::abort;
    }
    /// T10: a full handshake without an alert; the session is empty, and nothing of the ticket's text remains.
    bool refuses(byte_view bytes, std::uint32_t now, resumption_request const& hello = asked()) {
        return judged(bytes, now, hello) == ticket_verdict::full_handshake && is_zeros(opened);
    }
    /// True if the ticket resumes this session.
    bool resumes(byte_view bytes, std::uint32_t now, session const& s = sample()) {
        auto const verdict = judged(bytes, now, asked(s));
        return (verdict == ticket_verdict::resume || verdict == ticket_verdict::renew) && opened.text.state == s;
    }

    /// True if a new ticket opens under the current key.
    bool serves(std::uint32_t now) {
        ticket const made = sealed(sample(), now);
        return judged(made, now) == ticket_verdict::resume && opened.text.state == sample();
    }

    sealer_type sealer;
    typename sealer_type::opened_type opened;

private:
    void soil() {
        for (std::size_t i = 0; i < sizeof opened; ++i) opened.bytes()[i] = 1;
    }

    Keys& keys_;
};

/// Tickets shortened at the end by up to their whole size, and lengthened by some bytes.
template <class Connection> bool refuses_every_other_size(Connection& server, byte_view ticket, std::uint32_t now) {
    std::array<std::uint8_t, 300> room{};
    copy(room.data(), ticket.data(), ticket.size());
    for (std::uint32_t size = 0; size < room.size(); ++size) {
        if (size != ticket.size() && !server.refuses({room.data(), size}, now)) return false;
    }
    return server.resumes({room.data(), ticket.size()}, now);
}
template <class Connection> bool refuses_every_changed_bit(Connection& server, byte_view ticket, std::uint32_t now) {
    std::array<std::uint8_t, 300> changed{};
    copy(changed.data(), ticket.data(), ticket.size());
    byte_view const view{changed.data(), ticket.size()};
    for (std::uint32_t bit = 0; bit < 8 * ticket.size(); ++bit) {
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        if (!server.refuses(view, now)) return false;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
    return server.resumes(view, now);
}

} // namespace sealed
