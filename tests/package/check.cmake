# Installs BUILD into a prefix of its own, then builds and runs the consumer both ways.
cmake_minimum_required(VERSION 3.25)
set(work ${BUILD}/tests/package)
file(REMOVE_RECURSE ${work})

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${ARGN}\n${output}")
    endif()
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
foreach(way IN ITEMS -DCMAKE_PREFIX_PATH=${work}/prefix -DFLINTLS_SOURCE=${SOURCE})
    string(REGEX REPLACE "^-D([A-Z_]+)=.*" "\\1" name ${way})
    run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${work}/${name} -G Ninja -DCMAKE_CXX_COMPILER=${COMPILER} ${way})
    run(${CMAKE_COMMAND} --build ${work}/${name})
    run(${work}/${name}/consumer)
endforeach()
