// SPDX-License-Identifier: Apache-2.0
/// \file
/// A ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2) that is longer than the memory for it: read as its bytes come, in
/// pieces of any size, and condensed to what the policy names.
#ifndef FLINTLS_HELLO_STREAM_HPP
#define FLINTLS_HELLO_STREAM_HPP

#include <array>
#include <cstdint>

#include "flintls/hello/stream_machine.hpp"
#include "flintls/hello/stream_rules.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {

/// Reads one ClientHello, header and all, of any length, within `P::hello_buffer` bytes.
///
/// What is kept is a ClientHello again, without header: the fields; of the cipher suites those of the policy and the
/// signalling ones; of the compression methods null; of the extensions those of the policy's list that are no longer
/// than `P::limit_of` says and find room. Order stays, and each suite is kept once. Where nothing of a list is the policy's
/// its last element stands for it, so that the list is not empty. `parse` reads that hello as it reads any other.
///
/// Where `P::condense_lists`, as in a server (server.hpp), an extension that finds no room is not lost if it is a list
/// of versions, groups, signature schemes or protocols: what of it the policy names is kept, once, and room for that is
/// reserved. A list of protocols without any of the policy's is reported as too long.
///
/// Nothing else is lost to the checks: what is left out was checked like the rest, and a malformed hello has the error,
/// at the offset, that `parse` finds with `handshake<client_hello_of<P>>` in the whole message. Two errors are its own:
/// - too_many_unknown, because it cannot look back: more than `P::max_unknown_extensions` types that are not in the list,
///   or a server_name with more than one name of unknown types;
/// - what `P::limit_of` says of an extension that is not kept; by default that is one for `renegotiation_info`.
///
/// What goes into the transcript's hash are the pieces, which the caller has. DTLS: give it the type and the length of
/// the message first, then the fragments' bodies in order.
template <policy P> class client_hello_stream {
    using message = client_hello_of<P>;
    using layout = client_hello_stream_rules<P>;
    static_assert(sizeof(layout) != 0); // makes the compiler check the policy's numbers here

public:
    /// Takes the next bytes. They need not last.
    /// \return how many of them it took: fewer than there are when the hello ends before, or is refused
    [[nodiscard]] constexpr std::uint32_t push(byte_view piece) {
        using machine = stream_machine<layout::condenses_lists, layout::has_tree>;
        return machine::push(state_, layout::rules, memory_.data(), piece.data(), piece.size());
    }
    /// Is it complete, and well-formed?
    [[nodiscard]] constexpr bool done() const { return state_.done(); }
    /// What is wrong at which byte of the message, its header included: truncated as long as bytes are missing. An error
    /// that came before the last byte stays, and is that of every way in which the message could have gone on.
    [[nodiscard]] constexpr error outcome() const { return state_.outcome(); }
    /// Bytes of the message, its header included; 0 as long as that is not here. Memory does not depend on it.
    /// Work does, by so much a byte, as measured on a Cortex-M4 at -Os with the hellos of tests/bench: 1.2 instructions
    /// where it is skipped, 5 to 42 in hellos of real clients, 96 in one of nothing but unknown types, 155 in a list of
    /// short names that is condensed; 58, 113, 175 and 235 where each byte is pushed alone. Who wants a limit compares the
    /// size with `P::max_message`.
    [[nodiscard]] constexpr std::uint32_t message_size() const { return state_.message_size(); }

    /// The condensed hello, empty as long as it is not `done()`; aliases this object.
    [[nodiscard]] constexpr byte_view condensed() const& {
        return done() ? byte_view{memory_.data(), state_.condensed_size()} : byte_view{};
    }
    byte_view condensed() const&& = delete;
    /// The same, read; its fields alias this object.
    /// \return `outcome()`; unless that is success `m` is empty
    constexpr error read(message& m) const& {
        error const e = outcome();
        if (!e) {
            return parse(condensed(), m);
        }
        m = message{};
        return e;
    }
    error read(message& m) const&& = delete;

    /// Bytes of the body of an `E` that was there and could not be kept; 0 if there is none of these.
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
    /// Calls `visit(extension_type)` for each of those.
    template <class Visit> constexpr void for_each_too_long(Visit visit) const {
        std::uint8_t const* p = memory_.data() + P::hello_buffer;
        for (std::uint32_t i = 0; i < state_.too_long_count(); ++i) {
            p -= 4;
            visit(static_cast<extension_type>(load<2>(p)));
        }
    }
    /// For the next message.
    constexpr void reset() { state_.restart(); }

private:
    stream_state state_;
    std::array<std::uint8_t, P::hello_buffer + layout::unknown_size> memory_{};
};

} // namespace v0
} // namespace flintls

#endif
