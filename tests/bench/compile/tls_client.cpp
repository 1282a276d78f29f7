// The policy and the client of examples/firmware/tls_client.cpp, as a product has them in one file: README.md, compile time.
#include "flintls/client.hpp"
#include "support/ecdsa_policy.hpp"

using pin = flintls::pinned_keys<1>;
using client = flintls::client<firmware::ecdsa_policy, pin>;

bool begin(client& c, flintls::byte_view name) { return c.connect(name); }
flintls::progress go_on(client& c, std::uint32_t now) { return c.run(now); }
void end(client& c) { c.close(); }
