// expect: flintls: a server's hello_buffer is larger than the largest hello that max_message lets in
// control: -DCONTROL
#include "../bench/drivers/policies.hpp"

constexpr flintls::options chosen{
    .max_message = 1024,
    .stream_client_hello = true,
#ifndef CONTROL
    .hello_buffer = 1025,
#else
    .hello_buffer = 1024,
#endif
};
struct product : flintls::policy_of<chosen, bench::ecdhe_policy<outside::crypto>> {};
struct credentials {
    [[nodiscard]] std::span<flintls::byte_view const> certificates() const;
    [[nodiscard]] outside::key const& signing_key() const;
    [[nodiscard]] bool accepts(flintls::identity const& client) const;
};

static_assert(flintls::server<product, credentials>::min_receive == 541);
