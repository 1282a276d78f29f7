// The drivers of ports/aes, all of them instantiated, for clang-tidy.
#include "flintls/crypto/block_modes.hpp"
#include "flintls/crypto/ccm.hpp"
#include "max78000.hpp"
#include "nrf_ecb.hpp"
#include "st.hpp"
#include "st_gcm.hpp"

template class flintls::max78000::aes<16>;
template class flintls::max78000::trng<>;
template class flintls::nrf_ecb<>;
template class flintls::ccm_over<flintls::nrf_ecb<>>;
template class flintls::cbc_over<flintls::max78000::aes<32>>;
template class flintls::ctr_over<flintls::max78000::aes<32>>;
template class flintls::st::aes<flintls::st::l4, 32>;
template class flintls::st::cbc<flintls::st::l4>;
template class flintls::st::ctr<flintls::st::u5>;
template class flintls::st::gcm<flintls::st::u5, 32>;
