// Runs the test cases of one image and exits through semihosting: 0 passed, 1 failed, 2 no test case.
#include "board.hpp"
#include "test.hpp"

namespace {

constinit test::entry* first = nullptr;
constinit test::entry* last = nullptr;
constinit char const* running = nullptr;
constinit unsigned cases = 0;
constinit unsigned failures = 0;

} // namespace

namespace test {

entry::entry(char const* title, void (*body)()) : name{title}, run{body} {
    (last == nullptr ? first : last->next) = this;
    last = this;
}

void check(bool passed, bool required, char const* expression, char const* file, int line) {
    if (passed) return;
    ++failures;
    board::print(file);
    board::print(":");
    board::print(static_cast<unsigned>(line));
    board::print(": ");
    board::print(running);
    board::print("\n  failed: ");
    board::print(expression);
    board::print("\n");
    if (required) board::exit(1);
}

} // namespace test

int main() {
    for (test::entry* test = first; test != nullptr; test = test->next) {
        running = test->name;
        ++cases;
        test->run();
    }
    board::print("test cases: ");
    board::print(cases);
    board::print(", failed checks: ");
    board::print(failures);
    board::print("\n");
    if (cases == 0) return 2;
    return failures == 0 ? 0 : 1;
}
