// SPDX-License-Identifier: Apache-2.0
/// \file
/// ClientHellos that the compiler builds (RFC 5246 7.4.1.2, RFC 8446 4.1.2). The constant bytes are in flash; run time
/// adds the values that differ between handshakes.
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
/// or, with copies of lengths only:
///
/// ```
/// decltype(hello)::pieces pieces;
/// flintls::error const failed = hello.scatter({.random = random, .host_name = name}, pieces);
/// for (flintls::byte_view piece : pieces) { send(piece); }
/// ```
///
/// For a hello beyond the policy, such as one of TLS 1.3, pass an offer. Its slots stand for values of run time:
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

/// The type of a member for which the hello has no slot.
struct nothing {
    constexpr nothing() = default;
    template <class T> constexpr nothing(T const& /*value*/) {
        static_assert(sizeof(T) == 0, "flintls: this hello has no slot for that");
    }
};

} // namespace hello_detail

/// A hello in flash. An object of this type is empty; the hello takes `flash_size` bytes of flash, and code.
template <policy P, class Make> class compiled_hello {
    using made = hello_detail::hello_template<P, Make>;
    static constexpr auto surveyed = made::survey();
    static_assert(made::is_as_declared(),
                  "flintls: this hello cannot be encoded, or a slot not as its extension is declared");
    static_assert(made::is_readable(), "flintls: this hello would not be parsed again");
    template <hello_part What> static constexpr std::size_t count = made::count_of(What);
    /// Offsets for errors.
    struct places {
        template <hello_part What, std::size_t Index>
        static constexpr std::uint32_t offset = surveyed.places[surveyed.find(What, Index)].offset;
        /// The begin of the extensions, which end a hello.
        static constexpr std::uint32_t block = surveyed.size - made::lengths_of(hello_detail::placeholder{}).block;
    };

public:
    /// Bytes of this hello in flash: the suites and the constant extensions.
    static constexpr std::uint32_t flash_size = made::bytes.size();

    /// Fewest and most bytes of a hello, handshake header included.
    static constexpr std::uint32_t min_size = made::extreme_size(false);
    static constexpr std::uint32_t max_size = made::extreme_size(true);

    /// A complete hello with its handshake header, for constant expressions. All optional parts are present; every
    /// value of run time has its minimal size and is zero. A program that reads `bytes` at run time needs flash for it.
    static constexpr auto bytes = surveyed.bytes;

    /// Offset of a part in `bytes`. The offsets of `random` and `session_id` hold for every hello. A part that the
    /// hello lacks does not compile.
    template <hello_part What, std::size_t Index = 0>
    static constexpr std::uint32_t offset_of = [] {
        constexpr std::size_t k = surveyed.find(What, Index);
        static_assert(k < surveyed.count, "flintls: this hello has no such part");
        return surveyed.places[k].offset;
    }();

    /// RFC 8446 4.2.11.2: bytes at the end of a hello that the binders do not cover; 0 without pre_shared_key.
    static constexpr std::uint32_t binders_size = made::binders_size();

    struct message;
    using pieces = message_pieces<2 * surveyed.apart + 1, surveyed.scratch>;

    /// The hello with the values of run time, a message for `writer` and `serialize`. The message has views: the viewed
    /// buffers must live until it is written.
    [[nodiscard, gnu::always_inline]] static constexpr message with(message const& m) { return m; }

    /// The hello as a list of views of flash, of the buffers that `m` views, and of `out`. The list is valid as long as
    /// `out` and these buffers. \return success, or an error as for `message`; `out` is then empty
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

    /// The part of a written hello that the binders cover (RFC 8446 4.2.11.2). Aliases `written`.
    /// \pre `written` is a hello of this type that has pre_shared_key
    [[nodiscard]] static constexpr byte_view without_binders(byte_view written) {
        return written.subview(0, written.size() - binders_size);
    }
};

/// The values of run time. A value for a part that the policy or the offer leaves out is `not_representable` at byte 0.
/// A value that is too long, too short or missing is `not_representable` at its offset in `bytes`.
template <policy P, class Make> struct compiled_hello<P, Make>::message {
    fixed_view<32> random{};
    byte_view session_id{}; ///< up to 32 bytes
    byte_view host_name{};  ///< without a trailing dot; empty: no server_name
    /// RFC 5077 3.2: a ticket; empty: ask for a ticket; or absent.
    found<session_ticket> ticket{{}, made::has_ticket};
    /// The result of `client_renegotiation::signals`: exactly one of the two (RFC 5746 3.4, 3.5). The defaults are
    /// those of an initial handshake.
    bool scsv = made::by_scsv;
    found<flintls::renegotiation_info> renegotiation_info{
        {}, made::has_info&& P::signal == renegotiation_signal::extension};
    bool fallback_scsv = false; ///< RFC 7507: only for a hello of TLS 1.2 of a policy with a higher version

    /// RFC 8449 4: at least 64; for a hello with this slot.
    std::uint16_t record_size_limit = slot<flintls::record_size_limit>::placeholder.limit;
    /// RFC 8446 4.2.2; empty: no cookie.
    std::conditional_t<(count<hello_part::cookie> > 0), byte_view, hello_detail::nothing> cookie{};
    /// RFC 8446 4.2.8: the client's share of each group, with exactly the size of the group's shares.
    std::array<byte_view, count<hello_part::key_exchange>> key_shares{};
    /// RFC 8446 4.2.11: all keys, or none.
    std::array<offered_psk, count<hello_part::identity>> pre_shared_keys{};

    struct wire {
        static constexpr std::size_t min_size = compiled_hello::min_size;
        static constexpr std::size_t max_size = compiled_hello::max_size;

        /// Checks all parts first: on failure nothing is written.
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

/// The hello of the offer, or `optional_block` of an offer, that `make()` returns. The offer may have slots. `make`
/// captures nothing.
template <policy P, class Make> [[nodiscard]] consteval compiled_hello<P, Make> make_client_hello(Make /*make*/) {
    return {};
}

/// The hello of TLS 1.2 that the policy describes. With `HostName`, every hello names this server.
template <policy P, text HostName = ""> [[nodiscard]] consteval auto make_client_hello() {
    return compiled_hello<P, hello_detail::policy_offer<P, HostName>>{};
}

} // namespace v0
} // namespace flintls

#endif
