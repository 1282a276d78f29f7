// The figure that counts: one ClientHello into typed fields, through a C interface. Compiles on its own.
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <type_traits>

#include "flintls/flintls.hpp"

namespace {

using namespace flintls;

using hello = client_hello_with<
    extension_list<server_name, supported_groups, signature_algorithms, application_layer_protocol_negotiation,
                   session_ticket, extended_master_secret, renegotiation_info, supported_versions, key_share,
                   psk_key_exchange_modes, max_fragment_length, record_size_limit>>;

// An object of such a type begins to live with its storage, initialised or not (C++20 [basic.types.general],
// [intro.object] 10), and `parse` writes before it reads. So the caller's raw bytes are a message already, and nothing
// has to be zeroed.
static_assert(std::is_trivially_copyable_v<hello> && std::is_trivially_destructible_v<hello> &&
              alignof(hello) <= alignof(void*));

} // namespace

extern "C" {

extern std::size_t const flintls_bench_out_size;
std::size_t const flintls_bench_out_size = sizeof(hello);

/// \param body a ClientHello without its handshake header
/// \param out  `flintls_bench_out_size` bytes, aligned as for a pointer; their content does not matter
/// \return 0: accepted; otherwise `flintls::error::code()`
int flintls_bench_parse_client_hello(std::uint8_t const* body, std::size_t size, void* out);
int flintls_bench_parse_client_hello(std::uint8_t const* body, std::size_t size, void* out) {
    auto& message = *std::launder(static_cast<hello*>(out));
    return static_cast<int>(parse(std::span{body, size}, message).code());
}
}
