// The stack below the stack pointer after a ticket store that lived there has ended.
#include "store.hpp"
#include "support/test.hpp"

namespace {

using namespace flintls;

constexpr unsigned depth = 1536;
constexpr unsigned length = 24;
constexpr std::uint8_t secret[length] = {0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb,
                                         0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x5b};
constexpr session state = [] {
    session s;
    s.version = protocol_version::tls_1_2;
    s.suite = cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256;
    s.extended_master_secret = true;
    for (unsigned i = 0; i < length; ++i) s.master_secret[i] = s.master_secret[i + length] = secret[i];
    return s;
}();
constexpr new_session_ticket message{0, {secret, length}};

using life = bool (*)(session const*, new_session_ticket const*);

/// Deep enough that the search does not overwrite the searched bytes.
[[gnu::noinline]] bool run_below(life run) {
    std::uint8_t volatile room[depth / 2];
    room[0] = 0;
    bool const kept = run(&state, &message);
    room[1] = room[0];
    return kept;
}

/// Counts four-byte runs of the secret at any address of the used stack.
[[gnu::noinline]] unsigned remains() {
    std::uint8_t volatile here = 0;
    std::uint8_t const volatile* const top = &here;
    unsigned found = 0;
    for (std::uint8_t const volatile* at = top - depth; at != top; ++at) {
        for (unsigned from = 0; from <= length - 4; ++from) {
            unsigned same = 0;
            while (same < 4 && at[same] == secret[from + same]) ++same;
            found += same == 4 ? 1 : 0;
        }
    }
    return found;
}

unsigned remains_of(life run) {
    life volatile call = run;
    (void)run_below([](session const*, new_session_ticket const* m) {
        std::uint8_t volatile clean[depth / 2 - 64];
        for (auto& byte : clean) byte = m->ticket.empty() ? 1 : 0;
        return clean[0] != 0;
    });
    return run_below(call) ? remains() : 0xffffU;
}

} // namespace

TEST_CASE("T15: a store that was cleared, or dropped its ticket, leaves nothing of it on the stack") {
    CHECK(remains_of(flintls_wipe_store_clears) == 0);
    CHECK(remains_of(flintls_wipe_store_drops) == 0);
}
TEST_CASE("a store that was overwritten or forgotten leaves nothing either") {
    CHECK(remains_of(flintls_wipe_store_leaves) == 0);
    CHECK(remains_of(flintls_wipe_store_assigns) == 0);
}
TEST_CASE("a copy of a ticket that nobody wipes is found") {
    CHECK(remains_of(flintls_wipe_store_copies) > 0);
    CHECK(remains_of(flintls_wipe_store_copies) < 0xffffU);
}
