// SPDX-License-Identifier: Apache-2.0
/// \file
/// Judges a chain of certificates while it is received, in constant memory: looks for a path from the first certificate
/// to an anchor. A strict profile of RFC 5280 6, with names by RFC 9525.
///
/// Checked for each certificate of the path: its signature, its dates, names of issuers and subjects byte by byte,
/// basicConstraints with pathLenConstraint, keyUsage, extendedKeyUsage; for the first one also its names, and whether
/// its key may sign a handshake. Refused: unknown critical extensions, and name constraints, critical or not, because
/// they are not checked. Not checked: revocation, and certificate policies.
///
/// Certificates outside the path are passed over. An issuer stands behind its subject (RFC 5246 7.4.2; RFC 8446 4.4.2
/// only advises receivers to support another order, which takes memory); else: `issuer_before_subject`. Where a path
/// reaches an anchor, the rest of the chain is not examined: a root in the chain, or the way to an older root.
#ifndef FLINTLS_TRUST_PATH_TO_ANCHOR_HPP
#define FLINTLS_TRUST_PATH_TO_ANCHOR_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/crypto/der_walk.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/trust/anchor.hpp"
#include "flintls/trust/certificate_stream.hpp"
#include "flintls/trust/certificate_summary.hpp"
#include "flintls/trust/path_crypto.hpp"
#include "flintls/trust/path_verdict.hpp"
#include "flintls/trust/reference_name.hpp"
#include "flintls/trust/validity.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "flintls/wire/error.hpp"

