# A project that contains the library as a subdirectory, or gets it with FetchContent, builds Mbed TLS in its own configuration.
set(options -DFLINTLS_SOURCE=${SOURCE} -DFLINTLS_MBEDTLS_SOURCE=${TREE} -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_C_COMPILER=${C_COMPILER})
consume(subdirectory mbedtls -DWAY=subdirectory ${options})
run(${work}/subdirectory/program/consumer)
run(${CMAKE_COMMAND} -S ${here}/mbedtls -B ${work}/fetched -G Ninja -DWAY=fetched ${options}) # the build equals the one above
