// Every server against every kind of client.
#include <iterator>

#include "matrix.hpp"
#include "support/test.hpp"

namespace {

using namespace matrix;

/// Kinds of clients, by the signals in the initial hello and in the renegotiating hello.
enum client : std::uint8_t {
    patched,      ///< honest
    both_signals, ///< honest: NOT RECOMMENDED, and allowed
    unpatched,    ///< honest
    // Patched; the initial renegotiation_info is not empty (beside the SCSV, if that is the signal):
    claims_value,
    claims_both,
    // Patched; the renegotiating hello is wrong:
    wrong_byte,  ///< in each of the 12 positions
    server_half, ///< the halves swapped
    both_halves,
    one_byte_short,
    one_byte_long,
    empty_again,
    missing,
    stale, ///< the verify_data of the handshake before
    only_scsv,
    value_and_scsv,
    // Unpatched at first; the renegotiating hello has a signal:
    turns_patched,
    turns_patched_by_scsv,
    turns_patched_by_both,
    turns_patched_with_value,
};

constexpr row table[] = {
    // initial          renegotiation      renegotiation that renegotiation of a
    //                                     is a resumption    resumed connection
    // str sec com nev  str sec com nev    str sec com nev    str sec com nev
    // RFC 5746 3.6, 3.7; RFC 7627 5.4
    {{"SSS SSS SSS SSS", "SSR SSR SSR RRR", "SSR SSR SSR RRR", "SRR SRR SRR RRR"}, patched},
    {{"SSS SSS SSS SSS", "SSR SSR SSR RRR", "SSR SSR SSR RRR", "SRR SRR SRR RRR"}, both_signals},
    // RFC 5746 4.3, 4.4
    {{"hhh III III III", "hhh RRR IIR RRR", "hhh RRR IIR RRR", "hhh RRR IRR RRR"}, unpatched},
    // RFC 5746 3.6: MUST be of zero length
    {{"hhh hhh hhh hhh", "hhh hhh hhh hhh", "hhh hhh hhh hhh", "hhh hhh hhh hhh"}, claims_value},
    {{"hhh hhh hhh hhh", "hhh hhh hhh hhh", "hhh hhh hhh hhh", "hhh hhh hhh hhh"}, claims_both},
    // RFC 5746 3.7: MUST be present, MUST be equal to the saved value, MUST NOT be the SCSV
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, wrong_byte},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, server_half},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, both_halves},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, one_byte_short},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, one_byte_long},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, empty_again},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, missing},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, stale},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, only_scsv},
    {{"SSS SSS SSS SSS", "hhR hhR hhR RRR", "hhR hhR hhR RRR", "hRR hRR hRR RRR"}, value_and_scsv},
    // RFC 5746 4.4: MUST NOT contain either
    {{"hhh III III III", "hhh RRR hhR RRR", "hhh RRR hhR RRR", "hhh RRR hRR RRR"}, turns_patched},
    {{"hhh III III III", "hhh RRR hhR RRR", "hhh RRR hhR RRR", "hhh RRR hRR RRR"}, turns_patched_by_scsv},
    {{"hhh III III III", "hhh RRR hhR RRR", "hhh RRR hhR RRR", "hhh RRR hRR RRR"}, turns_patched_by_both},
    {{"hhh III III III", "hhh RRR hhR RRR", "hhh RRR hhR RRR", "hhh RRR hRR RRR"}, turns_patched_with_value},
};
static_assert(std::size(table) == turns_patched_with_value + 1 && is_complete(table));

constexpr bool is_unpatched(std::uint8_t peer) { return peer == unpatched || peer >= turns_patched; }
constexpr auto shorter = "c0c1c2c3 c4c5c6c7 c8c9ca"_hex;
constexpr auto longer = "c0c1c2c3 c4c5c6c7 c8c9cacb 00"_hex;

