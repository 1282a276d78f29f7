# The installation that README.md describes works where only CMake, Ninja and a compiler with assembler and linker are installed.
file(MAKE_DIRECTORY ${work}/bin)
cmake_path(GET COMPILER FILENAME compiler)
foreach(tool IN ITEMS cmake ninja ${compiler} as ld ar nm ranlib)
    find_program(found ${tool} REQUIRED NO_CACHE)
    file(CREATE_LINK ${found} ${work}/bin/${tool} SYMBOLIC)
    unset(found)
endforeach()
# CMake searches the system's folders by default. The options below prevent this.
set(alone /usr/bin/env -i PATH=${work}/bin HOME=${work})
set(nothing_else -DCMAKE_CXX_COMPILER=${work}/bin/${compiler} -DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF
    -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)

run(${alone} cmake -G Ninja -S ${SOURCE} -B ${work}/build ${nothing_else})
run(${alone} cmake --install ${work}/build --prefix ${work}/prefix)
run(${alone} cmake -G Ninja -S ${here}/consumer -B ${work}/consumer ${nothing_else} -DCMAKE_PREFIX_PATH=${work}/prefix)
run(${alone} cmake --build ${work}/consumer)
run(${work}/consumer/consumer)

# The tests need more tools: their configuration must fail here. If it succeeds, CMake has found tools outside of the folder bin.
execute_process(COMMAND ${alone} cmake -G Ninja -S ${SOURCE} -B ${work}/tests ${nothing_else} -DFLINTLS_TESTS=ON
                -DFLINTLS_EXAMPLES=ON -DFLINTLS_MBEDTLS=OFF RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
if(status EQUAL 0)
    message(FATAL_ERROR "the configuration of the tests has found tools outside of ${work}/bin")
endif()
