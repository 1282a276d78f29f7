# The headers that all programs of a folder include cost a quarter of the compiler's work. clang compiles them once for a folder.
# (GCC compiles few of these programs by default.)

# flintls_add_common_headers(<name> LIBRARIES <what the programs link> HEADERS <header>…): <name> stands for the headers.
function(flintls_add_common_headers name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES;HEADERS")
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        return()
    endif()
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp "")
    add_library(${name} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
    target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} flintls_doctest)
    target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/test.hpp ${arg_HEADERS})
endfunction()

# The program must be compiled without optimisation, as the headers are.
function(flintls_use_common_headers program name)
    if(TARGET ${name})
        target_precompile_headers(${program} REUSE_FROM ${name})
    endif()
endfunction()
