// The back end compiles whatever the configuration is.
#include "flintls/crypto/mbedtls.hpp"
