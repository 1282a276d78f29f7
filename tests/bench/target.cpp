// The measuring image: a line of text for each figure, `<group> <name> <instructions> <bytes of stack>`. A figure is
// all that runs between two readings of the counter, the empty measurement included; that one is the line `empty`.
#include <newlib.h>

#include "board.hpp"
#include "linear.hpp"
#include "measure.hpp"
#include "subjects.hpp"

namespace {

/// Called, not inlined: then a figure agrees to an instruction with the harness that the goals come from.
[[gnu::noinline]] std::uint32_t now() { return 0xffff'ffffU - board::detail::timer()->value; }

/// `call` between two readings of the counter.
template <class Call> board::cost measure(Call call) {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    auto const timed = [&] {
        begin = now();
        call();
        end = now();
    };
    board::cost cost = board::measure(timed);
    cost.instructions = static_cast<std::uint32_t>((std::uint64_t{end - begin} * 40 + 64) / 128); // as measure.hpp does
    return cost;
}

void print_figure(char const* group, char const* name, std::size_t number) {
    board::print(group);
    board::print(" ");
    board::print(name);
    board::print(" ");
    board::print(static_cast<unsigned>(number));
}

void print_cost(char const* group, char const* name, board::cost cost) {
    print_figure(group, name, cost.instructions);
    board::print(" ");
    board::print(static_cast<unsigned>(cost.stack));
    board::print("\n");
}

struct target_meter {
    static void check(bool passed, char const* what) {
        if (!passed) {
            board::print("failed: ");
            board::print(what);
            board::print("\n");
            board::exit(1);
        }
    }

    static void size(char const* name, std::size_t bytes) {
        print_figure("size", name, bytes);
        board::print("\n");
    }

    /// Of `count` things that `call` does, rounded up.
    template <class Call> static void mean(char const* name, std::uint32_t count, Call call) {
        std::uint32_t const all = ::measure(call).instructions;
        print_figure("mean", name, (all + count - 1) / count);
        board::print("\n");
    }

    template <auto Function, class... Arguments>
    static auto measure(char const* group, char const* name, Arguments... arguments) {
        decltype(Function(arguments...)) result{};
        print_cost(group, name, ::measure([=, &result] { result = Function(arguments...); }));
        return result;
    }
};

} // namespace

int main() {
    board::print("compiler arm-none-eabi-g++ " __VERSION__ ", newlib " _NEWLIB_VERSION "\n");
    print_cost("empty", "call", measure([] {}));
    target_meter meter;
    bench::measure_all(meter);
    bench::measure_linear(meter);
}
