// The start-up code of a board does what C++ expects of it.
#include "support/test.hpp"

namespace {

int initialised = 42;
int zeroed;

struct constructed {
    int value;
    constructed() : value{initialised + 1} {}
};
constructed const object;

int volatile* volatile hidden;

} // namespace

TEST_CASE("initialised data are copied and the rest is zero") {
    hidden = &initialised;
    CHECK(*hidden == 42);
    hidden = &zeroed;
    CHECK(*hidden == 0);
}

TEST_CASE("constructors run before main") { CHECK(object.value == 43); }
