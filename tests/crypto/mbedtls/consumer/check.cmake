# Each way by which a program gets Mbed TLS. BUILD: a build folder of this project; SOURCE: this project; COMPILER, C_COMPILER: its
# compilers; TREE: source tree of Mbed TLS.
cmake_minimum_required(VERSION 3.25)
set(work ${BUILD}/tests/crypto/mbedtls/consumer)
file(REMOVE_RECURSE ${work})

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${ARGN}\n${output}")
    endif()
endfunction()
set(configure ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -G Ninja -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_C_COMPILER=${C_COMPILER})
function(consume name)
    run(${configure} -B ${work}/${name} ${ARGN})
    run(${CMAKE_COMMAND} --build ${work}/${name})
    run(${work}/${name}/consumer)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
set(installed -DCMAKE_PREFIX_PATH=${work}/prefix)
consume(subdirectory -DFLINTLS_SOURCE=${SOURCE} -DFLINTLS_MBEDTLS_SOURCE=${TREE})
consume(installed ${installed} -DFLINTLS_MBEDTLS_SOURCE=${TREE})

# The package of Mbed TLS, in Mbed TLS's default configuration.
run(${CMAKE_COMMAND} -S ${TREE} -B ${work}/mbedtls -G Ninja -DCMAKE_C_COMPILER=${C_COMPILER} -DGEN_FILES=OFF
    -DENABLE_TESTING=OFF -DENABLE_PROGRAMS=OFF)
run(${CMAKE_COMMAND} --build ${work}/mbedtls --target mbedcrypto)
consume(package ${installed} -DMbedTLS_DIR=${work}/mbedtls/cmake)

# Two configurations in one program are an error of CMake.
execute_process(COMMAND ${configure} -B ${work}/two -DFLINTLS_SOURCE=${SOURCE} -DFLINTLS_MBEDTLS_SOURCE=${TREE} -DTWO=ON
                RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(status EQUAL 0 OR NOT output MATCHES "FLINTLS_MBEDTLS")
    message(FATAL_ERROR "CMake does not refuse two configurations in one program:\n${output}")
endif()
