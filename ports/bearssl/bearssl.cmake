# flintls::bearssl: what flintls/crypto/bearssl.hpp needs of BearSSL 0.6, as a static library. README.md.
#
# flintls_add_bearssl(<name>)
#   makes another flintls_<name>, alias flintls::<name>, for a program with compiler options of its own.
if(TARGET flintls_bearssl)
    return()
endif()
set(FLINTLS_BEARSSL "$ENV{FLINTLS_BEARSSL}" CACHE STRING "Where BearSSL comes from: source, debian, or OFF. Empty: source if \
FLINTLS_BEARSSL_SOURCE is set, else debian")
set(FLINTLS_BEARSSL_SOURCE "$ENV{FLINTLS_BEARSSL_SOURCE}" CACHE PATH "Source tree of BearSSL 0.6")

if(FLINTLS_BEARSSL STREQUAL "source" OR (FLINTLS_BEARSSL STREQUAL "" AND FLINTLS_BEARSSL_SOURCE))
    set(flintls_bearssl_tree ${FLINTLS_BEARSSL_SOURCE})
elseif(FLINTLS_BEARSSL STREQUAL "debian" OR FLINTLS_BEARSSL STREQUAL "")
    include(${CMAKE_CURRENT_LIST_DIR}/../downloads.cmake)
    execute_process(COMMAND ${CMAKE_COMMAND} -E env CMAKE=${CMAKE_COMMAND} sh ${CMAKE_CURRENT_LIST_DIR}/fetch.sh
                    ${FLINTLS_DOWNLOADS} COMMAND_ERROR_IS_FATAL ANY)
    set(flintls_bearssl_tree ${FLINTLS_DOWNLOADS}/bearssl)
else()
    message(FATAL_ERROR "FLINTLS_BEARSSL is ${FLINTLS_BEARSSL}; it must be source, debian or OFF")
endif()
if(NOT EXISTS ${flintls_bearssl_tree}/src/inner.h)
    message(FATAL_ERROR "no source of BearSSL 0.6 in ${flintls_bearssl_tree}")
endif()
enable_language(C)

# What verifies: curves, ECDSA, RSA, and the arithmetic below them.
set(flintls_bearssl_sources ec/ec_p256_m31 ec/ec_prime_i31 ec/ec_secp256r1 ec/ec_secp384r1 ec/ec_secp521r1
    ec/ecdsa_i31_bits ec/ecdsa_i31_vrfy_raw rsa/rsa_i31_pkcs1_vrfy rsa/rsa_i31_pub rsa/rsa_pkcs1_sig_unpad codec/ccopy
    int/i32_div32)
list(TRANSFORM flintls_bearssl_sources REPLACE "(.+)" "${flintls_bearssl_tree}/src/\\1.c")
file(GLOB flintls_bearssl_numbers ${flintls_bearssl_tree}/src/int/i31_*.c)
list(APPEND flintls_bearssl_sources ${flintls_bearssl_numbers})
# The functions are known everywhere, the variables of this folder are not: these are.
set(flintls_bearssl_tree ${flintls_bearssl_tree} CACHE INTERNAL "Source tree of BearSSL that is built")
set(flintls_bearssl_sources ${flintls_bearssl_sources} CACHE INTERNAL "Files of it that are compiled")

macro(flintls_add_bearssl name)
    enable_language(C) # for this folder
    flintls_make_bearssl(${name})
endmacro()

function(flintls_make_bearssl name)
    set(target flintls_${name})
    add_library(${target} STATIC EXCLUDE_FROM_ALL ${flintls_bearssl_sources})
    add_library(flintls::${name} ALIAS ${target})
    target_include_directories(${target} SYSTEM PUBLIC ${flintls_bearssl_tree}/inc PRIVATE ${flintls_bearssl_tree}/src)
    # BearSSL otherwise avoids long multiplications, whose time depends on the numbers on a Cortex-M3. No number here is secret.
    target_compile_definitions(${target} PRIVATE BR_LOMUL=0)
    set_target_properties(${target} PROPERTIES C_STANDARD 99 C_EXTENSIONS ON C_CLANG_TIDY "")
    target_compile_options(${target} PRIVATE -w)
    target_link_libraries(${target} PUBLIC flintls::flintls)
endfunction()

flintls_add_bearssl(bearssl)
