// One end of a simulated connection, and the transport between two ends.
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

/// The limits of a transport.
struct transport {
    std::uint32_t most_out = 0xffff; ///< bytes that the transport takes at once
    std::uint32_t most_in = 0xffff;  ///< bytes that the transport gives at once
    bool blocks = false;             ///< every second call does nothing
    /// Where the transport cuts the stream to the receiver. The environment can set the cuts for all handshakes of a
    /// program: see `cut::from_environment`.
    struct cut {
        enum class kind : std::uint8_t { none, even, records, random };
        kind where = kind::none;
        std::uint32_t number = 0; ///< even: bytes at once; records: offset of the cut in every record; random: a seed

        /// Reads FLINTLS_PAIR_CUT: `bytes:1`, `records:7`, `random:3`.
        static cut from_environment();
    };
    cut cuts = cut::from_environment();
};

/// Finds the next cut in a stream of records.
class knife {
public:
    /// \return the number of bytes to deliver from the front of `ahead`, at least one
    std::size_t next(transport::cut const& how, byte_view ahead);

private:
    std::uint32_t at_ = 0; // offset in the record
    std::uint32_t size_ = 0;
    std::uint32_t random_ = 0;
};

/// The common interface of a client and a server, and what a test observes of them.
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
    /// A client begins a renegotiation; a server requests one.
    virtual bool renegotiate() = 0;
    virtual byte_view memory() = 0;

    /// One call of `run`, and the transport of bytes that follows it. \return true if anything happened
    bool turn(bytes& in, bytes& out, transport const& how = {});
    /// Writes application data, as much as the buffer takes.
    bool say(std::string const& text);

    std::uint32_t now = 1'000'000;
    progress last = progress::receive;
    unsigned connected = 0;
    unsigned runs = 0;
    unsigned most_public_key = 0; ///< public-key operations in one call of `run`
    bytes got;                    ///< application data
    bytes got_in_renegotiation;   ///< application data that arrived under the old keys in a renegotiation
    bytes all_sent;
    bytes all_received;
    bool holds_data = false; ///< the test leaves application data unconsumed

    [[nodiscard]] bool over() const { return last == progress::closed || last == progress::failed; }
    [[nodiscard]] bool failed() const { return last == progress::failed; }
    errc why() { return failure().what(); }
    /// The alert that this end sent for its failure, or -1.
    int alert_sent() { return failed() && !failure().from_peer() ? static_cast<int>(to_alert(failure())) : -1; }
    int alert_received() { return failure().from_peer() ? failure().received_alert() : -1; }

private:
    bool blocked_ = false;
    knife knife_;
};

/// Buffers of exactly these sizes, so that a sanitizer detects an access to the first byte outside.
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

/// An endpoint of a client or a server. The object lies in memory that remains readable after its destruction.
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
        } else if constexpr (requires { side->renegotiate(); }) {
            return side->renegotiate();
        } else { // TLS 1.3 has no renegotiation
            return false;
        }
    }
    byte_view memory() override { return {place.data(), static_cast<std::uint32_t>(sizeof(Side))}; }
    /// True if these bytes stand anywhere in the object or its buffers.
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

/// A record in transit, as a man in the middle sees it.
struct record {
    content_type type{};
    bytes body;

    [[nodiscard]] bytes whole() const;
};

/// Two ends and the transport between them.
class wire {
public:
    /// Called with every record. `instead` holds the records to forward: on entry, the record itself. `to_server` is
    /// the direction.
    using hook = std::function<void(bool to_server, record const& seen, std::vector<record>& instead)>;

    wire(endpoint& client, endpoint& server) : client_{client}, server_{server} {}

    /// Runs both ends until nothing moves. \return false if the ends never come to rest
    bool settle();
    /// `settle`; true if both ends are then connected, with no handshake in progress.
    bool connects();
    /// True if application data arrives in both directions.
    bool talks();
    /// True if both ends close properly after the client has closed.
    bool closes();
    /// Ends the transport for every end whose connection is not over.
    void cut();

    transport how;
    hook intercept; ///< needs whole records: not for transports that move single bytes
    bytes to_client, to_server;
    unsigned turns = 0;

private:
    void pass(bool upwards, bytes& from, bytes& to);

    endpoint& client_;
    endpoint& server_;
    bytes held_[2];
};

/// Removes the whole records at the front of `stream`. \return those records
std::vector<record> take_records(bytes& stream);
/// Splits plaintext into handshake messages, headers included.
std::vector<bytes> messages_of(byte_view handshake);

} // namespace pair
