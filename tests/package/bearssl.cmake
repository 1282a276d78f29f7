# A program that verifies by BearSSL finds the installed library, or has it as a subdirectory.
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
foreach(way IN ITEMS -DCMAKE_PREFIX_PATH=${work}/prefix -DFLINTLS_SOURCE=${SOURCE})
    string(REGEX REPLACE "^-D([A-Z_]+)=.*" "\\1" name ${way})
    consume(${name} bearssl -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_C_COMPILER=${C_COMPILER} -DFLINTLS_BEARSSL_SOURCE=${TREE} ${way})
    run(${work}/${name}/consumer)
endforeach()
