// SPDX-License-Identifier: Apache-2.0
/// \file
/// A compile-time hello (RFC 5246 7.4.1.2, RFC 8446 4.1.2): constant bytes with slots between them.
#ifndef FLINTLS_HELLO_HELLO_TEMPLATE_HPP
#define FLINTLS_HELLO_HELLO_TEMPLATE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "flintls/extension/block.hpp"
#include "flintls/hello/hello_part.hpp"
#include "flintls/hello/sinks.hpp"
#include "flintls/hello/slot.hpp"
#include "flintls/hello/slot_layout.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace hello_detail {

inline constexpr std::array<compression_method, 1> null_compression{compression_method::null};

template <class E>
concept is_slot = requires {
    E::placeholder;
};
template <class E> struct unwrapped { using type = E; };
template <class E> struct unwrapped<when<E>> { using type = E; };
template <class E> constexpr bool is_written(E const& /*extension*/) { return true; }
template <class E> constexpr bool is_written(when<E> const& extension) { return extension.present; }

template <class Offer> struct offered;
/// The extensions of an offer, constant ones and slots.
template <class... Es> struct offered<offer<Es...>> {
    using type = offer<Es...>;
    static constexpr std::size_t size = sizeof...(Es);
    static constexpr bool block_optional = false;

    static constexpr bool block_present(type const& /*all*/) { return true; }
    static constexpr type const& list(type const& all) { return all; }
    /// True if the offer has the extension, constant or as a slot.
    static constexpr bool has(extension_type wanted) {
        return (... || (block_detail::type_of<Es>() == static_cast<std::int32_t>(wanted)));
    }
    /// True if the offer has the extension as a slot that is written.
    static constexpr bool has_slot(type const& all, extension_type wanted) {
        return (... || (is_slot<typename unwrapped<Es>::type> && is_written(static_cast<Es const&>(all)) &&
                        block_detail::type_of<Es>() == static_cast<std::int32_t>(wanted)));
    }
    /// For constant expressions: calls `use.template operator()<E, I>(extension)` for each; `E` is the type without
    /// `when`.
    template <class Use> [[gnu::always_inline]] static constexpr void each(type const& all, Use&& use) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (use.template operator()<typename unwrapped<Es>::type, I>(static_cast<Es const&>(all)), ...);
        }
        (std::make_index_sequence<size>{});
    }
    /// For run time: calls `use.template of<E, I>()` for each. No reference to the offer, which would then be in flash.
    template <class Use> [[gnu::always_inline]] static constexpr void each_type(Use const& use) {
        [&]<std::size_t... I>(std::index_sequence<I...>) { (use.template of<typename unwrapped<Es>::type, I>(), ...); }
        (std::make_index_sequence<size>{});
    }
    /// The sum of the results of `use.template of<E>()`.
    template <class Use> [[gnu::always_inline]] static constexpr std::uint32_t sum(Use const& use) {
        return (0U + ... + use.template of<typename unwrapped<Es>::type>());
    }
    /// True if `use.template of<E>()` is true for all.
    template <class Use> [[gnu::always_inline]] static constexpr bool all(Use& use) {
        return (... && use.template of<typename unwrapped<Es>::type>());
    }
};
template <class Offer> struct offered<optional_block<Offer>> : offered<Offer> {
    static constexpr bool block_optional = true;

    static constexpr bool block_present(optional_block<Offer> const& block) { return block.present; }
    static constexpr Offer const& list(optional_block<Offer> const& block) { return block.extensions; }
};

template <class T> constexpr std::array<T, 16> all_of(T const& each) {
    std::array<T, 16> all{};
    for (T& here : all) {
        here = each;
    }
    return all;
}

/// A message that fills every slot with zeros of the minimal size.
struct placeholder {
    static constexpr byte_view one{slot_detail::zeros.data(), 1};