constexpr renegotiation_signals first_hello(std::uint8_t peer, bool scsv) {
    if (is_unpatched(peer)) return hello(no_info);
    if (peer == both_signals) return hello_with_scsv(empty_info);
    if (peer == claims_value) return {scsv, info_of(client_1)};
    if (peer == claims_both) return {scsv, info_of(both_1)};
    return {scsv, scsv ? no_info : empty_info};
}
/// The signals of the client's hello after the handshake of `both_1`; of a stale client, after that of `both_2`.
constexpr renegotiation_signals second_hello(std::uint8_t peer, test::bytes<12> const& changed) {
    switch (peer) {
    case wrong_byte: return hello(info_of(changed));
    case server_half: return hello(info_of(server_1));
    case both_halves: return hello(info_of(both_1));
    case one_byte_short: return hello(info_of(shorter));
    case one_byte_long: return hello(info_of(longer));
    case empty_again:
    case turns_patched: return hello(empty_info);
    case missing:
    case unpatched: return hello(no_info);
    case only_scsv:
    case turns_patched_by_scsv: return hello_with_scsv(no_info);
    case turns_patched_by_both: return hello_with_scsv(empty_info);
    case value_and_scsv: return hello_with_scsv(info_of(client_1));
    default: return hello(info_of(client_1));
    }
}

template <mode Mode, signal Signal> struct server_run {
    static constexpr mode in = Mode;
    static constexpr unsigned variants(std::uint8_t peer) { return peer == wrong_byte ? 12 : 1; }

    using server_type = server_renegotiation<in_mode<Mode>>;

    /// RFC 5746 3.6: an empty extension for a patched client. RFC 5746 3.7: both values. RFC 5746 3.6, 4.4: no
    /// extension for an unpatched client.
    static constexpr bool answers_rightly(server_type const& server, bool first, bool secure, byte_view both) {
        info const answer = server.answer();
        return !secure ? is_absent(answer) : first ? is_empty(answer) : is(answer, both);
    }

    static constexpr judgement attempt(server_type& server, bool asked, renegotiation_signals const& signals,
                                       ems secret) {
        if (judgement const j = asked ? server.request() : judgement{}; !j.proceeds()) return j;
        return server.on_client_hello(signals, secret == ems::yes);
    }

    static constexpr char play(std::uint8_t peer, course way, ems secret, bool asked, unsigned variant) {
        bool const secure = !is_unpatched(peer);
        server_type server;
        judgement j = server.on_client_hello(first_hello(peer, Signal == signal::scsv));
        if (!j.proceeds()) return letter(j);
        if (!answers_rightly(server, true, secure, {})) return '!';
        if (!proceeds(server.on_finished(client_1, server_1, first_handshake(way, secret)))) return '!';
        if (way == course::initial) return connected(server, client_1);

        if (peer == stale) { // an honest renegotiation precedes
            j = attempt(server, asked, hello(info_of(client_1)), secret);
            if (!j.proceeds()) return alive(server, j, secure);
            if (!answers_rightly(server, false, secure, both_1) ||
                !proceeds(server.on_finished(client_2, server_2, {false, secret == ems::yes}))) {
                return '!';
            }
        }
        test::bytes<12> changed = client_1;
        changed[variant] ^= variant % 2 == 0 ? 0x01 : 0x80;
        j = attempt(server, asked, second_hello(peer, changed), secret);
        if (!j.proceeds()) return refuses(j) ? alive(server, j, secure) : letter(j);
        if (!answers_rightly(server, false, secure, both_1)) return '!';
        if (!proceeds(server.on_finished(client_3, server_3, renegotiation(way, secret)))) return '!';
        return connected(server, client_3);
    }
};

static_assert(holds<server_run, table>());

template <signal Signal> bool holds_at_run_time(row const& r) {
    return row_holds<server_run<mode::strict, Signal>>(r) && row_holds<server_run<mode::secure_only, Signal>>(r) &&
           row_holds<server_run<mode::compatible, Signal>>(r) && row_holds<server_run<mode::never, Signal>>(r);
}

} // namespace

TEST_CASE("every server, in every mode, against every client, with either signal, honest or lying (RFC 5746 3.6, 3.7, "
          "4.3, 4.4; RFC 7627 5.4)") {
    for (row const& each : table) {
        CAPTURE(+each.peer);
        CHECK(holds_at_run_time<signal::extension>(each));
        CHECK(holds_at_run_time<signal::scsv>(each));
    }
}
