// RFC 8446 3.4: a length that its prefix cannot say is refused, not cut.
#include "support/codec.hpp"
#include "support/test.hpp"

#include "flintls/wire/codec.hpp"

namespace {

using namespace flintls;
using namespace test;

struct bytes_255 {
    byte_view value;
    using wire = fields<field<&bytes_255::value, opaque<0, 255>>>;
};
struct list_255 {
    list_view<opaque<0, 255>> value;
    using wire = fields<field<&list_255::value, vec<opaque<0, 255>, 0, 255>>>;
};

template <class M> constexpr bool refused(M const& m) {
    std::array<std::uint8_t, 600> out{};
    writer w{out};
    return w.write(m) == error{errc::not_representable, 0} && w.size() == 0;
}

constexpr std::array<std::uint8_t, 256> source{};
constexpr bool one_byte_more_than_a_prefix_can_say() {
    byte_view const half{source.data(), 128};
    byte_view const elements[] = {half, half}; // 2 * 129 bytes
    return refused(bytes_255{source}) && refused(list_255{elements}) &&
           refused(list_255{list_view<opaque<0, 255>>::from_encoded(source)});
}

} // namespace

TEST_CASE("one byte more than a prefix can say is not representable") {
    CHECK(at_run_time(one_byte_more_than_a_prefix_can_say));
}
