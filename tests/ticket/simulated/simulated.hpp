// The size of a simulation, by build.
#pragma once

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FLINTLS_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define FLINTLS_SANITIZED
#endif

namespace simulated {

#if defined(FLINTLS_LONG_TESTS)
constexpr unsigned share_of(unsigned whole) { return whole; }
#elif defined(FLINTLS_SANITIZED)
constexpr unsigned share_of(unsigned whole) { return whole / 20; }
#else
constexpr unsigned share_of(unsigned whole) { return whole / 10; }
#endif

} // namespace simulated
