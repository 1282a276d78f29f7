// Every sequence of events, sensible or not: the invariants hold, whatever a peer or a driver does.
#include "support/default_policy.hpp"
#include "support/test.hpp"

#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/server.hpp"

using namespace flintls;

namespace {

struct never_policy : policy_of<options{.client_renegotiation = renegotiation_mode::never,
                                        .server_renegotiation = renegotiation_mode::never},
                                test::default_policy> {};

constexpr std::array<std::uint8_t, 12> client_data{0xc1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
constexpr std::array<std::uint8_t, 12> server_data{0x51, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
constexpr std::array<std::uint8_t, 24> both = [] {
    std::array<std::uint8_t, 24> bytes{};
    copy(bytes.data(), client_data.data(), 12);
    copy(bytes.data() + 12, server_data.data(), 12);
    return bytes;
}();

using info = found<renegotiation_info>;
constexpr info no_info{};
constexpr info empty_info{{}, true};

/// Events 0 to 7. Events 2 to 4 are hellos without renegotiation_info, with an empty one, and with the right one.
constexpr unsigned events = 8;
template <policy P> constexpr judgement happen(client_renegotiation<P>& side, unsigned event) {
    switch (event) {
    case 0: return side.start();
    case 1: return side.on_hello_request();
    case 2: return side.on_server_hello(no_info);
    case 3: return side.on_server_hello(empty_info);
    case 4: return side.on_server_hello({{byte_view{both}}, true});
    case 5: return side.on_change_cipher_spec();
    case 6: return side.on_finished(client_data, server_data, {});
    default: return side.on_no_renegotiation();
    }
}
template <policy P> constexpr judgement happen(server_renegotiation<P>& side, unsigned event) {
    switch (event) {
    case 0:
    case 1: return side.request();
    case 2: return side.on_client_hello({false, no_info});
    case 3: return side.on_client_hello({false, empty_info});
    case 4: return side.on_client_hello({false, {{byte_view{client_data}}, true}});
    case 5: return side.on_change_cipher_spec();
    case 6: return side.on_finished(client_data, server_data, {});
    default: return side.on_no_renegotiation();
    }
}

/// The invariants of one event.
template <class Side> bool allowed(Side const& before, Side const& after, unsigned event, judgement what) {
    bool const was_connected = before.state().connected();
    bool const hello = event >= 2 && event <= 4;
    bool const initial_hello = hello && !was_connected;
    if (after.secure() && !before.secure() && !initial_hello) return false;  // only an initial hello sets the flag
    if (!after.secure() && before.secure() && what.proceeds()) return false; // only the end of the connection clears it
    if (after.state().connected() && !was_connected && event != 6) return false;
    if (what.what() == judgement::action::abort && (after.state().connected() || after.secure())) return false;
    if (after.state().peer_changed_cipher() && after.on_application_data().proceeds()) return false;
    if (!after.state().connected() && after.on_application_data().proceeds()) return false;
    // A second hello in one handshake, and an unexpected hello or ChangeCipherSpec, never proceed.
    if (hello && (before.state().is_answered() || before.state().peer_changed_cipher()) && what.proceeds())
        return false;
    if (event == 5 && !before.state().is_answered() && what.proceeds()) return false;
    // A secure connection renegotiates with the right verify_data only.
    return !(hello && event != 4 && was_connected && before.secure() && what.proceeds());
}

template <class Side> bool walk_events(Side const& before, unsigned depth) {
    for (unsigned event = 0; event < events; ++event) {
        Side after = before;
        judgement const what = happen(after, event);
        if (!allowed(before, after, event, what) || (depth > 1 && !walk_events(after, depth - 1))) return false;
    }
    return true;
}

} // namespace

TEST_CASE("no sequence of six events makes a client secure, connected or open to data when it must not be") {
    CHECK(walk_events(client_renegotiation<test::default_policy>{}, 6));
    CHECK(walk_events(client_renegotiation<test::ms10_049_policy>{}, 5));
    CHECK(walk_events(client_renegotiation<never_policy>{}, 5));
}
TEST_CASE("no sequence of six events makes a server secure, connected or open to data when it must not be") {
    CHECK(walk_events(server_renegotiation<test::default_policy>{}, 6));
    CHECK(walk_events(server_renegotiation<test::ms10_049_policy>{}, 5));
    CHECK(walk_events(server_renegotiation<never_policy>{}, 5));
}
