# The parser behind its C interface refuses what it must, on every board.
flintls_add_firmware(bench_refuse SOURCES refuse.cpp ../support/runner.cpp LIBRARIES flintls_bench_support)
flintls_add_target_test(bench.refuse bench_refuse-${FLINTLS_BOARD})

# Measured where instructions can be counted, with the compiler that the goals are for.
if(NOT measured)
    return()
endif()
# Frames and calls, for the worst static call chain.
target_compile_options(flintls_bench_parts PRIVATE -fstack-usage -fcallgraph-info=su)
flintls_add_firmware(bench SOURCES target.cpp LIBRARIES flintls_bench_support)

# Flash: images of nothing but what a part pulls in; alone, and on top of the parts before it.
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

# The drivers, whole, over crypto that is only declared. Each public call is a root.
set(calls_of_both make drop run received sent consume write space write_space ready application_data close transport_lost
    failure)
# All of it, and what a policy leaves out: of that only each side alone.
set(lean bare with_client_certificates)
foreach(feature IN ITEMS tickets renegotiation extended_master_secret server_name alpn fragment_length)
    list(APPEND lean without_${feature})
endforeach()
foreach(suites IN ITEMS ecdhe ecdhe_psk ${lean})
    add_library(flintls_bench_drivers_${suites} OBJECT drivers/client.cpp drivers/server.cpp)
    target_link_libraries(flintls_bench_drivers_${suites} PRIVATE flintls::flintls)
    target_compile_definitions(flintls_bench_drivers_${suites} PRIVATE FLINTLS_BENCH_POLICY=${suites}_policy)
    target_compile_options(flintls_bench_drivers_${suites} PRIVATE -fstack-usage -fcallgraph-info=su)
    set(client connect renegotiate ${calls_of_both})
    set(server accept request ${calls_of_both})
    list(TRANSFORM client PREPEND -Wl,--undefined=flintls_bench_client_)
    list(TRANSFORM server PREPEND -Wl,--undefined=flintls_bench_server_)
    set(both ${client} ${server})
    set(sides client server)
    if(NOT suites IN_LIST lean)
        list(APPEND sides both)
    endif()
    foreach(side IN LISTS sides)
        set(target bench_drivers_${side}_${suites})
        add_executable(${target} $<TARGET_OBJECTS:flintls_bench_drivers_${suites}>)
        set_target_properties(${target} PROPERTIES SUFFIX .elf LINKER_LANGUAGE CXX)
        target_link_options(${target} PRIVATE -Wl,--entry=0 -Wl,--unresolved-symbols=ignore-all ${${side}})
        add_dependencies(bench_images ${target})
    endforeach()
endforeach()
# With Mbed TLS: what is in a connection, and in a slot of a key.
add_library(flintls_bench_drivers_sizes OBJECT drivers/sizes.cpp)
target_link_libraries(flintls_bench_drivers_sizes PRIVATE flintls::mbedtls)
add_dependencies(bench_images flintls_bench_drivers_sizes flintls_mbedtls)

find_program(FLINTLS_PYTHON python3 REQUIRED)
add_test(NAME bench.target COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/run.py --no-build --only target
         --target-build ${CMAKE_BINARY_DIR})
add_test(NAME bench.left_out COMMAND ${FLINTLS_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/left_out.py ${CMAKE_BINARY_DIR})
set_tests_properties(bench.left_out PROPERTIES LABELS bench TIMEOUT 60)
set_tests_properties(bench.target PROPERTIES SKIP_RETURN_CODE 77 LABELS bench TIMEOUT 60)
