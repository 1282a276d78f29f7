// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client's tickets across resets and deep sleep: sealed for flash, or in the clear for RAM that keeps its content.
/// Tickets of both versions; a ticket of TLS 1.3 with its pre-shared key and its ticket_age_add (RFC 8446 4.6.1).
///
/// Loading is all or nothing. An archive that is damaged, cut short, of another layout or of another device is refused,
/// and the store is then empty. The only cost is full handshakes. A ticket of TLS 1.3 is used once (RFC 8446 C.4):
/// after a hello, the application saves a store that is `dirty` before it loads an older archive.
#ifndef FLINTLS_TICKET_ARCHIVE_HPP
#define FLINTLS_TICKET_ARCHIVE_HPP

#include <array>
#include <cstdint>
#include <span>

#include "flintls/crypto/cipher.hpp"
#include "flintls/crypto/digest.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/policy.hpp"
#include "flintls/ticket/store.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/codec.hpp"
#include "flintls/wire/cursor.hpp"

namespace flintls {
inline namespace v0 {

namespace archive_detail {

/// The header before the tickets: layout, number of slots, longest ticket. A policy with other values refuses it.
/// Layouts 1 and 2 are refused as well: they held tickets of TLS 1.2 only, which their readers expect.
inline constexpr std::uint32_t header_size = 4;
template <policy P>
inline constexpr std::uint32_t
    header = (std::uint32_t{P::has_clock ? 3 : 4} + (P::offer_session_ids ? 2U : 0U)) << 24U | P::ticket_slots << 16U |
             static_cast<std::uint32_t>(P::max_ticket);

template <policy P> constexpr void write_header(std::uint8_t* out) { store<header_size>(out, header<P>); }
template <policy P> [[nodiscard]] constexpr bool is_header(std::uint8_t const* in) {
    return load<header_size>(in) == header<P>;
}

template <policy P>
inline constexpr auto max_text = static_cast<std::uint32_t>(P::ticket_slots* ticket_store<P>::slot::wire::max_size);

/// Writes all held tickets. \pre `out` has room for `max_text<P>` bytes \return bytes written
template <policy P> constexpr std::uint32_t write_slots(ticket_store<P> const& from, std::uint8_t* out) {
    using slot = typename ticket_store<P>::slot;
    sink text{out, out + max_text<P>};
    from.for_each([&](slot const& s) { static_cast<void>(slot::wire::write(text, s)); });
    return static_cast<std::uint32_t>(text.p - out);
}
template <policy P> [[nodiscard]] constexpr bool read_slots(byte_view in, ticket_store<P>& to) {
    cursor text{in.begin(), in.end()};
    bool good = true;
    for (std::size_t i = 0; i < P::ticket_slots && good && text.p != text.end; ++i) {
        good = to.restore(text);
    }
    if (!good || text.p != text.end) {
        to.clear();
        return false;
    }
    to.mark_saved();
    return true;
}

/// The CRC-32 of IEEE 802.3: detects damage to retained RAM after a brown-out. No protection against an attacker.
[[nodiscard]] constexpr std::uint32_t checksum(byte_view bytes) {
    std::uint32_t crc = 0xffff'ffffU;
    for (std::uint8_t const byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) {
            crc = crc >> 1U ^ (0xedb8'8320U & (0U - (crc & 1U)));
        }
    }
    return ~crc;
}

} // namespace archive_detail

/// Tickets sealed under a device key of the application, for flash: `header[4] | nonce[12] | ciphertext | tag`. The
/// header is the additional data. One operation at a time; after `pending` the caller repeats the call unchanged.
template <policy P, aead Aead, random Random> class ticket_archive {
    static constexpr std::uint32_t text_at = archive_detail::header_size + 12;

public:
    using key = typename Aead::key;
    /// Bytes of the largest archive: every slot used, every ticket of `Policy::max_ticket` bytes.
    static constexpr std::uint32_t max_size = text_at + archive_detail::max_text<P> + Aead::tag_size;

    /// Writes the tickets to `out` in the clear, and seals them there. \param[out] archive the bytes written; aliases
    /// `out`
    /// \return failed: no randomness or no crypto engine; `out` is then zeros
    crypto_status save(ticket_store<P> const& from, key const& device_key, std::span<std::uint8_t, max_size> out,
                       byte_view& archive) {
        crypto_status answer = crypto_status::done;
        archive = {};
        if (size_ == 0) {
            answer = random_.fill(out.data() + archive_detail::header_size, 12);
            if (answer == crypto_status::done) {
                archive_detail::write_header<P>(out.data());
                size_ = text_at + archive_detail::write_slots(from, out.data() + text_at);
            }
        }
        if (answer == crypto_status::done) {
            answer = aead_.seal(device_key, nonce_of(out.data()), {out.data(), archive_detail::header_size},
                                out.data() + text_at, size_ - text_at);
        }
        if (answer == crypto_status::done) {
            archive = {out.data(), size_ + Aead::tag_size};
        }
        return settle(answer, out);
    }

    /// Replaces the content of the store by the tickets of an archive. `archive` is opened in place and wiped.
    /// \return failed: the archive is of another device or of another layout; the store is then empty
    crypto_status load(ticket_store<P>& to, key const& device_key, std::span<std::uint8_t> archive) {
        crypto_status answer = crypto_status::failed;
        bool const fits = archive.size() >= text_at + Aead::tag_size && archive.size() <= max_size;
        if (fits && archive_detail::is_header<P>(archive.data())) {
            std::uint32_t const size = static_cast<std::uint32_t>(archive.size()) - text_at - Aead::tag_size;
            std::uint8_t* const text = archive.data() + text_at;
            answer = aead_.open(device_key, nonce_of(archive.data()), {archive.data(), archive_detail::header_size},
                                text, size);
            if (answer == crypto_status::pending) {
                return answer;
            }
            to.clear();
            if (answer == crypto_status::done && !archive_detail::read_slots<P>({text, size}, to)) {
                answer = crypto_status::failed;
            }
        } else {
            to.clear();
        }
        wipe_memory(archive.data(), archive.size());
        return answer;
    }
    /// Abandons a pending operation. The buffer of a pending `save` holds tickets in the clear: the caller wipes it.
    void reset() {
        random_.reset();
        aead_.reset();
        size_ = 0;
    }

private:
    static constexpr fixed_view<12> nonce_of(std::uint8_t const* archive) {
        std::uint8_t const* const nonce = archive + archive_detail::header_size;
        return fixed_view<12>{nonce};
    }
    crypto_status settle(crypto_status answer, std::span<std::uint8_t> out) {
        if (answer == crypto_status::failed) {
            wipe_memory(out.data(), out.size());
        }
        size_ = answer == crypto_status::pending ? size_ : 0;
        return answer;
    }

    Random random_{};
    Aead aead_{};
    std::uint32_t size_ = 0; // bytes of header, nonce and text in a pending save; 0: none
};

/// Bytes of the largest image of `save_unprotected`.
template <policy P>
inline constexpr std::uint32_t max_unprotected_size = archive_detail::header_size + archive_detail::max_text<P> + 4;

/// Writes the tickets, **master secrets included, in the clear**: only for RAM inside the chip that keeps its content
/// in deep sleep. \return the bytes written; aliases `out`
template <policy P>
[[nodiscard]] constexpr byte_view save_unprotected(ticket_store<P> const& from,
                                                   std::span<std::uint8_t, max_unprotected_size<P>> out) {
    archive_detail::write_header<P>(out.data());
    std::uint32_t const size =
        archive_detail::header_size + archive_detail::write_slots(from, out.data() + archive_detail::header_size);
    store<4>(out.data() + size, archive_detail::checksum({out.data(), size}));
    return {out.data(), size + 4};
}

/// Replaces the content of the store by the tickets of an image. \return false: the image is damaged or of another
/// layout; the store is then empty
template <policy P> [[nodiscard]] constexpr bool load_unprotected(ticket_store<P>& to, byte_view image) {
    to.clear();
    if (image.size() < archive_detail::header_size + 4 || image.size() > max_unprotected_size<P>) {
        return false;
    }
    std::uint32_t const size = image.size() - 4;
    return load<4>(image.data() + size) == archive_detail::checksum(image.subview(0, size)) &&
           archive_detail::is_header<P>(image.data()) &&
           archive_detail::read_slots<P>(image.subview(archive_detail::header_size, size - archive_detail::header_size),
                                         to);
}

} // namespace v0
} // namespace flintls

#endif
