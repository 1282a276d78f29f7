// A failed check must reach ctest as exit code 1.
#include "support/test.hpp"

TEST_CASE("a false check fails the run") { CHECK(1 == 2); }
