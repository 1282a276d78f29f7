// SPDX-License-Identifier: Apache-2.0
/// \file
/// An X.509 certificate (RFC 5280 4.1) received in pieces of any size: reports where each part begins and ends. Short
/// parts that are needed are captured, one at a time. Nothing is judged here.
#ifndef FLINTLS_TRUST_CERTIFICATE_STREAM_HPP
#define FLINTLS_TRUST_CERTIFICATE_STREAM_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/der_walk.hpp"
#include "flintls/trust/der_stream.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// The parts of a certificate, in their order.
enum class certificate_part : std::uint8_t {
    certificate,
    tbs, ///< TBSCertificate: the signed part
    // of TBSCertificate
    version, ///< as INTEGER; absent in v1
    serial,
    algorithm, ///< of the signature
    issuer,
    validity,
    subject,
    key, ///< SubjectPublicKeyInfo
    issuer_id,
    subject_id,
    extensions_of_v3,
    // of the extensions
    extensions,
    extension,
    identifier,
    critical,
    value,
    names, ///< of subjectAltName
    name,
    // of the certificate again
    algorithm_again,
    signature, ///< as BIT STRING
};

/// Extensions that are distinguished, by the last byte of id-ce (RFC 5280 4.2.1); none: any other.
enum class certificate_extension : std::uint8_t {
    none = 0,
    subject_key_identifier = 14,
    key_usage = 15,
    subject_alt_name = 17,
    basic_constraints = 19,
    name_constraints = 30,
    authority_key_identifier = 35,
    extended_key_usage = 37,
};

