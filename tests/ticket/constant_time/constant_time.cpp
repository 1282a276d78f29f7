// Runs under memcheck with secrets marked undefined: memcheck reports a branch or an address that depends on a secret.
//   constant_time names      T13: the look-up of a key name: one branch, on whether it was found
//   constant_time ids        I6: the look-up of a session id in a server's cache: the same
//   constant_time mac        T12: the MAC of an RFC 5077 ticket: one branch, on whether the MAC is right
//   constant_time padding    T12: the padding after a good MAC: the same
//   constant_time naive      comparisons that stop early instead: must give more reports
// Exit status: 0, 1 a wrong result, 2 too many reports, 3 not under valgrind, 4 memcheck saw no secret.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

#include <valgrind/memcheck.h>

#include "flintls/ticket/keys.hpp"
#include "flintls/ticket/session_cache.hpp"

namespace {

using namespace flintls;

template <class T> T& unknown(T& value) {
    asm volatile("" : : "r"(&value) : "memory");
    return value;
}
void make_secret(std::uint8_t* bytes, std::size_t size) { VALGRIND_MAKE_MEM_UNDEFINED(bytes, size); }
template <class T> T declassified(T value) {
    VALGRIND_MAKE_MEM_DEFINED(&value, sizeof value);
    return unknown(value);
}

/// Crypto with secret outputs that the test sets.
struct no_key {};
struct given_crypto {
    using key = no_key;
    static constexpr std::uint32_t key_size = 16, tag_size = 16, size = 32;
    static inline std::array<std::uint8_t, 160> output{};

