// SPDX-License-Identifier: Apache-2.0
/// \file
/// A client's tickets across resets and deep sleep: sealed for flash, or as they are for RAM that keeps its content.
///
/// Either way it is all or nothing: what is damaged, cut short, of another layout or of another device is refused, and
/// the store is then empty. Tickets are lost by that, and full handshakes follow; nothing else.
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

/// What stands before the tickets: layout, slots, and how long a ticket may be. No other policy reads them.
inline constexpr std::uint32_t header_size = 4;
template <policy P>
inline constexpr std::uint32_t header =
    std::uint32_t{P::has_clock ? 1 : 2} << 24U | P::ticket_slots << 16U | static_cast<std::uint32_t>(P::max_ticket);

template <policy P> constexpr void write_header(std::uint8_t* out) { store<header_size>(out, header<P>); }
template <policy P> [[nodiscard]] constexpr bool is_header(std::uint8_t const* in) {
    return load<header_size>(in) == header<P>;
}

template <policy P>
inline constexpr auto max_text = static_cast<std::uint32_t>(P::ticket_slots* ticket_store<P>::slot::wire::max_size);

/// \return bytes written; there is room for all
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

/// The CRC-32 of IEEE 802.3: finds what a brown-out did to retained RAM, not what an attacker did.
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

/// Tickets under the device key of the caller, for flash: `header[4] | nonce[12] | ciphertext | tag`; the header is the
/// additional data. One operation at a time; `pending` as everywhere.
template <policy P, aead Aead, random Random> class ticket_archive {
    static constexpr std::uint32_t text_at = archive_detail::header_size + 12;

public:
    using key = typename Aead::key;
    /// Bytes of the largest archive, one with every slot taken and every ticket as long as it may be.
    static constexpr std::uint32_t max_size = text_at + archive_detail::max_text<P> + Aead::tag_size;

    /// Writes the tickets to `out`, where they are until then in the clear. \param[out] archive what was written; aliases
    /// `out`. \return failed: no randomness or no engine; `out` is zeros
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

    /// Puts the tickets of an archive into the store, instead of what is there. `archive` is opened in place and wiped.
    /// \return failed: it is not one of this device's, or not of this layout; the store is empty
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
    /// Abandons what is pending. The buffer of a save holds tickets in the clear then: wipe it.
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
    std::uint32_t size_ = 0; // header, nonce and text of what is under way
};

/// Bytes of the largest image that `save_unprotected` makes.
template <policy P>
inline constexpr std::uint32_t max_unprotected_size = archive_detail::header_size + archive_detail::max_text<P> + 4;

/// Writes the tickets, **master secrets and all, in the clear**: for RAM inside the chip that keeps its content in deep
/// sleep, and for nothing else. \return what was written, which aliases `out`
template <policy P>
[[nodiscard]] constexpr byte_view save_unprotected(ticket_store<P> const& from,
                                                   std::span<std::uint8_t, max_unprotected_size<P>> out) {
    archive_detail::write_header<P>(out.data());
    std::uint32_t const size =
        archive_detail::header_size + archive_detail::write_slots(from, out.data() + archive_detail::header_size);
    store<4>(out.data() + size, archive_detail::checksum({out.data(), size}));
    return {out.data(), size + 4};
}

/// The way back; instead of what is in the store. \return false: damaged, or of another layout; the store is empty
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
