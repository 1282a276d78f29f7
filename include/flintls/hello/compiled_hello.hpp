// SPDX-License-Identifier: Apache-2.0
/// \file
/// ClientHellos that the compiler writes (RFC 5246 7.4.1.2, RFC 8446 4.1.2): their bytes are in flash, and run time
/// brings what differs from one handshake to the next.
///
/// ```
/// struct sensor_policy : flintls::policy_of<> {
///     using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
///     using protocols = flintls::protocol_list<"mqtt">;
/// };
/// constexpr auto hello = flintls::make_client_hello<sensor_policy>();
///
/// std::array<std::uint8_t, hello.max_size> buffer; // cannot be too small
/// flintls::writer out{buffer};
/// flintls::error const failed = out.write(hello.with({.random = random, .host_name = name}));
/// send(out.written());
/// ```
///
/// or, without a copy of anything but lengths:
///
/// ```
/// decltype(hello)::pieces pieces;
/// flintls::error const failed = hello.scatter({.random = random, .host_name = name}, pieces);
/// for (flintls::byte_view piece : pieces) { send(piece); }
/// ```
///
/// What the policy does not say, TLS 1.3 for one, an offer of its own does, with slots where run time has a say:
///
/// ```
/// constexpr auto hello = flintls::make_client_hello<sensor_policy>([] {
///     return offer{supported_versions{versions}, supported_groups{groups}, signature_algorithms{schemes},
///                  slot<key_share, named_group::x25519>{}, slot<cookie, 64>{}, psk_key_exchange_modes{modes},
///                  slot<pre_shared_key, 32>{}};
/// });
/// out.write(hello.with({.random = random, .key_shares = {public_key}}));
/// ```
#ifndef FLINTLS_HELLO_COMPILED_HELLO_HPP
#define FLINTLS_HELLO_COMPILED_HELLO_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "flintls/hello/hello_part.hpp"
#include "flintls/hello/hello_template.hpp"
#include "flintls/hello/pieces.hpp"
#include "flintls/hello/policy_offer.hpp"
#include "flintls/hello/sinks.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace hello_detail {

/// Stands for what a hello has no place for.
struct nothing {
    constexpr nothing() = default;
    template <class T> constexpr nothing(T const& /*value*/) {
        static_assert(sizeof(T) == 0, "flintls: this hello has no slot for that");
    }
};

} // namespace hello_detail

/// A hello in flash. An object of this type is empty; all that costs flash is `flash_size` bytes, and code.
template <policy P, class Make> class compiled_hello {
    using made = hello_detail::hello_template<P, Make>;
    static constexpr auto surveyed = made::survey();
    static_assert(made::is_as_declared(),
                  "flintls: this hello cannot be encoded, or a slot not as its extension is declared");
    static_assert(made::is_readable(), "flintls: this hello would not be parsed again");
    template <hello_part What> static constexpr std::size_t count = made::count_of(What);
    /// Offsets for the errors.
    struct places {
        template <hello_part What, std::size_t Index>
        static constexpr std::uint32_t offset = surveyed.places[surveyed.find(What, Index)].offset;
        /// Where the extensions begin, which are the last of a hello.
        static constexpr std::uint32_t block = surveyed.size - made::lengths_of(hello_detail::placeholder{}).block;
    };

public:
    /// Bytes of this hello that are in flash: its suites, and the extensions that are no slots.
    static constexpr std::uint32_t flash_size = made::bytes.size();

    /// Fewest and most bytes of a hello, with its handshake header.
    static constexpr std::uint32_t min_size = made::extreme_size(false);
    static constexpr std::uint32_t max_size = made::extreme_size(true);

    /// A finished hello, with its handshake header: everything optional is in it, and whatever run time fills in is as
    /// short as its declaration allows, and zero. It is for the compiler: a program that reads it at run time pays flash.
    static constexpr auto bytes = surveyed.bytes;

    /// Where something stands in `bytes`; of `random` and `session_id`, also in every hello. What is not there does not
    /// compile.
    template <hello_part What, std::size_t Index = 0>
    static constexpr std::uint32_t offset_of = [] {
        constexpr std::size_t k = surveyed.find(What, Index);
        static_assert(k < surveyed.count, "flintls: this hello has no such part");
        return surveyed.places[k].offset;
    }();

    /// RFC 8446 4.2.11.2: bytes at the end of a hello with pre_shared_key that its binders do not cover.
    static constexpr std::uint32_t binders_size = made::binders_size();

    struct message;
    using pieces = message_pieces<2 * surveyed.apart + 1, surveyed.scratch>;

    /// The hello with what run time brings, a message to write like any other (`writer`, `serialize`). Only views: what
    /// they view must live until it is written.
    [[nodiscard, gnu::always_inline]] static constexpr message with(message const& m) { return m; }

    /// The hello as views of flash, of what `m` views, and of `out`: valid as long as both are.
    /// \return success, or what is wrong as for `message`; `out` is then empty
    [[gnu::always_inline]] static constexpr error scatter(message const& m, pieces& out) {
        auto const n = made::lengths_of(m);
        hello_detail::lister to = out.start();
        if (error const e = made::template check<places>(m, n)) {
            return e;
        }
        made::write(to, m, n);
        out.finish(to);
        return {};
    }

    /// What the binders of a written hello are computed over (RFC 8446 4.2.11.2).
    /// \pre `written` is a hello of this type that has pre_shared_key
    [[nodiscard]] static constexpr byte_view without_binders(byte_view written) {
        return written.subview(0, written.size() - binders_size);
    }
};

