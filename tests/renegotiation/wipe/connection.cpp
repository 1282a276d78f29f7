#include "connection.hpp"
#include "../../support/default_policy.hpp"

#include "flintls/renegotiation/client.hpp"
#include "flintls/renegotiation/downgrade.hpp"
#include "flintls/renegotiation/server.hpp"

namespace {

using namespace flintls;
using client = client_renegotiation<test::default_policy>;

[[gnu::always_inline]] inline void connect(client& c, std::uint8_t const* verify_data) {
    (void)c.start();
    (void)c.on_server_hello({{}, true});
    (void)c.on_finished({verify_data, 12}, {verify_data + 12, 12}, {.resumed = false, .extended_master_secret = true});
}

} // namespace

bool flintls_wipe_closes(std::uint8_t const* verify_data) {
    client c;
    connect(c, verify_data);
    bool const secure = c.secure();
    c.close();
    return secure;
}
bool flintls_wipe_assigns(std::uint8_t const* verify_data) {
    client c;
    connect(c, verify_data);
    bool const secure = c.secure();
    c = client{};
    return secure;
}
bool flintls_wipe_leaves(std::uint8_t const* verify_data) {
    client c;
    connect(c, verify_data);
    return c.secure();
}
