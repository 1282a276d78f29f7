// SPDX-License-Identifier: Apache-2.0
/// \file
/// The first records that a server of TLS 1.3 receives, from a client that may not yet have processed the server's
/// flight: early data, which is passed over, and a plaintext alert. RFC 8446 4.2.10, 5, 6.
#ifndef FLINTLS_RECORD_FIRST_RECORDS_HPP
#define FLINTLS_RECORD_FIRST_RECORDS_HPP

#include <cstdint>

#include "flintls/message/record.hpp"
#include "flintls/record/inbox.hpp"
#include "flintls/registry/content_type.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// Judges the records of a client up to the first one that decrypts. A client does not use this. The record layer has
/// only a pointer to the function, so that the code is not linked into a client.
struct first_records {
    enum class verdict : std::uint8_t {
        as_usual, ///< the usual rules apply
        in_clear, ///< the record is not protected
        passed,   ///< the record is dropped
        awaited,  ///< the received part of the record is dropped; more must be received
        refused,  ///< too much early data
    };

    /// Judges the next record, or the open record if it did not decrypt (`failed`). `has_key`: records are protected.
    verdict (*judge)(first_records&, inbox&, bool has_key, bool failed) = nullptr;
    bool early_data = false; ///< the hello has the extension
    /// Lengths of protected records that may be the client's under the handshake key.
    std::uint16_t least = 0;
    std::uint16_t most = 0xffff;
    std::uint32_t left = 0; ///< bytes of early data that may still be received
    std::uint32_t rest = 0; ///< bytes of the dropped record that are still to be received
};

namespace first_records_detail {

/// Counts a record. An empty one counts as a byte, so that their number is limited, too.
[[nodiscard]] inline bool count(first_records& r, std::uint32_t size) {
    size += size == 0 ? 1 : 0;
    bool const allowed = size <= r.left;
    r.left -= allowed ? size : 0;
    return allowed;
}

} // namespace first_records_detail

/// RFC 8446 4.2.10: a record that does not decrypt counts as early data if the hello has that extension. A record is
/// dropped without decryption if there is no key yet, or if it cannot be a record under the key: it is shorter than the
/// tag, longer than the limit, which was negotiated after the early data was sent, or longer than the buffer. RFC 8446
/// 6: a client that fails on the ServerHello has no key for its alert.
inline first_records::verdict judge_first_record(first_records& r, inbox& in, bool has_key, bool failed) {
    using enum first_records::verdict;
    using first_records_detail::count;
    if (failed) {
        std::uint32_t const size = in.content().size();
        if (!r.early_data) {
            return as_usual;
        }
        if (!count(r, size)) {
            return refused;
        }
        in.consume(size);
        return passed;
    }
    if (r.rest == 0) {
        std::uint8_t const* const header = in.next_header();
        if (header == nullptr) {
            return as_usual;
        }
        auto const type = static_cast<content_type>(header[0]);
        std::uint32_t const size = load<2>(header + 3);
        bool const foreign = size < r.least || size > r.most || size + record_header_size > in.room();
        bool const passes = type == content_type::application_data && r.early_data && !in.in_message() &&
                            size <= max_ciphertext_tls_1_3 && (!has_key || foreign);
        if (!passes) {
            return type == content_type::alert && has_key ? in_clear : as_usual;
        }
        if (!count(r, size)) {
            return refused;
        }
        r.rest = size + record_header_size;
    }
    r.rest -= in.pass_over(r.rest);
    return r.rest == 0 ? passed : awaited;
}

} // namespace v0
} // namespace flintls

#endif
