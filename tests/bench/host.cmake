# The measured parser, called through its C interface, refuses malformed hellos.
add_executable(flintls_bench_refuse refuse.cpp)
target_link_libraries(flintls_bench_refuse PRIVATE flintls_bench_support flintls_doctest)
add_test(NAME bench.refuse COMMAND flintls_bench_refuse)

# Callgrind counts instructions in builds without sanitizers: these add instructions of their own.
find_program(FLINTLS_VALGRIND valgrind)
find_path(FLINTLS_VALGRIND_INCLUDE valgrind/callgrind.h)
if(NOT measured OR NOT FLINTLS_VALGRIND OR NOT FLINTLS_VALGRIND_INCLUDE)
    return()
endif()
target_compile_options(flintls_bench_parts PRIVATE -O2)
add_executable(flintls_bench host.cpp)
target_link_libraries(flintls_bench PRIVATE flintls_bench_support)
target_compile_options(flintls_bench PRIVATE -O2)
target_link_options(flintls_bench PRIVATE -Wl,--strip-debug) # valgrind cannot read the debug information of every compiler
add_custom_target(bench_images DEPENDS flintls_bench)
target_include_directories(flintls_bench SYSTEM PRIVATE ${FLINTLS_VALGRIND_INCLUDE})

# The time that compiling takes: figures/compiling.py compiles these files with the commands of this build.
if(TARGET flintls_mbedtls)
    add_library(flintls_bench_compile OBJECT compile/array.cpp compile/tls_client.cpp)
    target_include_directories(flintls_bench_compile PRIVATE ${PROJECT_SOURCE_DIR}/examples/firmware
                               ${PROJECT_SOURCE_DIR}/examples/firmware/support/software)
    target_link_libraries(flintls_bench_compile PRIVATE flintls::mbedtls)
    set_target_properties(flintls_bench_compile PROPERTIES EXPORT_COMPILE_COMMANDS ON)
    add_dependencies(bench_images flintls_bench_compile)
endif()

find_program(FLINTLS_PYTHON python3 REQUIRED)
add_test(NAME bench.host COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/run.py --no-build --only host
         --host-build ${CMAKE_BINARY_DIR})
set_tests_properties(bench.host PROPERTIES LABELS bench TIMEOUT 120)
add_test(NAME bench.figures COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/figures_test.py)
