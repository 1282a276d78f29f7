// The rules of one side in one mode. The build compiles this file once for each pair of FLINTLS_SIDE and FLINTLS_MODE.
#include "parts/renegotiation.hpp"

namespace {

using namespace flintls;

struct product : policy_of<options{.client_renegotiation = renegotiation_mode::FLINTLS_MODE,
                                   .server_renegotiation = renegotiation_mode::FLINTLS_MODE},
                           test::default_policy> {};
using event = bench::renegotiation_event;

[[maybe_unused]] judgement client(void* rules, event const& e, void* sent) {
    return bench::pass_on(*static_cast<client_renegotiation<product>*>(rules), e,
                          *static_cast<renegotiation_signals*>(sent));
}
[[maybe_unused]] judgement server(void* rules, event const& e, void* sent) {
    return bench::pass_on(*static_cast<server_renegotiation<product>*>(rules), e,
                          *static_cast<found<renegotiation_info>*>(sent));
}

} // namespace

#define FLINTLS_JOIN3(a, b, c) a##b##_##c
#define FLINTLS_NAME(side, mode) FLINTLS_JOIN3(flintls_, side, mode)

extern "C" judgement FLINTLS_NAME(FLINTLS_SIDE, FLINTLS_MODE)(void* rules, event const& e, void* sent) {
    return FLINTLS_SIDE(rules, e, sent);
}
