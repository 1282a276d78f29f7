// SPDX-License-Identifier: Apache-2.0
/// \file
/// The digest by which a session knows its server's name (T10, T16): a long name takes no more room than a short one.
#ifndef FLINTLS_TICKET_NAME_HPP
#define FLINTLS_TICKET_NAME_HPP

#include <array>
#include <cstdint>

#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/digest_of.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/ticket/session.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

/// Computes the `name_digest` of a host name, or of another name under which a client keeps tickets.
template <hash Hash> class name_digester {
    static_assert(Hash::size >= 16);

public:
    void reset() { hash_.reset(); }
    /// Case and one trailing dot do not count. The digest of the empty name is zeros: no name. Fails for a name of more
    /// than 255 bytes: no SNI is that long (RFC 6066 3 and RFC 1035 2.3.4).
    crypto_status run(byte_view name, name_digest& out) {
        if (name.empty() || name.size() > longest_known_name) {
            out = {};
            return name.empty() ? crypto_status::done : crypto_status::failed;
        }
        crypto_status const answer = hash_.run({lower_.data(), copy_folded(name, lower_.data())}, whole_.data());
        if (answer == crypto_status::done) {
            copy(out.data(), whole_.data(), 16);
        } else if (answer == crypto_status::failed) {
            out = {};
        }
        return answer;
    }

private:
    digest_of<Hash> hash_;
    std::array<std::uint8_t, longest_known_name> lower_{};
    std::array<std::uint8_t, Hash::size> whole_{};
};

} // namespace v0
} // namespace flintls

#endif
