// A connection's events, as a driver passes them on to the rules: each call of the component once.
#pragma once

#include "../../support/default_policy.hpp"

#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/server.hpp"

namespace bench {

using namespace flintls;

using client_rules = client_renegotiation<test::default_policy>;
using server_rules = server_renegotiation<test::default_policy>;

struct renegotiation_event {
    enum class kind : std::uint8_t {
        start, ///< of a client; the request of a server
        hello,
        hello_request,
        change_cipher_spec,
        application_data,
        no_renegotiation,
        finished,
        close,
    };
    kind what{};
    handshake_outcome how{};         ///< of a finished handshake
    renegotiation_signals signals{}; ///< of a hello
    byte_view client_verify_data{};
    byte_view server_verify_data{};
};

template <policy P>
judgement pass_on(client_renegotiation<P>& client, renegotiation_event const& event, renegotiation_signals& sent) {
    using kind = renegotiation_event::kind;
    switch (event.what) {
    case kind::start: {
        judgement const j = client.start();
        sent = client.signals();
        return j;
    }
    case kind::hello: return client.on_server_hello(event.signals.info);
    case kind::hello_request: return client.on_hello_request();
    case kind::change_cipher_spec: return client.on_change_cipher_spec();
    case kind::application_data: return client.on_application_data();
    case kind::no_renegotiation: return client.on_no_renegotiation();
    case kind::finished: return client.on_finished(event.client_verify_data, event.server_verify_data, event.how);
    case kind::close: client.close(); break;
    }
    return {};
}

template <policy P>
judgement pass_on(server_renegotiation<P>& server, renegotiation_event const& event, found<renegotiation_info>& sent) {
    using kind = renegotiation_event::kind;
    switch (event.what) {
    case kind::start: return server.request();
    case kind::hello: {
        judgement const j = server.on_client_hello(event.signals);
        sent = server.answer();
        return j;
    }
    case kind::hello_request: break;
    case kind::change_cipher_spec: return server.on_change_cipher_spec();
    case kind::application_data: return server.on_application_data();
    case kind::no_renegotiation: return server.on_no_renegotiation();
    case kind::finished: return server.on_finished(event.client_verify_data, event.server_verify_data, event.how);
    case kind::close: server.close(); break;
    }
    return {};
}

} // namespace bench
