// clang-tidy sees the back end through this file.
#include "flintls/crypto/hkdf.hpp"
#include "flintls/crypto/mbedtls.hpp"
#include "flintls/crypto/prf.hpp"
#include "flintls/crypto/psk.hpp"

template class flintls::prf<flintls::mbedtls::hmac_sha256>;
template class flintls::hkdf_over<flintls::mbedtls::hmac_sha256>;
template class flintls::psk_over<flintls::mbedtls::hmac_sha256>;
