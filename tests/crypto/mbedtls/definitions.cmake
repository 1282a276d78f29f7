# Compiles and links definitions.cpp with the definitions of CASE. The case `right` must link; each other case must fail with the
# expected message.
cmake_minimum_required(VERSION 3.25)
list(TRANSFORM DEFINITIONS PREPEND -D)
list(TRANSFORM INCLUDES PREPEND -I)
set(undefined "undefined (reference to|symbol:) .*psa_answer<.*psa_build<")
set(flintls "flintls: not the configuration of flintls::mbedtls")

if(CASE STREQUAL "right")
    set(expected "")
elseif(CASE STREQUAL "none")
    set(DEFINITIONS "") # Mbed TLS's default configuration
    set(expected ${flintls})
elseif(CASE STREQUAL "other_file")
    file(WRITE ${OUTPUT}.h "#include \"zero_heap.h\"\n") # the same settings, without the text for the fingerprint
    set(DEFINITIONS "-DMBEDTLS_CONFIG_FILE=\"${OUTPUT}.h\"" "-DMBEDTLS_PSA_CRYPTO_CONFIG_FILE=\"${OUTPUT}.h\"")
    set(expected ${flintls})
elseif(CASE STREQUAL "added")
    list(APPEND DEFINITIONS -DPSA_WANT_ALG_SHA_512=1) # makes objects larger
    set(expected ${undefined})
elseif(CASE STREQUAL "smaller_cipher")
    list(APPEND DEFINITIONS -DMBEDTLS_AES_ONLY_128_BIT_KEY_LENGTH) # makes objects smaller
    set(expected ${undefined})
elseif(CASE STREQUAL "changed")
    list(APPEND DEFINITIONS -DMBEDTLS_PSA_KEY_SLOT_COUNT=9) # changes no object that a program declares
    set(expected ${undefined})
endif()

execute_process(COMMAND ${COMPILER} -std=c++20 ${DEFINITIONS} ${INCLUDES} ${CMAKE_CURRENT_LIST_DIR}/definitions.cpp
                ${CMAKE_CURRENT_LIST_DIR}/../../support/psa_random.cpp ${LIBRARY} -o ${OUTPUT}
                RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(expected STREQUAL "")
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${output}")
    endif()
elseif(status EQUAL 0)
    message(FATAL_ERROR "the program links; expected: ${expected}")
elseif(NOT output MATCHES "${expected}")
    message(FATAL_ERROR "the error is not ${expected}:\n${output}")
endif()
