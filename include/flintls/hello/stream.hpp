// SPDX-License-Identifier: Apache-2.0
/// \file
/// Reads a ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2) that is longer than the memory for it, in pieces of any size,
/// and condenses it to the parts that the policy names.
#ifndef FLINTLS_HELLO_STREAM_HPP
#define FLINTLS_HELLO_STREAM_HPP

#include <array>
#include <cstdint>

#include "flintls/hello/stream_machine.hpp"
#include "flintls/hello/stream_rules.hpp"
#include "flintls/hello/stream_watch.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {

/// Reads one ClientHello of any length, with its handshake header, within `P::hello_buffer` bytes.
///
/// The parser keeps a condensed ClientHello without header: the fields; the cipher suites of the policy and the
/// signalling ones; the compression method null; the extensions of the policy's list that are within `P::limit_of` and
/// find room. The order stays, and each suite is kept once. If the policy names no element of a list, the last element
/// of the list is kept, so that the list is not empty. `parse` reads the condensed hello like any other.
///
/// With `P::condense_lists`, as in a server (handshake/long_hello.hpp), a list of versions, groups, signature schemes or
/// protocols without room is kept in part: the elements that the policy names, each once. Room for these is reserved. A
/// protocol list without a protocol of the policy is reported as too long.
///
/// The parser checks the parts that it drops like the rest. A malformed hello gives the error and offset that `parse`
/// gives for `handshake<client_hello_of<P>>` and the whole message. Two errors differ:
/// - too_many_unknown, because the parser cannot look back: more than `P::max_unknown_extensions` types outside the
///   list, or a server_name with more than one name of unknown types;
/// - the error of `P::limit_of` for an extension that is not kept; by default for `renegotiation_info` only.
///
/// The transcript hash covers the pieces, not the condensed hello. DTLS: push the message's type and length first, then
/// the bodies of the fragments in order.
///
/// `Watch`: for the server of TLS 1.3 (handshake/hello_watch.hpp).
template <policy P, class Watch = no_watch> class client_hello_stream {
    using message = client_hello_of<P>;
    using layout = client_hello_stream_rules<P>;
    static_assert(sizeof(layout) != 0); // lets the compiler check the policy's numbers here

public:
    /// Takes the next bytes; the buffer may be reused after the call.
    /// \return the number of bytes taken: fewer than given if the hello ends before, or fails
    [[nodiscard]] constexpr std::uint32_t push(byte_view piece) {
        using machine = stream_machine<layout::condenses_lists, layout::has_tree, Watch>;
        if constexpr (Watch::watches) {
            return machine::push(state_, layout::rules, memory_.data(), piece.data(), piece.size(), watch_);
        } else {
            return machine::push(state_, layout::rules, memory_.data(), piece.data(), piece.size());
        }
    }
    /// Bytes of the message that were taken. Not valid after a failure.
    [[nodiscard]] constexpr std::uint32_t taken() const { return state_.taken(); }
    /// True if the hello is complete and well-formed.
    [[nodiscard]] constexpr bool done() const { return state_.done(); }
    /// Success, or the error and its byte in the message, header included; truncated while bytes are missing. Any other
    /// error is final, whatever bytes follow.
    [[nodiscard]] constexpr error outcome() const { return state_.outcome(); }
    /// Bytes of the message, header included; 0 until the header is received. The memory does not depend on this size.
    /// The work per byte, on a Cortex-M4 at -Os with the hellos of tests/bench: 1.2 instructions in skipped bodies, 5
    /// to 42 in hellos of real clients, 96 in a hello of unknown types only, 155 in a condensed list of short names;
    /// 58, 113, 175 and 235 if each byte is pushed alone. A caller that wants a limit compares the size with
    /// `P::max_message`.
    [[nodiscard]] constexpr std::uint32_t message_size() const { return state_.message_size(); }

    /// The condensed hello, empty until `done()`; aliases this object.
    [[nodiscard]] constexpr byte_view condensed() const& {
        return done() ? byte_view{memory_.data(), state_.condensed_size()} : byte_view{};
    }
    byte_view condensed() const&& = delete;
    /// Parses the condensed hello into `m`; the fields alias this object. `M`: a ClientHello with the extensions of the
    /// policy's list, `client_hello_of<P>` by default.
    /// \return `outcome()`; `m` is empty unless that is success
    template <class M = message> constexpr error read(M& m) const& {
        error const e = outcome();
        if (!e) {
            return parse(condensed(), m);
        }
        m = M{};
        return e;
    }
    template <class M = message> error read(M& m) const&& = delete;
    [[nodiscard]] constexpr Watch const& watch() const& { return watch_; }
    Watch const& watch() const&& = delete;

    /// Bytes of the body of an extension `E` that was received and not kept; 0 if there is none.
    template <class E> [[nodiscard]] constexpr std::uint32_t too_long() const {
        static_assert(layout::template names<E>, "flintls: this extension is not in the policy's list");
        std::uint8_t const* p = memory_.data() + P::hello_buffer;
        for (std::uint32_t i = 0; i < state_.too_long_count(); ++i) {
            p -= 4;
            if (load<2>(p) == static_cast<std::uint32_t>(E::type)) {
                return load<2>(p + 2);
            }
        }
        return 0;
    }
    /// Calls `visit(extension_type)` for each extension of the policy's list that was received and not kept.
    template <class Visit> constexpr void for_each_too_long(Visit visit) const {
        std::uint8_t const* p = memory_.data() + P::hello_buffer;
        for (std::uint32_t i = 0; i < state_.too_long_count(); ++i) {
            p -= 4;
            visit(static_cast<extension_type>(load<2>(p)));
        }
    }
    /// Prepares for the next message.
    constexpr void reset() { state_.restart(); }

private:
    stream_state state_;
    std::array<std::uint8_t, P::hello_buffer + layout::unknown_size> memory_{};
    [[no_unique_address]] Watch watch_{};
};

} // namespace v0
} // namespace flintls

#endif
