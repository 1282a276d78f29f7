#include "tls13/client/oracle.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdlib>

namespace oracle {

bytes operator+(bytes a, bytes const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}
bytes big_endian(std::size_t size, std::uint64_t value) {
    bytes made(size);
    for (std::size_t i = 0; i < size; ++i) made[size - 1 - i] = static_cast<std::uint8_t>(value >> (8 * i));
    return made;
}
bytes text(std::string const& s) { return {s.begin(), s.end()}; }
bytes vector_of(std::size_t length_size, bytes const& content) {
    return big_endian(length_size, content.size()) + content;
}
bytes message(std::uint8_t type, bytes const& body) { return bytes{type} + vector_of(3, body); }
bytes extension(std::uint16_t type, bytes const& body) { return big_endian(2, type) + vector_of(2, body); }

static void must(bool good) {
    if (!good) std::abort();
}
bytes part(bytes const& from, std::size_t at, std::size_t size) {
    must(at + size <= from.size());
    return {from.begin() + static_cast<std::ptrdiff_t>(at), from.begin() + static_cast<std::ptrdiff_t>(at + size)};
}
std::uint64_t value_at(bytes const& from, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::uint8_t const each : part(from, at, size)) value = value << 8U | each;
    return value;
}

namespace {

bytes const zeros(32);

/// One AEAD operation. Empty if the record does not open.
std::optional<bytes> crypt(bool seals, std::uint16_t suite, bytes const& key, bytes const& nonce, bytes const& aad,
                           bytes const& in) {
    std::size_t const tag = suite == 0x1305 ? 8 : 16;
    bool const ccm = suite == 0x1304 || suite == 0x1305;
    if (!seals && in.size() < tag) return {};
    bytes const body = seals ? in : part(in, 0, in.size() - tag);
    bytes mac = seals ? bytes(tag) : part(in, in.size() - tag, tag);
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> const c{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
    EVP_CipherInit_ex(c.get(),
                      ccm               ? EVP_aes_128_ccm()
                      : suite == 0x1303 ? EVP_chacha20_poly1305()
                                        : EVP_aes_128_gcm(),
                      nullptr, nullptr, nullptr, seals ? 1 : 0);
    EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_AEAD_SET_IVLEN, 12, nullptr);
    if (ccm || !seals) {
        EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag), seals ? nullptr : mac.data());
    }
    EVP_CipherInit_ex(c.get(), nullptr, nullptr, key.data(), nonce.data(), seals ? 1 : 0);
    int n = 0;
    bytes out(body.size() + 16);
    if (ccm) EVP_CipherUpdate(c.get(), nullptr, &n, nullptr, static_cast<int>(body.size()));
    EVP_CipherUpdate(c.get(), nullptr, &n, aad.data(), static_cast<int>(aad.size()));
    static std::uint8_t const nothing = 0;
    int const good =
        EVP_CipherUpdate(c.get(), out.data(), &n, body.empty() ? &nothing : body.data(), static_cast<int>(body.size()));
    if (!seals && ccm && good <= 0) return {};
    if (!ccm) {
        int last = 0;
        if (EVP_CipherFinal_ex(c.get(), out.data() + n, &last) <= 0) return {};
    }
    out.resize(body.size());
    if (seals) {
        EVP_CIPHER_CTX_ctrl(c.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag), mac.data());
        out = out + mac;
    }
    return out;
}

} // namespace

bytes sha256(bytes const& data) {
    bytes out(32);
    SHA256(data.data(), data.size(), out.data());
    return out;
}
bytes hmac(bytes const& key, bytes const& data) {
    bytes out(32);
    unsigned size = 32;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data.data(), data.size(), out.data(), &size);
    return out;
}
bytes expand_label(bytes const& secret, std::string const& label, bytes const& context, std::size_t size) {
    bytes const info = big_endian(2, size) + vector_of(1, text("tls13 " + label)) + vector_of(1, context);
    bytes out, block;
    for (std::uint8_t i = 1; out.size() < size; ++i) {
        block = hmac(secret, block + info + bytes{i});
        out = out + block;
    }
    out.resize(size);
    return out;
}

