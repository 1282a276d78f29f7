// The downgrade sentinels of RFC 8446 4.1.3, and the advice after a failure, which never lowers a version.
#include <string_view>
#include <utility>

#include "rules.hpp"
#include "support/test.hpp"

namespace {

using namespace rules;
using test::at_run_time;
using version = protocol_version;

struct up_to_tls_1_3 : policy_of<options{.highest_version = version::tls_1_3}, test::default_policy> {};

constexpr auto plain = "000102030405060708090a0b0c0d0e0f1011121314151617 18191a1b1c1d1e1f"_hex;
constexpr auto marked_1_2 = "000102030405060708090a0b0c0d0e0f1011121314151617 444f574e47524401"_hex; // "DOWNGRD" 01
constexpr auto marked_1_1 = "000102030405060708090a0b0c0d0e0f1011121314151617 444f574e47524400"_hex;
constexpr auto marked_2 = "000102030405060708090a0b0c0d0e0f1011121314151617 444f574e47524402"_hex; // no sentinel
constexpr auto misplaced = "444f574e47524401 08090a0b0c0d0e0f1011121314151617 18191a1b1c1d1e1f"_hex;

template <policy P> constexpr bool marks(version chosen, test::bytes<32> const& expected) {
    test::bytes<32> random = plain;
    mark_downgrade(random, chosen, highest_of<P>);
    return random == expected;
}
constexpr bool server_marks() {
    return marks<test::default_policy>(version::tls_1_2, plain) &&
           marks<test::default_policy>(version::tls_1_1, marked_1_1) &&
           marks<test::default_policy>(version::ssl_3_0, marked_1_1) && marks<up_to_tls_1_3>(version::tls_1_3, plain) &&
           marks<up_to_tls_1_3>(version::tls_1_2, marked_1_2) && marks<up_to_tls_1_3>(version::tls_1_1, marked_1_1) &&
           marks<up_to_tls_1_3>(version::tls_1_0, marked_1_1);
}
static_assert(server_marks());

constexpr bool detects(test::bytes<32> const& random, version chosen, version highest) {
    return aborts(judge_downgrade(random, chosen, highest), alert_description::illegal_parameter);
}
constexpr bool goes_on(test::bytes<32> const& random, version chosen, version highest) {
    return proceeds(judge_downgrade(random, chosen, highest));
}
constexpr bool client_of_1_3() {
    constexpr auto offered = version::tls_1_3;
    return detects(marked_1_2, version::tls_1_2, offered) && detects(marked_1_1, version::tls_1_2, offered) &&
           detects(marked_1_2, version::tls_1_1, offered) && detects(marked_1_1, version::tls_1_1, offered) &&
           goes_on(marked_1_2, version::tls_1_3, offered) && goes_on(marked_1_1, version::tls_1_3, offered) &&
           goes_on(plain, version::tls_1_2, offered) && goes_on(marked_2, version::tls_1_2, offered) &&
           goes_on(misplaced, version::tls_1_2, offered);
}
static_assert(client_of_1_3());
constexpr bool client_of_1_2() {
    constexpr auto offered = version::tls_1_2;
    return goes_on(marked_1_2, version::tls_1_2, offered) && goes_on(marked_1_1, version::tls_1_2, offered) &&
           detects(marked_1_1, version::tls_1_1, offered) && detects(marked_1_1, version::tls_1_0, offered) &&
           goes_on(marked_1_2, version::tls_1_1, offered) && goes_on(plain, version::tls_1_1, offered);
}
static_assert(client_of_1_2());

constexpr bool almost_sentinels() {
    for (std::size_t i = 24; i < 32; ++i) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            test::bytes<32> changed = marked_1_2;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ 1U << bit);
            bool const other_sentinel = i == 31 && bit == 0; // 01 becomes 00
            if (goes_on(changed, version::tls_1_2, version::tls_1_3) == other_sentinel) return false;
        }
    }
    return true;
}
static_assert(almost_sentinels());

/// True if this value of an enum has a name. The compilers write "… [Value = flintls::retry_advice::do_not_retry]" for
/// a name, and "… (flintls::retry_advice)2]" without one.
template <auto Value> consteval bool has_a_name() {
    std::string_view const text{__PRETTY_FUNCTION__};
    std::size_t at = text.rfind(']');
    auto const in_a_name = [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    while (in_a_name(text[at - 1])) --at;
    return !(text[at] >= '0' && text[at] <= '9');
}
template <class Enum, std::size_t... Values> consteval int count_names(std::index_sequence<Values...>) {
    return (0 + ... + (has_a_name<static_cast<Enum>(Values)>() ? 1 : 0));
}
// All 256 values are tried. A third name does not compile: no advice may lower a version, so a new advice needs review.
static_assert(sizeof(retry_advice) == 1);
static_assert(count_names<retry_advice>(std::make_index_sequence<256>{}) == 2,
              "retry_advice has another value than these two");
static_assert(has_a_name<retry_advice::do_not_retry>() && has_a_name<retry_advice::retry_without_ticket>());

// The count finds a third name at any value.
enum class more_advice : std::uint8_t { do_not_retry, retry_without_ticket, retry_lower_version = 255 };
static_assert(count_names<more_advice>(std::make_index_sequence<256>{}) == 3);

} // namespace

TEST_CASE("a server marks the random of a hello below its highest version (RFC 8446 4.1.3)") {
    CHECK(at_run_time(server_marks));
}
TEST_CASE("a client that offered TLS 1.3 and gets less takes no marked random (RFC 8446 4.1.3)") {
    CHECK(at_run_time(client_of_1_3));
}
TEST_CASE("a client that offered TLS 1.2 and gets less does not take the mark below it (RFC 8446 4.1.3)") {
    CHECK(at_run_time(client_of_1_2));
}
TEST_CASE("seven bytes of a sentinel and a half are none (RFC 8446 4.1.3)") { CHECK(at_run_time(almost_sentinels)); }
TEST_CASE("the advice after a failure has two values, and none lowers the version") {
    CHECK(static_cast<unsigned>(retry_advice::do_not_retry) == 0);
    CHECK(static_cast<unsigned>(retry_advice::retry_without_ticket) == 1);
}
