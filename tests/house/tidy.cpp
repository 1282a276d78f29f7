// clang-tidy sees the library through this file.
#include "flintls/flintls.hpp"
