// DER of ECDSA signatures: each value has one encoding, in both directions.
#include "flintls/crypto/ecdsa_sig_value.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

#include "crypto/conformance/hex.hpp"
#include "crypto/vectors/curves.hpp"
#include "flintls/wire/byte_view.hpp"
#include "support/test.hpp"

namespace {

using namespace crypto_test;
using flintls::byte_view;
using value = flintls::ecdsa_sig_value<32>;
using tiny = flintls::ecdsa_sig_value<2>;

/// True if DER and raw numbers convert into each other, in exactly their size and not in less.
template <class Value> constexpr bool is(byte_view der, byte_view raw) {
    Value v;
    v.raw.fill(0x77);
    if (!v.read(der) || byte_view{v.raw} != raw) return false;
    std::array<std::uint8_t, 80> out{};
    for (std::uint32_t room = 0; room < der.size(); ++room) {
        if (v.write(out.data(), room) != 0) return false;
    }
    for (std::uint8_t const byte : out) {
        if (byte != 0) return false;
    }
    std::uint32_t const size = v.write(out.data(), der.size());
    return byte_view{out.data(), size} == der && out[size] == 0 && size <= Value::max_der_size;
}
template <class Value> constexpr bool is_refused(byte_view der) {
    Value v;
    v.raw.fill(0x77);
    return !v.read(der) && v.raw == Value{}.raw;
}

constexpr bool reads_and_writes() {
    return is<tiny>(hex<"3006 0201 01 0201 02">, hex<"0001 0002">) &&
           is<tiny>(hex<"3006 0201 00 0201 7f">, hex<"0000 007f">) &&
           is<tiny>(hex<"3008 0202 0080 0202 0100">, hex<"0080 0100">) &&
           is<tiny>(hex<"300a 0203 008000 0203 00ffff">, hex<"8000 ffff">) &&
           is<tiny>(hex<"3009 0202 7fff 0203 00ff00">, hex<"7fff ff00">) &&
           is<value>(ecdsa_vectors[0].signature,
                     hex<"efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                         "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8">) &&
           is<value>(ecdsa_vectors[1].signature,
                     hex<"f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
                         "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083">);
}
static_assert(reads_and_writes());

constexpr bool refuses() {
    return is_refused<tiny>({}) && is_refused<tiny>(hex<"30">) && is_refused<tiny>(hex<"3000">) &&
           is_refused<tiny>(hex<"3003 0201 01">) &&                 // one number
           is_refused<tiny>(hex<"3009 0201 01 0201 01 0201 01">) && // three
           is_refused<tiny>(hex<"3106 0201 01 0201 02">) &&         // a SET
           is_refused<tiny>(hex<"3006 0301 01 0201 02">) &&         // a BIT STRING
           is_refused<tiny>(hex<"3006 0201 01 0301 02">) &&         //
           is_refused<tiny>(hex<"3006 0201 01 0201 02 00">) &&      // a byte behind it
           is_refused<tiny>(hex<"3007 0201 01 0201 02 00">) &&      // inside
           is_refused<tiny>(hex<"3005 0201 01 0201 02">) &&         // lengths that contradict each other
           is_refused<tiny>(hex<"3007 0201 01 0201 02">) &&         //
           is_refused<tiny>(hex<"3006 0201 01 0202 02">) &&         //
           is_refused<tiny>(hex<"3006 0204 01 0201 02">) &&         //
           is_refused<tiny>(hex<"3005 0200 0201 02">) &&            // an INTEGER without a byte
           is_refused<tiny>(hex<"3006 0201 80 0201 02">) &&         // negative
           is_refused<tiny>(hex<"3006 0201 01 0201 ff">) &&         //
           is_refused<tiny>(hex<"3007 0202 0001 0201 02">) &&       // a superfluous leading zero
           is_refused<tiny>(hex<"3007 0201 01 0202 0000">) &&       //
           is_refused<tiny>(hex<"3009 0204 00000001 0201 02">) &&   //
           is_refused<tiny>(hex<"3008 0203 010000 0201 02">) &&     // too large
           is_refused<tiny>(hex<"308106 0201 01 0201 02">) &&       // a length in its long form
           is_refused<tiny>(hex<"3080 0201 01 0201 02 0000">) &&    // indefinite
           is_refused<tiny>(hex<"3007 028101 01 0201 02">);
}
static_assert(refuses());

/// All truncations of both signatures, at the end and at the beginning.
constexpr bool refuses_cuts() {
    for (signature_vector const& v : ecdsa_vectors) {
        for (std::uint32_t size = 0; size < v.signature.size(); ++size) {
            if (!is_refused<value>(v.signature.subview(0, size))) return false;
            if (size != 0 && !is_refused<value>(v.signature.subview(size))) return false;
        }
    }
    return true;
}
static_assert(refuses_cuts());

/// All 65,536 values of two bytes as r round-trip, each by one encoding; smaller numbers have shorter encodings.
bool comes_back() {
    for (std::uint32_t i = 0; i <= 0xffff; ++i) {
        tiny v;
        v.raw = {static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i), 0, 1};
        std::array<std::uint8_t, tiny::max_der_size> out{};
        std::uint32_t const size = v.write(out.data(), out.size());
        std::uint32_t const bytes = i < 0x80 ? 1 : i < 0x8000 ? 2 : 3;
        tiny back;
        if (size != 2 + 2 + bytes + 3 || !back.read({out.data(), size}) || back.raw != v.raw) return false;
    }
    return true;
}

TEST_CASE("an Ecdsa-Sig-Value is read and written") { CHECK(test::at_run_time(reads_and_writes)); }

TEST_CASE("an Ecdsa-Sig-Value that is not DER is refused") {
    CHECK(test::at_run_time(refuses));
    CHECK(test::at_run_time(refuses_cuts));
}

TEST_CASE("every number has one encoding, the shortest") { CHECK(test::at_run_time(comes_back)); }

static_assert(value::max_der_size == 72); // 2 + 2 (2 + 33)

} // namespace
