// SPDX-License-Identifier: Apache-2.0
/// \file
/// POSIX files and sockets, closed by their owner's destructor.
#ifndef FLINTLS_EXAMPLES_SUPPORT_DESCRIPTOR_HPP
#define FLINTLS_EXAMPLES_SUPPORT_DESCRIPTOR_HPP

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace support {

/// Owns what `open`, `socket` and `accept` return. Does not close the standard streams.
class descriptor {
public:
    explicit descriptor(int fd) : fd_{fd} {}
    descriptor(descriptor&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    descriptor& operator=(descriptor&&) = delete;
    ~descriptor() {
        if (fd_ > STDERR_FILENO) {
            ::close(fd_);
        }
    }

    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }

    /// Makes the descriptor non-blocking: a call that would wait fails with EAGAIN.
    void do_not_wait() const { (void)::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK); }

    /// Reads what is there. A blocking descriptor waits for the first bytes.
    /// \return bytes read; 0 at the end, below 0 on failure
    [[nodiscard]] std::ptrdiff_t read(std::span<std::uint8_t> to) const {
        std::ptrdiff_t got = 0;
        do {
            got = ::read(fd_, to.data(), to.size());
        } while (got < 0 && errno == EINTR);
        return got;
    }

private:
    int fd_;
};

} // namespace support

#endif
