// A server's tickets over an AEAD that does nothing: what is left is what sealing and opening cost beyond it.
#pragma once

#include "../../support/default_policy.hpp"

#include "flintls/ticket/sealer.hpp"

namespace bench {

using namespace flintls;

struct no_aead {
    using key = std::uint32_t;
    static constexpr std::uint32_t key_size = 16;
    static constexpr std::uint32_t tag_size = 16;

    static void reset() {}
    static crypto_status import_key(byte_view bytes, key& made) {
        made = load<4>(bytes.data());
        return crypto_status::done;
    }
    static crypto_status seal(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t) {
        return crypto_status::done;
    }
    static crypto_status open(key const&, fixed_view<12>, byte_view, std::uint8_t*, std::uint32_t) {
        return crypto_status::done;
    }
};
/// As much as that: names that differ.
struct counted_bytes {
    std::uint8_t count = 0;

    static void reset() {}
    crypto_status fill(std::uint8_t* out, std::uint32_t /*size*/) {
        out[0] = ++count;
        return crypto_status::done;
    }
};

using server_keys = ticket_keys<1, aead_ticket<no_aead>, boot_counter>;
using server_tickets = ticket_sealer<test::default_policy, server_keys>;
using opened_by_server = server_tickets::opened_type;

} // namespace bench
