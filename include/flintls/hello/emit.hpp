// SPDX-License-Identifier: Apache-2.0
/// \file
/// What run time does with the plan of a compile-time hello (RFC 5246 7.4.1.2, RFC 8446 4.1.2): checks what it brings,
/// adds up lengths, and writes, or lists, the stretches in order. All of it is unrolled from the plan: offsets and
/// fixed lengths are constants in the code.
#ifndef FLINTLS_HELLO_EMIT_HPP
#define FLINTLS_HELLO_EMIT_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "flintls/hello/plan.hpp"
#include "flintls/policy.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8446 4.2.11: what a client offers of one pre-shared key.
struct offered_psk {
    byte_view identity{};
    std::uint32_t obfuscated_ticket_age = 0;
    /// A buffer of the binder's exact size. It may be filled after the hello was listed, and once more written.
    byte_view binder{};
};

namespace hello_detail {

/// Stands for what a hello has no place for.
struct nothing {
    constexpr nothing() = default;
    template <class T> constexpr nothing(T const& /*value*/) {
        static_assert(sizeof(T) == 0, "flintls: this hello has no slot for that");
    }
};

/// Stretch `K`. Not a local constant where it is used: those would be on the stack where little is optimised.
template <class Made, std::size_t K> inline constexpr stretch step = Made::steps.all[K];

/// What fills a stretch.
template <stretch S, class M> [[gnu::always_inline]] constexpr byte_view filling(M const& m) {
    if constexpr (S.what == hello_part::random) {
        return m.random;
    } else if constexpr (S.what == hello_part::session_id) {
        return m.session_id;
    } else if constexpr (S.what == hello_part::host_name) {
        return m.host_name;
    } else if constexpr (S.what == hello_part::ticket) {
        return m.ticket.value.ticket;
    } else if constexpr (S.what == hello_part::verify_data) {
        return m.renegotiation_info.value.renegotiated_connection;
    } else if constexpr (S.what == hello_part::cookie) {
        return m.cookie;
    } else if constexpr (S.what == hello_part::key_exchange) {
        return m.key_shares[S.index];
    } else if constexpr (S.what == hello_part::identity) {
        return m.pre_shared_keys[S.index].identity;
    } else {
        return m.pre_shared_keys[S.index].binder;
    }
}

/// Is an optional stretch there?
template <hello_part By, class M> [[gnu::always_inline]] constexpr bool present(M const& m) {
    if constexpr (By == hello_part::scsv) {
        return m.scsv;
    } else if constexpr (By == hello_part::fallback_scsv) {
        return m.fallback_scsv;
    } else if constexpr (By == hello_part::ticket) {
        return m.ticket.present;
    } else if constexpr (By == hello_part::verify_data) {
        return m.renegotiation_info.present;
    } else {
        return !filling<stretch{.what = By}>(m).empty();
    }
}

/// The stretches that count towards `whole`, by their numbers.
template <class Made, stretch Whole>
inline constexpr auto terms = [] {
    constexpr std::size_t size = [] {
        std::size_t n = 0;
        for (std::size_t k = 0; k < Made::steps.count; ++k) {
            n += Made::steps.counts(Whole, k) ? 1U : 0U;
        }
        return n;
    }();
    std::array<std::size_t, size> numbers{};
    std::size_t n = 0;
    for (std::size_t k = 0; k < Made::steps.count; ++k) {
        if (Made::steps.counts(Whole, k)) {
            numbers[n++] = k;
        }
    }
    return numbers;
}();

template <class Made, stretch Whole, class M> [[gnu::always_inline]] constexpr std::uint32_t sum_in(M const& m);

/// Bytes of stretch `K`.
template <class Made, std::size_t K, class M> [[gnu::always_inline]] constexpr std::uint32_t part_size(M const& m) {
    constexpr stretch const& s = step<Made, K>;
    if constexpr (s.what == hello_part::optional) {
        return present<s.by>(m) ? sum_in<Made, Made::steps.inside(K)>(m) : 0;
    } else if constexpr (s.least == s.most) {
        return s.most;
    } else {
        return filling<s>(m).size();
    }
}
/// Bytes of all that lies in `Whole`.
template <class Made, stretch Whole, class M> [[gnu::always_inline]] constexpr std::uint32_t sum_in(M const& m) {
    constexpr std::uint32_t fixed = Made::steps.fixed_bytes(Whole);
    constexpr std::size_t count = terms<Made, Whole>.size();
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return (fixed + ... + part_size<Made, terms<Made, Whole>[I]>(m));
    }
    (std::make_index_sequence<count>{});
}
/// Bytes of the hello.
template <class Made, class M> [[gnu::always_inline]] constexpr std::uint32_t size_of(M const& m) {
    return sum_in<Made, stretch{.end = Made::size}>(m);
}

/// May stretch `K` be filled like this?
template <class Made, std::size_t K, class M> [[gnu::always_inline]] constexpr bool fits(M const& m) {
    constexpr stretch const& s = step<Made, K>;
    if constexpr (s.what == hello_part::length) {
        constexpr std::uint32_t most = (std::uint32_t{1} << (8U * s.width)) - 1;
        if constexpr (Made::steps.extreme(s, true) > most) {
            return sum_in<Made, s>(m) <= most;
        }
    } else if constexpr (s.is_filled()) {
        if constexpr (s.owner != 0) {
            if (!present<Made::steps.all[Made::steps.holder(s.owner)].by>(m)) {
                return true;
            }
        }
        std::uint32_t const size = filling<s>(m).size();
        return size >= s.least && size <= s.most;
    }
    return true;
}

