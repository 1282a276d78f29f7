// A man in the middle between a client and a server of TLS 1.2, with crypto under which every input authenticates
// (lenient.hpp). The input is a script. The man in the middle refragments, joins, reorders, replays, drops, injects and
// changes records. Engines wait and fail; the clock jumps and wraps; ticket keys rotate. The callers write, read,
// renegotiate, close and begin again, for up to three connections.
//
// The invariants:
// - the checks of lenient.hpp: nonces, arguments and outputs of pending operations, keys;
// - data arrives as the wire carries it, and leaves as the caller has written it: no byte is lost, doubled or changed;
// - the identity of the peer stays (B7, RFC 5746 5); a secure connection stays secure; in strict mode it is secure;
// - no secret and no key is left when a connection is over (B2, T15);
// - without interference, both sides are connected.
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "crypto/certificates.hpp"
#include "fuzz/lenient.hpp"

#include "flintls/client.hpp"
#include "flintls/server.hpp"
#include "flintls/ticket/keys.hpp"

namespace {

using namespace flintls;
using flintls::progress;
using lenient::bytes;
using lenient::require;

/// The input, byte by byte, followed by zeros.
class script {
public:
    script(std::uint8_t const* data, std::size_t size) : at_{data}, end_{data + size} {}
    [[nodiscard]] bool over() const { return at_ == end_; }
    std::uint8_t byte() { return over() ? std::uint8_t{0} : *at_++; }
    std::uint32_t word() {
        std::uint32_t const high = byte();
        return high << 8U | byte();
    }
    /// A byte for the wire that is never the first byte of secrets, decrypted or not. A secret that the search finds is
    /// therefore one of the drivers.
    std::uint8_t harmless() {
        std::uint8_t const b = byte();
        bool const looks_secret = b == lenient::secret_bytes[0] || lenient::decrypted(b) == lenient::secret_bytes[0];
        return looks_secret ? static_cast<std::uint8_t>(b ^ 1U) : b;
    }

private:
    std::uint8_t const* at_;
    std::uint8_t const* end_;
};

struct base : policy_of<> {
    using crypto = lenient::crypto;
    using suites =
        suite_list<cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256, cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256,
                   cipher_suite::psk_with_aes_128_gcm_sha256>;
    using signature_schemes = scheme_list<signature_scheme::ecdsa_secp256r1_sha256>;
    using protocols = protocol_list<"mqtt", "http/1.1">;
};
/// Certificates, renegotiations without RFC 5746, sessions without extended master secret.
struct compatible : policy_of<options{.client_renegotiation = renegotiation_mode::compatible,
                                      .server_renegotiation = renegotiation_mode::compatible,
                                      .require_ems = false,
                                      .without_ems = resumption_without_ems::resume,
                                      .stream_client_hello = true},
                              base> {};
/// Pre-shared keys, strict renegotiation, short records.
struct strict : policy_of<options{.client_renegotiation = renegotiation_mode::strict,
                                  .server_renegotiation = renegotiation_mode::strict,
                                  .signal = renegotiation_signal::scsv,
                                  .session_id_with_ticket = true,
                                  .fragment_length = max_fragment_length_code::bytes_512},
                          base> {
    using suites =
        suite_list<cipher_suite::ecdhe_psk_with_aes_128_gcm_sha256, cipher_suite::psk_with_aes_128_gcm_sha256>;
};

struct client_knows {
    static constexpr bool whole_chain = false;
    static crypto_status trust(certificate_chain const& /*chain*/, identity const& /*leaf*/, byte_view /*name*/) {
        return crypto_status::done;
    }
    static bool accepts(identity const& /*leaf*/) { return true; }
    [[nodiscard]] psk_choice<lenient::key> psk(byte_view /*hint*/) const { return {name, &key}; }
    [[nodiscard]] std::span<byte_view const> certificates() const { return chain; }
    [[nodiscard]] lenient::key const& signing_key() const { return key; }
    client_knows() { key.make(); }

    static constexpr std::array<std::uint8_t, 6> name{'c', 'o', 'f', 'f', 'e', 'e'};
    std::array<byte_view, 1> chain{certificates::p256};
    lenient::key key;
};
struct server_knows : client_knows {
    client_certificate wants_certificate(bool again) const { return again ? wants_again : wants; }
    static bool look(requested_server const& /*hello*/) { return true; }
    psk_choice<lenient::key> psk(byte_view identity) const { return {identity, &this->key}; }

