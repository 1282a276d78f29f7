// examples/firmware/tls_client with a counter around every call of the driver: instructions of each handshake, crypto and all,
// waiting left out. Exact only as far as random bytes leave it: p256-m's work and the length of signatures depend on them.
#include "measure.hpp"
#include "server_pin.hpp"
#include "support/client_visits.hpp"
#include "support/ecdsa_policy.hpp"

namespace {

using pins = flintls::pinned_keys<1>;
using client = flintls::client<firmware::ecdsa_policy, pins>;

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

    /// By the ticket at once: as many instructions as for a new connection that is resumed, within a few of the rules.
    bool renegotiate(bool /*resume*/) { return client::renegotiate(true); }

private:
    std::uint32_t spent_ = 0, longest_ = 0;
};

} // namespace

int main() {
    if (!firmware::device_crypto::start()) {
        return 2;
    }
    pins server{{std::to_array(firmware::server_pin)}};
    return firmware::make_visits<firmware::ecdsa_policy, counted_client>(server);
}