    fixed_view<32> random{slot_detail::zeros.data()};
    byte_view session_id{};
    byte_view host_name = one;
    found<session_ticket> ticket{{}, true};
    bool scsv = true;
    found<flintls::renegotiation_info> renegotiation_info{{}, true};
    bool fallback_scsv = true;
    std::uint16_t record_size_limit = slot<flintls::record_size_limit>::placeholder.limit;
    byte_view cookie = one;
    std::array<byte_view, 16> key_shares = all_of(one);
    std::array<offered_psk, 16> pre_shared_keys = all_of(offered_psk{one, 0, one});
};

/// The hello of a policy and an offer.
template <policy P, class Make> struct hello_template {
    static constexpr auto offer_made = Make{}();
    using offer_type = std::remove_const_t<decltype(offer_made)>;
    using offers = offered<offer_type>;
    static constexpr auto const& extensions = offers::list(offer_made);
    static constexpr bool has_block = offers::block_present(offer_made);

    static constexpr bool has_info = has_block && offers::has_slot(extensions, extension_type::renegotiation_info);
    static constexpr bool has_ticket = has_block && offers::has_slot(extensions, extension_type::session_ticket);
    static constexpr bool has_name = has_block && offers::has_slot(extensions, extension_type::server_name);
    static constexpr bool by_scsv = P::signal == renegotiation_signal::scsv && speaks_tls_1_2<P>;
    /// RFC 5746 3.4: in an initial handshake the SCSV takes the place of the extension.
    static constexpr bool scsv_optional = by_scsv && has_info;
    /// RFC 7507 4: a hello can be a fallback only if it offers less than the product supports.
    static constexpr bool has_fallback =
        highest_of<P> > protocol_version::tls_1_2 && !offers::has(extension_type::supported_versions);
    static constexpr part_limits limits{.server_name = static_cast<std::uint32_t>(P::max_server_name),
                                        .ticket = static_cast<std::uint32_t>(P::max_ticket),
                                        .verify_data = 16}; // as in renegotiation/state.hpp

    static_assert(!offers::block_optional || !has_info || offers::size == 1,
                  "flintls: the one extension of a hello that may lack its block is slot<renegotiation_info>");
    static_assert(!offers::has(extension_type::pre_shared_key) || offers::has(extension_type::psk_key_exchange_modes),
                  "flintls: pre_shared_key needs psk_key_exchange_modes (RFC 8446 4.2.9)");

    /// The constant suites. The signalling suites come after the real ones (RFC 7507 4).
    static constexpr auto const& suites() {
        if constexpr (by_scsv && !has_info) {
            return P::suites::template with<cipher_suite::empty_renegotiation_info_scsv>;
        } else {
            return P::suites::values;
        }
    }

    /// The suites, then the constant extensions.
    struct constants {
        std::array<std::uint8_t, 2048> bytes{};
        std::uint32_t size = 0;
        std::uint32_t suites = 0;                             ///< bytes
        std::array<std::uint32_t, offers::size + 1> before{}; ///< bytes before each extension
        bool good = true;

        constexpr constants() {
            for (cipher_suite const each : hello_template::suites()) {
                store<2>(bytes.data() + size, static_cast<std::uint32_t>(each));
                size += 2;
            }
            suites = size;
            if (has_block) {
                offers::each(extensions, *this);
            }
            before[offers::size] = size;
        }
        template <class E, std::size_t I, class Given> constexpr void operator()(Given const& given) {
            before[I] = size;
            if constexpr (!is_slot<E>) {
                // An offer of one extension writes the extension with its header, after a length of 2 bytes.
                std::array<std::uint8_t, 2048> one{};
                sink out{one.data(), one.data() + one.size()};
                using block = extension_block<extension_context::client_hello>;
                good = good && block::write(out, offer<Given>{given}) == errc::ok;
                auto const written = static_cast<std::uint32_t>(out.p - one.data());
                good = good && size + written <= bytes.size();
                for (std::uint32_t i = 2; good && i < written; ++i) {
                    bytes[size++] = one[i];
                }
            }
        }
    };
    static constexpr constants made{};
    static_assert(made.good, "flintls: this hello cannot be encoded, or is longer than 2048 bytes");
    /// The bytes in flash.
    static constexpr auto bytes = [] {
        std::array<std::uint8_t, made.size> all{};
        copy(all.data(), made.bytes.data(), all.size());
        return all;
    }();

    /// True if the declarations of the message and its extensions write the placeholder as `survey` does.
    static constexpr bool is_as_declared() {
        auto const& all_suites = []() -> auto const& {
            using list = typename P::suites;
            if constexpr (by_scsv && has_fallback) {
                return list::template with<cipher_suite::empty_renegotiation_info_scsv, cipher_suite::fallback_scsv>;
            } else if constexpr (by_scsv) {
                return list::template with<cipher_suite::empty_renegotiation_info_scsv>;
            } else if constexpr (has_fallback) {
                return list::template with<cipher_suite::fallback_scsv>;
            } else {
                return list::values;
            }
        }
        ();
        handshake<basic_client_hello<offer_type>> const message{{.legacy_version = protocol_version::tls_1_2,
                                                                 .random = fixed_view<32>{slot_detail::zeros.data()},
                                                                 .session_id = {},
                                                                 .cipher_suites = all_suites,
                                                                 .compression_methods = null_compression,
                                                                 .extensions = offer_made}};
        auto const surveyed = survey();
        auto buffer = surveyed.bytes;
        writer out{buffer};
        return !out.write(message) && out.written() == byte_view{surveyed.bytes};
    }
    /// True if the hello parses. An extension that the caller gives encoded may be malformed.
    static constexpr bool is_readable() {
        auto const surveyed = survey();
        handshake<client_hello> read{};
        return !parse(byte_view{surveyed.bytes}, read);
    }

    /// Lengths in a hello with its values of run time.
    struct lengths {
        std::uint32_t suites;
        std::uint32_t block;
        std::uint32_t message; ///< without the handshake header
    };

    template <class M> [[gnu::always_inline]] static constexpr bool has_block_now(M const& m) {
        return offers::block_optional ? has_info && m.renegotiation_info.present : true;
    }
    /// True if the slot's extension is written. No test for an extension that is always written.
    template <class Slot, class M> [[gnu::always_inline]] static constexpr bool present(M const& m) {
        if constexpr (std::is_same_v<Slot, slot<renegotiation_info>> && !scsv_optional && !offers::block_optional) {
            return true;
        } else {
            return slot_layout<Slot>::present(m);
        }
    }

    /// Bytes of extension data for a slot.
    template <class Slot, class M> [[gnu::always_inline]] static constexpr std::uint32_t data_size(M const& m) {
        size_adder add{slot_layout<Slot>::framing};
        static_cast<void>(slot_layout<Slot>::each_part(m, limits, add));
        return add.sum;
    }
    template <class M> [[gnu::always_inline]] static constexpr lengths lengths_of(M const& m) {
        lengths n{made.suites, made.size - made.suites, 0};
        if constexpr (scsv_optional) {
            n.suites += m.scsv ? 2U : 0U;
        }
        if constexpr (has_fallback) {
            n.suites += m.fallback_scsv ? 2U : 0U;
        }
        if constexpr (has_block) {
            n.block += offers::sum(slot_sizes<M>{m});
        }
        n.message = 2 + 32 + 1 + m.session_id.size() + 2 + n.suites + 2 + (has_block_now(m) ? 2 + n.block : 0U);
        return n;
    }

    /// True if the hello has a place for every value of `m`, and `m` has one signal of RFC 5746 if the hello has a
    /// place for a signal (RFC 5746 3.4; in a renegotiation 3.5, 4.2).
    template <class M> [[gnu::always_inline]] static constexpr bool has_places(M const& m) {
        bool const info = m.renegotiation_info.present;
        return m.scsv == (by_scsv && !info) && (has_info ? by_scsv || info : !info) &&
               (has_name || m.host_name.empty()) && (has_ticket || !m.ticket.present) &&
               (has_fallback || !m.fallback_scsv);
    }

    /// Checks every part. \return success, or `not_representable` at the offset from `Places` of the first part that
    /// does not fit
    template <class Places, class M> [[gnu::always_inline]] static constexpr error check(M const& m, lengths const& n) {
        std::uint32_t where = 0;
        bool good = has_places(m);
        part_checker<Places> fits{where};
        good = good && fits.template part<hello_part::random>(m.random, 32, 32) &&
               fits.template part<hello_part::session_id>(m.session_id, 0, 32);
        if constexpr (most_in_block > 0xffff) {
            if (good && n.block > 0xffff) {
                where = Places::block;
                good = false;
            }
        }
        if constexpr (has_block) {
            slot_checker<Places, M> check_slot{m, fits};
            good = good && offers::all(check_slot);
        }
        return good ? error{} : error::within(errc::not_representable, where);
    }

    /// Writes the hello to the sink `to`.
    template <class Sink, class M>
    [[gnu::always_inline]] static constexpr void write(Sink& to, M const& m, lengths const& n) {
        to.template number<4>(static_cast<std::uint32_t>(handshake_type::client_hello) << 24U | n.message);
        to.template number<2>(static_cast<std::uint32_t>(protocol_version::tls_1_2)); // RFC 8446 4.1.2: also in 1.3
        to.template known<32, hello_part::random>(m.random.data());
        to.template number<1>(m.session_id.size());
        to.template variable<hello_part::session_id>(m.session_id);
        to.template number<2>(n.suites);
        to.template fixed<made.suites>(bytes.data());
        if constexpr (scsv_optional) {
            if (m.scsv) {
                to.template number<2>(static_cast<std::uint32_t>(cipher_suite::empty_renegotiation_info_scsv));
            }
        }
        if constexpr (has_fallback) {
            if (m.fallback_scsv) {
                to.template number<2>(static_cast<std::uint32_t>(cipher_suite::fallback_scsv));
            }
        }
        constexpr std::uint32_t no_compression = 0x0100; // a list of one byte: null
        if constexpr (has_block) {
            if (has_block_now(m)) {
                to.template number<4>(no_compression << 16U | n.block);
                write_block(to, m);
                return;
            }
        }
        to.template number<2>(no_compression);
    }

    /// Fewest or most bytes of a hello, handshake header included.
    static constexpr std::uint32_t extreme_size(bool most) {
        std::uint32_t const block = has_block && (most || !offers::block_optional) ? 2 + block_size(most) : 0;
        std::uint32_t const signals = (scsv_optional && !most ? 2U : 0U) + (has_fallback && most ? 2U : 0U);
        return 4 + 2 + 32 + 1 + (most ? 32U : 0U) + 2 + made.suites + signals + 2 + block;
    }

    /// Writes the placeholder and collects the figures.
    static constexpr auto survey() {
        constexpr placeholder m{};
        constexpr lengths n = lengths_of(m);
        surveyor<4 + n.message> all{};
        write(all, m, n);
        return all;
    }
    /// The number of parts of a kind in the slots.
    static constexpr std::size_t count_of(hello_part what) {
        auto const all = survey();
        std::size_t n = 0;
        while (all.find(what, n) != all.count) {
            ++n;
        }
        return n;
    }
    /// RFC 8446 4.2.11.2: bytes of the binder list with its length; 0 without binders.
    static constexpr std::uint32_t binders_size() {
        std::uint32_t size = 0;
        offers::each(extensions, [&]<class E, std::size_t I>(auto const& /*given*/) {
            if constexpr (requires { slot_layout<E>::binders_size; }) {
                size = slot_layout<E>::binders_size;
            }
        });
        return size;
    }

private:
    struct size_adder {
        std::uint32_t sum;
        template <hello_part What, std::size_t Index = 0>
        [[gnu::always_inline]] constexpr bool part(byte_view filling, std::uint32_t least, std::uint32_t most) {
            sum += least == most ? most : filling.size();
            return true;
        }
    };
    template <class Places> struct part_checker {
        std::uint32_t& where;
        template <hello_part What, std::size_t Index = 0>
        [[gnu::always_inline]] constexpr bool part(byte_view filling, std::uint32_t least, std::uint32_t most) {
            bool const fits = filling.size() >= least && filling.size() <= most;
            where = fits ? where : Places::template offset<What, Index>;
            return fits;
        }
    };
    template <class M> struct slot_sizes {
        M const& m;
        template <class E> [[gnu::always_inline]] constexpr std::uint32_t of() const {
            if constexpr (is_written_slot<E>()) {
                return present<E>(m) ? 4 + data_size<E>(m) : 0;
            } else {
                return 0;
            }
        }
    };
    template <class Places, class M> struct slot_checker {
        M const& m;
        part_checker<Places>& fits;
        template <class E> [[gnu::always_inline]] constexpr bool of() {
            if constexpr (is_written_slot<E>()) {
                return !present<E>(m) || slot_layout<E>::each_part(m, limits, fits);
            } else {
                return true;
            }
        }
    };
    struct extreme_adder {
        std::uint32_t sum;
        bool most;
        template <hello_part What, std::size_t Index = 0>
        constexpr bool part(byte_view /*filling*/, std::uint32_t least_size, std::uint32_t most_size) {
            sum += most ? most_size : least_size;
            return true;
        }
    };
    static constexpr std::uint32_t block_size(bool most) {
        std::uint32_t size = made.size - made.suites;
        if (has_block) {
            offers::each(extensions, [&]<class E, std::size_t I>(auto const& given) {
                if constexpr (is_slot<E>) {
                    bool const info = std::is_same_v<E, slot<renegotiation_info>>;
                    bool const absent = slot_layout<E>::may_be_absent || (info && scsv_optional);
                    if (is_written(given) && (most || !absent)) {
                        extreme_adder add{4 + slot_layout<E>::framing, most};
                        static_cast<void>(slot_layout<E>::each_part(placeholder{}, limits, add));
                        size += add.sum;
                    }
                }
            });
        }
        return size;
    }
    static constexpr std::uint32_t most_in_block = block_size(true);

    /// Begin of the constant bytes between extension `i` and the slot before it.
    static constexpr std::uint32_t run_before(std::size_t i) {
        std::uint32_t begin = made.suites;
        offers::each(extensions, [&]<class E, std::size_t I>(auto const& given) {
            if (is_slot<E> && is_written(given) && I < i) {
                begin = made.before[I];
            }
        });
        return begin;
    }
    template <std::size_t I, class Sink> [[gnu::always_inline]] static constexpr void write_run(Sink& to) {
        constexpr std::uint32_t begin = run_before(I);
        if constexpr (begin != made.before[I]) {
            to.template fixed<made.before[I] - begin>(bytes.data() + begin);
        }
    }
    template <class Sink, class M> [[gnu::always_inline]] static constexpr void write_block(Sink& to, M const& m) {
        offers::each_type(slot_writer<Sink, M>{to, m});
        write_run<offers::size>(to);
    }
    template <class Sink, class M> struct slot_writer {
        Sink& to;
        M const& m;
        template <class E, std::size_t I> [[gnu::always_inline]] constexpr void of() const {
            if constexpr (is_written_slot<E>()) {
                write_run<I>(to);
                if (present<E>(m)) {
                    std::uint32_t const size = data_size<E>(m);
                    to.template number<4>(static_cast<std::uint32_t>(E::type) << 16U | size);
                    slot_layout<E>::write(to, m, size);
                }
            }
        }
    };
    template <class E> static consteval bool is_written_slot() {
        if constexpr (is_slot<E>) {
            return offers::has_slot(extensions, E::type);
        } else {
            return false;
        }
    }
};

} // namespace hello_detail
} // namespace v0
} // namespace flintls

#endif
