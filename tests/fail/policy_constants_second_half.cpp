// Each option, of the right type and with the value that it has anyway. (Two files: a compiler may give up at 20 errors.)
// expect: flintls: ticket_slots belongs into the options
// expect: flintls: has_clock belongs into the options
// expect: flintls: max_ticket_uses belongs into the options
// expect: flintls: max_ticket_lifetime belongs into the options
// expect: flintls: ticket_lifetime belongs into the options
// expect: flintls: context_id belongs into the options
// expect: flintls: without_ems belongs into the options
// expect: flintls: session_id_with_ticket belongs into the options
// expect: flintls: offer_session_ids belongs into the options
// expect: flintls: resume_in_renegotiation belongs into the options
// expect: flintls: max_server_name belongs into the options
// expect: flintls: fragment_length belongs into the options
// expect: flintls: max_send_fragment belongs into the options
// expect: flintls: half_close belongs into the options
// expect: flintls: stream_client_hello belongs into the options
// expect: flintls: hello_buffer belongs into the options
// expect: flintls: max_unknown_extensions belongs into the options
// expect: flintls: condense_lists belongs into the options
// control: -DCONTROL
#include "../support/default_policy.hpp"

#include "flintls/flintls.hpp"

struct product : test::default_policy {
#ifndef CONTROL
    static constexpr auto ticket_slots = flintls::options{}.ticket_slots;
    static constexpr auto has_clock = flintls::options{}.has_clock;
    static constexpr auto max_ticket_uses = flintls::options{}.max_ticket_uses;
    static constexpr auto max_ticket_lifetime = flintls::options{}.max_ticket_lifetime;
    static constexpr auto ticket_lifetime = flintls::options{}.ticket_lifetime;
    static constexpr auto context_id = flintls::options{}.context_id;
    static constexpr auto without_ems = flintls::options{}.without_ems;
    static constexpr auto session_id_with_ticket = flintls::options{}.session_id_with_ticket;
    static constexpr auto offer_session_ids = flintls::options{}.offer_session_ids;
    static constexpr auto resume_in_renegotiation = flintls::options{}.resume_in_renegotiation;
    static constexpr auto max_server_name = flintls::options{}.max_server_name;
    static constexpr auto fragment_length = flintls::options{}.fragment_length;
    static constexpr auto max_send_fragment = flintls::options{}.max_send_fragment;
    static constexpr auto half_close = flintls::options{}.half_close;
    static constexpr auto stream_client_hello = flintls::options{}.stream_client_hello;
    static constexpr auto hello_buffer = flintls::options{}.hello_buffer;
    static constexpr auto max_unknown_extensions = flintls::options{}.max_unknown_extensions;
    static constexpr auto condense_lists = flintls::options{}.condense_lists;
#endif
};

flintls::client_hello_of<product> hello;