    client_certificate wants = client_certificate::unwanted;
    client_certificate wants_again = client_certificate::requested;
};

/// One side: the object, in memory that remains readable; its buffers; and the bytes in and out.
template <class Side> class end {
public:
    template <class... More> end(std::uint32_t room, std::uint32_t messages, More&... more) {
        receive_.resize(room);
        transmit_.resize(room);
        messages_.resize(messages);
        side = new (place_.data()) Side{{receive_, transmit_, messages_}, more...};
    }
    ~end() { side->~Side(); }
    end(end const&) = delete;
    end& operator=(end const&) = delete;

    void begin() {
        last = progress::receive;
        established = {};
        out.clear();
        in.clear();
        got.clear();
        written.clear();
        for (bytes* each : {&forwarded, &carried, &said}) each->clear();
        checked = 0;
        connected = secure = over = false;
    }
    /// One call of `run` and its consequences. Receives at most `most_in` bytes, and consumes at most `most_used`
    /// bytes of data.
    bool turn(std::uint32_t now, std::uint32_t most_in, std::uint32_t most_used) {
        lenient::here->between_calls();
        last = side->run(now);
        bool moved = last == progress::crypto || last == progress::connected;
        if (last == progress::connected) on_connected();
        if (last == progress::data) {
            byte_view const data = side->application_data();
            require(!data.empty(), "data is there when run says so");
            byte_view const used = data.subview(0, most_used);
            got.insert(got.end(), used.begin(), used.end());
            side->consume(used.size());
            moved = moved || !used.empty();
        }
        if (last == progress::closed || last == progress::failed) on_over();
        if (byte_view const all = side->ready(); !all.empty()) {
            out.insert(out.end(), all.begin(), all.end());
            side->sent(all.size());
            moved = true;
        }
        if (!over) {
            std::span<std::uint8_t> const free = side->space();
            std::size_t const count = std::min({in.size(), free.size(), std::size_t{most_in}});
            std::copy_n(in.begin(), count, free.begin());
            in.erase(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(count));
            side->received(static_cast<std::uint32_t>(count));
            moved = moved || count != 0;
        }
        check_got();
        return moved;
    }
    void write(std::uint32_t count) {
        bytes text(count);
        for (std::uint32_t i = 0; i < count; ++i) text[i] = static_cast<std::uint8_t>(written.size() + i) % 100;
        std::uint32_t const taken = side->write_some(text);
        written.insert(written.end(), text.begin(), text.begin() + taken);
    }
    /// Delivers a record, right or wrong, to this side.
    void give(bytes const& record) {
        in.insert(in.end(), record.begin(), record.end());
        forwarded.insert(forwarded.end(), record.begin(), record.end());
    }
    /// Removes the whole records from the sent bytes. \return those records
    std::deque<bytes> take_records() {
        std::deque<bytes> all;
        for (bytes each = next_record(out); !each.empty(); each = next_record(out)) {
            add_data_of(each, said);
            all.push_back(std::move(each));
        }
        require(said.size() <= written.size() && std::equal(said.begin(), said.end(), written.begin()),
                "what goes out is what was written");
        return all;
    }
    void on_over() {
        if (over) return;
        over = true;
        check_memory();
    }
    /// Checks that no secret is left. `finish` calls this again after the engines have written their outputs.
    void check_memory() const {
        require(!lenient::holds_secret({place_.data(), sizeof(Side)}),
                "no secret is left in an object whose connection is over");
        for (bytes const* each : {&receive_, &transmit_, &messages_}) {
            require(!lenient::holds_secret(*each), "no secret is left in the buffers of a connection that is over");
        }
    }

    Side* side = nullptr;
    progress last = progress::receive;
    bool connected = false;
    bool over = false;
    bytes in; ///< in transit to this side
    bytes got, written;

private:
    /// Removes a record (RFC 5246 6.2.1) from a stream. \return the record; empty without a whole record
    static bytes next_record(bytes& stream) {
        if (stream.size() < 5) return {};
        std::size_t const size = 5 + stream[3] * 256U + stream[4];
        if (stream.size() < size) return {};
        auto const end = stream.begin() + static_cast<std::ptrdiff_t>(size);
        bytes const record{stream.begin(), end};
        stream.erase(stream.begin(), end);
        return record;
    }
    /// Adds the application data of a record: the bytes between the nonce and the tag, decrypted.
    static void add_data_of(bytes const& record, bytes& all) {
        for (std::size_t i = 13; record[0] == 23 && i + 16 < record.size(); ++i) {
            all.push_back(lenient::decrypted(record[i]));
        }
    }
    void check_got() {
        if (got.size() == checked) return;
        for (bytes each = next_record(forwarded); !each.empty(); each = next_record(forwarded))
            add_data_of(each, carried);
        checked = got.size();
        require(got.size() <= carried.size() && std::equal(got.begin(), got.end(), carried.begin()),
                "data arrives as the wire carried it");
    }
    void on_connected() {
        connected = true;
        identity const& who = side->peer();
        require(established.kind == identity_kind::none || who == established, "the peer stays who it is (B7)");
        established = who;
        require(!secure || side->secure_renegotiation(), "a secure connection stays secure");
        secure = side->secure_renegotiation();
    }

    bytes receive_, transmit_, messages_;
    alignas(Side) std::array<std::uint8_t, sizeof(Side)> place_{};
    identity established{};
    bool secure = false;
    bytes out, forwarded; ///< sent and received bytes that are not yet taken as whole records
    bytes carried, said;  ///< application data in the received and in the sent records
    std::size_t checked = 0;
};

template <class P> class match {
    using keys_type = ticket_keys<1, aead_ticket<lenient::aes_128_gcm>, boot_counter>;
    using client_type = client<P, client_knows>;
    using server_type = server<P, server_knows, ticket_service<keys_type>>;

public:
    explicit match(script& s) : script_{s} {
        unsigned const flags = s.byte();
        lenient::here->finishes_between = (flags & 1U) != 0;
        lenient::here->finishes_in_reset = (flags & 2U) != 0;
        server_knows_.wants = (flags & 4U) != 0 ? client_certificate::requested : client_certificate::unwanted;
        std::uint32_t const room = (flags & 8U) != 0 ? client_type::min_receive + s.byte() : 2500;
        std::uint32_t const messages = (flags & 16U) != 0 ? client_type::min_messages + s.byte() : 2500;
        roomy_ = room == 2500 && messages == 2500;
        base_keys_ = lenient::here->keys();
        rotate();
        client_ = std::make_unique<end<client_type>>(room, messages, client_knows_, store_ref());
        server_ = std::make_unique<end<server_type>>(room, messages, server_knows_, tickets_ref());
        if ((flags & 32U) != 0) {
            lenient::here->pending_mask = s.word() << 16U | s.word();
            lenient::here->fails_at = s.word();
        }
    }
    void play() {
        for (unsigned connection = 0; connection < 3 && (connection == 0 || !script_.over()); ++connection) {
            if (!begin()) return;
            for (unsigned steps = 0; steps < 400 && !script_.over() && act(script_.byte()); ++steps) {
            }
            finish();
        }
        client_.reset();
        server_.reset();
        require(lenient::here->keys() == base_keys_, "no key is left when client and server are gone");
    }

private:
    // The constructors of client and server take pointers.
    struct {
        ticket_store<P>* p;
        operator ticket_store<P>*() const { return p; }
    } store_pointer_{&store_};
    struct {
        ticket_service<keys_type>* p;
        operator ticket_service<keys_type>*() const { return p; }
    } tickets_pointer_{&tickets_};
    auto& store_ref() { return store_pointer_; }
    auto& tickets_ref() { return tickets_pointer_; }

    void rotate() {
        std::size_t const before = lenient::here->keys();
        while (keys_.generate(random_, now_) == crypto_status::pending) {
        }
        base_keys_ += lenient::here->keys() - before;
    }
    bool begin() {
        client_->begin();
        server_->begin();
        for (auto* each : {&to_server_, &to_client_}) each->clear();
        old_.clear();
        honest_ = roomy_ && lenient::here->fails_at == 0;
        renegotiations_ = 0;
        static constexpr std::array<std::uint8_t, 14> name{'s', 'e', 'n', 's', 'o', 'r', '.',
                                                           'e', 'x', 'a', 'm', 'p', 'l', 'e'};
        bool const began = client_->side->connect(name) && server_->side->accept();
        require(began, "a connection begins on an object that is new, or whose connection is over");
        return began;
    }
    bool turn_both(std::uint32_t most_in, std::uint32_t most_used) {
        bool const a = client_->turn(now_, most_in, most_used);
        for (bytes& each : client_->take_records()) to_server_.push_back(std::move(each));
        bool const b = server_->turn(now_, most_in, most_used);
        for (bytes& each : server_->take_records()) to_client_.push_back(std::move(each));
        require(!client_->connected || P::client_renegotiation != renegotiation_mode::strict || client_->over ||
                    client_->side->secure_renegotiation(),
                "a strict client is connected securely or not at all");
        return a || b;
    }
    void forward(bool up, bytes const& record) {
        if (up) {
            server_->give(record);
        } else {
            client_->give(record);
        }
        if (old_.size() < 64) old_.push_back(record);
    }
    bool pass() {
        bool any = false;
        for (bool const up : {true, false}) {
            auto& queue = up ? to_server_ : to_client_;
            while (!queue.empty()) {
                forward(up, queue.front());
                queue.pop_front();
                any = true;
            }
        }
        return any;
    }
    /// Splits the first record in two. Of a protected record, each part gets a nonce and a tag.
    void split(bool up, std::deque<bytes>& queue, bool in_the_clear) {
        bytes const record = queue.front();
        std::size_t const before = in_the_clear ? 0 : 8;
        std::size_t const behind = in_the_clear ? 0 : 16;
        if (record.size() < 5 + before + behind + 2) return;
        std::size_t const size = record.size() - 5 - before - behind;
        std::size_t const cut = 1 + script_.byte() % (size - 1);
        std::size_t at = 5 + before;
        for (std::size_t const part : {cut, size - cut}) {
            bytes made(record.begin(), record.begin() + static_cast<std::ptrdiff_t>(5 + before));
            made.insert(made.end(), record.begin() + static_cast<std::ptrdiff_t>(at),
                        record.begin() + static_cast<std::ptrdiff_t>(at + part));
            made.insert(made.end(), behind, 0x99);
            store<2>(made.data() + 3, static_cast<std::uint32_t>(made.size() - 5));
            forward(up, made);
            at += part;
        }
        queue.pop_front();
    }
    /// Joins the first two records.
    void join(bool up, std::deque<bytes>& queue, bool in_the_clear) {
        if (queue.size() < 2) return;
        bytes made = queue[0];
        bytes const& next = queue[1];
        std::size_t const before = in_the_clear ? 0 : 8;
        std::size_t const behind = in_the_clear ? 0 : 16;
        if (made.size() < 5 + before + behind || next.size() < 5 + before + behind) return;
        made.resize(made.size() - behind);
        made.insert(made.end(), next.begin() + static_cast<std::ptrdiff_t>(5 + before), next.end());
        store<2>(made.data() + 3, static_cast<std::uint32_t>(made.size() - 5));
        forward(up, made);
        queue.pop_front();
        queue.pop_front();
    }
    void tamper(bool up, unsigned how) {
        auto& queue = up ? to_server_ : to_client_;
        honest_ = false;
        if (how == 0) { // a made-up record
            bytes made(script_.byte());
            for (std::uint8_t& each : made) each = script_.harmless();
            forward(up, made);
            return;
        }
        if (how == 1 && !old_.empty()) { // a replayed record, of either direction
            bytes const again = old_[script_.byte() % old_.size()];
            forward(up, again);
            return;
        }
        if (queue.empty()) return;
        bytes& first = queue.front();
        switch (how) {
        case 2: queue.pop_front(); break;
        case 3: queue.push_front(first); break;
        case 4:
            queue.push_back(first);
            queue.pop_front();
            break;
        case 5:
        case 6: first[script_.word() % first.size()] = script_.harmless(); break;
        case 7: split(up, queue, true); break;
        case 8: split(up, queue, false); break;
        case 9: join(up, queue, true); break;
        case 10: join(up, queue, false); break;
        case 11: { // a longer content
            bytes const more{script_.harmless(), script_.harmless(), script_.harmless(), script_.harmless()};
            first.insert(first.end() - (first.size() > 29 ? 16 : 0), more.begin(), more.end());
            store<2>(first.data() + 3, static_cast<std::uint32_t>(first.size() - 5));
            break;
        }
        default: break;
        }
    }
    void misuse(auto& side, unsigned how) {
        honest_ = false;
        switch (how) {
        case 0: side.received(static_cast<std::uint32_t>(side.space().size()) + 1); break;
        case 1: side.sent(0xffff'ffffU); break;
        case 2: side.consume(side.application_data().size() + 1); break;
        default: side.write(static_cast<std::uint32_t>(side.write_space().size()) + 1); break;
        }
    }
    /// \return false if the script ends this connection
    bool act(unsigned what) {
        bool const up = (what & 0x80U) != 0;
        switch (what & 0x1fU) {
        case 0: return false;
        case 1:
        case 2:
            pass();
            turn_both(0xffff, 0xffff);
            break;
        case 3: turn_both(0xffff, 0xffff); break; // records stay in the queues
        case 4: {
            std::uint32_t const most_in = script_.byte();
            turn_both(most_in + 1U, script_.byte());
            break;
        }
        case 5: settle(); break;
        case 6:
            if (up) {
                server_->write(script_.word() % 3000);
            } else {
                client_->write(script_.word() % 3000);
            }
            break;
        case 7:
            honest_ = honest_ && ++renegotiations_ <= 3;
            if (up) {
                static_cast<void>(server_->side->request_renegotiation());
            } else {
                static_cast<void>(client_->side->renegotiate((what & 0x40U) != 0));
            }
            break;
        case 8:
            honest_ = false;
            if (up) {
                server_->side->close();
            } else {
                client_->side->close();
            }
            break;
        case 9:
            honest_ = false;
            if (up) {
                server_->side->transport_lost();
            } else {
                client_->side->transport_lost();
            }
            break;
        case 10: now_ += script_.word() * ((what & 0x40U) != 0 ? 65'537U : 1U); break; // the clock wraps
        case 11: rotate(); break;
        case 12:
            if (up) {
                misuse(*server_->side, what >> 5U & 3U);
            } else {
                misuse(*client_->side, what >> 5U & 3U);
            }
            break;
        case 13: forward_one(up); break;
        default: tamper(up, (what & 0x1fU) - 14U); break;
        }
        return true;
    }
    void forward_one(bool up) {
        auto& queue = up ? to_server_ : to_client_;
        if (queue.empty()) return;
        forward(up, queue.front());
        queue.pop_front();
    }
    void settle() {
        unsigned still = 0;
        for (unsigned turns = 0; still < 3; ++turns) {
            require(turns < 100'000, "a connection comes to rest");
            bool const moved = pass();
            still = turn_both(0xffff, 0xffff) || moved ? 0 : still + 1;
        }
    }
    /// Runs both sides without interference until they rest, and ends the transport.
    void finish() {
        settle();
        if (honest_) {
            require(client_->connected && server_->connected && client_->side->idle() && server_->side->idle(),
                    "where nobody interferes both sides are connected");
            require(client_->got == server_->written && server_->got == client_->written, "and have all data");
        }
        client_->side->transport_lost();
        server_->side->transport_lost();
        client_->last = client_->side->run(now_);
        server_->last = server_->side->run(now_);
        require(client_->last >= progress::closed && server_->last >= progress::closed,
                "a connection without a transport is over");
        client_->on_over();
        server_->on_over();
        lenient::here->between_calls();
        client_->check_memory();
        server_->check_memory();
        require(lenient::here->keys() == base_keys_, "no key is left of a connection that is over");
    }

    script& script_;
    client_knows client_knows_;
    server_knows server_knows_;
    lenient::random random_;
    keys_type keys_;
    ticket_service<keys_type> tickets_{keys_};
    ticket_store<P> store_;
    std::unique_ptr<end<client_type>> client_;
    std::unique_ptr<end<server_type>> server_;
    std::deque<bytes> to_server_, to_client_;
    std::vector<bytes> old_;
    std::uint32_t now_ = 0xffff'f000U; // wraps soon
    std::size_t base_keys_ = 0;
    unsigned renegotiations_ = 0;
    bool roomy_ = false;
    bool honest_ = false;
};

template <class P> void play(script& s) {
    match<P> m{s};
    m.play();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    lenient::lab lab;
    lenient::here = &lab;
    script s{data, size};
    switch (s.byte() % 3) {
    case 0: play<base>(s); break;
    case 1: play<compatible>(s); break;
    default: play<strict>(s); break;
    }
    return 0;
}