namespace flintls {
inline namespace v0 {

/// The costs that a chain may cause. A chain above a limit is refused before it causes the cost: `chain_too_long`.
struct path_options {
    std::uint32_t max_chain_bytes = 16'384; ///< of all certificates
    std::uint8_t max_chain_certificates = 10;
    std::uint8_t max_path_signatures = 6; ///< checked ones, good or bad
    bool ipv6 = true;                     ///< IPv6 addresses as names of servers
};

/// Models `judges_paths` (handshake/credentials.hpp). `Crypto`: see path_crypto.hpp. `Role`: the owner of the chains.
/// The name of a server is checked. A client has no name to check: every chain that leads to an anchor is good.
template <class Crypto, knows_time Clock = utc_time, certificate_role Role = certificate_role::server,
          path_options Options = path_options{}>
class path_to_anchor {
public:
    using types = path_crypto<Crypto>;

    /// Both outlive this object.
    constexpr path_to_anchor(std::span<anchor const> anchors, Clock const& clock) : anchors_{anchors}, clock_{&clock} {}

    /// Abandons a pending operation, and the chain.
    void reset() {
        signed_.reset();
        name_hash_.reset();
        check_.reset();
        due_ = due::nothing;
        state_ = state::passed;
        why_ = errc::untrusted_peer;
    }
    /// Starts a chain. `name`: the server's name; its bytes live until `end_chain`.
    crypto_status begin_chain(byte_view name) {
        reset();
        name_ = reference_name<Options.ipv6>{name};
        // In a client's chain no name is checked: a caller that passes one wants the other role.
        why_ = Role == certificate_role::client && !name.empty() ? errc::wrong_name : errc::ok;
        reason_ = errc::ok;
        first_ = true;
        trusted_ = verified_ = checking_ = false;
        bytes_ = 0;
        certificates_ = signatures_ = depth_ = passed_size_ = 0;
        key_size_ = signature_size_ = 0;
        return crypto_status::done;
    }
    /// Starts the next certificate, of `size` bytes.
    crypto_status begin_certificate(std::uint32_t size) {
        if (certificates_ == Options.max_chain_certificates || size > Options.max_chain_bytes - bytes_) {
            fail(errc::chain_too_long);
        }
        if (why_ != errc::ok) {
            return crypto_status::failed;
        }
        ++certificates_;
        bytes_ += size;
        summary_ = {};
        piece_ = {};
        hashed_ = naming_ = false;
        signing_ = signing::prelude;
        prelude_size_ = 0;
        stream_.begin(size, first_ && Role == certificate_role::server);
        state_ = trusted_ ? state::passed : state::reading;
        return crypto_status::done;
    }
    /// The next bytes of the certificate. \param[out] taken number of bytes used; 0 where the answer is `pending`. The
    /// caller passes the rest with the next call.
    crypto_status bytes(byte_view in, std::uint32_t& taken) {
        taken = 0;
        if (crypto_status const settled = settle(); settled != crypto_status::done) {
            return settled;
        }
        if (state_ == state::passed) {
            taken = in.size();
            return crypto_status::done;
        }
        if (piece_.empty()) {
            step(in, taken);
        }
        if (!piece_.empty()) {
            crypto_status const answer = hash(piece_);
            if (answer == crypto_status::pending) {
                return answer;
            }
            taken = piece_.size();
            piece_ = {};
            fail_unless(answer == crypto_status::done);
        }
        return why_ == errc::ok ? crypto_status::done : crypto_status::failed;
    }
    /// Ends the certificate: all of its bytes were passed.
    crypto_status end_certificate() {
        for (;;) {
            if (crypto_status const settled = settle(); settled != crypto_status::done) {
                return settled;
            }
            if (state_ != state::reading) {
                return crypto_status::done;
            }
            if (stream_.is_whole()) {
                state_ = state::read;
                conclude();
            } else {
                std::uint32_t taken = 0;
                if (!step({}, taken)) {
                    fail(errc::bad_certificate);
                }
            }
        }
    }
    /// Ends the chain: all certificates were passed, or a call has failed.
    crypto_status end_chain(path_verdict& verdict) {
        verdict = {};
        if (why_ == errc::ok && !trusted_) {
            fail(first_ ? errc::bad_certificate : reason_ != errc::ok ? reason_ : why_no_issuer());
        }
        if (why_ != errc::ok) {
            verdict.why = error{why_, 0};
            return crypto_status::failed;
        }
        issuer_key const own = issuer_key_of(key_info());
        verdict.leaf.subject_public_key_info = key_info();
        if (own.kind != issuer_key::sort::p384) { // no handshake is signed by P-384
            verdict.leaf.key.kind = own.kind == issuer_key::sort::p256 ? public_key_view::algorithm::ec_secp256r1
                                                                       : public_key_view::algorithm::rsa;
            verdict.leaf.key.key = own.key;
        }
        return crypto_status::done;
    }
    /// A peer whose chain was good once may resume its session until the session ends, even if a certificate of the
    /// chain expires meanwhile. The name is not compared again: a key of tickets (`client::connect`) must not stand for
    /// two names, nor for two answers of `judged_name()`, nor be shared with credentials that trust differently (RFC
    /// 8446 4.6.1).
    [[nodiscard]] static bool accepts(identity const& leaf) { return leaf.kind == identity_kind::spki_sha256; }

private:
    static constexpr std::uint32_t digest_size = 32; // of a name
    static constexpr std::uint32_t mark_size = 8;    // of the digest of a name that was passed over
    static constexpr std::uint32_t max_name = 253;   // of a host name; enough for a list of purposes
    static constexpr std::uint32_t room = types::max_key_info > max_name ? types::max_key_info : max_name;
    /// Header, version, serialNumber of 20 bytes (RFC 5280 4.1.2.2), and AlgorithmIdentifier: signed by a hash not yet
    /// known.
    static constexpr std::uint32_t max_prelude = 4 + 5 + 23 + (types::has_pss ? 67 : types::has_rsa ? 15 : 12);
    using name_digest = std::array<std::uint8_t, digest_size>;
    using part = certificate_part;

    enum class state : std::uint8_t { passed, reading, read };
    /// How TBSCertificate is hashed at this point.
    enum class signing : std::uint8_t { prelude, hashed, unknown };
    /// The operation that is performed before anything else.
    enum class due : std::uint8_t {
        nothing,
        name_begins,
        header,
        name_ends,
        signed_begins,
        prelude,
        issuer,
        signed_ends,
        anchors,
    };

    void fail(errc why) { why_ = why_ == errc::ok ? why : why_; }
    void fail_unless(bool good) {
        if (!good) {
            fail(errc::crypto_failed);
        }
    }
    /// The certificate is outside the path. A later one may be in it.
    void pass_over() {
        state_ = state::passed;
        signed_.reset();
        name_hash_.reset();
        naming_ = false;
    }
    /// The certificate cannot be in the path.
    void refuse(errc why) {
        if (first_) {
            fail(why);
        }
        reason_ = reason_ == errc::ok ? why : reason_;
        pass_over();
    }
    /// The needed issuer was passed over, or is not in the chain.
    [[nodiscard]] errc why_no_issuer() const {
        bool found = false;
        for (std::uint32_t i = 0; i != passed_size_; ++i) {
            found = found || byte_view{passed_[i]} == byte_view{issuer_}.subview(0, mark_size);
        }
        return found ? errc::issuer_before_subject : errc::unknown_issuer;
    }
    [[nodiscard]] byte_view key_info() const { return {key_.data(), key_size_}; }

    // Operations.

    crypto_status hash(byte_view piece) {
        if (!hashed_ && stream_.is_signed() && signing_ == signing::hashed) {
            if (crypto_status const answer = signed_.update(piece); answer != crypto_status::done) {
                return answer;
            }
        }
        if (!hashed_ && stream_.is_signed() && signing_ == signing::prelude) {
            if (piece.size() > max_prelude - prelude_size_) {
                signing_ = signing::unknown; // no known algorithm, or a serialNumber that is too long
                return crypto_status::done;
            }
            copy(prelude_.data() + prelude_size_, piece.data(), piece.size());
            prelude_size_ = static_cast<std::uint8_t>(prelude_size_ + piece.size());
        }
        hashed_ = naming_;
        crypto_status const answer = naming_ ? name_hash_.update(piece) : crypto_status::done;
        hashed_ = hashed_ && answer == crypto_status::pending;
        return answer;
    }
    /// \return pending: an operation is not complete, or a public-key operation has just completed
    crypto_status settle() {
        while (due_ != due::nothing && why_ == errc::ok) {
            crypto_status const answer = perform();
            if (answer == crypto_status::pending) {
                return answer;
            }
            fail_unless(answer == crypto_status::done);
        }
        return why_ == errc::ok ? crypto_status::done : crypto_status::failed;
    }
    crypto_status then(crypto_status answer, due next) {
        due_ = answer == crypto_status::done ? next : due_;
        return answer;
    }
    crypto_status perform() {
        switch (due_) {
        case due::nothing: break;
        case due::name_begins: return then(name_hash_.start(), due::header);
        case due::header: return then(hash(stream_.header()), due::nothing);
        case due::name_ends: return end_name();
        case due::signed_begins: return then(signed_.start(summary_.algorithm.hash), due::prelude);
        case due::prelude: return then(signed_.update({prelude_.data(), prelude_size_}), due::nothing);
        case due::issuer: return check_issuer();
        case due::signed_ends: return end_signed();
        case due::anchors: return try_anchors();
        }
        return crypto_status::done;
    }
    crypto_status end_name() {
        bool const of_issuer = stream_.part() == part::issuer;
        crypto_status const answer =
            then(name_hash_.finish(of_issuer ? summary_.issuer.data() : summary_.subject.data()), due::nothing);
        if (answer == crypto_status::done && !of_issuer && !first_ && summary_.subject != issuer_) {
            copy(passed_[passed_size_].data(), summary_.subject.data(), mark_size);
            ++passed_size_;
            pass_over();
        }
        return answer;
    }
    /// Checks whether this key signed the last certificate of the path. \return done: `good` is the answer
    crypto_status check(issuer_key const& key, bool& good) {
        if (verified_) {
            good = good_;
            verified_ = false;
            return crypto_status::done;
        }
        if (!checking_ && signatures_ == Options.max_path_signatures) {
            good = false;
            fail(errc::chain_too_long);
            return crypto_status::done;
        }
        signatures_ = static_cast<std::uint8_t>(signatures_ + (checking_ ? 0 : 1));
        crypto_status const answer =
            check_.run(key, algorithm_, byte_view{digest_}.subview(0, size_of(algorithm_.hash)),
                       byte_view{signature_}.subview(0, signature_size_));
        checking_ = answer == crypto_status::pending;
        verified_ = !checking_;
        good_ = answer == crypto_status::done;
        return crypto_status::pending; // one public-key operation per call
    }
    crypto_status check_issuer() {
        bool good = false;
        crypto_status const answer = then(check(issuer_key_of(stream_.captured()), good), due::nothing);
        if (answer == crypto_status::done && !good) {
            refuse(errc::bad_certificate_signature);
        }
        return answer;
    }
    /// The certificate is now the last one of the path.
    crypto_status end_signed() {
        crypto_status const answer = then(signed_.finish(digest_.data()), due::anchors);
        if (answer == crypto_status::done) {
            byte_view const signature = stream_.captured().subview(1); // without the number of unused bits
            signature_size_ = static_cast<std::uint16_t>(signature.size());
            copy(signature_.data(), signature.data(), signature.size());
            algorithm_ = summary_.algorithm;
            issuer_ = summary_.issuer;
            first_ = false;
            anchor_ = 0;
        }
        return answer;
    }
    crypto_status try_anchors() {
        for (; anchor_ != anchors_.size() && !trusted_ && why_ == errc::ok; ++anchor_) {
            anchor const& each = anchors_[anchor_];
            if (each.subject == issuer_ && fits(each.key)) {
                if (crypto_status const answer = check(each.key, trusted_); answer == crypto_status::pending) {
                    return answer;
                }
            }
        }
        due_ = due::nothing;
        return crypto_status::done;
    }

    // Parts.

    [[nodiscard]] static issuer_key issuer_key_of(byte_view info) {
        return flintls::issuer_key_of<types::has_p384, types::has_rsa>(info);
    }
    [[nodiscard]] static issuer_algorithm algorithm_of(byte_view identifier) {
        issuer_algorithm const found = flintls::algorithm_of<types::has_rsa, types::has_pss>(identifier);
        return types::has(found) ? found : issuer_algorithm{};
    }
    [[nodiscard]] static bool is_known(issuer_algorithm const& algorithm) {
        return algorithm.how != issuer_algorithm::scheme::none;
    }
    /// True where this key can have made the signature that is checked next.
    [[nodiscard]] bool fits(issuer_key const& key) const {
        return types::goes_with(key.kind, algorithm_) &&
               (!types::has_rsa || key.kind != issuer_key::sort::rsa || is_rsa_in_bounds(key.key));
    }

    /// \return false: there is no step
    bool step(byte_view in, std::uint32_t& taken) {
        switch (stream_.take(in, taken)) {
        case der_stream::step::more: return taken != 0;
        case der_stream::step::header: on_header(); break;
        case der_stream::step::piece:
            piece_ = in.subview(0, taken);
            taken = 0;
            break;
        case der_stream::step::end: on_end(stream_.captured()); break;
        case der_stream::step::leave: break;
        case der_stream::step::wrong: fail(errc::bad_certificate); break;
        }
        return true;
    }
    void on_header() {
        part const now = stream_.part();
        naming_ = now == part::issuer || now == part::subject;
        due_ = naming_ ? due::name_begins : stream_.is_signed() ? due::header : due::nothing;
        if (now == part::extensions_of_v3 && !summary_.is_v3) {
            fail(errc::bad_certificate); // RFC 5280 4.1.2.9
        }
        if (now == part::value) {
            summary_.refuse(judge_extension(stream_.current_extension(), summary_.critical));
        }
        summary_.critical = summary_.critical && now == part::value;
    }
    /// `captured`: contents of the part, if they are captured.
    void on_end(byte_view captured) {
        switch (stream_.part()) {
        case part::version:
            summary_.is_v3 = captured == byte_view{version_3};
            fail_unless_good(summary_.is_v3);
            break;
        case part::algorithm:
            summary_.algorithm = signing_ == signing::unknown ? issuer_algorithm{} : algorithm_of(captured);
            signing_ = !is_known(summary_.algorithm) ? signing::unknown : signing::hashed;
            due_ = signing_ == signing::hashed ? due::signed_begins : due::nothing;
            break;
        case part::issuer:
        case part::subject:
            naming_ = false;
            due_ = due::name_ends;
            break;
        case part::validity: summary_.refuse(judge_validity(captured, *clock_)); break;
        case part::key: on_key(captured); break;
        case part::critical:
            summary_.critical = captured.size() == 1 && captured[0] == 0xff; // X.690 11.1
            fail_unless_good(captured.size() == 1 && (captured[0] == 0xff || captured[0] == 0));
            break;
        case part::value: on_extension(captured); break;
        case part::name:
            summary_.named =
                summary_.named || (stream_.tag() == der_tag::primitive(2)
                                       ? name_.matches_name(captured)
                                       : stream_.tag() == der_tag::primitive(7) && name_.matches_address(captured));
            break;
        case part::algorithm_again: // RFC 5280 4.1.1.2
            fail_unless_good(algorithm_of(captured) == summary_.algorithm);
            break;
        case part::signature: fail_unless_good(stream_.lost() || (captured.size() > 1 && captured[0] == 0)); break;
        // Entered, or not needed:
        case part::certificate:
        case part::tbs:
        case part::serial:
        case part::issuer_id:
        case part::subject_id:
        case part::extensions_of_v3:
        case part::extensions:
        case part::extension:
        case part::identifier:
        case part::names: break;
        }
    }
    void fail_unless_good(bool good) {
        if (!good) {
            fail(errc::bad_certificate);
        }
    }
    void on_extension(byte_view captured) {
        switch (stream_.current_extension()) {
        case certificate_extension::key_usage:
        case certificate_extension::basic_constraints:
        case certificate_extension::extended_key_usage:
            if (stream_.lost()) {
                summary_.refuse(errc::unsupported_certificate);
            } else {
                fail_unless_good(summary_.read(stream_.current_extension(), captured, Role));
            }
            break;
        case certificate_extension::none:
        case certificate_extension::subject_key_identifier:
        case certificate_extension::subject_alt_name:
        case certificate_extension::name_constraints:
        case certificate_extension::authority_key_identifier: break;
        }
    }
    /// The key, and whether this certificate can be the issuer of the last one of the path.
    void on_key(byte_view info) {
        issuer_key const key = issuer_key_of(info);
        bool const out_of_bounds = types::has_rsa && key.kind == issuer_key::sort::rsa && !is_rsa_in_bounds(key.key);
        if (key.kind == issuer_key::sort::none || info.size() > types::max_key_info || out_of_bounds) {
            summary_.refuse(errc::unsupported_certificate);
        } else if (first_) {
            key_size_ = static_cast<std::uint16_t>(info.size());
            copy(key_.data(), info.data(), info.size());
        } else if (!is_known(summary_.algorithm)) {
            summary_.refuse(errc::unsupported_signature); // the path cannot go on from here to an anchor
        } else if (!fits(key)) {
            summary_.refuse(errc::bad_certificate_signature);
        }
        if (summary_.refusal != errc::ok) {
            refuse(summary_.refusal);
        } else if (!first_) {
            due_ = due::issuer;
        }
    }
    /// The certificate is complete.
    void conclude() {
        summary_.refuse(first_ ? summary_.judge_leaf(Role) : summary_.judge_issuer(depth_));
        if (summary_.refusal == errc::ok && first_) {
            trusted_ = is_anchor();
        }
        if (summary_.refusal != errc::ok) {
            refuse(summary_.refusal);
        } else if (trusted_) {
            first_ = false;
            pass_over();
        } else if (!is_known(summary_.algorithm) || stream_.lost() ||
                   stream_.captured().size() - 1 > types::max_signature) {
            refuse(errc::unsupported_signature);
        } else {
            bool const counts = !first_ && summary_.issuer != summary_.subject; // RFC 5280 4.2.1.9
            depth_ = static_cast<std::uint8_t>(depth_ + (counts ? 1 : 0));
            due_ = due::signed_ends;
        }
    }
    /// True where the first certificate has the name and the key of an anchor.
    [[nodiscard]] bool is_anchor() const {
        issuer_key const own = issuer_key_of(key_info());
        bool found = false;
        for (anchor const& each : anchors_) {
            found = found || (each.subject == summary_.subject && each.key.kind == own.kind && each.key.key == own.key);
        }
        return found;
    }

    static constexpr std::array<std::uint8_t, 3> version_3{der_tag::integer, 1, 2};

    // Numbers before bytes: what stands at the beginning of an object is reached by shorter instructions.
    // Of the current certificate:
    state state_ = state::passed;
    signing signing_ = signing::prelude;
    due due_ = due::nothing;
    bool hashed_ = false; // the piece is in the hash of the signed bytes, and not yet in that of a name
    bool naming_ = false; // a name is being hashed
    std::uint8_t prelude_size_ = 0;
    // Of the path:
    errc why_ = errc::untrusted_peer;
    errc reason_ = errc::ok; // why the first refused certificate was refused
    bool first_ = true;
    bool trusted_ = false;
    bool checking_ = false; // a check is pending
    bool verified_ = false; // a check is complete
    bool good_ = false;     // and its signature is good
    std::uint8_t certificates_ = 0;
    std::uint8_t signatures_ = 0;
    std::uint8_t depth_ = 0; // issuers in the path that count for pathLenConstraint
    std::uint8_t passed_size_ = 0;
    issuer_algorithm algorithm_{}; // of the last certificate of the path, whose issuer is the next one
    std::uint16_t key_size_ = 0;
    std::uint16_t signature_size_ = 0;
    std::uint32_t bytes_ = 0;
    std::uint32_t anchor_ = 0;
    byte_view piece_{};
    std::span<anchor const> anchors_;
    Clock const* clock_;
    reference_name<Options.ipv6> name_{};
    certificate_summary summary_{};
    certificate_stream<room> stream_{};
    std::array<std::uint8_t, max_prelude> prelude_{};
    signed_hash<Crypto> signed_{};
    typename types::sha256 name_hash_{};
    signature_check<Crypto> check_{};
    name_digest issuer_{}; // of the last certificate of the path
    std::array<std::uint8_t, types::max_hash> digest_{};
    std::array<std::uint8_t, types::max_signature> signature_{};
    std::array<std::uint8_t, types::max_key_info> key_{}; // SubjectPublicKeyInfo of the first certificate
    std::array<std::array<std::uint8_t, mark_size>, Options.max_chain_certificates> passed_{};
};

} // namespace v0
} // namespace flintls

#endif
