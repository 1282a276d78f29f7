// Runs under memcheck with secrets marked undefined: memcheck reports a branch or an address that depends on a secret.
//   constant_time library       the comparison itself: no report
//   constant_time rules         C5 and S3, which compare: one branch, on the outcome, which is public
//   constant_time naive         a comparison that stops early: must be reported
//   constant_time naive_rules   a rule with that comparison: must give more than the one branch
// Exit status: 0, 1 a wrong result, 2 too many reports, 3 not under valgrind, and valgrind's own status after a report.
#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include <valgrind/memcheck.h>

#include "../support/default_policy.hpp"

#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/server.hpp"

namespace {

using namespace flintls;

template <std::size_t Size> using bytes = std::array<std::uint8_t, Size>;

/// Hides a value from the optimizer.
template <class T> T& unknown(T& value) {
    asm volatile("" : : "r"(&value) : "memory");
    return value;
}
template <std::size_t Size> void make_secret(bytes<Size>& value) {
    VALGRIND_MAKE_MEM_UNDEFINED(value.data(), value.size());
    unknown(value);
}
template <class T> T declassified(T value) {
    VALGRIND_MAKE_MEM_DEFINED(&value, sizeof value);
    return unknown(value);
}

[[gnu::noinline]] bool equal(byte_view a, byte_view b) { return equal_in_constant_time(a, b); }
[[gnu::noinline]] bool equal_naively(byte_view a, byte_view b) { return a == b; }

/// Two secrets of 24 bytes that are equal, or differ in one bit of one byte.
constexpr unsigned same = 24;
using comparer = bool (*)(byte_view, byte_view);
bool compares(comparer compare, unsigned differ_at) {
    bytes<24> a{1, 2, 3, 4, 5, 6};
    bytes<24> b = a;
    if (differ_at < same) b[differ_at] ^= 0x80;
    make_secret(a);
    make_secret(b);
    return declassified(compare(byte_view{a}, byte_view{b})) == (differ_at == same);
}
int comparison(comparer compare) {
    for (unsigned at = 0; at <= same; ++at) {
        if (!compares(compare, at)) return 1;
    }
    // Sizes are public.
    bytes<24> a{};
    bytes<23> b{};
    make_secret(a);
    make_secret(b);
    return declassified(compare(byte_view{a}, byte_view{b})) ? 1 : 0;
}

/// A connection after its first handshake; its verify_data are secret.
constexpr unsigned half = 12;
bytes<half> const client_verify_data{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
bytes<half> const server_verify_data{51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62};
template <class Side> void finish(Side& side) {
    bytes<half> client = client_verify_data;
    bytes<half> server = server_verify_data;
    make_secret(client);
    make_secret(server);
    (void)side.on_finished(client, server, {false, true});
}
/// The peer's bytes, secret as well: right, or with one bit changed.
template <std::size_t Size> bytes<Size> received(unsigned differ_at) {
    bytes<Size> value{};
    for (std::size_t i = 0; i < Size; ++i) value[i] = i < half ? client_verify_data[i] : server_verify_data[i - half];
    if (differ_at < Size) value[differ_at] ^= 0x80;
    make_secret(value);
    return value;
}

struct naive_client {
    bytes<24> saved{};
    judgement judge(byte_view received) const {
        return equal_naively(received, saved) ? errc::ok : errc::renegotiation_info_mismatch;
    }
};

judgement client_judges(unsigned differ_at) {
    client_renegotiation<test::default_policy> client;
    (void)client.start();
    (void)client.on_server_hello({{}, true});
    finish(client);
    (void)client.start();
    auto const value = received<24>(differ_at);
    return declassified(client.on_server_hello({{value}, true}));
}
judgement server_judges(unsigned differ_at) {
    server_renegotiation<test::default_policy> server;
    (void)server.on_client_hello({true, {}});
    finish(server);
    auto const value = received<12>(differ_at);
    return declassified(server.on_client_hello({false, {{value}, true}}));
}
judgement naive_client_judges(unsigned differ_at) {
    naive_client client;
    client.saved = received<24>(same);
    auto const value = received<24>(differ_at);
    return declassified(client.judge(value));
}

/// All positions. One report for each call is the branch on the outcome; a branch on each byte gives more.
int rules(judgement (*judges)(unsigned), unsigned size) {
    for (unsigned at = 0; at <= size; ++at) {
        auto const before = VALGRIND_COUNT_ERRORS;
        judgement const j = judges(at);
        auto const reports = VALGRIND_COUNT_ERRORS - before;
        if (j.proceeds() != (at == size)) return 1;
        if (reports > 1) return 2;
    }
    return 0;
}

int run(std::string_view what) {
    if (what == "library") return comparison(equal);
    if (what == "naive") return comparison(equal_naively);
    if (what == "naive_rules") return rules(naive_client_judges, 24);
    int const client = rules(client_judges, 24);
    return client != 0 ? client : rules(server_judges, 12);
}

} // namespace

int main(int count, char** arguments) {
    if (RUNNING_ON_VALGRIND == 0) return 3;
    int const status = run(count > 1 ? arguments[1] : "rules");
    std::printf("%s: status %d, %u reports\n", count > 1 ? arguments[1] : "rules", status,
                static_cast<unsigned>(VALGRIND_COUNT_ERRORS));
    return status;
}
