# Uses the library as another project does. PART: the script in this folder that does it; BUILD: a build folder of this project;
# SOURCE: this project; COMPILER: its C++ compiler; TREE: source tree of Mbed TLS.
cmake_minimum_required(VERSION 3.25)
set(work ${BUILD}/tests/package/${PART})
set(here ${CMAKE_CURRENT_LIST_DIR})
file(REMOVE_RECURSE ${work})

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${ARGN}\n${output}")
    endif()
endfunction()
# consume(<name> <folder> <options…>): configures and builds the project in the folder.
function(consume name folder)
    run(${CMAKE_COMMAND} -S ${here}/${folder} -B ${work}/${name} -G Ninja ${ARGN})
    run(${CMAKE_COMMAND} --build ${work}/${name})
endfunction()

include(${here}/${PART}.cmake)
