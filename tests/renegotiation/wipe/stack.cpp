// Searches the memory below the stack pointer after the end of a connection on the stack.
#include "connection.hpp"
#include "support/test.hpp"

namespace {

constexpr unsigned depth = 768;
constexpr std::uint8_t verify_data[] = {0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb,
                                        0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x5b};

using connection = bool (*)(std::uint8_t const*);

/// Runs the connection deep enough in the stack that the frame of the search does not overwrite the remains.
[[gnu::noinline]] bool run_below(connection run) {
    std::uint8_t volatile room[depth / 2];
    room[0] = 0;
    bool const secure = run(verify_data);
    room[1] = room[0];
    return secure;
}

/// Counts the places in the used stack that hold four bytes of either verify_data.
[[gnu::noinline]] unsigned remains() {
    std::uint8_t volatile here = 0;
    std::uint8_t const volatile* const top = &here;
    unsigned found = 0;
    for (std::uint8_t const volatile* at = top - depth; at != top; ++at) {
        for (unsigned from = 0; from <= sizeof verify_data - 4; ++from) {
            unsigned same = 0;
            while (same < 4 && at[same] == verify_data[from + same]) ++same;
            found += same == 4 ? 1 : 0;
        }
    }
    return found;
}

unsigned remains_of(connection run) {
    connection volatile call = run;
    (void)run_below([](std::uint8_t const* data) {
        std::uint8_t volatile clean[depth / 4];
        for (auto& byte : clean) byte = data[0];
        return clean[0] != 0;
    });
    return run_below(call) ? remains() : 0xffffU;
}

} // namespace

TEST_CASE("B2: a connection that was closed leaves no verify_data on the stack") {
    CHECK(remains_of(flintls_wipe_closes) == 0);
}
TEST_CASE("a connection that was overwritten or forgotten leaves them, and they are found") {
    CHECK(remains_of(flintls_wipe_leaves) > 0);
    CHECK(remains_of(flintls_wipe_leaves) < 0xffffU);
    CHECK(remains_of(flintls_wipe_assigns) > 0);
    CHECK(remains_of(flintls_wipe_assigns) < 0xffffU);
}
