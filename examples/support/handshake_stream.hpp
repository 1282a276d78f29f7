// SPDX-License-Identifier: Apache-2.0
/// \file
/// The handshake bytes of an input, reassembled from pieces with their offsets in the input.
#ifndef FLINTLS_EXAMPLES_SUPPORT_HANDSHAKE_STREAM_HPP
#define FLINTLS_EXAMPLES_SUPPORT_HANDSHAKE_STREAM_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "flintls/wire/byte_view.hpp"

namespace support {

/// Messages may be split over records, and records may hold several messages (RFC 8446 5.1).
class handshake_stream {
public:
    /// Appends bytes that are at `offset` in the input. Invalidates earlier views.
    void append(flintls::byte_view bytes, std::size_t offset) {
        if (unread().empty()) {
            bytes_.clear();
            pieces_.clear();
            read_ = 0;
        }
        pieces_.push_back({bytes_.size(), offset});
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }

    [[nodiscard]] flintls::byte_view unread() const {
        return flintls::byte_view{bytes_.data() + read_, static_cast<std::uint32_t>(bytes_.size() - read_)};
    }
    void consume(std::size_t count) { read_ += count; }

    /// \return offset in the input of the byte `ahead` bytes after the first unread one; after the last byte: its end
    [[nodiscard]] std::size_t origin(std::size_t ahead) const {
        std::size_t const position = read_ + ahead;
        bool const at_end = position == bytes_.size() && position != 0;
        std::size_t const nearest = at_end ? position - 1 : position;
        auto const next = std::upper_bound(pieces_.begin(), pieces_.end(), nearest,
                                           [](std::size_t p, piece const& each) { return p < each.start; });
        if (next == pieces_.begin()) {
            return 0; // nothing was appended yet
        }
        piece const& holder = *(next - 1);
        return holder.origin + (position - holder.start);
    }

private:
    struct piece {
        std::size_t start;  ///< in bytes_
        std::size_t origin; ///< in the input
    };

    std::vector<std::uint8_t> bytes_;
    std::vector<piece> pieces_;
    std::size_t read_ = 0;
};

} // namespace support

#endif
