// SPDX-License-Identifier: Apache-2.0
/// \file
/// The groups of a policy and the crypto models for them: RFC 8446 4.2.7, 4.2.8, RFC 8422 5.1.1. A driver names a group
/// by its code point. If the policy has one group, there is no lookup.
#ifndef FLINTLS_HANDSHAKE_GROUPS_HPP
#define FLINTLS_HANDSHAKE_GROUPS_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "flintls/crypto/handshake_keys.hpp"
#include "flintls/crypto/one_of.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/crypto/unneeded.hpp"
#include "flintls/policy.hpp"
#include "flintls/record/suites.hpp"
#include "flintls/registry/named_group.hpp"
#include "flintls/wire/byte_view.hpp"

namespace flintls {
inline namespace v0 {

/// RFC 8422 5.1.1: the groups that are supported in TLS 1.2. All others are used in TLS 1.3 only.
[[nodiscard]] constexpr bool is_of_tls_1_2(named_group group) {
    return group == named_group::secp256r1 || group == named_group::x25519;
}

namespace groups_detail {

/// Stands for the model of a group that crypto does not have.
struct absent {};

template <named_group Group, class List> struct find { using type = absent; };
template <named_group Group, class First, class... Rest>
struct find<Group, group_models<First, Rest...>>
    : std::conditional_t<First::group == Group, std::type_identity<First>, find<Group, group_models<Rest...>>> {};

template <named_group Group, class Crypto> struct listed { using type = absent; };
template <named_group Group, class Crypto>
    requires requires { typename Crypto::more_groups; }
struct listed<Group, Crypto> : find<Group, typename Crypto::more_groups> {};

template <named_group Group, class Crypto> struct model : listed<Group, Crypto> {};
template <class Crypto>
    requires requires { typename Crypto::secp256r1; }
struct model<named_group::secp256r1, Crypto> {
    using type = typename Crypto::secp256r1;
};
template <class Crypto>
    requires requires { typename Crypto::x25519; }
struct model<named_group::x25519, Crypto> {
    using type = typename Crypto::x25519;
};

} // namespace groups_detail

/// The model of a group: the type under the group's name, or an element of `more_groups`.
template <named_group Group, class Crypto> using model_of_group = typename groups_detail::model<Group, Crypto>::type;

namespace groups_detail {

/// For a policy without groups.
struct none {
    [[nodiscard]] static constexpr std::uint32_t client_share_size(named_group) { return 0; }
    static void reset() {}
    static void release() {}
};

/// For a policy with one group: one operation and one key.
template <class Model> class one {
public:
    static constexpr std::uint32_t max_client_share = client_share_size_of<Model>;
    static constexpr std::uint32_t max_secret = Model::secret_size;

    [[nodiscard]] static constexpr std::uint32_t client_share_size(named_group) { return max_client_share; }
    [[nodiscard]] static constexpr std::uint32_t server_share_size(named_group) { return server_share_size_of<Model>; }
    [[nodiscard]] static constexpr std::uint32_t secret_size(named_group) { return Model::secret_size; }
    [[nodiscard]] static constexpr bool encapsulates(named_group) { return key_encapsulation<Model>; }

    crypto_status generate(named_group, std::size_t /*slot*/, std::uint8_t* share) { return op_.generate(key_, share); }
    crypto_status agree(named_group, std::size_t /*slot*/, byte_view peer, std::uint8_t* secret) {
        return op_.agree(key_, peer, secret);
    }
    crypto_status encapsulate(named_group, byte_view peer, std::uint8_t* share,
                              std::uint8_t* secret) requires key_encapsulation<Model> {
        return op_.encapsulate(peer, share, secret);
    }
    void reset() { op_.reset(); }
    void release() { flintls::release(key_); }

private:
    [[no_unique_address]] Model op_{};
    [[no_unique_address]] typename Model::key key_{};
};

/// The key of a model, as a type of its own for each model: `one_of` needs different types.
template <class Model> struct key_of { typename Model::key key{}; };

/// For a policy with several groups: one operation, and `Slots` keys.
template <std::size_t Slots, class... Models> class several {
    template <class... Sizes> static constexpr std::uint32_t most(Sizes... sizes) {
        std::uint32_t found = 0;
        static_cast<void>((..., (found = sizes > found ? sizes : found)));
        return found;
    }

public:
    static constexpr std::uint32_t max_client_share = most(client_share_size_of<Models>...);
    static constexpr std::uint32_t max_secret = most(Models::secret_size...);

    [[nodiscard]] static constexpr std::uint32_t client_share_size(named_group group) {
        return (0U + ... + (Models::group == group ? client_share_size_of<Models> : 0U));
    }
    [[nodiscard]] static constexpr std::uint32_t server_share_size(named_group group) {
        return (0U + ... + (Models::group == group ? server_share_size_of<Models> : 0U));
    }
    [[nodiscard]] static constexpr std::uint32_t secret_size(named_group group) {
        return (0U + ... + (Models::group == group ? std::uint32_t{Models::secret_size} : 0U));
    }
    [[nodiscard]] static constexpr bool encapsulates(named_group group) {
        return (... || (Models::group == group && key_encapsulation<Models>));
    }

    crypto_status generate(named_group group, std::size_t slot, std::uint8_t* share) {
        crypto_status answer = crypto_status::failed;
        static_cast<void>((... || (Models::group == group && (answer = generate_in<Models>(slot, share), true))));
        return answer;
    }
    crypto_status agree(named_group group, std::size_t slot, byte_view peer, std::uint8_t* secret) {
        crypto_status answer = crypto_status::failed;
        static_cast<void>((... || (Models::group == group && (answer = agree_in<Models>(slot, peer, secret), true))));
        return answer;
    }
    crypto_status encapsulate(named_group group, byte_view peer, std::uint8_t* share,
                              std::uint8_t* secret) requires(... || key_encapsulation<Models>) {
        crypto_status answer = crypto_status::failed;
        static_cast<void>(
            (... || (Models::group == group && (answer = encapsulate_in<Models>(peer, share, secret), true))));
        return answer;
    }
    void reset() { now_.reset(); }
    void release() {
        for (auto& each : keys_) {
            each.reset();
        }
    }

private:
    template <class Model> crypto_status generate_in(std::size_t slot, std::uint8_t* share) {
        return now_.template as<Model>().generate(keys_[slot].template as<key_of<Model>>().key, share);
    }
    template <class Model> crypto_status agree_in(std::size_t slot, byte_view peer, std::uint8_t* secret) {
        return now_.template as<Model>().agree(keys_[slot].template as<key_of<Model>>().key, peer, secret);
    }
    template <class Model>
    crypto_status encapsulate_in([[maybe_unused]] byte_view peer, [[maybe_unused]] std::uint8_t* share,
                                 [[maybe_unused]] std::uint8_t* secret) {
        if constexpr (key_encapsulation<Model>) {
            return now_.template as<Model>().encapsulate(peer, share, secret);
        }
        return crypto_status::failed;
    }

    one_of<Models...> now_; // the operation under way
    std::array<one_of<key_of<Models>...>, Slots> keys_;
};

template <std::size_t Slots, class Crypto, class List> struct exchange_for;
template <std::size_t Slots, class Crypto, named_group... Groups>
struct exchange_for<Slots, Crypto, group_list<Groups...>> {
    using type = several<Slots, model_of_group<Groups, Crypto>...>;
};
template <std::size_t Slots, class Crypto, named_group Group> struct exchange_for<Slots, Crypto, group_list<Group>> {
    using type = one<model_of_group<Group, Crypto>>;
};
template <class P, bool Needed> struct exchange { using type = none; };
template <class P> struct exchange<P, true> : exchange_for<P::key_shares, typename P::crypto, typename P::groups> {};

} // namespace groups_detail

/// The key exchange of a connection of this policy:
/// - `generate(group, slot, share)`: makes a key, keeps it in `slot` and writes its share; slots are below `key_shares`
/// - `agree(group, slot, peer, secret)`: makes the shared secret with the key of that slot
/// - `encapsulate(group, peer, share, secret)`: makes a server's share and the secret; for groups where `encapsulates`
///   is true
/// - `reset()` abandons what is pending, and `release()` releases all keys.
template <policy P> using group_exchange = typename groups_detail::exchange<P, handshakes_of<P>::shares>::type;

/// The groups of a policy that TLS 1.2 may negotiate.
template <policy P> struct groups_of_tls_1_2 {
    static constexpr std::size_t count = [] {
        std::size_t found = 0;
        for (named_group const each : P::groups::values) {
            found += is_of_tls_1_2(each) ? 1U : 0U;
        }
        return found;
    }();
    static constexpr bool several = count > 1;
    /// The most preferred group.
    static constexpr named_group first = [] {
        named_group found{};
        for (named_group const each : P::groups::values) {
            found = found == named_group{} && is_of_tls_1_2(each) ? each : found;
        }
        return found;
    }();
    [[nodiscard]] static constexpr bool has(named_group group) {
        if constexpr (!several) {
            return group == first;
        }
        bool found = false;
        for (named_group const each : P::groups::values) {
            found = found || (each == group && is_of_tls_1_2(each));
        }
        return found;
    }
};

} // namespace v0
} // namespace flintls

#endif
