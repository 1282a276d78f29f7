// Rules C8 and S6, TLS_FALLBACK_SCSV, the sentinels of TLS 1.3, and advice after a failure.
#include "rules.hpp"
#include "support/test.hpp"

namespace {

using namespace rules;
using test::at_run_time;
using version = protocol_version;

struct up_to_tls_1_3 : policy_of<options{.highest_version = version::tls_1_3}, test::default_policy> {};

constexpr bool chosen_compressions() {
    for (unsigned code = 1; code < 256; ++code) {
        if (!aborts(judge_compression(static_cast<compression_method>(code)), alert_description::illegal_parameter)) {
            return false;
        }
    }
    return proceeds(judge_compression(compression_method{0}));
}
static_assert(chosen_compressions());

constexpr found<selected_version> no_selection{};
constexpr found<selected_version> selecting(version chosen) { return {{chosen}, true}; }
constexpr bool wrong_version(judgement j) { return aborts(j, alert_description::protocol_version); }

constexpr bool chosen_versions() {
    auto const of_1_2_client = [](version legacy) {
        return judge_version_choice(legacy, no_selection, version::tls_1_2, version::tls_1_2);
    };
    auto const of_1_3_client = [](version legacy, found<selected_version> const& selected) {
        return judge_version_choice(legacy, selected, version::tls_1_2, version::tls_1_3);
    };
    return proceeds(of_1_2_client(version::tls_1_2)) && wrong_version(of_1_2_client(version::ssl_3_0)) &&
           wrong_version(of_1_2_client(version::tls_1_0)) && wrong_version(of_1_2_client(version::tls_1_1)) &&
           wrong_version(of_1_2_client(version::tls_1_3)) && wrong_version(of_1_2_client(version{0x0000})) &&
           wrong_version(of_1_2_client(version{0xfafa})) && wrong_version(of_1_2_client(version::dtls_1_2)) &&
           proceeds(of_1_3_client(version::tls_1_2, no_selection)) &&
           proceeds(of_1_3_client(version::tls_1_2, selecting(version::tls_1_3))) &&
           wrong_version(of_1_3_client(version::tls_1_1, no_selection)) &&
           wrong_version(of_1_3_client(version{0x0305}, no_selection));
}
static_assert(chosen_versions());

constexpr bool tls_1_3_in_answer_to_1_2() {
    return wrong_version(judge_version_choice(version::tls_1_2, selecting(version::tls_1_3), version::tls_1_2,
                                              version::tls_1_2)) &&
           wrong_version(
               judge_version_choice(version::tls_1_3, selecting(version::tls_1_3), version::tls_1_2, version::tls_1_2));
}
static_assert(tls_1_3_in_answer_to_1_2());

constexpr bool old_version_in_extension() {
    auto const selected = [](version chosen) {
        return judge_version_choice(version::tls_1_2, selecting(chosen), version::tls_1_0, version::tls_1_3);
    };
    return aborts(selected(version::tls_1_2), alert_description::illegal_parameter) &&
           aborts(selected(version::tls_1_1), alert_description::illegal_parameter) &&
           aborts(selected(version::tls_1_0), alert_description::illegal_parameter);
}
static_assert(old_version_in_extension());
/// VN4: supported_versions in a ServerHello of TLS 1.2 or lower is unsupported_extension.
constexpr bool extension_in_answer_to_1_2() {
    auto const selected = [](version chosen) {
        return judge_version_choice(version::tls_1_2, selecting(chosen), version::tls_1_2, version::tls_1_2);
    };
    return aborts(selected(version::tls_1_2), alert_description::unsupported_extension) &&
           aborts(selected(version::tls_1_1), alert_description::unsupported_extension);
}
static_assert(extension_in_answer_to_1_2());
constexpr bool tls_1_3_without_extension() {
    return wrong_version(judge_version_choice(version::tls_1_3, no_selection, version::tls_1_2, version::tls_1_3));
}
static_assert(tls_1_3_without_extension());

constexpr auto with_1_3 = "7a7a 0304 0303"_hex; // GREASE first
constexpr auto with_1_2 = "0303 0302"_hex;
constexpr auto with_1_1 = "7a7a 0302 0301"_hex;
constexpr auto with_drafts = "7f1c fefd 0303"_hex;
constexpr auto with_nothing = "7a7a fefd"_hex;
constexpr auto with_1_3_only = "0304"_hex;
constexpr found<supported_versions> no_versions{};
constexpr found<supported_versions> versions_of(byte_view encoded) {
    return {{list_view<number<version>>::from_encoded(encoded)}, true};
}
constexpr bool highest_of_a_hello() {
    return highest_offered(version::tls_1_2, no_versions) == version::tls_1_2 &&
           highest_offered(version::tls_1_0, no_versions) == version::tls_1_0 &&
           highest_offered(version{0x0399}, no_versions) == version{0x0399} &&
           highest_offered(version::tls_1_2, versions_of(with_1_3)) == version::tls_1_3 &&
           highest_offered(version::tls_1_2, versions_of(with_1_2)) == version::tls_1_2 &&
           highest_offered(version::tls_1_2, versions_of(with_1_1)) == version::tls_1_1 &&
           highest_offered(version::tls_1_2, versions_of(with_drafts)) == version::tls_1_2 &&
           highest_offered(version::tls_1_2, versions_of(with_nothing)) < version::ssl_3_0;
}
static_assert(highest_of_a_hello());

constexpr bool accepted_versions() {
    auto const any_above = [] {
        for (std::uint32_t code = 0x0303; code <= 0xffff; code += 7) {
            if (!proceeds(judge_versions_for_tls_1_2(static_cast<version>(code), no_versions))) return false;
        }
        return true;
    };
    auto const none_below = [] {
        for (std::uint32_t code = 0; code < 0x0303; ++code) {
            if (!wrong_version(judge_versions_for_tls_1_2(static_cast<version>(code), no_versions))) return false;
        }
        return true;
    };
    return any_above() && none_below() &&
           proceeds(judge_versions_for_tls_1_2(version::tls_1_2, versions_of(with_1_3))) &&
           proceeds(judge_versions_for_tls_1_2(version::tls_1_2, versions_of(with_1_2))) &&
           proceeds(judge_versions_for_tls_1_2(version{0x0399}, versions_of(with_drafts))) &&
           wrong_version(judge_versions_for_tls_1_2(version::tls_1_2, versions_of(with_1_1))) &&
           wrong_version(judge_versions_for_tls_1_2(version::tls_1_2, versions_of(with_1_3_only))) &&
           wrong_version(judge_versions_for_tls_1_2(version::tls_1_2, versions_of(with_nothing)));
}
static_assert(accepted_versions());

constexpr bool server_fallback() {
    auto const inappropriate = [](judgement j) { return aborts(j, alert_description::inappropriate_fallback); };
    return proceeds(judge_fallback<test::default_policy>(version::tls_1_2, true)) &&
           proceeds(judge_fallback<test::default_policy>(version::tls_1_3, true)) &&
           inappropriate(judge_fallback<test::default_policy>(version::tls_1_1, true)) &&
           inappropriate(judge_fallback<test::default_policy>(version::ssl_3_0, true)) &&
           inappropriate(judge_fallback<test::default_policy>(version{}, true)) &&
           proceeds(judge_fallback<test::default_policy>(version::tls_1_1, false)) &&
           inappropriate(judge_fallback<up_to_tls_1_3>(version::tls_1_2, true)) &&
           inappropriate(judge_fallback<up_to_tls_1_3>(version::tls_1_1, true)) &&
           proceeds(judge_fallback<up_to_tls_1_3>(version::tls_1_3, true)) &&
           proceeds(judge_fallback<up_to_tls_1_3>(version::tls_1_2, false));
}
static_assert(server_fallback());

constexpr bool client_fallback() {
    return !wants_fallback_scsv<test::default_policy>(version::tls_1_2, false) &&
           !wants_fallback_scsv<test::default_policy>(version::tls_1_2, true) &&
           wants_fallback_scsv<test::default_policy>(version::tls_1_1, false) &&
           wants_fallback_scsv<up_to_tls_1_3>(version::tls_1_2, false) &&
           !wants_fallback_scsv<up_to_tls_1_3>(version::tls_1_2, true) &&
           !wants_fallback_scsv<up_to_tls_1_3>(version::tls_1_3, false);
}
static_assert(client_fallback());

} // namespace

