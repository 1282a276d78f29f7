// SPDX-License-Identifier: Apache-2.0
/// \file
/// The results of the rules for renegotiation (RFC 5746) and tickets (RFC 5077).
#ifndef FLINTLS_RENEGOTIATION_JUDGEMENT_HPP
#define FLINTLS_RENEGOTIATION_JUDGEMENT_HPP

#include <cstdint>

#include "flintls/registry/alert.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// The next action of the caller, and its alert. One byte.
class [[nodiscard]] judgement {
public:
    enum class action : std::uint8_t {
        proceed, ///< continue
        ignore,  ///< drop the message
        refuse,  ///< send the warning no_renegotiation; the connection stays as it is (RFC 5246 7.2.2)
        abort,   ///< send the fatal `alert()`, wipe the keys, close
    };

    constexpr judgement() = default; ///< proceed
    /// Abort for `why`; proceed for errc::ok.
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
    /// The error of an abort; otherwise ok.
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
    // Above all values of errc, which have seven bits.
    static constexpr auto ignored = static_cast<errc>(0xfe);
    static constexpr auto refused = static_cast<errc>(0xff);

    errc why_ = errc::ok;
};
static_assert(sizeof(judgement) == 1);

/// The advice after a connection attempt failed. No value lowers the version, and none will be added: a failed
/// resumption never costs security.
enum class retry_advice : std::uint8_t {
    do_not_retry = 0,
    retry_without_ticket = 1, ///< retry once with the same versions and a full handshake
};

} // namespace v0
} // namespace flintls

#endif
