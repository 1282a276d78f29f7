// Everything that a program does with a hello from flash. check.py knows its bytes.
#include "flintls/hello/compiled_hello.hpp"

using namespace flintls;

struct flash_policy : policy_of<> {
    using suites = suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256>;
    using signature_schemes = scheme_list<signature_scheme::ecdsa_secp256r1_sha256>;
    using protocols = protocol_list<"mqtt">;
};
constexpr auto hello = make_client_hello<flash_policy>();

std::uint32_t write_hello(decltype(hello)::message const& m, std::span<std::uint8_t, hello.max_size> out) {
    writer w{out};
    return w.write(m) ? 0 : w.size();
}

std::uint32_t list_hello(decltype(hello)::message const& m, decltype(hello)::pieces& out) {
    return hello.scatter(m, out) ? 0 : out.size();
}
