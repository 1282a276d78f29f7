# Unit tests on the host: one program for the portable tests and one for those in host/. Most tests are compiled without
# optimisation, which halves the time of compiling. A test that runs long, or that depends on optimisation, has its own option.
add_library(flintls_doctest OBJECT support/doctest_main.cpp)

function(flintls_add_host_tests name)
    list(TRANSFORM ARGN APPEND /*.cpp)
    file(GLOB sources CONFIGURE_DEPENDS ${ARGN})
    list(FILTER sources EXCLUDE REGEX "/host/constant_time\\.cpp$") # a program of its own: host/constant_time.cmake
    if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
        list(FILTER sources EXCLUDE REGEX "/hello/compiled_(combinations|vectors)\\.cpp$") # evaluated by the compiler, not at run time
        if(NOT FLINTLS_LONG_TESTS)
            # These tests check values and decisions: they touch no buffer, and the compiler evaluates most of them.
            list(FILTER sources EXCLUDE REGEX "/(registry/.*|policy/.*|renegotiation/matrix_.*)\\.cpp$")
        endif()
    endif()
    if(sources)
        add_executable(${name} ${sources})
        target_link_libraries(${name} PRIVATE flintls_test_support flintls_doctest)
        add_test(NAME ${name} COMMAND ${name})
    endif()
endfunction()

# With clang the unit tests run in the preset sanitize only.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" OR CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    flintls_add_host_tests(flintls_tests ${flintls_portable_folders})
    flintls_add_host_tests(flintls_host_tests host)
    target_compile_options(flintls_host_tests PRIVATE -O1)
endif()

# The examples, as released and with sanitizers.
if(FLINTLS_EXAMPLES AND (CMAKE_CXX_COMPILER_ID STREQUAL "GNU" OR CMAKE_CXX_FLAGS MATCHES "-fsanitize"))
    add_subdirectory(inspect)
    add_subdirectory(sni_router)
endif()
# Tests against other stacks: they need Mbed TLS, and run with GCC only.
if(TARGET client AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_subdirectory(interop)
endif()

# The other tests gain nothing from sanitizers.
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    return()
endif()

find_program(FLINTLS_PYTHON python3 REQUIRED)

# Programs that must not compile. With each compiler the error must contain the expected text. Each program has a control, a variant
# that must compile; one compiler, GCC, compiles the controls. The tests fail.self.* test the check itself.
separate_arguments(fail_check UNIX_COMMAND "${CMAKE_CXX_COMPILER} ${CMAKE_CXX_FLAGS} -std=c++20 -I${PROJECT_SOURCE_DIR}/include --")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    list(PREPEND fail_check --controls)
endif()
list(PREPEND fail_check ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/fail/check.py)
file(GLOB programs CONFIGURE_DEPENDS fail/*.cpp)
set(policies ${programs})
list(FILTER policies INCLUDE REGEX "/policy_[^/]*$")
set(drivers ${programs})
list(FILTER drivers INCLUDE REGEX "/(tls|flow|nonce|ticket|retry)[^/]*$")
list(REMOVE_ITEM programs ${policies} ${drivers})
add_test(NAME fail.policies COMMAND ${fail_check} ${policies})
add_test(NAME fail.drivers COMMAND ${fail_check} ${drivers})
add_test(NAME fail.codec COMMAND ${fail_check} ${programs})
set(self ${CMAKE_CURRENT_SOURCE_DIR}/fail/self)
add_test(NAME fail.self.right COMMAND ${fail_check} ${self}/right.cpp)
add_test(NAME fail.self.compiles COMMAND ${fail_check} ${self}/right.cpp ${self}/compiles.cpp)
set_tests_properties(fail.self.compiles PROPERTIES PASS_REGULAR_EXPRESSION "alone: compiles\ncompiles: it compiles")
add_test(NAME fail.self.other_text COMMAND ${fail_check} ${self}/other_text.cpp ${self}/right.cpp)
set_tests_properties(fail.self.other_text PROPERTIES PASS_REGULAR_EXPRESSION
                     "alone: other_text\nother_text: no error says: flintls: the right text")
# CTest ignores the exit status where it has a PASS_REGULAR_EXPRESSION. This test checks the exit status.
add_test(NAME fail.self.status COMMAND ${fail_check} ${self}/compiles.cpp)
set_tests_properties(fail.self.status PROPERTIES WILL_FAIL ON)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_test(NAME fail.self.control COMMAND ${fail_check} ${self}/right.cpp ${self}/control.cpp)
    set_tests_properties(fail.self.control PROPERTIES PASS_REGULAR_EXPRESSION "\ncontrol: the control does not compile")
endif()

add_subdirectory(hello/flash)

# Tests that do not depend on the compiler run once, with GCC. clang-tidy runs in the build with clang.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    function(flintls_add_package_test part)
        add_test(NAME package.${part} COMMAND ${CMAKE_COMMAND} -DPART=${part} -DBUILD=${CMAKE_BINARY_DIR}
                 -DSOURCE=${PROJECT_SOURCE_DIR} -DCOMPILER=${CMAKE_CXX_COMPILER} ${ARGN}
                 -P ${CMAKE_CURRENT_SOURCE_DIR}/package/check.cmake)
    endfunction()
    foreach(part IN ITEMS consumer tools flags)
        flintls_add_package_test(${part})
    endforeach()
    if(COMMAND flintls_add_mbedtls)
        flintls_add_package_test(mbedtls -DC_COMPILER=${CMAKE_C_COMPILER} -DTREE=${flintls_mbedtls_tree})
    endif()
    if(COMMAND flintls_add_bearssl)
        flintls_add_package_test(bearssl -DC_COMPILER=${CMAKE_C_COMPILER} -DTREE=${flintls_bearssl_tree})
    endif()
    find_program(FLINTLS_ARM_COMPILER arm-none-eabi-g++)
    find_program(FLINTLS_ARM_QEMU qemu-system-arm)
    if(FLINTLS_ARM_COMPILER AND FLINTLS_ARM_QEMU)
        flintls_add_package_test(firmware -DQEMU=${FLINTLS_ARM_QEMU})
    endif()

    add_test(NAME fail.sentences COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/fail/sentences_test.py
             ${PROJECT_SOURCE_DIR})
    # The diagram of the handshake in README.md beside this file must equal the tables of the drivers.
    add_executable(flow_diagram tls12/flow_diagram.cpp)
    target_link_libraries(flow_diagram PRIVATE flintls::flintls)
    add_test(NAME flow.diagram COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/tls12/flow_diagram_test.py
             ${CMAKE_CURRENT_SOURCE_DIR}/README.md $<TARGET_FILE:flow_diagram>)
    add_test(NAME house.rules COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/house/rules.py ${PROJECT_SOURCE_DIR})
    add_test(NAME house.rules_bite COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/house/rules_test.py)
    add_test(NAME mutation.rules COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/mutation/mutation.py ${CMAKE_BINARY_DIR} check-rules)
    add_test(NAME commands COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/commands/commands_test.py ${PROJECT_SOURCE_DIR})

    include(host/constant_time.cmake)

    # spin searches the states of a model: the renegotiation rules and a man in the middle.
    add_test(NAME model COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/model/run.sh ${CMAKE_CURRENT_BINARY_DIR}/model)
    set_tests_properties(model PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77 PROCESSORS 2)

    # Only version 14: other versions of clang-format format differently.
    find_program(FLINTLS_CLANG_FORMAT clang-format-14)
    if(FLINTLS_CLANG_FORMAT)
        add_test(NAME house.format COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/house/format.py
                 ${FLINTLS_CLANG_FORMAT} ${PROJECT_SOURCE_DIR})
    endif()
else()
    # Only version 14: other versions of clang-tidy have other checks.
    find_program(FLINTLS_CLANG_TIDY clang-tidy-14)
    if(FLINTLS_CLANG_TIDY)
        set(command ${FLINTLS_CLANG_TIDY} --quiet --config-file=${PROJECT_SOURCE_DIR}/.clang-tidy)
        set(flags -- -std=c++20 -I${PROJECT_SOURCE_DIR}/include)
        add_test(NAME house.tidy.flintls COMMAND ${command} ${CMAKE_CURRENT_SOURCE_DIR}/house/tidy.cpp ${flags})
        add_test(NAME house.tidy.bites COMMAND ${command} ${CMAKE_CURRENT_SOURCE_DIR}/house/tidy_bad.cpp ${flags})
        set_tests_properties(house.tidy.bites PROPERTIES PASS_REGULAR_EXPRESSION "identifier-naming.*pro-type-reinterpret-cast")
        add_test(NAME house.tidy.aes COMMAND ${command} --header-filter=/ports/aes/
                 ${CMAKE_CURRENT_SOURCE_DIR}/ports/aes/tidy.cpp ${flags} -I${PROJECT_SOURCE_DIR}/ports/aes)
        file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/examples/*.cpp)
        foreach(source IN LISTS sources)
            get_filename_component(name ${source} NAME_WE)
            if(NOT TARGET ${name})
                continue()
            endif()
            get_target_property(libraries ${name} LINK_LIBRARIES)
            if(NOT "flintls::mbedtls_examples" IN_LIST libraries) # house/tidy.cpp covers the drivers
                add_test(NAME house.tidy.${name} COMMAND ${command} ${source} ${flags})
            endif()
        endforeach()
    endif()
endif()
