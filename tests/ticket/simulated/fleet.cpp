// A fleet of a million devices, sixteen gateways and thirty epochs. Each device gets a ticket from one gateway and
// presents it to another, up to four epochs later. The gateways' clocks differ; gateways restart and never communicate.
#include "flintls/ticket/fleet.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <queue>
#include <random>

#include "simulated.hpp"
#include "support/test.hpp"
#include "ticket/sealed/plain.hpp"
#include "ticket/sealed/server.hpp"

namespace {

using namespace sealed;

constexpr unsigned gateways = 16;
constexpr unsigned epochs = 30;
constexpr unsigned previous = 2;
constexpr std::int64_t epoch_length = 86'400;
constexpr unsigned latest = 4; ///< epochs until a device returns

struct fleet_policy : policy_of<test::with<product>([](auto& o) { o.ticket_lifetime = 3 * 86'400; }), product> {};
using keys_type = fleet_keys<previous, plain_hkdf, aead_ticket<plain_gcm>, counted_nonces<counter>>;

using secret_bytes = std::array<std::uint8_t, 32>;
constexpr std::array<std::uint8_t, 8> name{'f', 'l', 'e', 'e', 't'};

struct gateway {
    std::uint32_t number = 0;
    std::int64_t skew = 0; ///< seconds that the clock is ahead
    counter nonces;        ///< in flash
    secret_bytes kept{};   ///< in flash: secret of the window's oldest epoch
    std::uint32_t kept_epoch = 0;
    std::unique_ptr<keys_type> keys;
    std::unique_ptr<connection<keys_type, fleet_policy>> server;
    std::uint64_t last_nonce = 0;
    unsigned sealed = 0;

    [[nodiscard]] std::uint32_t now(std::int64_t time) const { return static_cast<std::uint32_t>(time + skew); }
    [[nodiscard]] std::uint32_t epoch(std::int64_t time) const {
        return static_cast<std::uint32_t>((time + skew) / epoch_length);
    }
    bool start() {
        server = nullptr;
        keys = std::make_unique<keys_type>(counted_nonces{nonces});
        plain_hkdf::key secret;
        (void)plain_hkdf::import_key(kept, secret);
        keys->begin(std::move(secret), kept_epoch, number, name);
        server = std::make_unique<connection<keys_type, fleet_policy>>(*keys);
        return true;
    }
    /// Called when the gateway's clock says that an epoch is over; advances the secret in flash.
    bool advance(std::int64_t time) {
        std::uint32_t const to = epoch(time);
        while (kept_epoch + previous < to) {
            secret_bytes next{};
            plain_hkdf op;
            plain_hkdf::key secret;
            (void)plain_hkdf::import_key(kept, secret);
            if (op.expand(secret, fleet_epoch_info, next.data(), 32) != crypto_status::done) return false;
            kept = next;
            ++kept_epoch;
        }
        return succeeds([&] { return keys->advance(to); }) && keys->epoch() == to;
    }
};

struct ticket {
    connection<keys_type, fleet_policy>::ticket bytes{};
    std::uint32_t epoch = 0;     ///< of the sealing gateway
    std::uint32_t sealed_at = 0; ///< by its clock
    std::uint8_t mark = 0;       ///< identifies the session
    std::int64_t comes_back = 0;

    friend bool operator<(ticket const& a, ticket const& b) { return a.comes_back > b.comes_back; }
};

/// A second computation of the rules, from both clocks.
ticket_verdict expected(ticket const& t, gateway const& g, std::int64_t time) {
    std::int64_t const age = std::int64_t{g.now(time)} - t.sealed_at;
    std::int64_t const epochs_ago = std::int64_t{g.epoch(time)} - t.epoch;
    bool const inside = epochs_ago >= -1 && epochs_ago <= previous;
    if (!inside || age < -60 || age >= fleet_policy::ticket_lifetime) return ticket_verdict::full_handshake;
    bool const renews = epochs_ago > 0 || age >= fleet_policy::ticket_lifetime / 2;
    return renews ? ticket_verdict::renew : ticket_verdict::resume;
}

session session_of(std::uint8_t mark, std::uint32_t now) {
    session s = sample();
    s.authenticated_at = now;
    s.master_secret[0] = mark;
    return s;
}

class fleet {
public:
    fleet() {
        for (unsigned i = 0; i < gateways; ++i) {
            all_[i].number = i;
            all_[i].kept = vectors::fleet_master;
            all_[i].skew = static_cast<std::int64_t>(i) * 4 - 30;
            all_[i].start();
        }
        all_[0].skew = epoch_length;   // one clock is a day ahead
        all_[15].skew = -epoch_length; // one clock is a day behind
    }
    /// An event of the fleet: a new device, or one that returns.
    bool step(std::int64_t time) {
        gateway& first = any_gateway();
        gateway& second = any_gateway();
        if (random_() % 5000 == 0) second.start(); // without notice
        if (!first.advance(time) || !second.advance(time)) return false;
        seal(first, time);
        return show(second, time);
    }

    unsigned renewed = 0, resumed = 0, refused = 0, ahead = 0, sealed = 0, other_gateway = 0;

private:
    gateway& any_gateway() { return all_[random_() % gateways]; }

    void seal(gateway& g, std::int64_t time) {
        ticket t;
        t.mark = static_cast<std::uint8_t>(random_());
        t.epoch = g.epoch(time);
        t.sealed_at = g.now(time);
        t.bytes = g.server->sealed(session_of(t.mark, t.sealed_at), t.sealed_at);
        bool const soon = random_() % 4 == 0; // such as across the end of an epoch
        t.comes_back = time + static_cast<std::int64_t>(random_() % (soon ? 120 : latest * epoch_length));
        std::uint64_t const nonce = std::uint64_t{load<4>(t.bytes.data() + 20)} << 32U | load<4>(t.bytes.data() + 24);
        bool const fresh = g.sealed == 0 || nonce > g.last_nonce;
        bool const named = load<4>(t.bytes.data()) == t.epoch && load<4>(t.bytes.data() + 4) == g.number;
        nonces_repeat = nonces_repeat || !fresh || !named;
        g.last_nonce = nonce;
        ++g.sealed;
        ++sealed;
        waiting_.push(t);
    }
    bool show(gateway& g, std::int64_t time) {
        if (waiting_.empty() || waiting_.top().comes_back > time) return true;
        ticket const t = waiting_.top();
        waiting_.pop();
        session const s = session_of(t.mark, t.sealed_at);
        ticket_verdict const verdict = g.server->judged(t.bytes, g.now(time), asked(s));
        bool const opened = verdict != ticket_verdict::full_handshake;
        resumed += verdict == ticket_verdict::resume ? 1 : 0;
        renewed += verdict == ticket_verdict::renew ? 1 : 0;
        refused += opened ? 0 : 1;
        ahead += opened && t.epoch > g.epoch(time) ? 1U : 0U;
        other_gateway += opened && load<4>(t.bytes.data() + 4) != g.number ? 1U : 0U;
        return verdict == expected(t, g, time) &&
               (opened ? g.server->opened.text.state == s : is_zeros(g.server->opened));
    }

public:
    bool nonces_repeat = false;

private:
    std::mt19937 random_{1};
    std::array<gateway, gateways> all_{};
    std::priority_queue<ticket> waiting_; ///< the next to return first
};

/// Time of event `i` of `all`. A third of the events of an epoch are within a minute of its ends, where the gateways
/// disagree about the epoch. Starts on the second day, so that no clock is before the first.
std::int64_t time_of(std::int64_t i, std::int64_t all) {
    std::int64_t const each = all / epochs;
    std::int64_t const part = each / 6;
    std::int64_t const at = i % each;
    std::int64_t const begin = (1 + i / each) * epoch_length;
    if (at < part) return begin + 60 * at / part;
    if (at < 5 * part) return begin + 60 + (epoch_length - 120) * (at - part) / (4 * part);
    return begin + epoch_length - 60 + 60 * (at - 5 * part) / (each - 5 * part);
}

TEST_CASE(
    "any of sixteen gateways opens what any other sealed for a million devices, within the window and not outside") {
    auto const all = std::make_unique<fleet>();
    unsigned const devices = (simulated::share_of(1'000'000) + epochs - 1) / epochs * epochs;
    bool good = true;
    for (unsigned i = 0; i < devices && good; ++i) good = all->step(time_of(i, devices));
    CHECK(good);
    CHECK(all->sealed == devices);
    CHECK_FALSE(all->nonces_repeat);
    CAPTURE(all->resumed);
    CAPTURE(all->renewed);
    CAPTURE(all->refused);
    CAPTURE(all->ahead);
    CHECK(all->resumed > devices / 20);
    CHECK(all->renewed > devices / 20);
    CHECK(all->refused > devices / 20);
    CHECK(all->ahead > devices / 5000);
    CHECK(all->other_gateway > devices / 10);
    CHECK(all->resumed + all->renewed + all->refused > devices / 5 * 4);
}

} // namespace
