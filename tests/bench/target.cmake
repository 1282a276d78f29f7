# The measured parser, called through its C interface, refuses malformed hellos, on every board.
flintls_add_firmware(bench_refuse SOURCES refuse.cpp ../support/runner.cpp LIBRARIES flintls_bench_support)
flintls_add_target_test(bench.refuse bench_refuse-${FLINTLS_BOARD})

# The rest is measured: with GCC, for which the goals are set, on boards that count instructions.
if(NOT measured)
    return()
endif()
# Stack frames and calls, for the call chain with the largest stack.
target_compile_options(flintls_bench_parts PRIVATE -fstack-usage -fcallgraph-info=su)
flintls_add_firmware(bench SOURCES target.cpp LIBRARIES flintls_bench_support)

# Flash: an image of each part alone, and an image of each part together with the parts before it.
add_custom_target(bench_images DEPENDS bench-${FLINTLS_BOARD})
set(together "")
foreach(part IN LISTS flintls_bench_parts)
    set(root -Wl,--undefined=flintls_bench_${part})
    list(APPEND together ${root})
    foreach(kind IN ITEMS alone together)
        add_executable(bench_flash_${kind}_${part} $<TARGET_OBJECTS:flintls_bench_parts>)
        set_target_properties(bench_flash_${kind}_${part} PROPERTIES SUFFIX .elf LINKER_LANGUAGE CXX)
    endforeach()
    target_link_options(bench_flash_alone_${part} PRIVATE -Wl,--entry=0 ${root})
    target_link_options(bench_flash_together_${part} PRIVATE -Wl,--entry=0 ${together})
    add_dependencies(bench_images bench_flash_alone_${part} bench_flash_together_${part})
endforeach()

# The complete drivers, with crypto that is declared and not defined. Each public call is a root of the link.
set(calls_of_both make drop run received sent consume write space write_space ready application_data close transport_lost
    failure)

# flintls_add_driver_rows(<policy> [CALLS <more calls of the client>] SIDES <client|server|both>…): an image for each side.
function(flintls_add_driver_rows suites)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SIDES;CALLS")
    set(client connect renegotiate ${arg_CALLS} ${calls_of_both})
    set(server accept request ${calls_of_both})
    list(TRANSFORM client PREPEND -Wl,--undefined=flintls_bench_client_)
    list(TRANSFORM server PREPEND -Wl,--undefined=flintls_bench_server_)
    set(both ${client} ${server})
    set(objects flintls_bench_drivers_${suites})
    add_library(${objects} OBJECT)
    target_link_libraries(${objects} PRIVATE flintls::flintls)
    target_compile_definitions(${objects} PRIVATE FLINTLS_BENCH_POLICY=${suites}_policy)
    target_compile_options(${objects} PRIVATE -fstack-usage -fcallgraph-info=su -g) # versions_apart.py reads the line numbers
    foreach(side IN LISTS arg_SIDES)
        if(NOT side STREQUAL "both")
            target_sources(${objects} PRIVATE drivers/${side}.cpp)
        endif()
        set(target bench_drivers_${side}_${suites})
        add_executable(${target} $<TARGET_OBJECTS:${objects}>)
        set_target_properties(${target} PROPERTIES SUFFIX .elf LINKER_LANGUAGE CXX)
        target_link_options(${target} PRIVATE -Wl,--entry=0 -Wl,--unresolved-symbols=ignore-all ${${side}})
        add_dependencies(bench_images ${target})
    endforeach()
endfunction()

foreach(suites IN ITEMS ecdhe ecdhe_psk both_full)
    flintls_add_driver_rows(${suites} SIDES client server both)
endforeach()
# Policies without a feature, or with one more: an image of each side alone.
flintls_add_driver_rows(bare SIDES client server)
flintls_add_driver_rows(with_client_certificates SIDES client server)
foreach(feature IN ITEMS tickets renegotiation extended_master_secret server_name alpn fragment_length)
    flintls_add_driver_rows(without_${feature} SIDES client server)
endforeach()
# TLS 1.3, alone and beside TLS 1.2.
foreach(suites IN ITEMS tls13_psk_ke tls13_psk tls13_certificate)
    flintls_add_driver_rows(${suites} SIDES client server)
endforeach()
flintls_add_driver_rows(tls13_with_cookie SIDES server)
flintls_add_driver_rows(tls13_with_client_certificate SIDES client)
flintls_add_driver_rows(tls13_with_exporter SIDES client CALLS export)
flintls_add_driver_rows(both_never SIDES client)
# Chains of certificates instead of pins.
foreach(suites IN ITEMS p256_chains p256_ipv6_chains public_chains public_sha512_chains public_pss_chains)
    flintls_add_driver_rows(${suites} SIDES client)
endforeach()
# The sizes of a connection and of a key slot, with Mbed TLS.
add_library(flintls_bench_drivers_sizes OBJECT drivers/sizes.cpp)
target_link_libraries(flintls_bench_drivers_sizes PRIVATE flintls::mbedtls)
add_dependencies(bench_images flintls_bench_drivers_sizes flintls_mbedtls)

# Chains of certificates, judged by either back end.
if(TARGET flintls_bearssl AND TARGET flintls_test_mbedtls_chains)
    add_subdirectory(chains)
endif()

find_program(FLINTLS_PYTHON python3 REQUIRED)
add_test(NAME bench.target COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/run.py --no-build --only target
         --target-build ${CMAKE_BINARY_DIR})
add_test(NAME bench.left_out COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/left_out.py ${CMAKE_BINARY_DIR})
add_test(NAME bench.versions_apart COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/versions_apart.py ${CMAKE_BINARY_DIR})
set_tests_properties(bench.versions_apart PROPERTIES LABELS bench TIMEOUT 60)
set_tests_properties(bench.left_out PROPERTIES LABELS bench TIMEOUT 60)
set_tests_properties(bench.target PROPERTIES SKIP_RETURN_CODE 77 LABELS bench TIMEOUT 240)
