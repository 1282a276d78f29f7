// The public key of a certificate (RFC 5280 4.1). Its offsets in real certificates are from `openssl asn1parse`.
#include "crypto/certificates.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/crypto/subject_public_key.hpp"

namespace {

using namespace flintls;
using namespace test;
using kind = public_key_view::algorithm;

struct place {
    std::uint32_t offset;
    std::uint32_t size;
};
struct expected {
    byte_view certificate;
    place info;
    kind of;
    place key;
};
constexpr expected real_ones[] = {
    {certificates::p256, {133, 91}, kind::ec_secp256r1, {159, 65}},
    {certificates::v1, {100, 91}, kind::ec_secp256r1, {126, 65}},
    {certificates::serial21, {120, 91}, kind::ec_secp256r1, {146, 65}},
    {certificates::rsa2048, {130, 294}, kind::rsa, {154, 270}},
    {certificates::rsa4096, {130, 550}, kind::rsa, {154, 526}},
    {certificates::rsa_pss, {183, 292}, kind::none, {}},
    {certificates::ed25519, {119, 44}, kind::none, {}},
    {certificates::p384, {129, 120}, kind::none, {}},
    {certificates::compressed, {123, 59}, kind::none, {}},
    {certificates::explicit_curve, {123, 335}, kind::none, {}},
};

constexpr bool is_at(byte_view view, byte_view whole, place where) {
    return where.size == 0 ? view.data() == nullptr && view.empty()
                           : view.data() == whole.data() + where.offset && view.size() == where.size;
}
constexpr bool is_found(expected const& e) {
    certificate_key found;
    return !find_public_key(e.certificate, found) && is_at(found.subject_public_key_info, e.certificate, e.info) &&
           found.key.kind == e.of && is_at(found.key.key, e.certificate, e.key);
}
constexpr bool real_certificates() {
    for (expected const& each : real_ones) {
        if (!is_found(each)) return false;
    }
    return true;
}
static_assert(real_certificates());

constexpr bool is_empty(certificate_key const& found) {
    return found.subject_public_key_info.data() == nullptr && found.subject_public_key_info.empty() &&
           found.key.kind == kind::none && found.key.key.data() == nullptr && found.key.key.empty();
}

/// True if the certificate is refused, for this reason and at this byte, and earlier results are cleared.
constexpr bool is_refused(byte_view certificate, errc what, std::uint32_t offset) {
    certificate_key found{certificate, {kind::rsa, certificate}};
    return find_public_key(certificate, found) == error{what, offset} && is_empty(found);
}

constexpr bool every_cut_is_refused(byte_view certificate) {
    for (std::uint32_t size = 0; size < certificate.size(); ++size) {
        if (!is_refused({certificate.data(), size}, errc::truncated, size == 0 ? 0 : 1)) return false;
    }
    return true;
}
static_assert(every_cut_is_refused(certificates::v1));

/// The same for a real certificate with one byte changed.
constexpr bool changed_is_refused(std::uint32_t at, std::uint8_t value, errc what, std::uint32_t offset) {
    auto copied = certificates::p256;
    copied[at] = value;
    return is_refused(byte_view{copied}, what, offset);
}
constexpr bool wrong_tags() {
    // Every element on the way, each with the tag of a SET. For [3] the SET is one element too many.
    constexpr std::uint32_t elements[] = {0, 4, 8, 13, 35, 47, 74, 106, 133, 135, 137, 156, 336, 348};
    for (std::uint32_t const each : elements) {
        if (!changed_is_refused(each, 0x31, errc::forbidden_value, each)) return false;
    }
    return changed_is_refused(224, 0x31, errc::trailing, 224);
}
static_assert(wrong_tags());

constexpr bool wrong_lengths() {
    return changed_is_refused(2, 0x02, errc::truncated, 1) &&   // longer than the input
           changed_is_refused(3, 0xa1, errc::truncated, 349) && // one byte shorter: the signature exceeds it
           changed_is_refused(3, 0x9e, errc::truncated, 349) && //
           changed_is_refused(6, 0x02, errc::truncated, 5) &&   // tbsCertificate exceeds the certificate
           changed_is_refused(7, 0x47, errc::truncated, 225) && // one byte shorter: the extensions exceed it
           changed_is_refused(36, 0x80, errc::bad_length, 36) &&
           changed_is_refused(134, 0x5a, errc::trailing, 224) && // a key with a byte after it
           changed_is_refused(134, 0x58, errc::truncated, 157) &&
           changed_is_refused(136, 0x12, errc::truncated, 147); // the curve's name exceeds the algorithm
}
static_assert(wrong_lengths());

/// The smallest certificate: numbers and names are not checked.
constexpr auto const& least = "301c 3015 020101 3000 3000 3000 3000 3008 3003 06012a 030100 3000 030100"_hex;

template <std::size_t N> constexpr bool finds_kind(bytes<N> const& certificate, kind of) {
    certificate_key found;
    return !find_public_key(byte_view{certificate}, found) && !found.subject_public_key_info.empty() &&
           found.key.kind == of && found.key.key.empty() == (of == kind::none);
}

constexpr bool what_may_be_absent() {
    return is_found({least, {15, 10}, kind::none, {}}) &&
           // version, both unique identifiers and extensions
           finds_kind(
               "3025 301e a000 020101 3000 3000 3000 3000 3008 3003 06012a 030100 8100 820100 a300 3000 030100"_hex,
               kind::none) &&
           finds_kind("301e 3017 020101 3000 3000 3000 3000 3008 3003 06012a 030100 a300 3000 030100"_hex, kind::none);
}
static_assert(what_may_be_absent());

constexpr bool what_may_not() {
    return is_refused("301a 3013 020101 3000 3000 3000 3008 3003 06012a 030100 3000 030100"_hex, errc::truncated,
                      23) && // one name too few: the key is taken for the name, and the key is missing
           is_refused("3019 3012 3000 3000 3000 3000 3008 3003 06012a 030100 3000 030100"_hex, errc::forbidden_value,
                      4) &&                                                                    // no serial number
           is_refused("300f 300d 020101 3000 3000 3000 3000 3000"_hex, errc::truncated, 17) && // an empty key
           is_refused("3014 300d 020101 3000 3000 3000 3000 3000 3000 030100"_hex, errc::truncated, 17) &&
           is_refused("3012 300b 020101 3000 3000 3000 3000 3000 030100"_hex, errc::truncated, 15) &&
           is_refused("3017 3015 020101 3000 3000 3000 3000 3008 3003 06012a 030100"_hex, errc::truncated, 25) &&
           is_refused("3019 3015 020101 3000 3000 3000 3000 3008 3003 06012a 030100 3000"_hex, errc::truncated, 27);
}
static_assert(what_may_not());

constexpr bool what_is_too_much() {
    return is_refused("301c 3015 020101 3000 3000 3000 3000 3008 3003 06012a 030100 3000 030100 00"_hex, errc::trailing,
                      30) &&
           is_refused("301e 3015 020101 3000 3000 3000 3000 3008 3003 06012a 030100 3000 030100 0500"_hex,
                      errc::trailing, 30) &&
           is_refused("3020 3019 020101 3000 3000 3000 3000 3008 3003 06012a 030100 a300 8100 3000 030100"_hex,
                      errc::trailing, 27) && // out of order
           is_refused("3020 3019 020101 3000 3000 3000 3000 300c 3007 06012a 0500 0500 030100 3000 030100"_hex,
                      errc::trailing, 24); // parameters twice
}
static_assert(what_is_too_much());

constexpr bool lengths_in_long_form() {
    return is_refused("30811c 3015 020101 3000 3000 3000 3000 3008 3003 06012a 030100 3000 030100"_hex,
                      errc::bad_length, 1) &&
           is_refused("3080 3015 020101 3000 3000 3000 3000 3008 3003 06012a 030100 3000 030100 0000"_hex,
                      errc::bad_length, 1) &&
           is_refused("301d 3016 020101 3000 3000 3000 308100 3008 3003 06012a 030100 3000 030100"_hex,
                      errc::bad_length, 14) &&
           is_refused("301e 3017 020101 3000 3000 3000 3000 300a 3005 06012a 0000 030100 3000 030100"_hex,
                      errc::forbidden_value, 22);
}
static_assert(lengths_in_long_form());

constexpr bool rsa_keys() {
    return finds_kind("3028 3021 020101 3000 3000 3000 3000 3014 300d 06092a864886f70d010101 0500 0303 00 a1a2"
                      "3000 030100"_hex,
                      kind::rsa) &&
           finds_kind("3026 301f 020101 3000 3000 3000 3000 3012 300b 06092a864886f70d010101 0303 00 a1a2"
                      "3000 030100"_hex, // without NULL
                      kind::rsa) &&
           finds_kind("3028 3021 020101 3000 3000 3000 3000 3014 300d 06092a864886f70d010101 3000 0303 00 a1a2"
                      "3000 030100"_hex, // other parameters
                      kind::none) &&
           finds_kind("3026 301f 020101 3000 3000 3000 3000 3012 300b 06092a864886f70d01010a 0303 00 a1a2"
                      "3000 030100"_hex, // id-RSASSA-PSS
                      kind::none) &&
           finds_kind("3026 301f 020101 3000 3000 3000 3000 3012 300b 06092a864886f70d010101 0303 01 a1a2"
                      "3000 030100"_hex, // 15 bits
                      kind::none) &&
           finds_kind("3023 301c 020101 3000 3000 3000 3000 300f 300b 06092a864886f70d010101 0300 3000 030100"_hex,
                      kind::none); // no bits at all
}
static_assert(rsa_keys());

/// A real certificate of P-256 with one byte changed: the kind of its key.
constexpr kind changed_to(std::uint32_t at, std::uint8_t value) {
    auto copied = certificates::p256;
    copied[at] = value;
    certificate_key found;
    bool const whole =
        !find_public_key(byte_view{copied}, found) && is_at(found.subject_public_key_info, copied, {133, 91});
    return whole ? found.key.kind : kind::rsa;
}
constexpr bool p256_keys() {
    return changed_to(159, 4) == kind::ec_secp256r1 && // unchanged
           changed_to(159, 2) == kind::none && changed_to(159, 3) == kind::none && changed_to(159, 6) == kind::none &&
           changed_to(158, 1) == kind::none && // one bit less
           changed_to(155, 1) == kind::none && // prime192v1
           changed_to(145, 2) == kind::none;   // not id-ecPublicKey
}
static_assert(p256_keys());

constexpr bool points_of_other_sizes() {
    return finds_kind("302e 3027 020101 3000 3000 3000 3000 301a 3013 06072a8648ce3d0201 06082a8648ce3d030107"
                      "0303 00 04a1 3000 030100"_hex,
                      kind::none) &&
           finds_kind("302c 3025 020101 3000 3000 3000 3000 3018 3013 06072a8648ce3d0201 06082a8648ce3d030107"
                      "0301 00 3000 030100"_hex,
                      kind::none);
}
static_assert(points_of_other_sizes());

/// The verdict on keyUsage, whose bits RFC 5280 4.2.1.3 counts from digitalSignature, bit 0.
template <std::size_t N> constexpr errc usage(bytes<N> const& extensions) { return judge_key_usage(extensions); }
constexpr bool key_usages() {
    return judge_key_usage({}) == errc::ok && usage("3000"_hex) == errc::ok &&
           usage("300d 300b 0603551d0f 0404 03020780"_hex) == errc::ok && // not critical
           usage("3010 300e 0603551d0f 0101ff 0404 03020780"_hex) == errc::ok &&
           usage("3010 300e 0603551d0f 010100 0404 030200ff"_hex) == errc::ok &&
           usage("3011 300f 0603551d0f 0101ff 0405 0303078000"_hex) == errc::ok && // decipherOnly has a second byte
           usage("3010 300e 0603551d0f 0101ff 0404 03020640"_hex) == errc::unsupported_certificate &&
           usage("3010 300e 0603551d0f 0101ff 0404 0302007f"_hex) == errc::unsupported_certificate &&
           usage("300f 300d 0603551d0f 0101ff 0403 030100"_hex) == errc::unsupported_certificate && // no bits
           // basicConstraints before keyUsage, subjectKeyIdentifier after it
           usage("3025 300f 0603551d13 0101ff 0405 30030101ff 300b 0603551d0f 0404 03020308 3005 0601 2a 0400"_hex) ==
               errc::unsupported_certificate &&
           usage("3018 3009 0603551d0e 0402 0400 300b 0603551d0f 0404 03020780"_hex) == errc::ok;
}
static_assert(key_usages());
constexpr bool malformed_extensions() {
    return usage("30"_hex) == errc::bad_certificate && usage("3100"_hex) == errc::bad_certificate &&
           usage("3002 3000"_hex) == errc::bad_certificate && usage("3005 3003 06012a"_hex) == errc::bad_certificate &&
           usage("300d 300b 0603551d0f 0404 03030780"_hex) == errc::bad_certificate && // cut short
           usage("300d 300b 0603551d0f 0404 04020780"_hex) == errc::bad_certificate &&
           usage("300b 3009 0603551d0f 0402 0300"_hex) == errc::bad_certificate && // no count of unused bits
           usage("300f 300d 0603551d0f 0404 03020780 0500"_hex) == errc::bad_certificate &&
           // bytes after the BIT STRING, with and without the bit for signatures, and after the Extensions in [3]
           usage("300f 300d 0603551d0f 0406 03020780 0500"_hex) == errc::bad_certificate &&
           usage("300f 300d 0603551d0f 0406 03020640 0500"_hex) == errc::bad_certificate &&
           usage("300e 300c 0603551d0f 0405 03020780 05"_hex) == errc::bad_certificate &&
           usage("300d 300b 0603551d0f 0404 03020780 0500"_hex) == errc::bad_certificate &&
           usage("3000 3000"_hex) == errc::bad_certificate && usage("3000 00"_hex) == errc::bad_certificate;
}
static_assert(malformed_extensions());
constexpr bool usage_of_a_whole_certificate() {
    certificate_key found;
    byte_view extensions;
    byte_view const certificate{certificates::p256};
    if (find_public_key(certificate, found, extensions) || !is_at(extensions, certificate, {226, 110})) return false;
    return judge_key_usage(extensions) == errc::ok && !find_public_key(least, found, extensions) && extensions.empty();
}
static_assert(usage_of_a_whole_certificate());

constexpr bool is_inside(byte_view part, byte_view whole) {
    return part.data() >= whole.data() && part.end() <= whole.end();
}

/// Holds the largest certificate at its end: a sanitizer detects a read behind the certificate.
std::uint8_t room[1297];

struct counts {
    std::uint32_t refused = 0;
    std::uint32_t found = 0;
    std::uint32_t outside = 0; ///< errors and views outside the certificate
};

counts flip_every_bit(byte_view certificate) {
    counts all;
    std::uint8_t* const begin = room + (sizeof room - certificate.size());
    copy(begin, certificate.data(), certificate.size());
    byte_view const flipped{begin, certificate.size()};
    for (std::uint32_t bit = 0; bit < 8 * certificate.size(); ++bit) {
        begin[bit / 8] = static_cast<std::uint8_t>(begin[bit / 8] ^ 1U << bit % 8);
        certificate_key found{certificate, {kind::rsa, certificate}};
        if (error const e = find_public_key(flipped, found)) {
            ++all.refused;
            all.outside += e.offset() <= flipped.size() && is_empty(found) ? 0U : 1U;
        } else {
            ++all.found;
            byte_view const info = found.subject_public_key_info;
            bool const has_key = found.key.kind != kind::none;
            bool const good = is_inside(info, flipped) && info[0] == 0x30 &&
                              (has_key ? is_inside(found.key.key, info) && found.key.key.end() == info.end()
                                       : found.key.key.data() == nullptr);
            all.outside += good ? 0U : 1U;
        }
        begin[bit / 8] = static_cast<std::uint8_t>(begin[bit / 8] ^ 1U << bit % 8);
    }
    return all;
}

} // namespace

