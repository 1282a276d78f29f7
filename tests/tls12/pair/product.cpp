#include "tls12/pair/product.hpp"

namespace pair {

template class endpoint_of<world<with_psk, with_psk>::client_type>;
template class endpoint_of<world<with_psk, with_psk>::server_type>;
template class endpoint_of<world<with_certificate, with_certificate>::client_type>;
template class endpoint_of<world<with_certificate, with_certificate>::server_type>;

} // namespace pair
