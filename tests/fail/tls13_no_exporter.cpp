// RFC 8446 7.5: a schedule that keeps no exporter master secret exports nothing.
// expect: flintls: this schedule keeps no exporter master secret
// control: -DCONTROL
#include "flintls/flintls.hpp"
#include "support_crypto.hpp"

#ifdef CONTROL
constexpr bool exporter = true;
#else
constexpr bool exporter = false;
#endif
using namespace flintls;
one_of<digest_of<whole::sha256>, secret_mac<whole::hmac_sha256>> now;
tls13::key_schedule<one_hash<whole::sha256, whole::hmac_sha256>, exporter> schedule;
crypto_status exported(std::uint8_t* out) { return schedule.export_material(now, {}, {}, out, 16); }
