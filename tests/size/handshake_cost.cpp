// examples/firmware/tls_client with a counter around every call of the driver: instructions of each handshake, crypto and all,
// waiting left out. Exact only as far as random bytes leave it: p256-m's work and the length of signatures depend on them.
// By TLS 1.2, or with HANDSHAKE_COST_TLS_1_3 by TLS 1.3.
#include "measure.hpp"
#include "server_pin.hpp"
#include "support/client_visits.hpp"
#include "support/ecdsa_policy.hpp"

namespace {

#ifdef HANDSHAKE_COST_TLS_1_3
struct product : firmware::ecdsa_policy {
    using versions = flintls::version_list<flintls::protocol_version::tls_1_3>;
    using suites = flintls::suite_list<flintls::cipher_suite::aes_128_gcm_sha256>;
};
#else
using product = firmware::ecdsa_policy;
#endif
using pins = flintls::pinned_keys<1>;
using client = flintls::client<product, pins>;

/// Says what it took at the end of every handshake.
class counted_client : public client {
public:
    using client::client;

    flintls::progress run(std::uint32_t now) {
        flintls::progress p{};
        std::uint32_t const took = board::measure([&] { p = client::run(now); }).instructions;
        spent_ += took;
        longest_ = took > longest_ ? took : longest_;
        if (p == flintls::progress::connected) {
            board::print("instructions ");
            board::print(static_cast<unsigned>(spent_));
            board::print(", longest call ");
            board::print(static_cast<unsigned>(longest_));
            board::print("\n");
            spent_ = longest_ = 0;
        }
        return p;
    }

#ifndef HANDSHAKE_COST_TLS_1_3
    /// By the ticket at once: as many instructions as for a new connection that is resumed, within a few of the rules.
    bool renegotiate(bool /*resume*/) { return client::renegotiate(true); }
#endif

private:
    std::uint32_t spent_ = 0, longest_ = 0;
};

} // namespace

int main() {
    if (!firmware::device_crypto::start()) {
        return 2;
    }
    pins server{{std::to_array(firmware::server_pin)}};
    return firmware::make_visits<product, counted_client>(server);
}
