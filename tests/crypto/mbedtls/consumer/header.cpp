// The back end compiles with every configuration.
#include "flintls/crypto/mbedtls.hpp"