bool client_hello::has(std::uint16_t type) const {
    return std::any_of(extensions.begin(), extensions.end(), [&](auto const& each) { return each.first == type; });
}
bytes client_hello::get(std::uint16_t type) const {
    for (auto const& each : extensions) {
        if (each.first == type) return each.second;
    }
    return {};
}
std::vector<std::uint16_t> client_hello::types() const {
    std::vector<std::uint16_t> all;
    for (auto const& each : extensions) all.push_back(each.first);
    return all;
}
client_hello parse_hello(bytes const& whole) {
    client_hello h;
    h.whole = whole;
    std::size_t at = 4;
    h.version = static_cast<std::uint16_t>(value_at(whole, at, 2));
    h.random = part(whole, at + 2, 32);
    at += 34;
    h.session_id = part(whole, at + 1, whole[at]);
    at += 1 + h.session_id.size();
    std::size_t const suites = value_at(whole, at, 2);
    for (std::size_t i = 0; i < suites; i += 2) {
        h.suites.push_back(static_cast<std::uint16_t>(value_at(whole, at + 2 + i, 2)));
    }
    at += 2 + suites;
    h.compressions = part(whole, at + 1, whole[at]);
    at += 1 + h.compressions.size();
    std::size_t const end = at + 2 + value_at(whole, at, 2);
    must(end == whole.size());
    for (at += 2; at != end;) {
        std::size_t const size = value_at(whole, at + 2, 2);
        h.extensions.emplace_back(value_at(whole, at, 2), part(whole, at + 4, size));
        at += 4 + size;
    }
    return h;
}

struct server::impl {
    bytes transcript, input, handshake;
    bytes main, client_handshake, server_handshake, client_application, server_application, resumption;
    bytes pending; // the messages of a flight that goes into one record
    bool gathers = false;
    bool retried = false;
    bool hello_done = false;
    unsigned tickets_made = 0;
};

server::server() : it{std::make_unique<impl>()} {}
server::~server() = default;

bytes server::transcript_hash() const { return sha256(it->transcript); }
void set_key(direction& d, std::uint16_t suite, bytes const& secret) {
    d.secret = secret;
    d.key = expand_label(secret, "key", {}, suite == 0x1303 ? 32 : 16);
    d.iv = expand_label(secret, "iv", {}, 12);
    d.sequence = 0;
}
void server::set_key(direction& d, bytes const& secret) {
    oracle::set_key(d, suite, secret);
    secrets.push_back(secret);
    secrets.push_back(d.key);
}
static bytes nonce_of(direction& d) {
    bytes nonce = d.iv;
    for (std::size_t i = 0; i < 8; ++i) nonce[11 - i] ^= static_cast<std::uint8_t>(d.sequence >> (8 * i));
    ++d.sequence;
    return nonce;
}
bytes seal(direction& d, std::uint16_t suite, bytes const& inner, std::uint8_t outer) {
    std::size_t const size = inner.size() + (suite == 0x1305 ? 8 : 16);
    bytes const header = bytes{outer, 3, 3} + big_endian(2, size);
    return header + *crypt(true, suite, d.key, nonce_of(d), header, inner);
}
std::optional<bytes> open(direction& d, std::uint16_t suite, bytes const& header, bytes const& body) {
    return crypt(false, suite, d.key, nonce_of(d), header, body);
}
bytes server::seal(bytes inner, std::uint8_t outer) { return oracle::seal(write, suite, inner, outer); }
void server::send_plain(std::uint8_t type, bytes const& content, std::uint16_t version) {
    out = out + (bytes{type} + big_endian(2, version) + vector_of(2, content));
}
void server::send_record(std::uint8_t type, bytes const& content) {
    if (!write.active()) return send_plain(type, content);
    out = out + seal(content + bytes{type} + bytes(padding));
}
void server::send_message(std::string const& name, bytes m, bool hashed) {
    if (edit) edit(name, m);
    if (hashed) it->transcript = it->transcript + m;
    if (m.empty()) return;
    if (it->gathers) {
        it->pending = it->pending + m;
    } else {
        for (std::size_t at = 0; at < m.size(); at += fragment) {
            send_record(22, part(m, at, std::min(fragment, m.size() - at)));
        }
    }
    if (after) after(name);
}
void server::flush_flight() {
    if (!it->pending.empty()) send_record(22, it->pending);
    it->pending.clear();
    it->gathers = false;
}
void server::update(bool request) {
    send_message("key_update", message(24, {static_cast<std::uint8_t>(request ? 1 : 0)}), false);
    set_key(write, expand_label(write.secret, "traffic upd", {}, 32));
}
void server::send_ticket(bytes const& ticket, bytes const& nonce) {
    keys[ticket] = {expand_label(it->resumption, "resumption", nonce, 32), true};
    secrets.push_back(keys[ticket].key);
    send_message("new_session_ticket",
                 message(4, big_endian(4, ticket_lifetime) + big_endian(4, 0x01020304) + vector_of(1, nonce) +
                                vector_of(2, ticket) + vector_of(2, ticket_extensions)),
                 false);
}

