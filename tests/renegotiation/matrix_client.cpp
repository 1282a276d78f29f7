// Every client against every kind of server.
#include <iterator>

#include "matrix.hpp"
#include "support/test.hpp"

namespace {

using namespace matrix;

/// Kinds of servers, by the answers to the initial hello and to the renegotiating hello.
enum server : std::uint8_t {
    patched,   ///< honest
    unpatched, ///< honest
    // Patched; the initial answer is not empty:
    claims_client_half,
    claims_both,
    // Patched; the answer in a renegotiation is wrong:
    wrong_byte, ///< in each of the 24 positions
    halves_swapped,
    one_byte_short,
    one_byte_long,
    empty_again,
    missing,
    stale, ///< the verify_data of the handshake before
    client_half_only,
    client_half_twice,
    // Unpatched at first; the answer in a renegotiation has the extension:
    turns_patched,
    turns_patched_with_value,
};

constexpr row table[] = {
    // initial          renegotiation      renegotiation that renegotiation of a
    //                                     is a resumption    resumed connection
    // str sec com nev  str sec com nev    str sec com nev    str sec com nev
    // RFC 5746 3.4, 3.5; RFC 7627 5.4
    {{"SSS SSS SSS SSS", "SSR SSR SSR RRR", "SSR SSR SSR RRR", "SRR SRR SRR RRR"}, patched},
    // RFC 5746 4.1, 4.2
    {{"hhh III III III", "hhh RRR IIR RRR", "hhh RRR IIR RRR", "hhh RRR IRR RRR"}, unpatched},
    // RFC 5746 3.4: MUST be of zero length
    {{"hhh hhh hhh hhh", "hhh hhh hhh hhh", "hhh hhh hhh hhh", "hhh hhh hhh hhh"}, claims_client_half},
    {{"hhh hhh hhh hhh", "hhh hhh hhh hhh", "hhh hhh hhh hhh", "hhh hhh hhh hhh"}, claims_both},
    // RFC 5746 3.5: MUST be present, MUST be equal to both saved values
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, wrong_byte},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, halves_swapped},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, one_byte_short},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, one_byte_long},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, empty_again},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, missing},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, stale},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, client_half_only},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, client_half_twice},
    // RFC 5746 4.2: MUST NOT contain the extension
    {{"hhh III III III", "hhh RRR hhR RRR", "hhh RRR hhR RRR", "hhh RRR hRR RRR"}, turns_patched},
    {{"hhh III III III", "hhh RRR hhR RRR", "hhh RRR hhR RRR", "hhh RRR hRR RRR"}, turns_patched_with_value},
};
static_assert(std::size(table) == turns_patched_with_value + 1 && is_complete(table));

constexpr bool is_unpatched(std::uint8_t peer) {
    return peer == unpatched || peer == turns_patched || peer == turns_patched_with_value;
}
constexpr auto swapped = "50515253 54555657 58595a5b c0c1c2c3 c4c5c6c7 c8c9cacb"_hex;
constexpr auto shorter = "c0c1c2c3 c4c5c6c7 c8c9cacb 50515253 54555657 58595a"_hex;
constexpr auto longer = "c0c1c2c3 c4c5c6c7 c8c9cacb 50515253 54555657 58595a5b 00"_hex;
constexpr auto twice = "c0c1c2c3 c4c5c6c7 c8c9cacb c0c1c2c3 c4c5c6c7 c8c9cacb"_hex;

/// The server's answer after the handshake of `both_1`; of a stale server, after that of `both_2`.
constexpr info second_answer(std::uint8_t peer, test::bytes<24> const& changed) {
    switch (peer) {
    case wrong_byte: return info_of(changed);
    case halves_swapped: return info_of(swapped);
    case one_byte_short: return info_of(shorter);
    case one_byte_long: return info_of(longer);
    case empty_again:
    case turns_patched: return empty_info;
    case missing:
    case unpatched: return no_info;
    case client_half_only: return info_of(client_1);
    case client_half_twice: return info_of(twice);
    default: return info_of(both_1);
    }
}
constexpr info first_answer(std::uint8_t peer) {
    return is_unpatched(peer)           ? no_info
           : peer == claims_client_half ? info_of(client_1)
           : peer == claims_both        ? info_of(both_1)
                                        : empty_info;
}

