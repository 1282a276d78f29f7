// SPDX-License-Identifier: Apache-2.0
/// \file
/// The object in the storage of a flintls_client.
#ifndef FLINTLS_EXAMPLES_FIRMWARE_C_API_CLIENT_OBJECT_HPP
#define FLINTLS_EXAMPLES_FIRMWARE_C_API_CLIENT_OBJECT_HPP

#include <array>
#include <cstdint>
#include <new>

#include "flintls/client.hpp"
#include "support/ecdsa_policy.hpp"

namespace c_api {

/// One connection at a time, and what outlives a connection: buffers, pins, ticket store.
class client_object {
    using pins = flintls::pinned_keys<1>;
    using connection = flintls::client<firmware::ecdsa_policy, pins>;

public:
    explicit client_object(std::array<std::uint8_t, 32> const& pin) : pins_{{pin}}, none_{} { begin(); }
    client_object(client_object const&) = delete;
    client_object& operator=(client_object const&) = delete;
    ~client_object() { made_.~connection(); }

    /// Replaces the connection by a new one on the same buffers and ticket store.
    void restart() {
        made_.~connection();
        begin();
    }
    connection& operator*() { return made_; }
    connection const& operator*() const { return made_; }

private:
    void begin() { new (&made_) connection{{receive_, transmit_, messages_}, pins_, &store_}; }

    std::array<std::uint8_t, 2048> receive_{}, transmit_{};
    std::array<std::uint8_t, 512> messages_{};
    pins pins_;
    flintls::ticket_store<firmware::ecdsa_policy> store_;
    union {
        char none_;
        connection made_;
    };
};

} // namespace c_api

#endif
