// Which mutant is on: included before everything else in a mutated build. Not part of the product.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <type_traits>

namespace flintls_mutation {

/// -1: none, and what is asked for is written to a file at the end.
inline int const chosen = [] {
    char const* const text = std::getenv("FLINTLS_MUTANT");
    return text != nullptr ? std::atoi(text) : -2;
}();
inline bool reached[10000]{};

struct reporter {
    ~reporter() {
        char const* const path = std::getenv("FLINTLS_MUTANTS_REACHED");
        std::FILE* const file = chosen == -1 && path != nullptr ? std::fopen(path, "w") : nullptr;
        for (int i = 0; file != nullptr && i < 10000; ++i) {
            if (reached[i]) std::fprintf(file, "%d\n", i);
        }
        if (file != nullptr) std::fclose(file);
    }
};
inline reporter const report{};

inline bool asked(int number) {
    if (chosen == -1) reached[number] = true;
    return chosen == number;
}

} // namespace flintls_mutation

/// In a constant expression no mutant is on: one that lives only there is built alone.
constexpr bool flintls_mutant(int number) {
    if (std::is_constant_evaluated()) return false;
    return flintls_mutation::asked(number);
}
