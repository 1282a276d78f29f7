// Bodies of the twelve extensions that the measured parser captures: good ones, and ways to get each wrong.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>

namespace bench {

/// Up to 15 bytes that know how many they are.
struct bytes {
    std::uint8_t size = 0;
    std::uint8_t data[15]{};

    constexpr bytes(std::initializer_list<std::uint8_t> values) {
        for (std::uint8_t const value : values) {
            data[size++] = value;
        }
    }
    [[nodiscard]] constexpr std::span<std::uint8_t const> view() const { return {data, size}; }
};

struct sample {
    std::uint16_t type;
    bytes body;
};

inline constexpr sample good_bodies[]{
    {0, {0, 4, 0, 0, 1, 'a'}},    // server_name
    {1, {4}},                     // max_fragment_length
    {10, {0, 2, 0, 23}},          // supported_groups
    {13, {0, 2, 4, 3}},           // signature_algorithms
    {16, {0, 3, 2, 'h', '2'}},    // application_layer_protocol_negotiation
    {23, {}},                     // extended_master_secret
    {28, {0x40, 0}},              // record_size_limit
    {35, {}},                     // session_ticket
    {43, {2, 3, 4}},              // supported_versions
    {45, {1, 1}},                 // psk_key_exchange_modes
    {51, {0, 5, 0, 29, 0, 1, 7}}, // key_share
    {0xff01, {0}},                // renegotiation_info
};

// session_ticket has none: its body is the ticket, and any bytes may be one.
inline constexpr sample bad_bodies[]{
    {0, {}},                         // server_name: no list
    {0, {0, 0}},                     // an empty list
    {0, {0, 3, 0, 0, 0}},            // an empty name
    {0, {0, 4, 0, 0, 2, 'a'}},       // a name beyond the list
    {0, {0, 5, 0, 0, 1, 'a'}},       // a list beyond the body
    {0, {0, 4, 0, 0, 1, 'a', 0}},    // a byte behind the list
    {1, {}},                         // max_fragment_length: nothing
    {1, {0}},                        // below 1
    {1, {5}},                        // above 4
    {1, {4, 4}},                     // two
    {10, {}},                        // supported_groups: no list
    {10, {0, 0}},                    // an empty list
    {10, {0, 3, 0, 23, 0}},          // half a group
    {10, {0, 4, 0, 23}},             // a list beyond the body
    {10, {0, 2, 0, 23, 0}},          // a byte behind the list
    {13, {}},                        // signature_algorithms: no list
    {13, {0, 0}},                    // an empty list
    {13, {0, 3, 4, 3, 4}},           // half a scheme
    {13, {0, 4, 4, 3}},              // a list beyond the body
    {13, {0, 2, 4, 3, 4}},           // a byte behind the list
    {16, {}},                        // ALPN: no list
    {16, {0, 0}},                    // an empty list
    {16, {0, 1, 0}},                 // an empty name
    {16, {0, 4, 2, 'h', '2', 0}},    // an empty name behind a good one
    {16, {0, 3, 3, 'h', '2'}},       // a name beyond the list
    {16, {0, 3, 2, 'h', '2', 0}},    // a byte behind the list
    {23, {0}},                       // extended_master_secret: a byte
    {28, {}},                        // record_size_limit: nothing
    {28, {64}},                      // half a number
    {28, {0, 63}},                   // below 64
    {28, {0x40, 0, 0}},              // a byte too many
    {43, {}},                        // supported_versions: no list
    {43, {0}},                       // an empty list
    {43, {3, 3, 4, 3}},              // half a version
    {43, {4, 3, 4}},                 // a list beyond the body
    {43, {2, 3, 4, 3}},              // a byte behind the list
    {45, {}},                        // psk_key_exchange_modes: no list
    {45, {0}},                       // an empty list
    {45, {2, 1}},                    // a list beyond the body
    {45, {1, 1, 0}},                 // a byte behind the list
    {51, {}},                        // key_share: no list
    {51, {0, 3, 0, 29, 0}},          // half a share
    {51, {0, 4, 0, 29, 0, 0}},       // an empty share
    {51, {0, 5, 0, 29, 0, 2, 7}},    // a share beyond the list
    {51, {0, 6, 0, 29, 0, 1, 7}},    // a list beyond the body
    {51, {0, 5, 0, 29, 0, 1, 7, 0}}, // a byte behind the list
    {0xff01, {}},                    // renegotiation_info: no length
    {0xff01, {1}},                   // a length beyond the body
    {0xff01, {0, 0}},                // a byte behind it
};

} // namespace bench