/// `Room`: bytes of the longest captured part.
template <std::uint32_t Room> class certificate_stream {
    using part_type = certificate_part;

public:
    using step = der_stream::step;

    /// Starts a certificate of `size` bytes. `wants_names`: whether to report the names in its subjectAltName.
    void begin(std::uint32_t size, bool wants_names) {
        der_.begin(size);
        at_ = part_type::certificate;
        signed_ = over_ = capturing_ = false;
        names_ = wants_names;
        found_ = {};
        extension_ = certificate_extension::none;
    }
    /// Takes a step (see `der_stream`); `part()` is its part. `wrong` also for parts missing, repeated or out of order.
    step take(byte_view in, std::uint32_t& taken) {
        bool const was_over = over_;
        step const found = der_.take(in, taken);
        switch (found) {
        case step::header: return !was_over && begin_part() ? found : step::wrong;
        case step::piece:
            if (capturing_ && !lost()) {
                copy(captured_.data() + captured_size_, in.data(), taken);
            }
            captured_size_ += capturing_ ? taken : 0;
            return found;
        case step::end: return end_part() ? found : step::wrong;
        case step::leave: return leave_part() ? found : step::wrong;
        case step::more:
        case step::wrong: break;
        }
        return found;
    }

    /// The part that begins, continues or has ended.
    [[nodiscard]] certificate_part part() const { return at_; }
    /// True where the part, or its header, is within TBSCertificate.
    [[nodiscard]] bool is_signed() const { return signed_; }
    /// True once the certificate is complete.
    [[nodiscard]] bool is_whole() const { return over_ && der_.depth() == 0; }
    /// Identifier and length bytes of the element that began last.
    [[nodiscard]] byte_view header() const& { return der_.header(); }
    [[nodiscard]] std::uint8_t tag() const { return der_.tag(); }
    /// Contents of the part that has ended; of `key` with its header. Empty where they did not fit: see `lost`.
    [[nodiscard]] byte_view captured() const& { return {captured_.data(), lost() ? 0 : captured_size_}; }
    [[nodiscard]] bool lost() const { return captured_size_ > Room; }

    /// The extension whose identifier has ended.
    [[nodiscard]] certificate_extension current_extension() const { return extension_; }

private:
    using enum certificate_part;

    /// Starts to capture the contents of the part that begins.
    bool capture() {
        capturing_ = true;
        captured_size_ = 0;
        if (at_ == key) {
            captured_size_ = header().size();
            copy(captured_.data(), header().data(), captured_size_);
        }
        captured_size_ += captured_size_ + der_.size() > Room ? Room + 1 : 0;
        return true;
    }
    bool enter() {
        der_.enter();
        return true;
    }
    /// Finds the part of a complete header. \return false: the part may not be here
    bool begin_part() {
        capturing_ = false;
        switch (der_.depth()) {
        case 0: return is(certificate, der_tag::sequence) && enter();
        case 1: return begin_of_certificate();
        case 2: return begin_of_tbs();
        case 3: return at_ == extensions_of_v3 && is(extensions, der_tag::sequence) && enter();
        case 4: at_ = extension; return tag() == der_tag::sequence && enter();
        case 5: return begin_of_extension();
        case 6: return at_ == value && is(names, der_tag::sequence) && enter();
        default:
            at_ = name;
            // dNSName and iPAddress (RFC 5280 4.2.1.6)
            return tag() != der_tag::primitive(2) && tag() != der_tag::primitive(7) ? true : capture();
        }
    }
    /// Sets the next part. \return false: its tag is another one
    bool is(certificate_part part, std::uint8_t expected) {
        at_ = part;
        return tag() == expected;
    }
    bool begin_of_certificate() {
        switch (at_) {
        case certificate: signed_ = true; return is(tbs, der_tag::sequence) && enter();
        case tbs: return is(algorithm_again, der_tag::sequence) && capture();
        default: return at_ == algorithm_again && is(signature, der_tag::bit_string) && capture();
        }
    }
    bool begin_of_tbs() {
        static constexpr std::array<std::uint8_t, 10> tags{
            der_tag::constructed(0), der_tag::integer,       der_tag::sequence, der_tag::sequence,
            der_tag::sequence,       der_tag::sequence,      der_tag::sequence, der_tag::primitive(1),
            der_tag::primitive(2),   der_tag::constructed(3)};
        constexpr auto first = static_cast<std::uint8_t>(version);
        auto next = static_cast<std::uint8_t>(static_cast<std::uint8_t>(at_) + 1);
        while (next <= static_cast<std::uint8_t>(extensions_of_v3) && tags[next - first] != tag()) {
            auto const absent = static_cast<certificate_part>(next++);
            if (absent != version && absent != issuer_id && absent != subject_id) {
                return false;
            }
        }
        if (next > static_cast<std::uint8_t>(extensions_of_v3)) {
            return false;
        }
        at_ = static_cast<certificate_part>(next);
        bool const short_one = at_ == version || at_ == algorithm || at_ == validity || at_ == key;
        return at_ == extensions_of_v3 ? enter() : !short_one || capture();
    }
    bool begin_of_extension() {
        if (at_ == extension) {
            return is(identifier, der_tag::object_identifier) && capture();
        }
        if (at_ == identifier && tag() == der_tag::boolean) {
            return is(critical, der_tag::boolean) && capture();
        }
        if ((at_ != identifier && at_ != critical) || !is(value, der_tag::octet_string)) {
            return false;
        }
        switch (extension_) {
        case certificate_extension::subject_alt_name: return !names_ || enter();
        case certificate_extension::key_usage:
        case certificate_extension::basic_constraints:
        case certificate_extension::extended_key_usage: return capture();
        case certificate_extension::none:
        case certificate_extension::subject_key_identifier:
        case certificate_extension::name_constraints:
        case certificate_extension::authority_key_identifier: break;
        }
        return true;
    }
    bool end_part() {
        over_ = over_ || at_ == signature;
        return at_ != identifier || begin_known_extension();
    }
    /// RFC 5280 4.2: each extension occurs at most once.
    bool begin_known_extension() {
        byte_view const oid = captured();
        bool const known = oid.size() == 3 && oid[0] == 0x55 && oid[1] == 0x1d && oid[2] < 64; // id-ce
        extension_ = certificate_extension::none;
        if (known) {
            switch (static_cast<certificate_extension>(oid[2])) {
            case certificate_extension::subject_key_identifier:
            case certificate_extension::key_usage:
            case certificate_extension::subject_alt_name:
            case certificate_extension::basic_constraints:
            case certificate_extension::name_constraints:
            case certificate_extension::authority_key_identifier:
            case certificate_extension::extended_key_usage:
                extension_ = static_cast<certificate_extension>(oid[2]);
                break;
            case certificate_extension::none: break;
            }
        }
        if (!known) {
            return true;
        }
        std::uint32_t& found = found_[oid[2] / 32];
        std::uint32_t const bit = std::uint32_t{1} << oid[2] % 32;
        bool const first = (found & bit) == 0;
        found |= bit;
        return first;
    }
    /// An entered element has ended. \return false: a required part is missing
    bool leave_part() {
        static constexpr std::array<certificate_part, 7> left{
            certificate, tbs, extensions_of_v3, extensions, extension, value, names};
        static constexpr std::array<certificate_part, 7> last{signature, key,   extensions, extension,
                                                              value,     names, name};
        certificate_part const before = at_;
        std::uint8_t const depth = der_.depth();
        at_ = left[depth];
        signed_ = signed_ && depth > 1;
        if (at_ == tbs) {
            return before >= key && before <= extensions_of_v3;
        }
        return before == last[depth] || at_ == names; // the list of names may be empty
    }

    certificate_part at_{};
    certificate_extension extension_{};
    bool signed_ = false;
    bool over_ = false;
    bool capturing_ = false;
    bool names_ = false;
    std::uint32_t captured_size_ = 0;
    std::array<std::uint32_t, 2> found_{}; // found extensions of id-ce, as bits
    der_stream der_;
    std::array<std::uint8_t, Room> captured_{};
};

} // namespace v0
} // namespace flintls

#endif
