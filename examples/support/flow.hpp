// SPDX-License-Identifier: Apache-2.0
/// \file
/// One direction of a relay between two non-blocking sockets.
#ifndef FLINTLS_EXAMPLES_SUPPORT_FLOW_HPP
#define FLINTLS_EXAMPLES_SUPPORT_FLOW_HPP

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <sys/socket.h>

#include "descriptor.hpp"
#include "flintls/wire/byte_view.hpp"

namespace support {

/// Bytes read from one socket and not yet written to the other.
class flow {
public:
    static constexpr std::size_t capacity = 1U << 15U;

    flow() : bytes_(capacity) {}

    [[nodiscard]] flintls::byte_view held() const {
        return {bytes_.data() + begin_, static_cast<std::uint32_t>(end_ - begin_)};
    }
    [[nodiscard]] std::size_t room() const { return capacity - held().size(); }
    [[nodiscard]] bool wants_input() const { return !ended_ && room() != 0; }
    [[nodiscard]] bool wants_output() const { return begin_ != end_; }
    [[nodiscard]] bool has_ended() const { return ended_; } ///< nothing more will be read
    [[nodiscard]] bool is_over() const { return over_; }    ///< nothing more will be written

    /// Reads what is there. The end of the sender's data ends the flow, and so does a failure.
    /// \return true if something happened
    bool fill(descriptor const& from) {
        if (begin_ != 0) {
            std::copy(bytes_.begin() + begin_, bytes_.begin() + end_, bytes_.begin());
            end_ -= begin_;
            begin_ = 0;
        }
        std::ptrdiff_t const got = from.read(std::span{bytes_}.subspan(static_cast<std::size_t>(end_)));
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            return false;
        }
        end_ += std::max<std::ptrdiff_t>(got, 0);
        ended_ = got <= 0;
        return true;
    }
    /// Writes held bytes; shuts the socket down for writing once an ended flow is empty. A failure drops the held
    /// bytes.
    /// \return true if something happened
    bool drain(descriptor const& to) {
        bool moved = false;
        while (wants_output()) {
            auto const sent = ::send(to.get(), held().data(), held().size(), MSG_NOSIGNAL);
            if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
                return moved;
            }
            begin_ = sent < 0 ? end_ : begin_ + sent;
            ended_ = ended_ || sent < 0;
            moved = true;
        }
        if (ended_ && !over_) {
            over_ = true;
            (void)::shutdown(to.get(), SHUT_WR);
        }
        return moved;
    }
    /// Drops the held bytes.
    void forget() { begin_ = end_ = 0; }
    /// Replaces all held and future bytes by `last`, and ends the flow.
    void end_with(flintls::byte_view last) {
        begin_ = 0;
        end_ = std::copy(last.begin(), last.end(), bytes_.begin()) - bytes_.begin();
        ended_ = true;
    }

private:
    std::vector<std::uint8_t> bytes_;
    std::ptrdiff_t begin_ = 0;
    std::ptrdiff_t end_ = 0;
    bool ended_ = false;
    bool over_ = false;
};

} // namespace support

#endif
