// Common to the conformance tests: guard bytes around operation objects and outputs, and calls repeated while pending.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"

namespace crypto_test {

using flintls::byte_view;
using flintls::crypto_status;

inline constexpr std::uint8_t guard_byte = 0xA5;

/// An operation object between guard bytes.
template <class Op> class guarded {
public:
    guarded() {
        before_.fill(guard_byte);
        after_.fill(guard_byte);
    }
    guarded(guarded const&) = delete;
    guarded& operator=(guarded const&) = delete;

    [[nodiscard]] bool intact() const {
        for (std::size_t i = 0; i < before_.size(); ++i) {
            if (before_[i] != guard_byte || after_[i] != guard_byte) return false;
        }
        return true;
    }

private:
    std::array<std::uint8_t, 16> before_;

public:
    Op op{};

private:
    std::array<std::uint8_t, 16> after_;
};

/// Outputs of any size up to `Max`, at any address, between guard bytes.
template <std::size_t Max> class arena {
public:
    /// `size` bytes at an address `misaligned` bytes above a multiple of four, preset to `content`.
    std::uint8_t* take(std::size_t size, std::size_t misaligned = 0, std::uint8_t content = 0x3C) {
        std::memset(bytes_.data(), guard_byte, bytes_.size());
        from_ = 16 + misaligned;
        size_ = size;
        std::memset(data(), content, size);
        return data();
    }
    std::uint8_t* take(byte_view content, std::size_t more = 0, std::size_t misaligned = 0) {
        std::uint8_t* const p = take(content.size() + more, misaligned);
        if (!content.empty()) std::memcpy(p, content.data(), content.size());
        return p;
    }
    std::uint8_t* data() { return bytes_.data() + from_; }
    [[nodiscard]] byte_view view() const& { return {bytes_.data() + from_, static_cast<std::uint32_t>(size_)}; }

    [[nodiscard]] bool intact() const {
        for (std::size_t i = 0; i < bytes_.size(); ++i) {
            bool const outside = i < from_ || i >= from_ + size_;
            if (outside && bytes_[i] != guard_byte) return false;
        }
        return true;
    }
    [[nodiscard]] bool all(std::uint8_t content) const {
        for (std::size_t i = 0; i < size_; ++i) {
            if (bytes_[from_ + i] != content) return false;
        }
        return true;
    }
    /// After a failure the output is zeros or unchanged, never a partial result.
    [[nodiscard]] bool nothing_left(std::uint8_t before = 0x3C) const { return intact() && (all(0) || all(before)); }

private:
    alignas(4) std::array<std::uint8_t, 16 + 3 + Max + 16> bytes_{};
    std::size_t from_ = 0;
    std::size_t size_ = 0;
};

/// Repeats a call while it returns `pending`, up to a limit.
template <class Call> crypto_status settled(Call call) {
    for (std::uint32_t i = 0; i < 1'000'000; ++i) {
        crypto_status const status = call();
        if (status != crypto_status::pending) return status;
    }
    return crypto_status::failed;
}
template <class Call> bool succeeds(Call call) { return settled(call) == crypto_status::done; }
template <class Call> bool fails(Call call) { return settled(call) == crypto_status::failed; }

/// Imports a key; no key if the import fails.
template <class Model> typename Model::key key_of(byte_view bytes) {
    typename Model::key made{};
    (void)settled([&] { return Model::import_key(bytes, made); });
    return made;
}
template <class Model> bool refuses_key(byte_view bytes) {
    typename Model::key made{};
    return fails([&] { return Model::import_key(bytes, made); });
}

} // namespace crypto_test
