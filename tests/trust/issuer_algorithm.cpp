#include "flintls/trust/issuer_algorithm.hpp"
#include "crypto/certificates.hpp"
#include "flintls/trust/anchor.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;
using namespace test::literals;
using scheme = issuer_algorithm::scheme;

constexpr bool is(byte_view identifier, scheme how, issuer_hash hash) {
    return algorithm_of<true, true>(identifier) == issuer_algorithm{how, hash};
}
constexpr bool is_unknown(byte_view identifier) { return is(identifier, scheme::none, issuer_hash::none); }

/// RFC 5758 3.2, RFC 4055 5
constexpr bool signatures_have_one_encoding_each() {
    return is("06082a8648ce3d040302"_hex, scheme::ecdsa, issuer_hash::sha256) &&
           is("06082a8648ce3d040303"_hex, scheme::ecdsa, issuer_hash::sha384) &&
           is("06082a8648ce3d040304"_hex, scheme::ecdsa, issuer_hash::sha512) &&
           is("06092a864886f70d01010b0500"_hex, scheme::rsa_pkcs1, issuer_hash::sha256) &&
           is("06092a864886f70d01010c0500"_hex, scheme::rsa_pkcs1, issuer_hash::sha384) &&
           is("06092a864886f70d01010d0500"_hex, scheme::rsa_pkcs1, issuer_hash::sha512) &&
           is_unknown("06082a8648ce3d0403020500"_hex) && is_unknown("06082a8648ce3d040301"_hex) && // SHA-224
           is_unknown("06082a8648ce3d040305"_hex) && is_unknown("06072a8648ce3d0401"_hex) &&       // SHA-1
           is_unknown("06092a864886f70d0101050500"_hex) && is_unknown("06092a864886f70d0101040500"_hex) &&
           is_unknown("06092a864886f70d01010b"_hex) && is_unknown("06092a864886f70d01010e0500"_hex) && is_unknown({});
}
static_assert(signatures_have_one_encoding_each());

/// By OpenSSL: -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
inline constexpr auto const& pss_256 = "06092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a86488"
                                       "6f70d010108300d06096086480165030402010500"
                                       "a203020120"_hex;
inline constexpr auto const& pss_384 = "06092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a86488"
                                       "6f70d010108300d06096086480165030402020500"
                                       "a203020130"_hex;
inline constexpr auto const& pss_512 = "06092a864886f70d01010a3034a00f300d06096086480165030402030500a11c301a06092a86488"
                                       "6f70d010108300d06096086480165030402030500"
                                       "a203020140"_hex;
constexpr bool pss_has_one_hash_and_a_salt_as_long() {
    auto other_salt = pss_256;
    other_salt.back() = 0x14;
    auto other_mask = pss_256;
    other_mask[57] = 2;
    auto other_hash = pss_256;
    other_hash[27] = 2;
    return is(pss_256, scheme::rsa_pss, issuer_hash::sha256) && is(pss_384, scheme::rsa_pss, issuer_hash::sha384) &&
           is(pss_512, scheme::rsa_pss, issuer_hash::sha512) && is_unknown(other_salt) && is_unknown(other_mask) &&
           is_unknown(other_hash) && is_unknown("06092a864886f70d01010a3000"_hex) && // the defaults: SHA-1
           algorithm_of<true, false>(pss_256) == issuer_algorithm{} &&
           algorithm_of<false, false>("06092a864886f70d01010b0500"_hex) == issuer_algorithm{};
}
static_assert(pss_has_one_hash_and_a_salt_as_long());

