// One end of a simulated connection, and the transport between two.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "flintls/record/buffers.hpp"
#include "flintls/record/progress.hpp"
#include "flintls/registry/alert.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/registry/handshake_type.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/error.hpp"
#include "tls12/pair/crypto.hpp"

namespace pair {

using flintls::progress;
using bytes = std::vector<std::uint8_t>;

inline bytes to_bytes(byte_view view) { return {view.begin(), view.end()}; }
inline bytes to_bytes(std::string const& text) { return {text.begin(), text.end()}; }
inline bytes to_bytes(char const* text) { return to_bytes(std::string{text}); }
inline void append(bytes& to, byte_view more) { to.insert(to.end(), more.begin(), more.end()); }
inline void append(bytes& to, bytes const& more) { to.insert(to.end(), more.begin(), more.end()); }

/// How badly a transport behaves.
struct transport {
    std::uint32_t most_out = 0xffff; ///< bytes that it takes at once
    std::uint32_t most_in = 0xffff;  ///< bytes that it gives at once
    bool blocks = false;             ///< it does nothing every other time
    /// Where it cuts what it gives. Whoever runs a program can set it for all of its handshakes: see `cut::from_environment`.
    struct cut {
        enum class kind : std::uint8_t { none, even, records, random };
        kind where = kind::none;
        std::uint32_t number = 0; ///< bytes at once; a byte of every record, before which it cuts; a seed

        /// FLINTLS_PAIR_CUT: `bytes:1`, `records:7`, `random:3`.
        static cut from_environment();
    };
    cut cuts = cut::from_environment();
};

/// Where a stream of records is to be cut next.
class knife {
public:
    /// Takes some of the bytes at the front, at least one of them. \return how many
    std::size_t next(transport::cut const& how, byte_view ahead);

private:
    std::uint32_t at_ = 0; // in a record
    std::uint32_t size_ = 0;
    std::uint32_t random_ = 0;
};

/// What a client and a server have alike, and what a test sees of them.
class endpoint {
public:
    virtual ~endpoint() = default;

    virtual progress run() = 0;
    virtual byte_view ready() = 0;
    virtual void sent(std::uint32_t count) = 0;
    virtual std::span<std::uint8_t> space() = 0;
    virtual void received(std::uint32_t count) = 0;
    virtual byte_view application_data() = 0;
    virtual void consume(std::uint32_t count) = 0;
    virtual bool during_renegotiation() = 0;
    virtual std::span<std::uint8_t> write_space() = 0;
    virtual void write(std::uint32_t count) = 0;
    virtual std::uint32_t write_some(byte_view data) = 0;
    virtual void close() = 0;
    virtual void transport_lost() = 0;
    virtual error failure() = 0;
    virtual session const& current() = 0;
    virtual bool resumed() = 0;
    virtual bool secure() = 0;
    virtual bool idle() = 0;
    /// A client renegotiates, a server asks for it.
    virtual bool renegotiate() = 0;
    virtual byte_view memory() = 0;

    /// One call of `run`, and what is to be done after it. \return did anything happen?
    bool turn(bytes& in, bytes& out, transport const& how = {});
    /// Sends application data, as much as there is room for.
    bool say(std::string const& text);

    std::uint32_t now = 1'000'000;
    progress last = progress::receive;
    unsigned connected = 0;
    unsigned runs = 0;
    unsigned most_public_key = 0; ///< public-key operations in one call of `run`
    bytes got;                    ///< application data
    bytes got_in_renegotiation;   ///< those of them that were marked
    bytes all_sent;
    bytes all_received;
    bool holds_data = false; ///< application data is not consumed

