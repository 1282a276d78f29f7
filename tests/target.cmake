# Unit tests on the board of this build, one image for each folder: all tests together do not fit into the microbit's 16 KB of RAM.
set(folders ${flintls_portable_folders})
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(folders wire hello) # with clang: some tests of each kind of code
    if(FLINTLS_LONG_TESTS)
        list(APPEND folders message renegotiation ticket)
    endif()
elseif(FLINTLS_BOARD STREQUAL "microbit" AND NOT FLINTLS_LONG_TESTS)
    set(folders wire hello record) # tests of buffers, numbers and divisions; the Cortex-M4 runs all folders
elseif(FLINTLS_BOARD STREQUAL "mps2-an505" AND NOT FLINTLS_LONG_TESTS)
    set(folders wire) # the Cortex-M4 runs all folders, and the Cortex-M33 executes the same instructions
endif()
foreach(folder IN LISTS folders)
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
    if(sources)
        flintls_add_firmware(${folder} SOURCES ${sources} support/runner.cpp LIBRARIES flintls_test_support)
        flintls_add_target_test(${folder} ${folder}-${FLINTLS_BOARD})
    endif()
endforeach()

# Some tests with -Og, as for a debugger. Some tests without unaligned accesses, which the board then traps. The Cortex-M0 traps
# unaligned accesses in all tests.
if(FLINTLS_BOARD STREQUAL "mps2-an386")
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        set(debugged wire record) # some tests of each kind of code
        if(FLINTLS_LONG_TESTS)
            set(debugged ${folders})
        endif()
        foreach(folder IN LISTS debugged)
            file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
            if(sources)
                flintls_add_firmware(${folder}_og SOURCES ${sources} support/runner.cpp
                                     LIBRARIES flintls_test_support OPTIONS -Og)
                flintls_add_target_test(${folder}.og ${folder}_og-${FLINTLS_BOARD})
            endif()
        endforeach()
    endif()
endif()
if(FLINTLS_BOARD STREQUAL "mps2-an386" AND (CMAKE_CXX_COMPILER_ID STREQUAL "GNU" OR FLINTLS_LONG_TESTS))
    file(GLOB sources CONFIGURE_DEPENDS wire/*.cpp)
    flintls_add_firmware(wire_strict SOURCES ${sources} support/runner.cpp LIBRARIES flintls_test_support STRICT_ALIGN)
    flintls_add_target_test(wire.strict_align wire_strict-${FLINTLS_BOARD})
endif()

# The other Cortex-M boards: one image for each board, with code for the processor of the board.
if(FLINTLS_BOARD STREQUAL "mps2-an386" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    set(sources wire/byte_view.cpp wire/cursor.cpp wire/number.cpp wire/opaque.cpp wire/vector.cpp) # loads and stores
    if(FLINTLS_LONG_TESTS)
        file(GLOB sources CONFIGURE_DEPENDS wire/*.cpp)
    endif()
    foreach(board IN ITEMS mps2-an385 mps2-an500 mps3-an547)
        flintls_add_firmware(wire BOARD ${board} SOURCES ${sources} support/runner.cpp
                             LIBRARIES flintls_test_support)
        flintls_add_target_test(wire.${board} wire-${board})
    endforeach()
endif()

add_subdirectory(hello/flash)
if(TARGET tls_client-${FLINTLS_BOARD})
    add_subdirectory(firmware)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_subdirectory(size)
    endif()
endif()

# Tests of the ports: start-up code, semihosting, faults, the heap.
set(board ${FLINTLS_BOARD})
flintls_add_firmware(board SOURCES ports/board.cpp support/runner.cpp LIBRARIES flintls_test_support)
flintls_add_target_test(ports.board board-${board})
flintls_add_firmware(failing SOURCES ports/failing.cpp support/runner.cpp LIBRARIES flintls_test_support)
flintls_add_target_test(ports.failing failing-${board} EXIT 1)
flintls_add_firmware(fault SOURCES ports/fault.cpp STRICT_ALIGN)
flintls_add_target_test(ports.fault fault-${board} EXIT 99)

flintls_add_firmware(heap SOURCES ports/heap.cpp HEAP)
flintls_add_target_test(ports.heap heap-${board})
# The gate: the same program without HEAP must not link.
flintls_add_firmware(leak SOURCES ports/heap.cpp)
set_target_properties(leak-${board} PROPERTIES EXCLUDE_FROM_ALL ON)
add_test(NAME ports.heap_gate COMMAND ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR} --target leak-${board})
set_tests_properties(ports.heap_gate PROPERTIES PASS_REGULAR_EXPRESSION "heap is linked in|undefined reference to `_sbrk")

if(EXISTS ${FLINTLS_PORTS_DIR}/${board}/measure.hpp)
    flintls_add_firmware(measure SOURCES ports/measure.cpp support/runner.cpp LIBRARIES flintls_test_support)
    flintls_add_target_test(ports.measure measure-${board} ICOUNT)
endif()

# The checks of the machine code read the assembly of GCC.
if(FLINTLS_BOARD STREQUAL "mps2-an386" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_subdirectory(renegotiation)
endif()
