// The one header that a unit test includes: doctest on hosts, a runner without a heap on bare metal. Both have
// TEST_CASE("sentence"), CHECK, CHECK_FALSE, REQUIRE, REQUIRE_FALSE, CAPTURE.
#pragma once

#ifndef FLINTLS_BARE_METAL
#include <doctest/doctest.h>
#else

namespace test {

/// A test case that links itself into a list before main.
struct entry {
    entry(char const* title, void (*body)());

    char const* name;
    void (*run)();
    entry* next = nullptr;
};

/// Counts and prints a failed check; a failed requirement ends the run.
void check(bool passed, bool required, char const* expression, char const* file, int line);

} // namespace test

#define FLINTLS_JOIN2(a, b) a##b
#define FLINTLS_JOIN(a, b) FLINTLS_JOIN2(a, b)
#define FLINTLS_TEST_CASE(id, title)                                                                                   \
    static void FLINTLS_JOIN(test_body_, id)();                                                                        \
    static ::test::entry FLINTLS_JOIN(test_entry_, id){title, FLINTLS_JOIN(test_body_, id)};                           \
    static void FLINTLS_JOIN(test_body_, id)()

#define TEST_CASE(title) FLINTLS_TEST_CASE(__LINE__, title)
#define CHECK(...) ::test::check(static_cast<bool>(__VA_ARGS__), false, #__VA_ARGS__, __FILE__, __LINE__)
#define CHECK_FALSE(...) ::test::check(!static_cast<bool>(__VA_ARGS__), false, "not " #__VA_ARGS__, __FILE__, __LINE__)
#define REQUIRE(...) ::test::check(static_cast<bool>(__VA_ARGS__), true, #__VA_ARGS__, __FILE__, __LINE__)
#define REQUIRE_FALSE(...) ::test::check(!static_cast<bool>(__VA_ARGS__), true, "not " #__VA_ARGS__, __FILE__, __LINE__)
#define CAPTURE(...) static_cast<void>(__VA_ARGS__)

#endif
