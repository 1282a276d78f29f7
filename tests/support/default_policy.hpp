// Policies for tests that need any policy: the library's default options with two suites; and the options of another
// policy with changes.
#pragma once

#include "flintls/policy.hpp"

namespace test {

struct default_policy : flintls::policy_of<> {
    using suites = flintls::suite_list<flintls::cipher_suite::ecdhe_ecdsa_with_aes_128_gcm_sha256,
                                       flintls::cipher_suite::ecdhe_rsa_with_aes_128_gcm_sha256>;
};
struct ms10_049_policy : flintls::policy_of<flintls::ms10_049_options, default_policy> {};

/// `with<other>([](auto& o) { o.max_ticket = 0; })`: the options of another policy, changed.
template <class P, class Change> constexpr flintls::options with(Change change) {
    flintls::options o = P::options;
    change(o);
    return o;
}

} // namespace test