/// An RSAPublicKey with a modulus of `Size` bytes and this first byte, and this exponent.
template <std::size_t Size>
constexpr bool bounds(std::uint8_t first, std::uint8_t last, std::uint32_t exponent, bool wanted) {
    std::array<std::uint8_t, 4 + 5 + Size + 7> key{0x30, 0x82};
    std::size_t at = 4;
    bool const zero = first >= 0x80;
    for (std::size_t const each :
         {std::size_t{2}, std::size_t{0x82}, (Size + (zero ? 1 : 0)) >> 8U, (Size + (zero ? 1 : 0)) & 255U}) {
        key[at++] = static_cast<std::uint8_t>(each);
    }
    at += zero ? 1 : 0;
    key[at] = first;
    key[at + Size - 1] = last;
    at += Size;
    std::array<std::uint8_t, 5> number{0, static_cast<std::uint8_t>(exponent >> 24U),
                                       static_cast<std::uint8_t>(exponent >> 16U),
                                       static_cast<std::uint8_t>(exponent >> 8U), static_cast<std::uint8_t>(exponent)};
    std::size_t skip = 0;
    while (skip != 4 && number[skip] == 0 && number[skip + 1] < 0x80) ++skip;
    key[at++] = 2;
    key[at++] = static_cast<std::uint8_t>(5 - skip);
    for (; skip != 5; ++skip) key[at++] = number[skip];
    key[2] = static_cast<std::uint8_t>((at - 4) >> 8U);
    key[3] = static_cast<std::uint8_t>(at - 4);
    return is_rsa_in_bounds({key.data(), static_cast<std::uint32_t>(at)}) == wanted;
}
constexpr bool rsa_keys_are_odd_and_have_2048_to_4096_bits() {
    return bounds<256>(0x80, 1, 65537, true) && bounds<512>(0xff, 0xff, 65537, true) &&
           bounds<384>(0x80, 1, 65537, true) && bounds<256>(0x7f, 1, 65537, false) &&
           bounds<257>(0x01, 1, 65537, true) && bounds<513>(0x01, 1, 65537, false) &&
           bounds<256>(0x80, 2, 65537, false) && bounds<256>(0x80, 1, 3, true) && bounds<256>(0x80, 1, 1, false) &&
           bounds<256>(0x80, 1, 0, false) && bounds<256>(0x80, 1, 65536, false) &&
           bounds<256>(0x80, 1, 0xffff'ffff, true);
}
static_assert(rsa_keys_are_odd_and_have_2048_to_4096_bits());

constexpr bool malformed_rsa_keys_are_out_of_bounds() {
    return !is_rsa_in_bounds({}) && !is_rsa_in_bounds("3000"_hex) && !is_rsa_in_bounds("3006020101020103"_hex) &&
           !is_rsa_in_bounds("3006020100020103"_hex);
}
static_assert(malformed_rsa_keys_are_out_of_bounds());

constexpr bool an_anchor_is_found_in_a_certificate() {
    byte_view subject;
    issuer_key key;
    byte_view const whole{certificates::p256};
    bool good = find_anchor(whole, subject, key) && key.kind == issuer_key::sort::p256 && key.key.size() == 65 &&
                subject == byte_view{"30193117301506035504030c0e73656e736f722e6578616d706c65"_hex};
    good = good && find_anchor(certificates::rsa4096, subject, key) && key.kind == issuer_key::sort::rsa &&
           is_rsa_in_bounds(key.key) && !find_anchor(certificates::rsa_pss, subject, key);
    for (std::uint32_t size = 0; good && size != 200; ++size) {
        good = !find_anchor(whole.subview(0, size), subject, key) && subject.empty();
    }
    return good;
}

} // namespace

TEST_CASE("signatures are known in the one encoding of their RFC") { CHECK(signatures_have_one_encoding_each()); }
TEST_CASE("PSS has one hash throughout, and a salt as long as that (RFC 8446 4.2.3)") {
    CHECK(pss_has_one_hash_and_a_salt_as_long());
}
TEST_CASE("RSA: modulus odd, 2048 to 4096 bits, exponent odd, 3 to 2^32 - 1") {
    CHECK(rsa_keys_are_odd_and_have_2048_to_4096_bits());
    CHECK(malformed_rsa_keys_are_out_of_bounds());
}
TEST_CASE("an anchor is found in a certificate, whole or not at all") { CHECK(an_anchor_is_found_in_a_certificate()); }
