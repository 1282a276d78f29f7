// expect: flintls: a server's hello_buffer is larger than the largest hello that max_message lets in
// control: -DCONTROL
#include "../bench/drivers/policies.hpp"

struct product : bench::ecdhe_policy<outside::crypto> {
    static constexpr bool stream_client_hello = true;
    static constexpr std::size_t max_message = 1024;
#ifndef CONTROL
    static constexpr std::size_t hello_buffer = 1025;
#else
    static constexpr std::size_t hello_buffer = 1024;
#endif
};
struct credentials {
    [[nodiscard]] std::span<flintls::byte_view const> certificates() const;
    [[nodiscard]] outside::key const& signing_key() const;
    [[nodiscard]] bool accepts(flintls::identity const& client) const;
};

static_assert(flintls::tls12::server<product, credentials>::min_receive == 541);
