// SPDX-License-Identifier: Apache-2.0
/// \file
/// Is a ServerHello an answer to the hello that this policy sends? C8, RFC 5246 7.4.1.3, 7.4.1.4.
#ifndef FLINTLS_TLS12_SERVER_HELLO_RULES_HPP
#define FLINTLS_TLS12_SERVER_HELLO_RULES_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include "flintls/extension/answer.hpp"
#include "flintls/hello/compiled_hello.hpp"
#include "flintls/message/client_hello.hpp"
#include "flintls/message/handshake.hpp"
#include "flintls/message/record.hpp"
#include "flintls/message/server_hello.hpp"
#include "flintls/policy.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/state.hpp"
#include "flintls/wire/parse.hpp"

namespace flintls {
inline namespace v0 {
namespace tls12 {

/// What a hello offered of that which a handshake decides.
struct hello_offer {
    bool host_name = false;
    bool session_ticket = false;
};

/// A ServerHello as a client reads it that knows what it asked for.
template <policy P> using answer_of = server_hello_to_judge<typename P::server_hello_extensions>;

/// RFC 6066 4, in bytes.
[[nodiscard]] constexpr std::uint32_t bytes_of(max_fragment_length_code code) {
    bool const known = code != max_fragment_length_code{} && code <= max_fragment_length_code::bytes_4096;
    return known ? 256U << static_cast<unsigned>(code) : max_plaintext;
}

template <policy P> class server_hello_rules {
    static constexpr auto tls_1_2 = protocol_version::tls_1_2;

    /// Everything that a hello of this policy may offer, from the hello itself.
    static constexpr handshake<client_hello> offered = [] {
        handshake<client_hello> all;
        static_cast<void>(parse(byte_view{make_client_hello<P>().bytes}, all));
        return all;
    }();
    static constexpr std::size_t count = [] {
        std::size_t n = 0;
        for ([[maybe_unused]] auto const& each : offered.body.extensions) {
            ++n;
        }
        return n;
    }();
    /// An extension of the hello, and whether a ServerHello may answer it (the 1.2 column of extension/placement.hpp).
    struct answerable {
        extension_type type{};
        bool may_stand = false;
    };
    static constexpr std::array<answerable, count> types = [] {
        std::array<answerable, count> made{};
        std::size_t n = 0;
        for (auto const& each : offered.body.extensions) {
            made[n++] = {each.type, may_stand_in(each.type, extension_context::server_hello, tls_1_2)};
        }
        return made;
    }();

public:
    /// Does a hello of this policy offer it? What it does not offer nobody needs to read: it is refused.
    static constexpr bool offers(extension_type type) {
        bool found = false;
        for (answerable const& each : types) {
            found = found || each.type == type;
        }
        return found;
    }

    /// \param[out] protocol which of `P::protocols` the server chose, from 1 on; 0: none
    /// \return ok, or what is wrong
    static errc judge(answer_of<P> const& m, hello_offer const& with, std::uint8_t& protocol) {
        auto const& found = m.extensions;
        judgement const version =
            judge_version_choice(m.legacy_version, found.template get<supported_versions>(), tls_1_2, tls_1_2);
        if (!version.proceeds()) {
            return version.why();
        }
        bool suite = false;
        for (cipher_suite const mine : P::suites::values) {
            suite = suite || mine == m.cipher_suite;
        }
        if (!suite || !judge_compression(m.compression_method).proceeds()) {
            return errc::not_offered;
        }
        for (raw_extension const& each : found.all()) {
            if (errc const e = judge_extension(each, with); e != errc::ok) {
                return e;
            }
        }
        if constexpr (offers(extension_type::ec_point_formats)) {
            auto const formats = found.template get<ec_point_formats>();
            if (formats && !lists_uncompressed(*formats)) { // RFC 8422 5.1.2, 5.2
                return errc::forbidden_value;
            }
        }
        protocol = 0;
        if constexpr (offers(extension_type::max_fragment_length)) {
            auto const fragments = found.template get<max_fragment_length>();
            if (fragments && (*fragments).max_fragment_length_value != P::fragment_length) { // RFC 6066 4
                return errc::not_offered;
            }
        }
        if constexpr (offers(extension_type::application_layer_protocol_negotiation)) {
            if (!choose_protocol(found.template get<application_layer_protocol_negotiation>(), protocol)) {
                return errc::not_offered;
            }
        }
        return judge_extended_master_secret<P>(found.template has<extended_master_secret>()).why();
    }

private:
    /// RFC 5246 7.4.1.4, RFC 8446 4.2: what was not offered is unsolicited, and what was may still have no place here.
    static errc judge_extension(raw_extension const& extension, hello_offer const& with) {
        extension_type const type = extension.type;
        if (type == extension_type::renegotiation_info) {
            return errc::ok; // whether it may come, RFC 5746 says
        }
        bool const absent = (type == extension_type::server_name && !with.host_name) ||
                            (type == extension_type::session_ticket && !with.session_ticket);
        for (answerable const& each : types) {
            if (each.type == type && !absent) {
                return each.may_stand ? errc::ok : tolerate(extension);
            }
        }
        return errc::unsolicited_extension;
    }
    /// What has no place here. Servers send supported_groups all the same, and nothing depends on it: only its form counts.
    static errc tolerate(raw_extension const& extension) {
        if constexpr (offers(extension_type::supported_groups)) {
            if (extension.type == extension_type::supported_groups) {
                supported_groups ignored;
                return parse(extension.body, ignored).what();
            }
        }
        return errc::misplaced_extension;
    }
    /// RFC 7301 3.1, 3.2: one of those that were offered.
    static bool choose_protocol(found<chosen_protocol> const& answer, std::uint8_t& protocol) {
        if (!answer) {
            return true;
        }
        for (byte_view const mine : P::protocols::values) {
            ++protocol;
            if (mine == (*answer).name()) {
                return true;
            }
        }
        return false;
    }
};

} // namespace tls12
} // namespace v0
} // namespace flintls

#endif
