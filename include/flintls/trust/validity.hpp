// SPDX-License-Identifier: Apache-2.0
/// \file
/// The dates of a certificate (RFC 5280 4.1.2.5), and the clocks that they are compared with.
#ifndef FLINTLS_TRUST_VALIDITY_HPP
#define FLINTLS_TRUST_VALIDITY_HPP

#include <array>
#include <concepts>
#include <cstdint>

#include "flintls/crypto/der_walk.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// Knows the date, in seconds since 1970-01-01 00:00 UTC without leap seconds, capped at the largest number (2106).
/// - `earliest()`: the time is not before; 0: the time is unknown, and no certificate is valid
/// - `latest()`: the time is not after; a clock gives the same value for both
template <class C>
concept knows_time = requires(C const clock) {
    { clock.earliest() } -> std::same_as<std::uint32_t>;
    { clock.latest() } -> std::same_as<std::uint32_t>;
};

/// The time that the application sets, from a running clock, the network, or a radio. Unknown until then.
struct utc_time {
    std::uint32_t seconds = 0;
    [[nodiscard]] constexpr std::uint32_t earliest() const { return seconds; }
    [[nodiscard]] constexpr std::uint32_t latest() const { return seconds; }
};

/// For a device without a clock: the time is not before the build of its firmware. A certificate that expired before
/// the build is refused. One that expired later, or is not valid yet, is accepted: an attacker who has the key of such
/// an expired certificate can use it with this device, until newer firmware has a later time.
struct not_before_build {
    std::uint32_t seconds;
    [[nodiscard]] constexpr std::uint32_t earliest() const { return seconds; }
    [[nodiscard]] static constexpr std::uint32_t latest() { return 0xffff'ffff; }
};

namespace validity_detail {

[[nodiscard]] constexpr std::uint32_t two_digits(std::uint8_t const* p) {
    return (p[0] - std::uint32_t{'0'}) * 10 + (p[1] - std::uint32_t{'0'});
}
/// Days from 1970-01-01 to a date of the Gregorian calendar. \pre year is 1970 to 2106
[[nodiscard]] constexpr std::uint32_t days(std::uint32_t year, std::uint32_t month, std::uint32_t day) {
    year -= month <= 2 ? 1 : 0; // a year begins in March, so that the leap day is its last one
    std::uint32_t const from_march = month <= 2 ? month + 9 : month - 3;
    return year * 365 + year / 4 - year / 100 + year / 400 + (from_march * 306 + 5) / 10 + day - 1 - 719468;
}
[[nodiscard]] constexpr std::uint32_t length_of(std::uint32_t year, std::uint32_t month) {
    bool const leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 ? (leap ? 29U : 28U) : 30U + ((month ^ month >> 3U) & 1U); // 31: odd to July, even from August
}

} // namespace validity_detail

/// RFC 5280 4.1.2.5.1, 4.1.2.5.2: UTCTime as YYMMDDHHMMSSZ, for 1950 to 2049, GeneralizedTime as YYYYMMDDHHMMSSZ. A
/// time before 1970 is 0, a time after 2105 the largest number. \return false: not such a time
[[nodiscard]] constexpr bool read_time(std::uint8_t tag, byte_view text, std::uint32_t& seconds) {
    using validity_detail::two_digits;
    bool const general = tag == der_tag::generalized_time;
    std::uint32_t const width = general ? 4 : 2; // digits of the year
    if ((!general && tag != der_tag::utc_time) || text.size() != width + 11 || text[width + 10] != 'Z') {
        return false;
    }
    for (std::uint32_t i = 0; i != width + 10; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    std::uint32_t const begin = two_digits(text.data());
    std::uint32_t const year =
        general ? begin * 100 + two_digits(text.data() + 2) : begin + (begin < 50 ? 2000U : 1900U);
    constexpr std::array<std::uint8_t, 5> largest{12, 31, 23, 59, 59};
    std::array<std::uint32_t, 5> parts{}; // month, day, hour, minute, second
    std::uint8_t const* p = text.data() + width;
    for (std::uint32_t i = 0; i != parts.size(); ++i, p += 2) {
        parts[i] = two_digits(p);
        if (parts[i] > largest[i]) {
            return false;
        }
    }
    auto const [month, day, hour, minute, second] = parts;
    if (month < 1 || day < 1 || day > validity_detail::length_of(year, month)) {
        return false;
    }
    if (year < 1970 || year > 2105) {
        seconds = year < 1970 ? 0 : 0xffff'ffff;
        return true;
    }
    seconds = ((validity_detail::days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}

/// Judges the contents of a Validity by the date. Both ends belong to the period (RFC 5280 4.1.2.5).
template <knows_time Clock> [[nodiscard]] constexpr errc judge_validity(byte_view validity, Clock const& clock) {
    der_walk walk{validity};
    std::array<std::uint32_t, 2> ends{};
    for (std::uint32_t& end : ends) {
        std::uint8_t const tag = walk.is_at_end() ? der_tag::any : *walk.position();
        if (!read_time(tag, walk.take(tag), end)) {
            return errc::bad_certificate;
        }
    }
    if (walk.what() != errc::ok || !walk.is_at_end()) {
        return errc::bad_certificate;
    }
    if (clock.earliest() == 0) {
        return errc::time_unknown;
    }
    return clock.latest() < ends[0]     ? errc::certificate_not_yet_valid
           : clock.earliest() > ends[1] ? errc::certificate_expired
                                        : errc::ok;
}

} // namespace v0
} // namespace flintls

#endif
