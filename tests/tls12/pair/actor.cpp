#include "tls12/pair/actor.hpp"

#include <algorithm>

#include "flintls/crypto/prf.hpp"
#include "tls12/pair/product.hpp"

namespace pair {

namespace {

/// Repeats a call until it is no longer pending, and clears `good` unless the call succeeds.
template <class Call> void must(bool& good, Call each) {
    crypto_status answer = each();
    while (answer == crypto_status::pending) answer = each();
    good = good && answer == crypto_status::done;
}

} // namespace

bytes operator+(bytes a, bytes const& b) {
    append(a, b);
    return a;
}
bytes with_length(unsigned width, bytes const& body) {
    bytes made;
    for (unsigned i = width; i-- > 0;) made.push_back(static_cast<std::uint8_t>(body.size() >> 8U * i));
    return made + body;
}
bytes number16(unsigned value) { return {static_cast<std::uint8_t>(value >> 8U), static_cast<std::uint8_t>(value)}; }
bytes message(handshake_type type, bytes const& body) {
    return bytes{static_cast<std::uint8_t>(type)} + with_length(3, body);
}
bytes extension(unsigned type, bytes const& body) { return number16(type) + with_length(2, body); }

bytes greeting_message(hello const& h, bytes const& random) {
    bytes suites;
    for (unsigned const each : h.suites) append(suites, number16(each));
    return message(handshake_type::client_hello, number16(h.version) + random + with_length(1, h.session_id) +
                                                     with_length(2, suites) + with_length(1, h.compression) +
                                                     (h.has_block ? with_length(2, h.extensions) : bytes{}));
}
bytes answer_message(hello const& h, bytes const& random) {
    return message(handshake_type::server_hello, number16(h.version) + random + with_length(1, h.session_id) +
                                                     number16(h.suites.at(0)) + h.compression +
                                                     (h.has_block ? with_length(2, h.extensions) : bytes{}));
}

bytes prf(byte_view secret, std::string const& label, bytes const& seed, std::uint32_t size) {
    bytes made(size);
    bool good = true;
    flintls::prf<mbedtls::hmac_sha256> op;
    bytes const text = to_bytes(label);
    must(good, [&] { return op.run(secret, text, seed, {}, made.data(), size); });
    return good ? made : bytes{};
}

bytes actor::hash_of(bytes const& text) const {
    bytes made(32);
    mbedtls::sha256 op;
    bool done = true;
    must(done, [&] { return op.start(); });
    must(done, [&] { return op.update(text); });
    must(done, [&] { return op.finish(made.data()); });
    return done ? made : bytes{};
}
void actor::make_psk_master(bool with_extension) {
    // RFC 4279 2: zeros in place of the other secret
    bytes const premaster = with_length(2, bytes(psk.size())) + with_length(2, psk);
    master = with_extension ? prf(premaster, "extended master secret", hash(), 48)
                            : prf(premaster, "master secret", client_random + server_random, 48);
}
void actor::expand() {
    bytes const block = prf(master, "key expansion", server_random + client_random, 40);
    auto const part = [&](std::ptrdiff_t from, std::ptrdiff_t size) {
        return bytes(block.begin() + from, block.begin() + from + size);
    };
    direction const clients{part(0, 16), part(32, 4), 0, true};
    direction const servers{part(16, 16), part(36, 4), 0, true};
    next_write_ = client_ ? clients : servers;
    next_read_ = client_ ? servers : clients;
}
bytes actor::finished_message(bool by_client) {
    bytes const data = prf(master, by_client ? "client finished" : "server finished", hash(), 12);
    (by_client ? client_verify_data : server_verify_data) = data;
    return message(handshake_type::finished, data);
}

void actor::say_record(content_type type, bytes const& body) {
    record made{type, body};
    if (write_.on) {
        bytes const number = with_length(8, {}); // the length field of an empty vector: eight zeros
        bytes sequence(8);
        store<4>(sequence.data() + 4, static_cast<std::uint32_t>(write_.sequence++));
        bytes nonce = write_.iv + sequence;
        bytes aad =
            sequence + bytes{static_cast<std::uint8_t>(type), 3, 3} + number16(static_cast<unsigned>(body.size()));
        bytes text = body;
        text.resize(body.size() + 16);
        mbedtls::key key = key_from<mbedtls::aes_128_gcm>(write_.key);
        must(good, [&] {
            return mbedtls::aes_128_gcm::seal(key, fixed_view<12>{std::span<std::uint8_t const, 12>{nonce}}, aad,
                                              text.data(), static_cast<std::uint32_t>(body.size()));
        });
        made.body = sequence + text;
    }
    bytes const whole = made.whole();
    append(out, whole);
}
void actor::say(bytes const& handshake, bool hashed) {
    if (hashed) append(transcript, handshake);
    constexpr std::size_t most = max_plaintext; // of one record
    for (std::size_t at = 0; at < handshake.size() || at == 0; at += most) {
        std::size_t const end = std::min(at + most, handshake.size());
        say_record(content_type::handshake, {handshake.begin() + static_cast<std::ptrdiff_t>(at),
                                             handshake.begin() + static_cast<std::ptrdiff_t>(end)});
    }
}
void actor::change(bytes const& body) {
    say_record(content_type::change_cipher_spec, body);
    write_ = next_write_;
}
void actor::finish() {
    change();
    say(finished_message(client_));
}
void actor::finish_wrongly() {
    change();
    bytes wrong = finished_message(client_);
    wrong.back() ^= 1;
    say(wrong);
}

void actor::open(record const& r) {
    bytes body = r.body;
    if (read_.on) {
        good = good && body.size() >= 24;
        if (!good) return;
        auto const size = static_cast<std::uint32_t>(body.size() - 24);
        bytes sequence(8);
        store<4>(sequence.data() + 4, static_cast<std::uint32_t>(read_.sequence++));
        bytes nonce = read_.iv + bytes(body.begin(), body.begin() + 8);
        bytes aad = sequence + bytes{static_cast<std::uint8_t>(r.type), 3, 3} + number16(size);
        mbedtls::key key = key_from<mbedtls::aes_128_gcm>(read_.key);
        must(good, [&] {
            return mbedtls::aes_128_gcm::open(key, fixed_view<12>{std::span<std::uint8_t const, 12>{nonce}}, aad,
                                              body.data() + 8, size);
        });
        body = bytes(body.begin() + 8, body.begin() + 8 + size);
    }
    if (r.type != content_type::handshake) {
        if (r.type == content_type::change_cipher_spec) read_ = next_read_;
        all.push_back({r.type, body});
        return;
    }
    append(partial_, body);
    while (partial_.size() >= 4) {
        std::size_t const size = 4 + load<3>(partial_.data() + 1);
        if (partial_.size() < size) break;
        bytes const m(partial_.begin(), partial_.begin() + static_cast<std::ptrdiff_t>(size));
        partial_.erase(partial_.begin(), partial_.begin() + static_cast<std::ptrdiff_t>(size));
        on_handshake(m);
    }
}
void actor::on_handshake(bytes const& m) {
    auto const type = static_cast<handshake_type>(m[0]);
    all.push_back({content_type::handshake, m});
    if (type == handshake_type::hello_request) return;
    if (type == handshake_type::client_hello) transcript.clear();
    append(transcript, m);
    if (type == handshake_type::client_hello) client_random = bytes(m.begin() + 6, m.begin() + 38);
    if (type == handshake_type::server_hello) server_random = bytes(m.begin() + 6, m.begin() + 38);
    if (type == handshake_type::server_hello && knows_master) {
        expand();
        knows_master = false;
    }
    if (type == handshake_type::finished) {
        (client_ ? server_verify_data : client_verify_data) = bytes(m.begin() + 4, m.end());
    }
    if (type == handshake_type::client_key_exchange) {
        if (share_key_.id()) {
            bytes secret(32);
            must(good, [&] { return mbedtls::secp256r1::agree(share_key_, byte_view{m}.subview(5), secret.data()); });
            master = prf(secret, "extended master secret", hash(), 48);
        } else {
            make_psk_master(extended);
        }
        expand();
    }
}

void actor::meet(endpoint& other) {
    for (unsigned still = 0, turns = 0; still < 3 && turns < 100'000; ++turns) {
        still = other.turn(out, in, how) ? 0 : still + 1;
        for (record const& each : take_records(in)) open(each);
    }
}
bool actor::has_heard(handshake_type type) const {
    return std::any_of(all.begin(), all.end(), [&](heard const& each) {
        return each.type == content_type::handshake && each.body[0] == static_cast<std::uint8_t>(type);
    });
}
bool actor::has_heard(content_type type) const {
    return std::any_of(all.begin(), all.end(), [&](heard const& each) { return each.type == type; });
}
bytes actor::body_of(handshake_type type) const {
    for (heard const& each : all) {
        if (each.type == content_type::handshake && each.body[0] == static_cast<std::uint8_t>(type)) {
            return bytes(each.body.begin() + 4, each.body.end());
        }
    }
    return {};
}
int actor::alert() const {
    int last = -1;
    for (heard const& each : all) {
        if (each.type == content_type::alert && each.body.size() == 2) last = each.body[1];
    }
    return last;
}

bool said_hello::has_suite(unsigned one) const { return std::find(suites.begin(), suites.end(), one) != suites.end(); }
bool said_hello::has(unsigned type) const {
    return std::any_of(extensions.begin(), extensions.end(), [&](auto const& each) { return each.first == type; });
}
bytes said_hello::operator[](unsigned type) const {
    for (auto const& each : extensions) {
        if (each.first == type) return each.second;
    }
    return {};
}
said_hello read_hello(bytes const& body, bool of_client) {
    std::size_t at = 0;
    auto const number = [&](unsigned width) {
        std::size_t value = 0;
        while (width-- > 0) value = value * 256 + (at < body.size() ? body[at] : 0U), ++at;
        return value;
    };
    auto const take = [&](std::size_t size) {
        bytes part;
        while (size-- > 0 && at < body.size()) part.push_back(body[at++]);
        return part;
    };
    said_hello h;
    h.version = static_cast<unsigned>(number(2));
    at += 32;
    h.session_id = take(number(1));
    for (std::size_t suites = of_client ? number(2) / 2 : 1; suites-- > 0;) {
        h.suites.push_back(static_cast<unsigned>(number(2)));
    }
    static_cast<void>(take(of_client ? number(1) : 1));
    h.has_block = at < body.size();
    if (h.has_block) static_cast<void>(number(2));
    while (at < body.size()) {
        auto const type = static_cast<unsigned>(number(2));
        h.extensions.emplace_back(type, take(number(2)));
    }
    return h;
}
said_hello actor::hello_heard() const {
    return read_hello(body_of(client_ ? handshake_type::server_hello : handshake_type::client_hello), !client_);
}

namespace {

bool offers(bytes const& extensions, unsigned type) {
    bytes const start(38, 0); // an empty start of a ServerHello: version, random, session id, suite, compression
    return read_hello(start + with_length(2, extensions), false).has(type);
}

} // namespace

bool actor::serves(endpoint& client, bytes const& extensions) {
    unsigned const before = client.connected;
    extended = offers(extensions, 23);
    server_answers({.extensions = extensions, .has_block = !extensions.empty()});
    say(message(handshake_type::server_hello_done, {}));
    meet(client);
    if (client.over() || !has_heard(handshake_type::finished)) return false;
    finish();
    meet(client);
    return client.connected == before + 1 && client.idle() && !client.over();
}
bool actor::resumes(endpoint& client, hello const& answer, bytes const& ticket) {
    unsigned const before = client.connected;
    server_answers(answer);
    expand();
    if (!ticket.empty()) say(message(handshake_type::new_session_ticket, bytes{0, 0, 1, 0} + with_length(2, ticket)));
    finish();
    meet(client);
    return client.connected == before + 1 && client.idle() && !client.over();
}
bool actor::connects(endpoint& server, hello const& h) {
    unsigned const before = server.connected;
    client_greets(h);
    meet(server);
    if (server.over() || !has_heard(handshake_type::server_hello_done)) return false;
    extended = hello_heard().has(23);
    say(psk_key_exchange());
    make_psk_master(extended);
    expand();
    finish();
    meet(server);
    return server.connected == before + 1 && server.idle() && !server.over();
}

void actor::server_answers(hello const& h) { say(answer_message(h, server_random)); }
void actor::client_greets(hello const& h) {
    transcript.clear();
    say(greeting_message(h, client_random));
}
bytes actor::psk_key_exchange() const { return message(handshake_type::client_key_exchange, with_length(2, identity)); }
bytes actor::certificate_message() const {
    return message(handshake_type::certificate, with_length(3, with_length(3, to_bytes(sensor.certificate))));
}
void actor::use_share_key(byte_view private_key) {
    must(good, [&] { return mbedtls::secp256r1::import_key(private_key, share_key_); });
}
bytes actor::ecdhe_key_exchange_message() {
    mbedtls::secp256r1 group;
    bytes share(65);
    must(good, [&] { return group.generate(share_key_, share.data()); });
    bytes const params = bytes{3, 0, 23} + with_length(1, share);
    bytes const signature = signature_by(sensor.private_key, client_random + server_random + params);
    return message(handshake_type::server_key_exchange, params + bytes{4, 3} + with_length(2, signature));
}
bytes actor::signature_by(byte_view private_key, bytes const& text) {
    bytes const digest = hash_of(text);
    bytes signature(72);
    std::uint32_t size = 0;
    mbedtls::key const key = key_from<mbedtls::ecdsa_secp256r1>(private_key);
    must(good, [&] {
        return mbedtls::ecdsa_secp256r1::sign(key, signature_scheme::ecdsa_secp256r1_sha256, digest, signature.data(),
                                              72, size);
    });
    signature.resize(size);
    return signature;
}
bytes actor::ecdhe_client_exchange_message() {
    bytes const theirs = body_of(handshake_type::server_key_exchange); // 03 0017 41 and 65 bytes
    bytes share(65);
    secret_ = bytes(32);
    mbedtls::secp256r1 group;
    good = good && theirs.size() > 69;
    if (!good) return {};
    must(good, [&] { return group.generate(share_key_, share.data()); });
    must(good, [&] { return group.agree(share_key_, byte_view{theirs}.subview(4, 65), secret_.data()); });
    return message(handshake_type::client_key_exchange, with_length(1, share));
}
void actor::make_ecdhe_master() { master = prf(secret_, "extended master secret", hash(), 48); }
bytes actor::certificate_verify_message(byte_view private_key, unsigned scheme) {
    return message(handshake_type::certificate_verify,
                   number16(scheme) + with_length(2, signature_by(private_key, transcript)));
}

} // namespace pair
