// Each option, of the right type and with the value that it has anyway. (Two files: a compiler may give up at 20 errors.)
// expect: flintls: client_renegotiation belongs into the options
// expect: flintls: server_renegotiation belongs into the options
// expect: flintls: signal belongs into the options
// expect: flintls: max_peer_renegotiations belongs into the options
// expect: flintls: max_refusals belongs into the options
// expect: flintls: allow_identity_change belongs into the options
// expect: flintls: refuse_data_in_renegotiation belongs into the options
// expect: flintls: highest_version belongs into the options
// expect: flintls: hello_extensions belongs into the options
// expect: flintls: offer_extended_master_secret belongs into the options
// expect: flintls: require_ems belongs into the options
// expect: flintls: offer_server_name belongs into the options
// expect: flintls: offer_session_tickets belongs into the options
// expect: flintls: max_message belongs into the options
// expect: flintls: max_ticket belongs into the options
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    static constexpr auto client_renegotiation = flintls::options{}.client_renegotiation;
    static constexpr auto server_renegotiation = flintls::options{}.server_renegotiation;
    static constexpr auto signal = flintls::options{}.signal;
    static constexpr auto max_peer_renegotiations = flintls::options{}.max_peer_renegotiations;
    static constexpr auto max_refusals = flintls::options{}.max_refusals;
    static constexpr auto allow_identity_change = flintls::options{}.allow_identity_change;
    static constexpr auto refuse_data_in_renegotiation = flintls::options{}.refuse_data_in_renegotiation;
    static constexpr auto highest_version = flintls::options{}.highest_version;
    static constexpr auto hello_extensions = flintls::options{}.hello_extensions;
    static constexpr auto offer_extended_master_secret = flintls::options{}.offer_extended_master_secret;
    static constexpr auto require_ems = flintls::options{}.require_ems;
    static constexpr auto offer_server_name = flintls::options{}.offer_server_name;
    static constexpr auto offer_session_tickets = flintls::options{}.offer_session_tickets;
    static constexpr auto max_message = flintls::options{}.max_message;
    static constexpr auto max_ticket = flintls::options{}.max_ticket;
#endif
};

flintls::client_hello_of<product> hello;
