// Rule B2: the state after a connection has closed or failed. That the optimiser keeps the wipe: wipe/.
#include "rules.hpp"
#include "support/test.hpp"

namespace {

using namespace rules;

/// The number of bytes of the object that are not zero.
template <class Side> unsigned bytes_set(Side const& side) {
    auto const* const bytes = reinterpret_cast<unsigned char const*>(&side);
    unsigned set = 0;
    for (std::size_t i = 0; i < sizeof side; ++i) set += bytes[i] != 0 ? 1 : 0;
    return set;
}

template <policy P> bool client_is_wiped() {
    client_renegotiation<P> idle = client_of<P>(empty_info, resumed);
    client_renegotiation<P> running = client_of<P>(empty_info);
    client_renegotiation<P> failed = running;
    (void)running.on_hello_request();
    if (running.start().proceeds()) {
        (void)running.on_hello_request();
        (void)running.on_server_hello(info_of(both_1));
        (void)running.on_change_cipher_spec();
    }
    bool const full_of_secrets = bytes_set(idle) >= 24 && bytes_set(running) >= 24;
    (void)failed.start();
    (void)failed.on_server_hello(no_info); // C5, or unexpected: only the failure is left
    if (bytes_set(failed) != 1 || failed.secure() || failed.state().connected()) return false;
    idle.close();
    running.close();
    return full_of_secrets && bytes_set(idle) == 0 && bytes_set(running) == 0 && !idle.secure() &&
           !idle.state().connected() && idle.state().both_verify_data().empty();
}

template <policy P> bool server_is_wiped() {
    server_renegotiation<P> idle = server_of<P>(hello(empty_info), resumed);
    server_renegotiation<P> running = server_of<P>(hello(empty_info));
    (void)running.request();
    server_renegotiation<P> failed = running;
    (void)running.on_client_hello(hello(info_of(client_1)));
    server_renegotiation<P> asking = server_of<P>(hello(empty_info));
    (void)asking.request();
    bool const full_of_secrets = bytes_set(idle) >= 24 && bytes_set(running) >= 24 && bytes_set(asking) >= 24;
    (void)failed.on_client_hello(hello(no_info)); // S3: only the failure is left; the mode never refuses instead
    (void)failed.on_finished(client_2, server_2, full_ems);
    if (bytes_set(failed) != 1 || failed.secure() || failed.state().connected()) return false;
    idle.close();
    running.close();
    asking.close();
    return full_of_secrets && bytes_set(idle) == 0 && bytes_set(running) == 0 && bytes_set(asking) == 0 &&
           !idle.secure() && !idle.state().connected() && idle.state().both_verify_data().empty();
}

/// The next connection has no state of the last one.
constexpr bool begins_anew() {
    auto client = client_of<strict>(empty_info, resumed);
    client.close();
    auto server = server_of<strict>(hello(empty_info), resumed);
    server.close();
    return proceeds(client.start()) && is_empty(client.signals().info) &&
           fails_handshake(client.on_server_hello(no_info)) &&
           fails_handshake(server.on_client_hello(hello(no_info))) && !server.secure();
}
static_assert(begins_anew());

} // namespace

TEST_CASE("B2: close() leaves nothing but zeros of a client's verify_data, flag and counts") {
    CHECK(client_is_wiped<strict>());
    CHECK(client_is_wiped<secure_only>());
    CHECK(client_is_wiped<compatible>());
    CHECK(client_is_wiped<never>());
}
TEST_CASE("B2: close() leaves nothing but zeros of a server's verify_data, flag and counts") {
    CHECK(server_is_wiped<strict>());
    CHECK(server_is_wiped<secure_only>());
    CHECK(server_is_wiped<compatible>());
    CHECK(server_is_wiped<never>());
}
TEST_CASE("B2: after close() the same object begins another connection") { CHECK(test::at_run_time(begins_anew)); }
TEST_CASE("the rules of a connection take 40 bytes or less") {
    CHECK(sizeof(client_renegotiation<compatible>) <= 40);
    CHECK(sizeof(server_renegotiation<compatible>) <= 40);
}