void server::receive(bytes const& from_client) {
    it->input = it->input + from_client;
    while (it->input.size() >= 5) {
        std::size_t const size = value_at(it->input, 3, 2);
        if (it->input.size() < 5 + size) return;
        bytes const header = part(it->input, 0, 5);
        bytes body = part(it->input, 5, size);
        it->input.erase(it->input.begin(), it->input.begin() + static_cast<std::ptrdiff_t>(5 + size));
        if (header[1] != 3 || (header[2] != 3 && !hellos.empty())) {
            wrong = true;
            why = "record version";
        }
        bool const is_protected = header[0] == 23;
        std::uint8_t type = header[0];
        if (is_protected) {
            auto const opened = read.active() ? open(read, suite, header, body) : std::optional<bytes>{};
            if (!opened) {
                wrong = true;
                why = "a record does not open";
                return;
            }
            body = *opened;
            longest_record = std::max(longest_record, body.size());
            while (!body.empty() && body.back() == 0) body.pop_back();
            must(!body.empty());
            type = body.back();
            body.pop_back();
        }
        on_record(type, body, is_protected);
    }
}
void server::on_record(std::uint8_t type, bytes content, bool is_protected) {
    if (type == 20) {
        wrong = wrong || is_protected || content != bytes{1};
        ++dummies;
    } else if (type == 21) {
        must(content.size() == 2);
        alert_level = content[0];
        alert = content[1];
        alert_protected = is_protected;
    } else if (type == 23) {
        wrong = wrong || !finished;
        data = data + content;
    } else {
        it->handshake = it->handshake + content;
        while (it->handshake.size() >= 4) {
            std::size_t const size = 4 + value_at(it->handshake, 1, 3);
            if (it->handshake.size() < size) return;
            bytes const m = part(it->handshake, 0, size);
            it->handshake.erase(it->handshake.begin(), it->handshake.begin() + static_cast<std::ptrdiff_t>(size));
            on_message(m);
        }
    }
}
void server::on_message(bytes const& m) {
    if (m[0] == 1) return on_hello(m);
    client_messages.push_back(m);
    if (m[0] == 20) return on_finished(m);
    if (m[0] == 24) {
        ++updates;
        update_requests.push_back(m[4]);
        set_key(read, expand_label(read.secret, "traffic upd", {}, 32));
        return;
    }
    if (m[0] == 11 && value_at(m, 5, 3) != 0) client_certificate = part(m, 11, value_at(m, 8, 3));
    if (m[0] == 15) {
        bytes const content =
            bytes(64, 0x20) + text("TLS 1.3, client CertificateVerify") + bytes{0} + transcript_hash();
        std::uint8_t const* at = client_certificate.data();
        X509* certificate_of_client = d2i_X509(nullptr, &at, static_cast<long>(client_certificate.size()));
        EVP_MD_CTX* check = EVP_MD_CTX_new();
        must(certificate_of_client != nullptr && value_at(m, 4, 2) == 0x0403);
        EVP_DigestVerifyInit(check, nullptr, EVP_sha256(), nullptr, X509_get0_pubkey(certificate_of_client));
        proof_good = EVP_DigestVerify(check, m.data() + 8, m.size() - 8, content.data(), content.size()) == 1;
        EVP_MD_CTX_free(check);
        X509_free(certificate_of_client);
    }
    it->transcript = it->transcript + m;
}
void server::on_finished(bytes const& m) {
    bytes const key = expand_label(it->client_handshake, "finished", {}, 32);
    finished = m == message(20, hmac(key, transcript_hash()));
    wrong = wrong || !finished;
    it->transcript = it->transcript + m;
    set_key(read, it->client_application);
    it->resumption = expand_label(it->main, "res master", transcript_hash(), 32);
    secrets.push_back(it->resumption);
    for (unsigned i = 0; i < tickets; ++i) {
        std::string const name =
            "ticket " + std::to_string(it->tickets_made) + " of " + std::to_string(hellos[0].random[5]);
        send_ticket(text(name), big_endian(2, it->tickets_made++));
    }
}