TEST_CASE("keyUsage says whether a key may sign, and its absence that it may (RFC 5280 4.2.1.3, RFC 5246 7.4.2)") {
    CHECK(at_run_time(key_usages));
    CHECK(at_run_time(malformed_extensions));
    CHECK(at_run_time(usage_of_a_whole_certificate));
}
TEST_CASE("the key of a real certificate is where OpenSSL says, and of a kind if it is P-256 or RSA") {
    for (expected const& each : real_ones) {
        CAPTURE(each.certificate.size());
        CHECK(is_found(each));
    }
}

TEST_CASE("every strict prefix of a certificate is refused") {
    for (expected const& each : real_ones) {
        CAPTURE(each.certificate.size());
        CHECK(every_cut_is_refused(each.certificate));
    }
}

TEST_CASE("a certificate with a wrong tag or length is refused at that byte, and leaves no key behind") {
    CHECK(at_run_time(wrong_tags));
    CHECK(at_run_time(wrong_lengths));
    CHECK(at_run_time(lengths_in_long_form));
}

TEST_CASE("what is optional may be absent, and nothing else") {
    CHECK(at_run_time(what_may_be_absent));
    CHECK(at_run_time(what_may_not));
    CHECK(at_run_time(what_is_too_much));
}

TEST_CASE("a key of another algorithm, curve or form is none") {
    CHECK(at_run_time(rsa_keys));
    CHECK(at_run_time(p256_keys));
    CHECK(at_run_time(points_of_other_sizes));
}

TEST_CASE("with any bit flipped there is an error inside the certificate, or a key inside it") {
    for (expected const& each : real_ones) {
        CAPTURE(each.certificate.size());
        REQUIRE(each.certificate.size() <= sizeof room);
        counts const all = flip_every_bit(each.certificate);
        CHECK(all.outside == 0);
        CHECK(all.refused + all.found == 8 * each.certificate.size());
        // At least 14 elements on the way have a tag and a length; names, dates, key and signature are not checked.
        CHECK(all.refused >= 13 * 8);
        CHECK(all.found >= each.certificate.size());
    }
}