/// Is there nothing that this hello has no place for, and exactly one sign of RFC 5746? (3.4; in a renegotiation 3.5,
/// 4.2)
template <class Made, class M> [[gnu::always_inline]] constexpr bool has_places(M const& m) {
    constexpr bool by_scsv = Made::signal == renegotiation_signal::scsv;
    bool const info = m.renegotiation_info.present;
    return m.scsv == (by_scsv && !info) && (Made::has_info ? by_scsv || info : !info) &&
           (Made::has_name || m.host_name.empty()) && (Made::has_ticket || !m.ticket.present) &&
           (Made::has_fallback || !m.fallback_scsv);
}

template <class Made, class M> [[gnu::always_inline]] constexpr error check(M const& m) {
    if (!has_places<Made>(m)) {
        return error::within(errc::not_representable, 0);
    }
    std::uint32_t where = 0;
    bool const good = [&]<std::size_t... K>(std::index_sequence<K...>) {
        return (... && (fits<Made, K>(m) || (where = Made::steps.all[K].begin, false)));
    }
    (std::make_index_sequence<Made::steps.count>{});
    return good ? error{} : error::within(errc::not_representable, where);
}

/// Fixed bytes and the length behind them that are one word together: an extension's header for one.
template <class Made> [[nodiscard]] constexpr bool one_word(std::size_t k) {
    stretch const& a = Made::steps.all[k];
    stretch const& b = Made::steps.all[k + 1];
    return k + 1 < Made::steps.count && a.what == hello_part::fixed && b.what == hello_part::length &&
           a.owner == b.owner && a.size() + b.width == 4;
}

/// Hands stretches `K` to `End` to `to`, in order. `m` is a copy of `given`: a compiler has to assume that every byte
/// it stores changes what is behind a reference, and would load sizes again and again. A pointer is needed only once.
template <class Made, std::size_t K, std::size_t End, class Sink, class M>
[[gnu::always_inline]] constexpr void emit(Sink& to, M const& m, M const& given, std::uint8_t const* bytes) {
    if constexpr (K != End) {
        constexpr stretch const& s = step<Made, K>;
        constexpr std::size_t done = one_word<Made>(K) ? 1 : s.what == hello_part::optional ? Made::steps.held(K) : 0;
        if constexpr (one_word<Made>(K)) {
            constexpr stretch const& length = step<Made, K + 1>;
            to.template number<4>(load<s.size()>(bytes + s.begin) << 8U * length.width | sum_in<Made, length>(m));
        } else if constexpr (s.what == hello_part::fixed) {
            to.template fixed<s.size()>(bytes + s.begin);
        } else if constexpr (s.what == hello_part::length) {
            to.template number<s.width>(sum_in<Made, s>(m));
        } else if constexpr (s.what == hello_part::ticket_age) {
            to.template number<s.size()>(given.pre_shared_keys[s.index].obfuscated_ticket_age);
        } else if constexpr (s.what == hello_part::binders) {
            to.cut();
        } else if constexpr (s.what == hello_part::optional) {
            if (present<s.by>(m)) {
                emit<Made, K + 1, K + 1 + done>(to, m, given, bytes);
            }
        } else if constexpr (s.least == s.most) {
            to.template known<s.most>(filling<s>(given).data());
        } else {
            to.variable({filling<s>(given).data(), filling<s>(m).size()});
        }
        emit<Made, K + 1 + done, End>(to, m, given, bytes);
    }
}

/// Fixed bytes up to here are cheaper to copy than to list.
inline constexpr std::uint32_t too_small = 8;

/// Bytes that are copied without a loop. Wider machines would make vectors of them, constants in flash once more.
inline constexpr std::uint32_t unrolled = sizeof(void*) == 4 ? 64 : 8;

/// Copies a number of bytes that the compiler knows.
template <std::uint32_t Size>
[[gnu::always_inline]] constexpr void copy_known(std::uint8_t* to, std::uint8_t const* from) {
    if constexpr (wide_access && Size <= unrolled) {
        if (!std::is_constant_evaluated()) {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                (static_cast<void>(__builtin_memcpy(to + 4 * I, from + 4 * I, 4)), ...);
            }
            (std::make_index_sequence<Size / 4>{});
            if constexpr ((Size & 2U) != 0) {
                __builtin_memcpy(to + (Size & ~3U), from + (Size & ~3U), 2);
            }
            if constexpr ((Size & 1U) != 0) {
                to[Size - 1] = from[Size - 1];
            }
            return;
        }
    }
    copy(to, from, Size);
}

/// Writes a hello. \pre there is room for it
struct copier {
    std::uint8_t* p;

    template <std::uint32_t Size> [[gnu::always_inline]] constexpr void fixed(std::uint8_t const* from) {
        known<Size>(from);
    }
    template <std::uint32_t Size> [[gnu::always_inline]] constexpr void known(std::uint8_t const* from) {
        copy_known<Size>(p, from);
        p += Size;
    }
    template <std::size_t Width> [[gnu::always_inline]] constexpr void number(std::uint32_t value) {
        store<Width>(p, value);
        p += Width;
    }
    [[gnu::always_inline]] constexpr void variable(byte_view bytes) {
        if (!bytes.empty()) {
            copy(p, bytes.data(), bytes.size());
            p += bytes.size();
        }
    }
    static constexpr void cut() {}
};

} // namespace hello_detail
} // namespace v0
} // namespace flintls

#endif
