// SPDX-License-Identifier: Apache-2.0
/// \file
/// The ECB peripheral of nRF51, nRF52 and nRF5340's network core (Nordic, product specifications, chapter ECB). A model of
/// `block_cipher`: it encrypts single blocks, with keys of 128 bits. README.md.
#ifndef FLINTLS_PORTS_AES_NRF_ECB_HPP
#define FLINTLS_PORTS_AES_NRF_ECB_HPP

#include <array>
#include <cstdint>

#include "engine_keys.hpp"
#include "flintls/crypto/secret.hpp"
#include "flintls/crypto/status.hpp"
#include "flintls/wire/byte_view.hpp"
#include "flintls/wire/cursor.hpp"
#include "registers.hpp"

namespace flintls {
inline namespace v0 {

namespace nrf_ecb_registers {
struct start : io::reg<start, 0x000, io::access::write> {
    static constexpr auto trigger = bit(0);
};
struct stop : io::reg<stop, 0x004, io::access::write> {
    static constexpr auto trigger = bit(0);
};
/// The block is done.
struct end : io::reg<end, 0x100, io::access::both> {
    static constexpr auto happened = bit(0);
};
/// The radio (CCM) or address resolution, which have priority, took the AES core.
struct error : io::reg<error, 0x104, io::access::both> {
    static constexpr auto happened = bit(0);
};
struct data_pointer : io::reg<data_pointer, 0x504, io::access::both> {};
} // namespace nrf_ecb_registers

/// An object must be in RAM (stack or static): the peripheral reads and writes it by EasyDMA, which reaches RAM only.
/// Key and block may be anywhere, because they are copied. One object at a time may use the peripheral.
template <class Limits = engine_limits, class Unit = io::registers_at<0x4000E000>>
class nrf_ecb : public engine_keys<16> {
    using end = nrf_ecb_registers::end;
    using error = nrf_ecb_registers::error;

public:
    nrf_ecb() = default;
    nrf_ecb(nrf_ecb const&) = delete;
    nrf_ecb& operator=(nrf_ecb const&) = delete;

    static void reset() {} // nothing is ever pending

    /// Fails without a key, if the peripheral is stuck, and if the core is taken away more than `Limits::retries`
    /// times. The block is then unchanged.
    crypto_status encrypt(key const& own, std::uint8_t* block) {
        if (own.view().empty()) {
            return crypto_status::failed;
        }
        copy(shared_.key.data(), own.view().data(), key_size);
        copy(shared_.clear.data(), block, 16);
        bool const good = run();
        if (good) {
            copy(block, shared_.cipher.data(), 16);
        }
        wipe(shared_);
        return good ? crypto_status::done : crypto_status::failed;
    }

private:
    /// The memory that ECBDATAPTR points to.
    struct shared_memory {
        std::array<std::uint8_t, key_size> key;
        std::array<std::uint8_t, 16> clear;
        std::array<std::uint8_t, 16> cipher;
    };

    bool run() {
        for (std::uint32_t i = 0; i <= Limits::retries; ++i) {
            Unit::write(io::word<end>{});
            Unit::write(io::word<error>{});
            auto const address = reinterpret_cast<std::uintptr_t>(&shared_); // NOLINT(*-reinterpret-cast)
            Unit::write(io::word<nrf_ecb_registers::data_pointer>{static_cast<std::uint32_t>(address)});
            __atomic_thread_fence(__ATOMIC_SEQ_CST); // the writes are in memory before the peripheral reads them
            Unit::write(nrf_ecb_registers::start::trigger);
            auto const over = [](io::word<end> now) {
                return now.any(end::happened) || Unit::template read<error>().any(error::happened);
            };
            bool const in_time = io::poll<Unit, end, Limits::polls>(over);
            if (!in_time) {
                // Otherwise the peripheral would write later, to memory that may have another owner.
                Unit::write(nrf_ecb_registers::stop::trigger);
                return false;
            }
            __atomic_thread_fence(__ATOMIC_SEQ_CST); // reads follow the peripheral's writes
            if (!Unit::template read<error>().any(error::happened)) {
                return true;
            }
        }
        return false;
    }

    alignas(4) shared_memory shared_{};
};

} // namespace v0
} // namespace flintls

#endif