    [[nodiscard]] bool over() const { return last == progress::closed || last == progress::failed; }
    [[nodiscard]] bool failed() const { return last == progress::failed; }
    errc why() { return failure().what(); }
    /// The alert that it sent for its failure, or -1.
    int alert_sent() { return failed() && !failure().from_peer() ? static_cast<int>(to_alert(failure())) : -1; }
    int alert_received() { return failure().from_peer() ? failure().received_alert() : -1; }

private:
    bool blocked_ = false;
    knife knife_;
};

/// Buffers of exactly these sizes, so that a sanitizer sees the first byte beside them.
struct room {
    std::uint32_t receive = 2048;
    std::uint32_t transmit = 2048;
    std::uint32_t messages = 2048;
};
class memories {
public:
    explicit memories(room const& sizes)
        : receive_(sizes.receive), transmit_(sizes.transmit), messages_(sizes.messages) {}
    [[nodiscard]] buffers all() { return {receive_, transmit_, messages_}; }
    bytes receive_, transmit_, messages_;
};

/// An endpoint of a client or a server, which stands in memory that stays when it goes.
template <class Side> class endpoint_of : public endpoint {
public:
    template <class... Arguments> explicit endpoint_of(room const& sizes, Arguments&&... arguments) : memory_of{sizes} {
        side = new (place.data()) Side{memory_of.all(), arguments...};
    }
    ~endpoint_of() override { destroy(); }
    endpoint_of(endpoint_of const&) = delete;
    endpoint_of& operator=(endpoint_of const&) = delete;
    void destroy() {
        if (side != nullptr) side->~Side();
        side = nullptr;
    }

    progress run() override { return side->run(now); }
    byte_view ready() override { return side->ready(); }
    void sent(std::uint32_t count) override { side->sent(count); }
    std::span<std::uint8_t> space() override { return side->space(); }
    void received(std::uint32_t count) override { side->received(count); }
    byte_view application_data() override { return side->application_data(); }
    void consume(std::uint32_t count) override { side->consume(count); }
    bool during_renegotiation() override { return side->during_renegotiation(); }
    std::span<std::uint8_t> write_space() override { return side->write_space(); }
    void write(std::uint32_t count) override { side->write(count); }
    std::uint32_t write_some(byte_view data) override { return side->write_some(data); }
    void close() override { side->close(); }
    void transport_lost() override { side->transport_lost(); }
    error failure() override { return side->failure(); }
    session const& current() override { return side->current(); }
    bool resumed() override { return side->resumed(); }
    bool secure() override { return side->secure_renegotiation(); }
    bool idle() override { return side->idle(); }
    bool renegotiate() override {
        if constexpr (requires { side->request_renegotiation(); }) {
            return side->request_renegotiation();
        } else {
            return side->renegotiate();
        }
    }
    byte_view memory() override { return {place.data(), static_cast<std::uint32_t>(sizeof(Side))}; }
    /// Does this stand anywhere in the object or its buffers?
    bool holds(byte_view secret) {
        auto const in = [&](byte_view where) {
            for (std::uint32_t i = 0; i + secret.size() <= where.size(); ++i) {
                if (where.subview(i, secret.size()) == secret) return true;
            }
            return false;
        };
        return in({place.data(), static_cast<std::uint32_t>(sizeof(Side))}) || in(memory_of.receive_) ||
               in(memory_of.transmit_) || in(memory_of.messages_);
    }

    memories memory_of;
    alignas(Side) std::array<std::uint8_t, sizeof(Side)> place{};
    Side* side = nullptr;
};

/// A record on its way: what a man in the middle sees.
struct record {
    content_type type{};
    bytes body;

    [[nodiscard]] bytes whole() const;
};

/// Two ends and what is between them.
class wire {
public:
    /// Is given every record, and what to send in its place: at first, that record. `to_server`: its direction.
    using hook = std::function<void(bool to_server, record const& seen, std::vector<record>& instead)>;

    wire(endpoint& client, endpoint& server) : client_{client}, server_{server} {}

    /// Until nothing moves any more. \return false: it never ended
    bool settle();
    /// The same, and both are connected, without a handshake under way.
    bool connects();
    /// Application data from each to the other arrives.
    bool talks();
    /// Both closed properly after the client said so.
    bool closes();
    /// The transport ends for whom it is not over already.
    void cut();

    transport how;
    hook intercept; ///< needs whole records: not with pieces of a byte
    bytes to_client, to_server;
    unsigned turns = 0;

private:
    void pass(bool upwards, bytes& from, bytes& to);

    endpoint& client_;
    endpoint& server_;
    bytes held_[2];
};

/// The whole records at the front of `stream`, which are taken out of it.
std::vector<record> take_records(bytes& stream);
/// Splits plaintext handshake messages, headers included.
std::vector<bytes> messages_of(byte_view handshake);

} // namespace pair