    static void reset() {}
    static crypto_status give(std::uint8_t* out, std::uint32_t n, bool secret) {
        std::memcpy(out, output.data(), n);
        if (secret) make_secret(out, n);
        return crypto_status::done;
    }
    static crypto_status import_key(byte_view, key&) { return crypto_status::done; }
    static crypto_status seal(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t) {
        return crypto_status::done;
    }
    static crypto_status open(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t) {
        return crypto_status::done;
    }
    static crypto_status fill(std::uint8_t* out, std::uint32_t n) {
        std::memset(out, 0, n);
        return crypto_status::done;
    }
};
struct given_cbc : given_crypto {
    static crypto_status encrypt(key const&, fixed_view<16>, std::uint8_t*, std::uint32_t) {
        return crypto_status::done;
    }
    static crypto_status decrypt(key const&, fixed_view<16>, std::uint8_t* text, std::uint32_t n) {
        return give(text, n, true);
    }
};
template <bool Secret> struct given_mac : given_crypto {
    static inline std::array<std::uint8_t, 32> mac{1, 2, 3, 4};
    static crypto_status start(key const&) { return crypto_status::done; }
    static crypto_status update(byte_view) { return crypto_status::done; }
    static crypto_status finish(key const&, std::uint8_t* out) {
        std::memcpy(out, mac.data(), size);
        if (Secret) make_secret(out, size);
        return crypto_status::done;
    }
};

/// True if memcheck still treats the value as secret.
bool is_secret(bool const& value) {
    std::uint8_t undefined = 0;
    return VALGRIND_GET_VBITS(&value, &undefined, 1) == 1 && undefined != 0;
}
/// The fault of one call: 1 the result, 2 the reports, 4 memcheck saw no secret.
template <class Call> int judged(bool expected, Call call) {
    auto const before = VALGRIND_COUNT_ERRORS;
    bool const result = call();
    auto const reports = VALGRIND_COUNT_ERRORS - before;
    if (reports == 0 && !is_secret(result)) return 4;
    return declassified(result) != expected ? 1 : reports > 1 ? 2 : 0;
}

using keys_type = ticket_keys<3, aead_ticket<given_crypto>, random_nonces<given_crypto>, nonce_reach::device>;

template <class Look> int names(Look look) {
    ticket_key_name name{9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 11, 12, 13, 14, 15, 16};
    for (unsigned place = 0; place < 4; ++place) {
        for (unsigned differ_at = 0; differ_at <= 16; ++differ_at) {
            keys_type keys;
            for (std::uint8_t i = 0; i < 4; ++i) {
                ticket_key_name own = name;
                own[15] = static_cast<std::uint8_t>(own[15] ^ (i == place ? 0U : 0x80U + i));
                if (keys.install(own, {}, 0) != crypto_status::done) return 1;
            }
            ticket_key_name shown = name;
            if (differ_at < 16) shown[differ_at] ^= 0x40;
            make_secret(shown.data(), shown.size());
            unknown(shown);
            if (int const e = judged(differ_at == 16, [&] { return look(keys, shown); }); e != 0) return e;
        }
    }
    return 0;
}
[[gnu::noinline]] bool library_look(keys_type const& keys, ticket_key_name const& name) {
    found_key<no_key> found;
    return keys_type::lookup::open(keys, name.data(), found) == crypto_status::done;
}
[[gnu::noinline]] bool naive_look(keys_type const&, ticket_key_name const& name) {
    ticket_key_name const own{9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 11, 12, 13, 14, 15, 16};
    return byte_view{own} == byte_view{name};
}

using cache_type = fixed_session_cache<4>;

[[gnu::noinline]] bool library_find(cache_type& cache, std::array<std::uint8_t, 32> const& id) {
    cache_type::access access;
    session found;
    return cache.find(access, fixed_view<32>{id.data()}, found) == crypto_status::done;
}
/// A found entry is copied from its address; these ids are not in the cache.
int ids() {
    for (unsigned place = 0; place < 4; ++place) {
        for (unsigned differ_at = 0; differ_at < 32; ++differ_at) {
            std::array<std::uint8_t, 32> shown{9, 8, 7, 6, 5, 4, 3, 2, 1};
            cache_type cache;
            cache_type::access access;
            for (std::uint8_t i = 0; i < 4; ++i) {
                auto own = shown;
                own[31] = static_cast<std::uint8_t>(own[31] ^ (i == place ? 0U : 0x80U + i));
                if (cache.keep(access, fixed_view<32>{own.data()}, session{}, 1) != crypto_status::done) return 1;
            }
            shown[differ_at] ^= 0x40;
            make_secret(shown.data(), shown.size());
            unknown(shown);
            if (int const e = judged(false, [&] { return library_find(cache, shown); }); e != 0) return e;
        }
    }
    return 0;
}

template <class Format> bool opens(byte_view ticket) {
    Format format;
    typename Format::key const key{};
    std::array<std::uint8_t, Format::cipher_size> text{};
    return format.open(key, 0, ticket.data(), text.data()) == crypto_status::done;
}
int mac() {
    using format = cbc_ticket<given_cbc, given_mac<true>>;
    std::array<std::uint8_t, format::size> ticket{};
    store<2>(ticket.data() + format::length_at, format::cipher_size);
    for (unsigned differ_at = 0; differ_at < 32; ++differ_at) {
        std::memcpy(ticket.data() + format::mac_at, given_mac<true>::mac.data(), 32);
        ticket[format::mac_at + differ_at] ^= 1U;
        if (int const e = judged(false, [&] { return opens<format>(ticket); }); e != 0) return e;
    }
    return 0;
}
int padding() {
    using format = cbc_ticket<given_cbc, given_mac<false>>;
    std::array<std::uint8_t, format::size> ticket{};
    store<2>(ticket.data() + format::length_at, format::cipher_size);
    std::memcpy(ticket.data() + format::mac_at, given_mac<false>::mac.data(), 32);
    for (unsigned differ_at = 0; differ_at <= format::tail_size; ++differ_at) {
        given_crypto::output.fill(format::tail_size);
        if (differ_at < format::tail_size) given_crypto::output[ticket_text_size + differ_at] ^= 1U;
        bool const good = differ_at == format::tail_size;
        if (int const e = judged(good, [&] { return opens<format>(ticket); }); e != 0) return e;
    }
    return 0;
}

int run(std::string_view what) {
    if (what == "mac") return mac();
    if (what == "padding") return padding();
    if (what == "ids") return ids();
    return what == "names" ? names(library_look) : names(naive_look);
}

} // namespace

int main(int count, char** arguments) {
    if (RUNNING_ON_VALGRIND == 0) return 3;
    char const* const what = count > 1 ? arguments[1] : "names";
    int const status = run(what);
    std::printf("%s: status %d, %u reports\n", what, status, static_cast<unsigned>(VALGRIND_COUNT_ERRORS));
    return status;
}
