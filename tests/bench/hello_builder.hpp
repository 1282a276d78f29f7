// ClientHello bodies, extension by extension: to try a parser on what no real client sends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "hostile.hpp"

namespace bench {

class hello_builder {
public:
    hello_builder() { size_ = make_hostile(hostile::ascending, bytes_, hello_head); }

    hello_builder& add(std::uint32_t type, std::span<std::uint8_t const> body = {}) {
        put16(bytes_ + size_, type);
        put16(bytes_ + size_ + 2, static_cast<std::uint32_t>(body.size()));
        size_ += 4;
        for (std::uint8_t const byte : body) {
            bytes_[size_++] = byte;
        }
        put16(bytes_ + hello_head - 2, static_cast<std::uint32_t>(size_ - hello_head));
        return *this;
    }

    [[nodiscard]] std::uint8_t const* data() const { return bytes_; }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::uint8_t bytes_[1536]{};
    std::size_t size_;
};

} // namespace bench
