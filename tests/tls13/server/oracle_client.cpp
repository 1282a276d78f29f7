#include "tls13/server/oracle_client.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdlib>

namespace oracle {

namespace {
bytes const zeros(32);
bytes const retry_random{0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                         0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                         0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

bytes numbers(std::vector<std::uint16_t> const& all) {
    bytes made;
    for (std::uint16_t const each : all) made = made + big_endian(2, each);
    return made;
}
std::size_t share_size(std::uint16_t group) {
    switch (group) {
    case 0x11eb: return 65 + 1184;
    case 0x11ec: return 1184 + 32;
    case 0x11ed: return 97 + 1568;
    default: return 32;
    }
}
} // namespace

struct client::impl {
    ~impl() { EVP_PKEY_free(own); }

    bytes transcript, input, handshake;
    bytes early, main, client_handshake, server_handshake, client_application, server_application, resumption;
    bytes hello_random = bytes(32, 9);
    std::vector<std::uint16_t> shares;
    bytes share_list;
    EVP_PKEY* own = nullptr;
    std::uint16_t suite = 0x1301;
    bool asked = false;
};

client::client() : it{std::make_unique<impl>()} {}
client::~client() = default;

bytes client::transcript_hash() const { return sha256(it->transcript); }
void client::must(bool good, char const* what) {
    if (!good && !wrong) {
        wrong = true;
        why = what;
    }
}
void client::use(direction& d, bytes const& secret) {
    set_key(d, it->suite, secret);
    secrets.push_back(secret);
    secrets.push_back(d.key);
}

void client::send_plain(std::uint8_t type, bytes const& content, std::uint16_t version) {
    out = out + (bytes{type} + big_endian(2, version) + vector_of(2, content));
}
void client::send_record(std::uint8_t type, bytes const& content) {
    if (!write.active()) return send_plain(type, content);
    out = out + seal(write, it->suite, content + bytes{type} + bytes(padding));
}
void client::send_message(std::string const& name_of, bytes m, bool hashed) {
    if (edit) edit(name_of, m);
    if (hashed) it->transcript = it->transcript + m;
    std::size_t at = name_of == "client_hello" ? std::min(first_fragment, m.size()) : 0;
    if (at != 0) send_record(22, part(m, 0, at));
    for (; at < m.size(); at += fragment) {
        send_record(22, part(m, at, std::min(fragment, m.size() - at)));
    }
}
void client::update(bool request) {
    send_message("key_update", message(24, {static_cast<std::uint8_t>(request ? 1 : 0)}), false);
    use(write, expand_label(write.secret, "traffic upd", {}, 32));
}

bytes client::make_hello(bool second) {
    bytes all;
    if (!name.empty()) all = all + extension(0, vector_of(2, bytes{0} + vector_of(2, text(name))));
    if (!groups.empty()) all = all + extension(10, vector_of(2, numbers(groups)));
    if (!schemes.empty()) all = all + extension(13, vector_of(2, numbers(schemes)));
    if (!protocols.empty()) {
        bytes list;
        for (std::string const& each : protocols) list = list + vector_of(1, text(each));
        all = all + extension(16, vector_of(2, list));
    }
    if (!versions.empty()) all = all + extension(43, vector_of(1, numbers(versions)));
    if (!modes.empty()) all = all + extension(45, vector_of(1, modes));
    if (!groups.empty() && !(second && same_shares)) {
        bytes& list = it->share_list;
        list = {};
        for (std::uint16_t const each : it->shares) {
            bytes share(share_size(each), 0x55);
            if (each == 23) {
                EVP_PKEY_free(it->own);
                it->own = EVP_EC_gen("P-256");
                std::uint8_t* point = nullptr;
                std::size_t const size = EVP_PKEY_get1_encoded_public_key(it->own, &point);
                share = bytes(point, point + size);
                OPENSSL_free(point);
            }
            list = list + big_endian(2, each) + vector_of(2, share);
        }
    }
    if (!groups.empty()) all = all + extension(51, vector_of(2, it->share_list));
    if (second && !cookie.empty()) all = all + extension(44, vector_of(2, cookie));
    if (early_data && !second) all = all + extension(42, {});
    all = all + more_extensions;
    std::size_t const binders = keys.empty() ? 0 : 2 + keys.size() * 33;
    if (!keys.empty()) {
        bytes identities;
        for (offered_key const& each : keys) {
            identities = identities + vector_of(2, each.identity) + big_endian(4, each.age);
        }
        all = all + extension(41, vector_of(2, identities) + big_endian(2, binders - 2) + bytes(binders - 2));
    }
    bytes m = message(1, bytes{3, 3} + it->hello_random + vector_of(1, session_id) + vector_of(2, numbers(suites)) +
                             bytes{1, 0} + vector_of(2, all));
    if (edit) edit("hello", m);
    if (!keys.empty()) {
        bytes const truncated = part(m, 0, m.size() - binders);
        bytes list;
        for (offered_key const& each : keys) {
            bytes const early = hmac(zeros, each.key);
            bytes const key = expand_label(early, each.ticket ? "res binder" : "ext binder", sha256({}), 32);
            list = list + vector_of(1, hmac(expand_label(key, "finished", {}, 32), sha256(it->transcript + truncated)));
        }
        m = truncated + vector_of(2, list);
    }
    return m;
}
void client::start() {
    it->shares = shares;
    send_message("client_hello", make_hello(false));
    for (bytes const& each : early_records) out = out + each;
}

void client::receive(bytes const& from_server) {
    it->input = it->input + from_server;
    while (it->input.size() >= 5) {
        std::size_t const size = value_at(it->input, 3, 2);
        if (it->input.size() < 5 + size) return;
        bytes const header = part(it->input, 0, 5);
        bytes body = part(it->input, 5, size);
        it->input.erase(it->input.begin(), it->input.begin() + static_cast<std::ptrdiff_t>(5 + size));
        must(header[1] == 3 && header[2] == 3, "record version");
        bool const is_protected = header[0] == 23;
        std::uint8_t type = header[0];
        if (is_protected) {
            auto const opened = read.active() ? open(read, it->suite, header, body) : std::optional<bytes>{};
            must(opened.has_value(), "a record does not open");
            if (!opened) return;
            body = *opened;
            longest_record = std::max(longest_record, body.size());
            while (!body.empty() && body.back() == 0) body.pop_back();
            must(!body.empty(), "a record without a type");
            if (body.empty()) return;
            type = body.back();
            body.pop_back();
        } else {
            must(!read.active() || type == 20, "a record in the clear"); // after the ServerHello, alerts are protected
        }
        on_record(type, body, is_protected);
    }
}
void client::on_record(std::uint8_t type, bytes const& content, bool is_protected) {
    if (type == 20) {
        must(!is_protected && content == bytes{1}, "a ChangeCipherSpec that is none");
        ++dummies;
    } else if (type == 21) {
        must(content.size() == 2 && !alert, "an alert that is none, or a second one");
        alert_level = content.at(0);
        alert = content.at(1);
        alert_protected = is_protected;
    } else if (type == 23) {
        must(connected || (half_rtt && !exporter_secret.empty()), "data before Finished");
        data = data + content;
    } else {
        must(type == 22, "a record of another type");
        it->handshake = it->handshake + content;
        while (it->handshake.size() >= 4) {
            std::size_t const size = 4 + value_at(it->handshake, 1, 3);
            if (it->handshake.size() < size) return;
            bytes const m = part(it->handshake, 0, size);
            it->handshake.erase(it->handshake.begin(), it->handshake.begin() + static_cast<std::ptrdiff_t>(size));
            order.push_back(m[0]);
            on_message(m);
        }
    }
}
void client::on_message(bytes const& m) {
    switch (m[0]) {
    case 2: on_server_hello(m); return;
    case 20: on_finished(m); return;
    case 4: {
        given_ticket t;
        t.lifetime = static_cast<std::uint32_t>(value_at(m, 4, 4));
        t.age_add = static_cast<std::uint32_t>(value_at(m, 8, 4));
        t.nonce = part(m, 13, m[12]);
        std::size_t const at = 13 + t.nonce.size();
        t.ticket = part(m, at + 2, value_at(m, at, 2));
        t.extensions = part(m, at + 2 + t.ticket.size(), m.size() - at - 2 - t.ticket.size());
        t.psk = expand_label(it->resumption, "resumption", t.nonce, 32);
        secrets.push_back(t.psk);
        tickets.push_back(t);
        must(connected, "a ticket before Finished");
        return;
    }
    case 24:
        updates.push_back(m.at(4));
        use(read, expand_label(read.secret, "traffic upd", {}, 32));
        return;
    case 8: encrypted_extensions = part(m, 6, m.size() - 6); break;
    case 13:
        requested = part(m, 4, m.size() - 4);
        it->asked = true;
        break;
    case 11:
        must(m[4] == 0, "a context");
        server_certificate = part(m, 11, value_at(m, 8, 3));
        break;
    case 15: check_signature(m); break;
    default: must(false, "a message that no server sends");
    }
    it->transcript = it->transcript + m;
}
void client::check_signature(bytes const& m) {
    bytes const content = bytes(64, 0x20) + text("TLS 1.3, server CertificateVerify") + bytes{0} + transcript_hash();
    std::uint8_t const* at = server_certificate.data();
    X509* const shown = d2i_X509(nullptr, &at, static_cast<long>(server_certificate.size()));
    EVP_MD_CTX* const check = EVP_MD_CTX_new();
    must(shown != nullptr && value_at(m, 4, 2) == 0x0403, "a certificate that is none");
    if (shown != nullptr) {
        EVP_DigestVerifyInit(check, nullptr, EVP_sha256(), nullptr, X509_get0_pubkey(shown));
        must(EVP_DigestVerify(check, m.data() + 8, m.size() - 8, content.data(), content.size()) == 1, "a signature");
    }
    EVP_MD_CTX_free(check);
    X509_free(shown);
}
void client::on_server_hello(bytes const& m) {
    server_hello = m;
    must(part(m, 4, 2) == bytes{3, 3} && m[38] == session_id.size() && part(m, 39, session_id.size()) == session_id,
         "version or session id");
    std::size_t at = 39 + session_id.size();
    auto const chosen = static_cast<std::uint16_t>(value_at(m, at, 2));
    must(std::find(suites.begin(), suites.end(), chosen) != suites.end() && m[at + 2] == 0, "suite");
    must(retries == 0 || chosen == it->suite, "another suite than in the retry");
    it->suite = chosen;
    std::size_t const end = at + 5 + value_at(m, at + 3, 2);
    must(end == m.size(), "length");
    bytes share;
    bool version = false;
    bool has_cookie = false;
    std::uint16_t group = 0;
    for (at += 5; at < end;) {
        std::uint64_t const type = value_at(m, at, 2);
        std::size_t const size = value_at(m, at + 2, 2);
        bytes const body = part(m, at + 4, size);
        if (type == 43) {
            version = body == bytes{3, 4};
        } else if (type == 51) {
            group = static_cast<std::uint16_t>(value_at(body, 0, 2));
            if (size > 2) share = part(body, 4, value_at(body, 2, 2));
        } else if (type == 44 && part(m, 6, 32) == retry_random) {
            has_cookie = size > 2 && value_at(body, 0, 2) == size - 2;
            must(has_cookie, "a cookie");
            cookie = part(body, 2, size - 2);
        } else if (type == 41) {
            psk_taken = true;
            psk_index = value_at(body, 0, 2);
        } else {
            must(false, "an extension that has no place there");
        }
        at += 4 + size;
    }
    must(version, "version");
    if (part(m, 6, 32) == retry_random) {
        ++retries;
        same_shares = group == 0;
        if (edit && !cookie.empty()) edit("cookie", cookie);
        must(retries == 1 && share.empty() && (group != 0 || has_cookie) &&
                 std::find(it->shares.begin(), it->shares.end(), group) == it->shares.end(),
             "a retry that changes nothing");
        it->transcript = message(254, sha256(it->transcript)) + m;
        if (!same_shares) it->shares = {group};
        if (dummy) send_plain(20, {1});
        send_message("client_hello", make_hello(true));
        return;
    }
    it->transcript = it->transcript + m;
    bytes shared = zeros;
    has_share = !share.empty();
    if (has_share) {
        must(group == 23 && it->own != nullptr, "a group that was not offered");
        EVP_PKEY* const peer = EVP_PKEY_new();
        EVP_PKEY_copy_parameters(peer, it->own);
        must(EVP_PKEY_set1_encoded_public_key(peer, share.data(), share.size()) == 1, "a share");
        EVP_PKEY_CTX* const derive = EVP_PKEY_CTX_new(it->own, nullptr);
        std::size_t length = 32;
        must(EVP_PKEY_derive_init(derive) == 1 && EVP_PKEY_derive_set_peer(derive, peer) == 1 &&
                 EVP_PKEY_derive(derive, shared.data(), &length) == 1,
             "a share");
        EVP_PKEY_CTX_free(derive);
        EVP_PKEY_free(peer);
        secrets.push_back(shared);
    }
    must(!psk_taken || psk_index < keys.size(), "an identity that was not offered");
    bytes const psk = psk_taken && psk_index < keys.size() ? keys[psk_index].key : zeros;
    it->early = hmac(zeros, psk);
    it->main = hmac(expand_label(it->early, "derived", sha256({}), 32), shared);
    it->client_handshake = expand_label(it->main, "c hs traffic", transcript_hash(), 32);
    it->server_handshake = expand_label(it->main, "s hs traffic", transcript_hash(), 32);
    for (bytes const& each : {it->early, it->main}) secrets.push_back(each);
    if (dummy && retries == 0) send_plain(20, {1});
    use(write, it->client_handshake);
    use(read, it->server_handshake);
}
void client::on_finished(bytes const& m) {
    must(m == message(20, hmac(expand_label(it->server_handshake, "finished", {}, 32), transcript_hash())), "Finished");
    it->transcript = it->transcript + m;
    it->main = hmac(expand_label(it->main, "derived", sha256({}), 32), zeros);
    it->client_application = expand_label(it->main, "c ap traffic", transcript_hash(), 32);
    it->server_application = expand_label(it->main, "s ap traffic", transcript_hash(), 32);
    exporter_secret = expand_label(it->main, "exp master", transcript_hash(), 32);
    for (bytes const& each : {it->main, it->client_application}) secrets.push_back(each);
    use(read, it->server_application);
    if (finishes) send_flight();
}
void client::send_flight() {
    if (it->asked) {
        bytes const entry = certificate.empty() ? bytes{} : vector_of(3, certificate) + bytes{0, 0};
        send_message("certificate", message(11, bytes{0} + vector_of(3, entry)));
        if (!certificate.empty()) {
            bytes const content = bytes(64, 0x20) + text(signs_as) + bytes{0} + transcript_hash();
            std::uint8_t const* p = private_key.data();
            EVP_PKEY* const key = d2i_AutoPrivateKey(nullptr, &p, static_cast<long>(private_key.size()));
            EVP_MD_CTX* const sign = EVP_MD_CTX_new();
            bytes signature(512);
            std::size_t size = signature.size();
            if (key == nullptr || EVP_DigestSignInit(sign, nullptr, EVP_sha256(), nullptr, key) != 1 ||
                EVP_DigestSign(sign, signature.data(), &size, content.data(), content.size()) != 1) {
                std::abort();
            }
            signature.resize(size);
            EVP_MD_CTX_free(sign);
            EVP_PKEY_free(key);
            send_message("certificate_verify", message(15, bytes{4, 3} + vector_of(2, signature)));
        }
    }
    send_message("finished",
                 message(20, hmac(expand_label(it->client_handshake, "finished", {}, 32), transcript_hash())));
    it->resumption = expand_label(it->main, "res master", transcript_hash(), 32);
    secrets.push_back(it->resumption);
    use(write, it->client_application);
    connected = !wrong;
}

} // namespace oracle
