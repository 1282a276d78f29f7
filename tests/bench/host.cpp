// Calls each part once. Callgrind, told to collect inside the parts alone, writes a profile after each call, marked
// `<group> <name>`.
#include <cstdio>
#include <cstdlib>

#include <valgrind/callgrind.h>

#include "subjects.hpp"

namespace {

struct host_meter {
    static void check(bool passed, char const* what) {
        if (!passed) {
            std::printf("failed: %s\n", what);
            std::exit(1);
        }
    }

    static void size(char const*, std::size_t) {}

    template <auto Function, class... Arguments>
    static auto measure(char const* group, char const* name, Arguments... arguments) {
        auto const result = Function(arguments...);
        char mark[80];
        std::snprintf(mark, sizeof mark, "%s %s", group, name);
        CALLGRIND_DUMP_STATS_AT(mark);
        return result;
    }
};

} // namespace

int main() {
    std::printf("compiler %s\n", __VERSION__);
    host_meter meter;
    bench::measure_all(meter);
}
