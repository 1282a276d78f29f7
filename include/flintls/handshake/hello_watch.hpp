// SPDX-License-Identifier: Apache-2.0
/// \file
/// What a server of TLS 1.3 learns from a ClientHello that passes through a streaming parser (hello/stream.hpp), besides
/// the condensed hello: RFC 8446 4.1.2, 4.2.8, 4.2.11.
#ifndef FLINTLS_HANDSHAKE_HELLO_WATCH_HPP
#define FLINTLS_HANDSHAKE_HELLO_WATCH_HPP

#include <cstddef>
#include <cstdint>

#include "flintls/handshake/groups.hpp"
#include "flintls/handshake/identity_marks.hpp"
#include "flintls/handshake/received_hello.hpp"
#include "flintls/handshake/stable_hello.hpp"
#include "flintls/hello/stream_watch.hpp"
#include "flintls/policy.hpp"
#include "flintls/registry/extension_type.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// The watch of a server with this policy. In the condensed hello, key_share has the shares of the policy's groups, and
/// of each other share the group with one byte. pre_shared_key has the identities that the server looks up and their
/// binders; of an identity without room it has one byte. `IdentityRoom`: bytes of the kept identities.
template <policy P, std::size_t IdentityRoom> class hello_watch {
    enum class place : std::uint8_t {
        fields,    ///< before the block of extensions
        between,   ///< in the length of the block, or in the head of an extension
        extension, ///< in the body of an extension
        identity   ///< in the identity of a pre-shared key
    };
    enum class list : std::uint8_t { none, shares, identities, binders };
    static constexpr bool takes_shares = !P::groups::values.empty();
    static constexpr std::uint32_t binder_stub = 32; // bytes of a hash
    static_assert(P::groups::values.size() <= 32 && P::max_identities_examined <= 8,
                  "flintls: a server that reads streamed hellos has 32 groups, and looks up 8 identities, at most");

    static constexpr std::uint32_t share_size(named_group group) {
        if constexpr (takes_shares) {
            return group_exchange<P>::client_share_size(group);
        }
        return 0;
    }

public:
    static constexpr bool watches = true;

    /// Bytes of the body of key_share in the condensed hello: all of the policy's shares, and one byte of the others.
    static constexpr std::size_t shares_room = [] {
        std::size_t sum = 2 + (most_shares + 1) * (2 + 2 + 1);
        for (named_group const each : P::groups::values) {
            sum += share_size(each) - 1;
        }
        return sum;
    }();
    /// Bytes of the body of pre_shared_key.
    static constexpr std::size_t psks_room =
        2 + 2 + IdentityRoom + std::size_t{P::max_identities_examined} * (2 + 1 + 4 + 1 + binder_stub);

    // The facts of the hello. Valid when it has passed.

    [[nodiscard]] constexpr stable_parts const& sums() const { return sums_; }
    /// RFC 8446 4.1.2: true if null is the only method.
    [[nodiscard]] constexpr bool has_one_method() const { return methods_ == 1; }
    /// True if supported_groups is kept in part. Groups outside the policy may then be missing.
    [[nodiscard]] constexpr bool lacks_groups() const { return lacks_groups_; }
    /// RFC 8446 4.2.11: true if there are as many binders as identities.
    [[nodiscard]] constexpr bool binders_match() const { return difference_ == 0; }
    [[nodiscard]] constexpr identity_marks<P> const& marks() const { return marks_; }
    /// True if the identity with this number was too long to keep: the server does not know it.
    [[nodiscard]] constexpr bool lost_identity(std::uint32_t number) const {
        return number < 8 && (lost_ >> number & 1U) != 0;
    }
    /// RFC 8446 4.2.11.2: where the binders with their length begin in the message, header included. 0: not yet.
    [[nodiscard]] constexpr std::uint32_t binders_at() const { return binders_at_; }

    // Called by the parser.

    /// The header of the message has passed.
    constexpr void begin() {
        sums_ = {};
        marks_.clear();
        binders_at_ = kept_ = 0;
        used_ = difference_ = 0;
        methods_ = shares_ = psks_ = lost_ = 0;
        place_ = place::fields;
        list_ = list::none;
        lacks_groups_ = false;
    }
    /// These bytes pass.
    constexpr void pass(std::uint8_t const* bytes, std::uint32_t count) {
        switch (place_) {
        case place::fields: sums_.stable.add(bytes, count); break;
        case place::between: break;
        case place::extension: sums_.add_extension(type_, bytes, count); break;
        case place::identity: identity_.add(bytes, count); break;
        }
    }
    /// The vector of a field begins. The last one before the block is that of the compression methods.
    constexpr void begin_vector(std::uint32_t size) { methods_ = static_cast<std::uint8_t>(size); }
    /// The block of extensions begins, or an extension has ended.
    constexpr void leave() { place_ = place::between; }
    /// The head of an extension has passed.
    constexpr void begin_extension(std::uint8_t const* head) {
        type_ = static_cast<extension_type>(load<2>(head));
        place_ = place::extension;
        sums_.add_extension(type_, head, 4);
    }
    /// A list of the extension is kept in part, without the parts that the policy does not name.
    constexpr void reduce() { lacks_groups_ = lacks_groups_ || type_ == extension_type::supported_groups; }

    /// True in an extension whose elements are picked one by one.
    [[nodiscard]] constexpr bool picks() const { return list_ != list::none; }
    /// Begins to pick, in the extensions that are picked. `head_at`: where the extension begins in the condensed hello.
    constexpr bool begin_to_pick(std::uint16_t head_at) {
        list_ = type_ == extension_type::key_share        ? list::shares
                : type_ == extension_type::pre_shared_key ? list::identities
                                                          : list::none;
        head_at_ = head_at;
        return picks();
    }
    /// Goes on with the next list of the extension: the binders, which begin at this byte.
    constexpr void next_list(std::uint32_t at) {
        list_ = list::binders;
        binders_at_ = at;
        psks_ = 0;
    }
    constexpr void end_picking() { list_ = list::none; }
    /// Decides about an element. `head`: its fixed bytes and length; `size`: bytes behind them.
    constexpr picked pick(std::uint8_t const* head, std::uint32_t size) {
        switch (list_) {
        case list::shares: return pick_share(static_cast<named_group>(load<2>(head)), size);
        case list::identities: return pick_identity(size);
        case list::binders:
        case list::none: break;
        }
        --difference_;
        bool const drops = psks_ == P::max_identities_examined;
        psks_ = static_cast<std::uint8_t>(psks_ + (drops ? 0 : 1));
        return drops ? picked::dropped : size == binder_stub ? picked::whole : picked::stub;
    }
    /// Bytes of the content of a stub. A binder of another size than a hash is as wrong as zeros are.
    [[nodiscard]] constexpr std::uint32_t stub_size() const { return list_ == list::binders ? binder_stub : 1; }
    constexpr void end_element() {
        if (place_ == place::identity) {
            marks_.add(identity_);
            place_ = place::extension;
        }
    }
    [[nodiscard]] constexpr std::uint16_t head_at() const { return head_at_; }
    /// Where the length of the current list is in the condensed hello.
    std::uint16_t list_at = 0;

private:
    constexpr picked pick_share(named_group group, std::uint32_t size) {
        if (shares_ > most_shares) {
            return picked::dropped;
        }
        ++shares_;
        std::uint32_t bit = 1;
        for (named_group const each : P::groups::values) {
            if (each == group && size == share_size(group) && (kept_ & bit) == 0) {
                kept_ |= bit;
                return picked::whole;
            }
            bit <<= 1U;
        }
        return picked::stub;
    }
    constexpr picked pick_identity(std::uint32_t size) {
        ++difference_;
        place_ = place::identity;
        identity_ = {};
        if (psks_ == P::max_identities_examined) {
            return picked::dropped;
        }
        bool const fits = size <= IdentityRoom - used_;
        used_ = static_cast<std::uint16_t>(used_ + (fits ? size : 0));
        lost_ = static_cast<std::uint8_t>(lost_ | (fits ? 0U : 1U << psks_));
        ++psks_;
        return fits ? picked::whole : picked::stub;
    }

    stable_parts sums_{};
    checksum identity_{};
    std::uint32_t binders_at_ = 0;
    std::uint32_t kept_ = 0;       // bits of the groups whose share is kept
    std::uint16_t used_ = 0;       // bytes of kept identities
    std::uint16_t difference_ = 0; // identities less binders, modulo 2^16: a hello has fewer than 2^14 of each
    std::uint16_t head_at_ = 0;
    extension_type type_{};
    identity_marks<P> marks_{};
    std::uint8_t methods_ = 0; // compression methods
    std::uint8_t shares_ = 0;
    std::uint8_t psks_ = 0; // identities, then binders, that are kept
    std::uint8_t lost_ = 0; // bits of identities without room
    place place_ = place::fields;
    list list_ = list::none;
    bool lacks_groups_ = false;
};

} // namespace v0
} // namespace flintls

#endif
