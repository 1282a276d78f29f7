// SPDX-License-Identifier: Apache-2.0
/// \file
/// Files and sockets of POSIX, closed when their owner goes.
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

/// What `open`, `socket` and `accept` return.
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

    /// From now on nothing waits: what cannot be done at once fails with EAGAIN.
    void do_not_wait() const { (void)::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK); }

    /// Reads what is there, or waits for something.
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
