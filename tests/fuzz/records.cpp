// Takes any bytes as the first bytes of a connection. `peek_records` finds the same as a slow search, and the library
// can fingerprint a hello that `peek_records` finds.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "host/slow_search.hpp"

#include "flintls/hello/fingerprint.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace flintls;
    host::buffer const in{data, data + size};
    host::outcome const expected = host::slow_search(in);
    static host::buffer scratch(0x2'1000); // room for the longest hello
    hello_view hello;
    first_look const found = peek_records(in, scratch, hello);
    bool const same = found.kind == expected.kind && found.problem == expected.problem &&
                      found.message == byte_view{expected.message};
    if (!same || (found.kind == first_bytes::incomplete && found.missing == 0)) {
        std::fprintf(stderr, "broken: peek_records finds what a slow search finds\n");
        std::abort();
    }
    if (found.kind == first_bytes::hello) {
        host::buffer text(fingerprint_room(found.message.size()));
        if (!ja3(hello, text) || !ja4_raw(hello, text)) {
            std::fprintf(stderr, "broken: a hello that was found has its fingerprints\n");
            std::abort();
        }
    }
    return 0;
}