void server::on_hello(bytes const& m) {
    client_hello const h = parse_hello(m);
    hellos.push_back(h);
    bytes const before = it->transcript; // empty, or message_hash and HelloRetryRequest
    it->transcript = it->transcript + m;
    if (!it->retried && (asks_group || !cookie.empty())) {
        it->retried = true;
        it->transcript = message(254, sha256(m));
        bytes all = extension(43, {3, 4});
        if (asks_group) all = all + extension(51, big_endian(2, group));
        if (!cookie.empty()) all = all + extension(44, vector_of(2, cookie));
        bytes const random{0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                           0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                           0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};
        send_message("hello_retry_request",
                     message(2, bytes{3, 3} + random + vector_of(1, h.session_id) + big_endian(2, suite) + bytes{0} +
                                    vector_of(2, all + more_retry_extensions)));
        if (dummy) send_plain(20, {1});
        return;
    }
    // Checks the binders of every known identity.
    psk_taken = false;
    bytes psk = zeros;
    if (h.has(41)) {
        bytes const all = h.get(41);
        std::size_t at = 2;
        std::size_t const end = 2 + value_at(all, 0, 2);
        std::size_t const binders = 2 + value_at(all, end, 2);
        wrong = wrong || h.extensions.back().first != 41 || !h.has(45) || end + binders != all.size();
        bytes const truncated = part(m, 0, m.size() - binders);
        for (std::size_t i = 0; at != end; ++i) {
            bytes const identity = part(all, at + 2, value_at(all, at, 2));
            at += 2 + identity.size() + 4;
            auto const found = keys.find(identity);
            if (found == keys.end()) continue;
            bytes const early = hmac(zeros, found->second.key);
            bytes const binder_key =
                expand_label(early, found->second.ticket ? "res binder" : "ext binder", sha256({}), 32);
            bytes const wanted = hmac(expand_label(binder_key, "finished", {}, 32), sha256(before + truncated));
            binder_good = binder_good && part(all, end + 2 + i * 33 + 1, 32) == wanted && all[end + 2 + i * 33] == 32;
            if (wants_psk && !psk_taken) {
                psk_taken = true;
                psk_index = i;
                psk = found->second.key;
            }
        }
    }
    it->main = hmac(zeros, psk);
    secrets.push_back(it->main);
    flight(h);
}

namespace {

struct agreement {
    bytes share, secret;
};
agreement answer_on_curve(char const* name, bytes const& theirs) {
    EVP_PKEY* own = name == std::string{"P-256"} ? EVP_EC_gen(name) : EVP_PKEY_Q_keygen(nullptr, nullptr, name);
    std::uint8_t* point = nullptr;
    std::size_t const size = EVP_PKEY_get1_encoded_public_key(own, &point);
    agreement made{bytes(point, point + size), bytes(32)};
    OPENSSL_free(point);
    EVP_PKEY* peer = EVP_PKEY_new();
    must(EVP_PKEY_copy_parameters(peer, own) == 1);
    must(EVP_PKEY_set1_encoded_public_key(peer, theirs.data(), theirs.size()) == 1);
    EVP_PKEY_CTX* derive = EVP_PKEY_CTX_new(own, nullptr);
    std::size_t length = 32;
    must(EVP_PKEY_derive_init(derive) == 1 && EVP_PKEY_derive_set_peer(derive, peer) == 1 &&
         EVP_PKEY_derive(derive, made.secret.data(), &length) == 1);
    EVP_PKEY_CTX_free(derive);
    EVP_PKEY_free(peer);
    EVP_PKEY_free(own);
    return made;
}
/// The made-up group has the sizes of X25519MLKEM768 and no security (hybrid.hpp). The first part of the client's share
/// repeats a seed; the capsule of the server is any text that begins with 0x42.
agreement answer_share(std::uint16_t group, bytes const& theirs) {
    if (group == 23) return answer_on_curve("P-256", theirs);
    if (group == 29) return answer_on_curve("X25519", theirs);
    must(group == 4588 && theirs.size() == 1216);
    bytes const seed = part(theirs, 0, 32);
    bytes const capsule = bytes{0x42} + bytes(1087, 0x99);
    agreement const half = answer_on_curve("X25519", part(theirs, 1184, 32));
    return {capsule + half.share, sha256(seed + capsule) + half.secret};
}
/// The share of this group in a list of KeyShareEntry.
bytes share_in(bytes const& list, std::uint16_t group) {
    for (std::size_t at = 2; at < list.size(); at += 4 + value_at(list, at + 2, 2)) {
        if (value_at(list, at, 2) == group) return part(list, at + 4, value_at(list, at + 2, 2));
    }
    must(false);
    return {};
}

} // namespace

