# flintls_add_firmware(<name> SOURCES … [BOARD <board>] [HEAP] [STRICT_ALIGN] [CLOCK] [SMALL_MEMORY]
#                      [OPTIONS …] [LIBRARIES …])
#   makes target <name>-<board> and its image <name>-<board>.elf, with a map beside it. BOARD defaults to FLINTLS_BOARD;
#   another one's processor is the flintls_cpu of its board.cmake.
#   HEAP links a heap, which is an error otherwise. STRICT_ALIGN compiles without unaligned accesses and traps them.
#   CLOCK links what the clock of the board's devices.hpp needs. SMALL_MEMORY: a small memcpy and its like, not newlib's fast
#   ones.
#   OPTIONS are for the compiler, after the toolchain file's (so -Og wins over its -Os).
#
# flintls_add_target_test(<name> <target> [ICOUNT] [EXIT <code>] [TIMEOUT <seconds>])
#   runs the image under QEMU. ICOUNT: one instruction lasts exactly 128 ns. EXIT: the code expected, 0 by default.
#
# flintls_find_emulator(<board> <qemu> <options>)
#   sets both variables: the QEMU of the board and the options it always needs. Where they are not the usual ones the board has
#   an emulator.cmake, which sets flintls_board_qemu, empty where there is none (its tests are then skipped), and
#   flintls_board_qemu_options.
set(FLINTLS_BOARD "" CACHE STRING "Folder in ports/ whose board the images are for; QEMU's name of the machine")
set(FLINTLS_PORTS_DIR ${CMAKE_CURRENT_LIST_DIR} CACHE INTERNAL "This folder, for whichever folder calls these functions")
find_program(FLINTLS_NM arm-none-eabi-nm)
find_program(FLINTLS_QEMU qemu-system-arm)

function(flintls_add_firmware name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "HEAP;STRICT_ALIGN;CLOCK;SMALL_MEMORY" "BOARD" "SOURCES;OPTIONS;LIBRARIES")
    if(NOT arg_BOARD)
        set(arg_BOARD ${FLINTLS_BOARD})
    endif()
    set(common ${FLINTLS_PORTS_DIR}/cortex-m)
    set(board ${FLINTLS_PORTS_DIR}/${arg_BOARD})
    set(target ${name}-${arg_BOARD})

    add_executable(${target} ${arg_SOURCES} ${common}/startup.cpp $<$<BOOL:${arg_HEAP}>:${common}/heap.cpp>
                   $<$<BOOL:${arg_CLOCK}>:${common}/system_tick.cpp>
                   $<$<BOOL:${arg_SMALL_MEMORY}>:${common}/small_memory.cpp>)
    # A compiler must not make calls of themselves of them, nor leave them out before it knows who calls them.
    set_source_files_properties(${common}/small_memory.cpp TARGET_DIRECTORY ${target} PROPERTIES
                                COMPILE_OPTIONS "-ffreestanding;-fno-lto;-fno-builtin")
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        set_property(SOURCE ${common}/small_memory.cpp TARGET_DIRECTORY ${target} APPEND PROPERTY
                     COMPILE_OPTIONS -fno-tree-loop-distribute-patterns)
    endif()
    set_target_properties(${target} PROPERTIES SUFFIX .elf FLINTLS_BOARD ${arg_BOARD}
                          LINK_DEPENDS "${board}/board.ld;${common}/sections.ld")
    target_include_directories(${target} PRIVATE ${board} ${common} ${FLINTLS_PORTS_DIR}/aes)
    target_compile_definitions(${target} PRIVATE FLINTLS_BARE_METAL)
    if(NOT arg_BOARD STREQUAL FLINTLS_BOARD)
        include(${board}/board.cmake)
        target_compile_options(${target} PRIVATE -mcpu=${flintls_cpu})
        target_link_options(${target} PRIVATE -mcpu=${flintls_cpu})
    endif()
    target_compile_options(${target} PRIVATE ${arg_OPTIONS})
    if(arg_STRICT_ALIGN)
        target_compile_options(${target} PRIVATE -mno-unaligned-access)
        target_compile_definitions(${target} PRIVATE FLINTLS_STRICT_ALIGN)
    endif()
    target_link_libraries(${target} PRIVATE flintls::flintls ${arg_LIBRARIES})
    target_link_options(${target} PRIVATE -T${board}/board.ld -L${common} -Wl,-Map=$<TARGET_FILE:${target}>.map
                        -Wl,--fatal-warnings -Wl,-z,noexecstack)
    if(NOT arg_HEAP)
        set_property(GLOBAL APPEND PROPERTY FLINTLS_IMAGES_WITHOUT_HEAP $<TARGET_FILE:${target}>)
    endif()
endfunction()

function(flintls_find_emulator board qemu options)
    get_property(known GLOBAL PROPERTY FLINTLS_EMULATOR_OF_${board} SET)
    if(NOT known)
        set(flintls_board_qemu ${FLINTLS_QEMU})
        set(flintls_board_qemu_options "")
        include(${FLINTLS_PORTS_DIR}/${board}/emulator.cmake OPTIONAL)
        set_property(GLOBAL PROPERTY FLINTLS_EMULATOR_OF_${board} "${flintls_board_qemu}")
        set_property(GLOBAL PROPERTY FLINTLS_EMULATOR_OPTIONS_OF_${board} "${flintls_board_qemu_options}")
    endif()
    get_property(found GLOBAL PROPERTY FLINTLS_EMULATOR_OF_${board})
    get_property(wanted GLOBAL PROPERTY FLINTLS_EMULATOR_OPTIONS_OF_${board})
    set(${qemu} "${found}" PARENT_SCOPE)
    set(${options} "${wanted}" PARENT_SCOPE)
endfunction()

function(flintls_add_target_test name target)
    cmake_parse_arguments(PARSE_ARGV 2 arg "ICOUNT" "EXIT;TIMEOUT" "")
    if(NOT arg_EXIT)
        set(arg_EXIT 0)
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 60)
    endif()
    get_target_property(board ${target} FLINTLS_BOARD)
    flintls_find_emulator(${board} qemu options)
    if(NOT qemu)
        add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "SKIPPED: no QEMU that knows ${board}")
        set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "^SKIPPED")
        return()
    endif()
    add_test(NAME ${name} COMMAND sh ${FLINTLS_PORTS_DIR}/qemu.sh ${qemu} ${board} $<TARGET_FILE:${target}>
             ${arg_EXIT} ${arg_TIMEOUT} ${options} $<$<BOOL:${arg_ICOUNT}>:-icount> $<$<BOOL:${arg_ICOUNT}>:shift=7>
             COMMAND_EXPAND_LISTS)
endfunction()

# flintls_add_no_heap_test(): beside the linker script's assertion, nm over every image so far that did not ask for a heap.
function(flintls_add_no_heap_test)
    get_property(images GLOBAL PROPERTY FLINTLS_IMAGES_WITHOUT_HEAP)
    add_test(NAME no_heap COMMAND sh ${FLINTLS_PORTS_DIR}/no_heap.sh ${FLINTLS_NM} ${images})
endfunction()
