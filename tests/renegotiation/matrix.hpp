// Common to the matrices of both sides: {mode} × {signal} × {peer} × {course} × {extended master secret}. A matrix is a
// table written by hand from RFC 5746, RFC 7627 5.4 and the rules; no cell is computed.
#pragma once

#include <utility>

#include "rules.hpp"

namespace matrix {

using namespace rules;

/// The handshakes on a connection. The table has the outcome of the last one.
enum class course : std::uint8_t {
    initial,       ///< one handshake
    again,         ///< a handshake, and a renegotiation
    again_resumed, ///< a handshake, and a renegotiation that resumes a session
    resumed_first, ///< a full renegotiation of a connection that began with a resumption
};
inline constexpr course courses[] = {course::initial, course::again, course::again_resumed, course::resumed_first};

/// Extended master secret: in every handshake; in none; in none, and the connection began with a resumption.
enum class ems : std::uint8_t { yes, no, resumed_without };
inline constexpr ems all_ems[] = {ems::yes, ems::no, ems::resumed_without};

constexpr handshake_outcome first_handshake(course way, ems secret) {
    return {.resumed = way == course::resumed_first || secret == ems::resumed_without,
            .extended_master_secret = secret == ems::yes};
}
constexpr handshake_outcome renegotiation(course way, ems secret) {
    return {.resumed = way == course::again_resumed, .extended_master_secret = secret == ems::yes};
}

/// A row of a table, for one kind of peer. An outcome is a letter:
///   S connected, secure   I connected, insecure   R no_renegotiation, and still connected   h fatal handshake_failure
/// Four modes side by side: strict, secure_only, compatible, never, each with the three kinds of `ems`.
struct row {
    char const* outcome[4]; ///< by course
    std::uint8_t peer;
};
constexpr char expected(row const& r, course way, mode m, ems secret) {
    unsigned const column = m == mode::strict ? 0 : m == mode::secure_only ? 1 : m == mode::compatible ? 2 : 3;
    return r.outcome[static_cast<unsigned>(way)][4 * column + static_cast<unsigned>(secret)];
}

/// True if a table has a row for each peer and an outcome in each cell.
template <std::size_t Size> constexpr bool is_complete(row const (&table)[Size]) {
    for (std::size_t i = 0; i < Size; ++i) {
        if (table[i].peer != i) return false;
        for (char const* text : table[i].outcome) {
            for (unsigned at = 0; at < 15; ++at) {
                char const c = text[at];
                if (at % 4 == 3 ? c != ' ' : c != 'S' && c != 'I' && c != 'R' && c != 'h') return false;
            }
            if (text[15] != '\0') return false;
        }
    }
    return true;
}

/// The letter of a judgement that does not proceed.
constexpr char letter(judgement j) { return refuses(j) ? 'R' : fails_handshake(j) ? 'h' : '?'; }

/// The outcome after a refusal: the letter of `j` if the connection is alive and unchanged, else '!'.
template <class Side> constexpr char alive(Side const& side, judgement j, bool secure) {
    bool const as_before = side.state().connected() && !side.state().in_handshake() && side.secure() == secure &&
                           proceeds(side.on_application_data()) && side.state().both_verify_data() == byte_view{both_1};
    return as_before ? letter(j) : '!';
}
/// The outcome after a completed handshake.
template <class Side> constexpr char connected(Side const& side, byte_view client_verify_data) {
    bool const idle = side.state().connected() && !side.state().in_handshake() &&
                      side.state().client_verify_data() == client_verify_data && proceeds(side.on_application_data());
    return !idle ? '!' : side.secure() ? 'S' : 'I';
}

/// Checks all cells of one row, for one mode and one signal. `Run::play(peer, course, ems, asked, variant)` returns an
/// outcome; `Run::variants(peer)` is the number of variants of this peer.
template <class Run> constexpr bool row_holds(row const& r) {
    for (course const way : courses) {
        for (ems const secret : all_ems) {
            char const outcome = expected(r, way, Run::in, secret);
            for (unsigned variant = 0; variant < Run::variants(r.peer); ++variant) {
                if (Run::play(r.peer, way, secret, true, variant) != outcome) return false;
                if (Run::play(r.peer, way, secret, false, variant) != outcome) return false;
            }
        }
    }
    return true;
}

/// Each row is a separate constant expression, as clang limits one expression to a million steps.
template <class Run, auto const& Table, std::size_t Row> inline constexpr bool row_held = row_holds<Run>(Table[Row]);
template <class Run, auto const& Table, std::size_t... Rows> consteval bool rows_held(std::index_sequence<Rows...>) {
    return (... && row_held<Run, Table, Rows>);
}

/// True if a whole table holds, at compile time. `Run` is a template of mode and signal.
template <template <mode, signal> class Run, auto const& Table> consteval bool holds() {
    constexpr auto rows = std::make_index_sequence<std::size(Table)>{};
    return rows_held<Run<mode::strict, signal::extension>, Table>(rows) &&
           rows_held<Run<mode::strict, signal::scsv>, Table>(rows) &&
           rows_held<Run<mode::secure_only, signal::extension>, Table>(rows) &&
           rows_held<Run<mode::secure_only, signal::scsv>, Table>(rows) &&
           rows_held<Run<mode::compatible, signal::extension>, Table>(rows) &&
           rows_held<Run<mode::compatible, signal::scsv>, Table>(rows) &&
           rows_held<Run<mode::never, signal::extension>, Table>(rows) &&
           rows_held<Run<mode::never, signal::scsv>, Table>(rows);
}

} // namespace matrix
