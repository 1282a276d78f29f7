// One side of the library, and a peer by libcrypto that checks this side. Common to the tests of clients and servers.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string>

#include "flintls/record/progress.hpp"
#include "flintls/registry/alert.hpp"
#include "support/codec.hpp"
#include "support/test.hpp"
#include "tls12/pair/crypto.hpp"
#include "tls12/pair/endpoint.hpp"
#include "tls12/pair/product.hpp"
#include "tls13/client/oracle.hpp"

namespace encounter {

using oracle::bytes;
using oracle::operator+;

inline bytes to_bytes(flintls::byte_view view) { return {view.begin(), view.end()}; }
inline flintls::byte_view view(bytes const& b) { return {b.data(), static_cast<std::uint32_t>(b.size())}; }

/// Gives the peer a certificate and its key as DER. The ECPrivateKey is assembled by hand (RFC 5915 3).
template <class Peer> void present(Peer& to, pair::certified const& who) {
    to.certificate = to_bytes(who.certificate);
    bytes const oid{0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
    bytes const key = bytes{0x02, 0x01, 0x01, 0x04, 0x20} + to_bytes(who.private_key) + oid;
    to.private_key = bytes{0x30, static_cast<std::uint8_t>(key.size())} + key;
}

/// One connection. The memory of the object remains readable after its destruction.
template <class Side, class Peer> class connection {
public:
    connection(pair::room const& sizes, std::uint32_t const& now) : memory{sizes}, now_{now} {}
    ~connection() { destroy(); }
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;
    template <class... Arguments> void make(Arguments&&... arguments) {
        side = new (place.data()) Side{memory.all(), static_cast<Arguments&&>(arguments)...};
    }
    void destroy() {
        if (side != nullptr) side->~Side();
        side = nullptr;
    }

    /// One call of `run`, and the transport of bytes that follows it. `piece`: bytes that the transport delivers at
    /// once. \return true if anything moved
    bool turn(std::size_t piece = 0xffff) {
        using flintls::progress;
        bool moved = false;
        pair::done_here() = {};
        last = side->run(now_);
        most_public_key = std::max(most_public_key, pair::done_here().public_key);
        all_public_key += pair::done_here().public_key;
        ++runs;
        if (last == progress::connected) ++connected;
        flintls::byte_view const ready = side->ready();
        if (!ready.empty()) {
            bytes const sent = to_bytes(ready);
            side->sent(ready.size());
            all_sent = all_sent + sent;
            peer.receive(sent);
            moved = true;
        }
        if (last == progress::data) {
            got = got + to_bytes(side->application_data());
            side->consume(side->application_data().size());
            moved = true;
        }
        if (last == progress::crypto || last == progress::connected) moved = true;
        if (last == progress::receive && !peer.out.empty()) {
            std::span<std::uint8_t> const space = side->space();
            auto const size = static_cast<std::ptrdiff_t>(std::min({space.size(), peer.out.size(), piece}));
            std::copy(peer.out.begin(), peer.out.begin() + size, space.begin());
            peer.out.erase(peer.out.begin(), peer.out.begin() + size);
            side->received(static_cast<std::uint32_t>(size));
            moved = size != 0;
        }
        return moved;
    }
    /// Runs both sides until nothing moves.
    void settle(std::size_t piece = 0xffff) {
        for (unsigned quiet = 0; quiet < 3 && runs < 200'000;) quiet = turn(piece) ? 0 : quiet + 1;
    }
    bool says(std::string const& s) {
        bytes const wanted = peer.data + oracle::text(s);
        std::uint32_t const taken = side->write_some(view(oracle::text(s)));
        settle();
        return taken == s.size() && peer.data == wanted;
    }
    bool hears(std::string const& s) {
        bytes const wanted = got + oracle::text(s);
        peer.send_data(s);
        settle();
        return got == wanted;
    }
    bool talks() { return says("hello") && hears("world"); }
    /// True if this side has failed with this alert, and the peer could read the alert.
    bool failed_with(flintls::alert_description what, bool is_protected) {
        bool const did = last == flintls::progress::failed && !side->failure().from_peer() && peer.alert_level == 2 &&
                         peer.alert == static_cast<std::uint8_t>(what) && peer.alert_protected == is_protected;
        if (!did) {
            MESSAGE("alert " << (peer.alert ? static_cast<int>(*peer.alert) : -1) << ", protected "
                             << peer.alert_protected << ", failure " << side->failure().code());
        }
        return did;
    }
    bool holds(bytes const& secret) const {
        auto const in = [&](std::uint8_t const* p, std::size_t size) {
            return std::search(p, p + size, secret.begin(), secret.end()) != p + size;
        };
        return in(place.data(), place.size()) || in(memory.receive_.data(), memory.receive_.size()) ||
               in(memory.transmit_.data(), memory.transmit_.size()) ||
               in(memory.messages_.data(), memory.messages_.size());
    }

    Peer peer;
    pair::memories memory;
    alignas(Side) std::array<std::uint8_t, sizeof(Side)> place{};
    Side* side = nullptr;
    bool begun = false;
    flintls::progress last = flintls::progress::receive;
    unsigned connected = 0;
    unsigned runs = 0;
    unsigned most_public_key = 0; ///< operations in one call of `run`
    unsigned all_public_key = 0;
    bytes got, all_sent;

private:
    std::uint32_t const& now_;
};

} // namespace encounter
