// For tests of streaming: little room, so that some extensions are not kept, and reserved room.
#pragma once

#include "support/default_policy.hpp"

#include "flintls/policy.hpp"

namespace test {

struct little_room : flintls::policy_of<flintls::options{.hello_buffer = 208}, test::default_policy> {
    static constexpr flintls::hello_limit limit_of(flintls::extension_type type) {
        using flintls::extension_type;
        if (type == extension_type::renegotiation_info) return {17, 20, flintls::errc::renegotiation_info_mismatch};
        return type == extension_type::key_share ? flintls::hello_limit{6, 48} : flintls::hello_limit{0, 40};
    }
};

} // namespace test
