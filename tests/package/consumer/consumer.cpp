#include <flintls/flintls.hpp>

static_assert(__cplusplus >= 202002L, "the target brings its language version");

int main() {}