/// What run time brings. What a policy or an offer leaves out, its hellos have no place for: `not_representable` at 0.
/// What is too long, too short or missing: `not_representable` at its offset in `bytes`.
template <policy P, class Make> struct compiled_hello<P, Make>::message {
    fixed_view<32> random{};
    byte_view session_id{}; ///< up to 32 bytes
    byte_view host_name{};  ///< without a trailing dot; empty: no server_name
    /// RFC 5077 3.2: a ticket, empty to ask for one, or absent.
    found<session_ticket> ticket{{}, made::has_ticket};
    /// What `client_renegotiation::signals` answers: either of them, never both, never neither (RFC 5746 3.4, 3.5). At
    /// first, what an initial handshake needs.
    bool scsv = made::by_scsv;
    found<flintls::renegotiation_info> renegotiation_info{
        {}, made::has_info&& P::signal == renegotiation_signal::extension};
    bool fallback_scsv = false; ///< RFC 7507: only in a hello of TLS 1.2 whose policy has a higher version

    /// RFC 8446 4.2.2: empty: none.
    std::conditional_t<(count<hello_part::cookie> > 0), byte_view, hello_detail::nothing> cookie{};
    /// RFC 8446 4.2.8: the client's share of each group, of exactly that group's size.
    std::array<byte_view, count<hello_part::key_exchange>> key_shares{};
    /// RFC 8446 4.2.11: all of them, or none.
    std::array<offered_psk, count<hello_part::identity>> pre_shared_keys{};

    struct wire {
        static constexpr std::size_t min_size = compiled_hello::min_size;
        static constexpr std::size_t max_size = compiled_hello::max_size;

        /// Looks at everything first: on failure nothing was written.
        [[gnu::always_inline]] static constexpr errc write(sink& out, message const& m) {
            auto const n = made::lengths_of(m);
            if (error const e = made::template check<places>(m, n)) {
                out.p += e.offset() < out.left() ? e.offset() : out.left();
                return e.what();
            }
            if (4 + n.message > out.left()) {
                out.p = out.end;
                return errc::no_room;
            }
            hello_detail::copier to{out.p};
            made::write(to, m, n);
            out.p = to.p;
            return errc::ok;
        }
    };
};

/// The hello of `make()`, an offer (or an `optional_block` of one) that may have slots. `make` captures nothing.
template <policy P, class Make> [[nodiscard]] consteval compiled_hello<P, Make> make_client_hello(Make /*make*/) {
    return {};
}

/// The hello of TLS 1.2 that the policy describes. With a `HostName` it always names this server.
template <policy P, text HostName = ""> [[nodiscard]] consteval auto make_client_hello() {
    return compiled_hello<P, hello_detail::policy_offer<P, HostName>>{};
}

} // namespace v0
} // namespace flintls

#endif