void server::flight(client_hello const& h) {
    bytes shared = zeros;
    bytes all = extension(43, {3, 4});
    if (with_share) {
        agreement const made = answer_share(group, share_in(h.get(51), group));
        all = all + extension(51, big_endian(2, group) + vector_of(2, made.share));
        shared = made.secret;
        secrets.push_back(shared);
    }
    if (psk_taken) all = all + extension(41, big_endian(2, psk_index));
    send_message("server_hello",
                 message(2, bytes{3, 3} + bytes(32, 7) + vector_of(1, h.session_id) + big_endian(2, suite) + bytes{0} +
                                vector_of(2, all + more_hello_extensions)));
    if (dummy && !it->retried) send_plain(20, {1});
    it->main = hmac(expand_label(it->main, "derived", sha256({}), 32), shared);
    it->client_handshake = expand_label(it->main, "c hs traffic", transcript_hash(), 32);
    it->server_handshake = expand_label(it->main, "s hs traffic", transcript_hash(), 32);
    secrets.push_back(it->main);
    set_key(write, it->server_handshake);
    set_key(read, it->client_handshake);
    it->gathers = one_record;
    bytes answers = more_encrypted_extensions;
    if (!protocol.empty()) answers = answers + extension(16, vector_of(2, vector_of(1, protocol)));
    if (names_server) answers = answers + extension(0, {});
    send_message("encrypted_extensions", message(8, vector_of(2, answers)));
    if (!psk_taken) {
        if (asks_certificate) {
            send_message("certificate_request",
                         message(13, vector_of(1, {}) + vector_of(2, extension(13, vector_of(2, {4, 3, 8, 4})))));
        }
        send_message("certificate",
                     message(11, vector_of(1, {}) + vector_of(3, vector_of(3, certificate) + big_endian(2, 0))));
        bytes const content =
            bytes(64, 0x20) + text("TLS 1.3, server CertificateVerify") + bytes{0} + transcript_hash();
        std::uint8_t const* p = private_key.data();
        EVP_PKEY* key = d2i_AutoPrivateKey(nullptr, &p, static_cast<long>(private_key.size()));
        must(key != nullptr);
        EVP_MD_CTX* sign = EVP_MD_CTX_new();
        EVP_PKEY_CTX* how = nullptr;
        EVP_DigestSignInit(sign, &how, EVP_sha256(), nullptr, key);
        if (scheme == 0x0804) {
            EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING);
            EVP_PKEY_CTX_set_rsa_pss_saltlen(how, 32);
        }
        bytes signature(512);
        std::size_t size = signature.size();
        must(EVP_DigestSign(sign, signature.data(), &size, content.data(), content.size()) == 1);
        signature.resize(size);
        EVP_MD_CTX_free(sign);
        EVP_PKEY_free(key);
        send_message("certificate_verify", message(15, big_endian(2, scheme) + vector_of(2, signature)));
    }
    bytes const key = expand_label(it->server_handshake, "finished", {}, 32);
    send_message("finished", message(20, hmac(key, transcript_hash())));
    flush_flight();
    it->main = hmac(expand_label(it->main, "derived", sha256({}), 32), zeros);
    it->client_application = expand_label(it->main, "c ap traffic", transcript_hash(), 32);
    it->server_application = expand_label(it->main, "s ap traffic", transcript_hash(), 32);
    exporter_secret = expand_label(it->main, "exp master", transcript_hash(), 32);
    secrets.push_back(it->main);
    secrets.push_back(it->client_application);
    set_key(write, it->server_application);
    if (after) after("flight");
}

} // namespace oracle