TEST_CASE("C8: a server chooses no compression (RFC 5246 7.4.1.3)") { CHECK(at_run_time(chosen_compressions)); }
TEST_CASE("C8: a server chooses a version that was offered (RFC 5246 E.1)") { CHECK(at_run_time(chosen_versions)); }
TEST_CASE("C8: TLS 1.3 in answer to a hello of TLS 1.2 is a protocol_version (RFC 8446 4.1.3)") {
    CHECK(at_run_time(tls_1_3_in_answer_to_1_2));
}
TEST_CASE("C8: a supported_versions that selects TLS 1.2 or below is an illegal_parameter (RFC 8446 4.2.1)") {
    CHECK(at_run_time(old_version_in_extension));
}
TEST_CASE("C8: TLS 1.3 is selected by supported_versions and by nothing else (RFC 8446 4.1.3)") {
    CHECK(at_run_time(tls_1_3_without_extension));
}
TEST_CASE(
    "the highest version of a hello is its supported_versions', and GREASE is none (RFC 8446 4.2.1, RFC 8701 3.1)") {
    CHECK(at_run_time(highest_of_a_hello));
}
TEST_CASE("S6: a server of TLS 1.2 takes any client that offers it or more (RFC 5746 3.6, RFC 5246 E.1)") {
    CHECK(at_run_time(accepted_versions));
}
TEST_CASE(
    "a server that speaks more than a hello with TLS_FALLBACK_SCSV offers says inappropriate_fallback (RFC 7507 3)") {
    CHECK(at_run_time(server_fallback));
}
TEST_CASE("a client sends TLS_FALLBACK_SCSV below its highest version, unless it resumes at that one (RFC 7507 4)") {
    CHECK(at_run_time(client_fallback));
}