template <mode Mode, signal Signal> struct client_run {
    static constexpr mode in = Mode;
    static constexpr bool scsv = Signal == signal::scsv;
    static constexpr unsigned variants(std::uint8_t peer) { return peer == wrong_byte ? 24 : 1; }

    using client_type = client_renegotiation<in_mode<Mode, Signal>>;

    /// RFC 5746 3.4: one of the two signals. RFC 5746 3.5: the extension, never the SCSV. RFC 5746 4.2: one of the two.
    static constexpr bool signals_rightly(client_type const& client, bool first, bool secure, byte_view saved) {
        renegotiation_signals const sent = client.signals();
        if (first) return sent.scsv == scsv && (scsv ? is_absent(sent.info) : is_empty(sent.info));
        return secure || !scsv ? !sent.scsv && is(sent.info, saved) : sent.scsv && is_absent(sent.info);
    }

    static constexpr judgement attempt(client_type& client, bool asked) {
        if (judgement const j = asked ? client.on_hello_request() : judgement{}; !j.proceeds()) return j;
        return client.start();
    }

    static constexpr char play(std::uint8_t peer, course way, ems secret, bool asked, unsigned variant) {
        bool const secure = !is_unpatched(peer);
        client_type client;
        if (!proceeds(client.start()) || !signals_rightly(client, true, secure, {})) return '!';
        if (judgement const j = client.on_server_hello(first_answer(peer)); !j.proceeds()) return letter(j);
        if (!proceeds(client.on_finished(client_1, server_1, first_handshake(way, secret)))) return '!';
        if (way == course::initial) return connected(client, client_1);

        if (judgement const j = attempt(client, asked); !j.proceeds()) return alive(client, j, secure);
        if (peer == stale) { // an honest renegotiation precedes
            if (!signals_rightly(client, false, secure, client_1) ||
                !proceeds(client.on_server_hello(info_of(both_1), secret == ems::yes)) ||
                !proceeds(client.on_finished(client_2, server_2, {false, secret == ems::yes})) ||
                !proceeds(attempt(client, asked))) {
                return '!';
            }
        }
        byte_view const saved = peer == stale ? byte_view{client_2} : byte_view{client_1};
        if (!signals_rightly(client, false, secure, saved)) return '!';
        test::bytes<24> changed = both_1;
        changed[variant] ^= variant % 2 == 0 ? 0x01 : 0x80;
        judgement const j = client.on_server_hello(second_answer(peer, changed), secret == ems::yes);
        if (!j.proceeds()) return letter(j);
        if (!proceeds(client.on_finished(client_3, server_3, renegotiation(way, secret)))) return '!';
        return connected(client, client_3);
    }
};

static_assert(holds<client_run, table>());

template <signal Signal> bool holds_at_run_time(row const& r) {
    return row_holds<client_run<mode::strict, Signal>>(r) && row_holds<client_run<mode::secure_only, Signal>>(r) &&
           row_holds<client_run<mode::compatible, Signal>>(r) && row_holds<client_run<mode::never, Signal>>(r);
}

} // namespace

TEST_CASE("every client, in every mode, with either signal, against every server, honest or lying (RFC 5746 3.4, 3.5, "
          "4.1, 4.2; RFC 7627 5.4)") {
    for (row const& each : table) {
        CAPTURE(+each.peer);
        CHECK(holds_at_run_time<signal::extension>(each));
        CHECK(holds_at_run_time<signal::scsv>(each));
    }
}
