// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the rules of renegotiation and of tickets answer.
#ifndef FLINTLS_RENEGOTIATION_JUDGEMENT_HPP
#define FLINTLS_RENEGOTIATION_JUDGEMENT_HPP

#include <cstdint>

#include "flintls/registry/alert.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// What to do next, and with which alert. One byte.
class [[nodiscard]] judgement {
public:
    enum class action : std::uint8_t {
        proceed, ///< go on
        ignore,  ///< as if the message had not come
        refuse,  ///< send the warning no_renegotiation; the connection lives on as it was (RFC 5246 7.2.2)
        abort,   ///< send the fatal `alert()`, wipe, close
    };

    constexpr judgement() = default; ///< proceed
    /// Abort, unless nothing is wrong.
    constexpr judgement(errc why) : why_{why} {}
    static constexpr judgement ignore() { return {ignored}; }
    static constexpr judgement refuse() { return {refused}; }

    [[nodiscard]] constexpr bool proceeds() const { return why_ == errc::ok; }
    [[nodiscard]] constexpr action what() const {
        return why_ == errc::ok  ? action::proceed
               : why_ == ignored ? action::ignore
               : why_ == refused ? action::refuse
                                 : action::abort;
    }
    /// What an abort is for; ok otherwise.
    [[nodiscard]] constexpr errc why() const { return why_ < ignored ? why_ : errc::ok; }
    /// \pre `what()` is refuse or abort
    [[nodiscard]] constexpr alert_description alert() const {
        return why_ == refused ? alert_description::no_renegotiation : to_alert(why_);
    }
    [[nodiscard]] constexpr alert_level level() const {
        return why_ == refused ? alert_level::warning : alert_level::fatal;
    }
    friend constexpr bool operator==(judgement, judgement) = default;

private:
    // Above all numbers of an errc, which has seven bits.
    static constexpr auto ignored = static_cast<errc>(0xfe);
    static constexpr auto refused = static_cast<errc>(0xff);

    errc why_ = errc::ok;
};
static_assert(sizeof(judgement) == 1);

/// What to do after a connection attempt failed. There is no value that lowers the version, and none will be added:
/// a failed resumption never costs security.
enum class retry_advice : std::uint8_t {
    do_not_retry = 0,
    retry_without_ticket = 1, ///< once, the same versions, a full handshake
};

} // namespace v0
} // namespace flintls

#endif
