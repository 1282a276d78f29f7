# flintls_add_firmware(<name> SOURCES … [BOARD <board>] [HEAP] [STRICT_ALIGN] [OPTIONS …] [LIBRARIES …])
#   makes target <name>-<board> and its image <name>-<board>.elf, with a map beside it. BOARD defaults to FLINTLS_BOARD.
#   HEAP links a heap, which is an error otherwise. STRICT_ALIGN compiles without unaligned accesses and traps them.
#   OPTIONS are for the compiler, after the toolchain file's (so -Og wins over its -Os).
#
# flintls_add_target_test(<name> <target> [ICOUNT] [EXIT <code>] [TIMEOUT <seconds>])
#   runs the image under QEMU. ICOUNT: one instruction lasts exactly 128 ns. EXIT: the code expected, 0 by default.
set(FLINTLS_BOARD "" CACHE STRING "Folder in ports/ whose board the images are for; QEMU's name of the machine")
set(FLINTLS_PORTS_DIR ${CMAKE_CURRENT_LIST_DIR})
find_program(FLINTLS_NM arm-none-eabi-nm REQUIRED)
find_program(FLINTLS_QEMU qemu-system-arm REQUIRED)

function(flintls_add_firmware name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "HEAP;STRICT_ALIGN" "BOARD" "SOURCES;OPTIONS;LIBRARIES")
    if(NOT arg_BOARD)
        set(arg_BOARD ${FLINTLS_BOARD})
    endif()
    set(common ${FLINTLS_PORTS_DIR}/cortex-m)
    set(board ${FLINTLS_PORTS_DIR}/${arg_BOARD})
    set(target ${name}-${arg_BOARD})

    add_executable(${target} ${arg_SOURCES} ${common}/startup.cpp $<$<BOOL:${arg_HEAP}>:${common}/heap.cpp>)
    set_target_properties(${target} PROPERTIES SUFFIX .elf FLINTLS_BOARD ${arg_BOARD}
                          LINK_DEPENDS "${board}/board.ld;${common}/sections.ld")
    target_include_directories(${target} PRIVATE ${board} ${common})
    target_compile_definitions(${target} PRIVATE FLINTLS_BARE_METAL)
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

function(flintls_add_target_test name target)
    cmake_parse_arguments(PARSE_ARGV 2 arg "ICOUNT" "EXIT;TIMEOUT" "")
    if(NOT arg_EXIT)
        set(arg_EXIT 0)
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 60)
    endif()
    get_target_property(board ${target} FLINTLS_BOARD)
    add_test(NAME ${name} COMMAND sh ${FLINTLS_PORTS_DIR}/qemu.sh ${FLINTLS_QEMU} ${board} $<TARGET_FILE:${target}>
             ${arg_EXIT} ${arg_TIMEOUT} $<$<BOOL:${arg_ICOUNT}>:-icount> $<$<BOOL:${arg_ICOUNT}>:shift=7>
             COMMAND_EXPAND_LISTS)
endfunction()

# Beside the linker script's assertion: nm over every image that did not ask for a heap.
function(flintls_add_no_heap_test)
    get_property(images GLOBAL PROPERTY FLINTLS_IMAGES_WITHOUT_HEAP)
    add_test(NAME no_heap COMMAND sh ${FLINTLS_PORTS_DIR}/no_heap.sh ${FLINTLS_NM} ${images})
endfunction()
cmake_language(DEFER DIRECTORY ${PROJECT_SOURCE_DIR} CALL flintls_add_no_heap_test)
