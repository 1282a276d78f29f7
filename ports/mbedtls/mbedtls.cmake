# flintls::mbedtls: Mbed TLS's crypto for flintls/crypto/mbedtls.hpp, and the definitions it was built with. README.md.
# flintls::mbedtls_chacha: ChaCha20-Poly1305 as well. Not with a package.
# flintls::mbedtls_pool, flintls::mbedtls_rsa, flintls::mbedtls_chains: what allocates as well, from a static pool. Not with a package.
#
# flintls_add_mbedtls(<name> <configuration header>)
#   makes flintls_<name>, alias flintls::<name>: the source tree's crypto as a static library. Not with a package. It can be
#   called from any folder of the project, whichever one brought flintls; outside of functions, because it enables C.
if(TARGET flintls_mbedtls)
    return()
endif()
set(FLINTLS_MBEDTLS "" CACHE STRING "Where Mbed TLS comes from: source, package, debian, or OFF. Empty: source if \
FLINTLS_MBEDTLS_SOURCE is set; else debian for this project's tests, and package where flintls is a guest")
set(FLINTLS_MBEDTLS_SOURCE "$ENV{FLINTLS_MBEDTLS_SOURCE}" CACHE PATH "Source tree of Mbed TLS 3.6")
set(FLINTLS_MBEDTLS_DIR ${CMAKE_CURRENT_LIST_DIR})

set(flintls_mbedtls_from "${FLINTLS_MBEDTLS}")
if(flintls_mbedtls_from STREQUAL "")
    if(FLINTLS_MBEDTLS_SOURCE)
        set(flintls_mbedtls_from source)
    elseif(PROJECT_NAME STREQUAL "flintls" AND PROJECT_IS_TOP_LEVEL)
        set(flintls_mbedtls_from debian)
    else()
        set(flintls_mbedtls_from package)
    endif()
endif()

if(flintls_mbedtls_from STREQUAL "source")
    set(flintls_mbedtls_tree ${FLINTLS_MBEDTLS_SOURCE})
elseif(flintls_mbedtls_from STREQUAL "debian")
    include(${CMAKE_CURRENT_LIST_DIR}/../downloads.cmake)
    execute_process(COMMAND ${CMAKE_COMMAND} -E env CMAKE=${CMAKE_COMMAND} sh ${FLINTLS_MBEDTLS_DIR}/fetch.sh
                    ${FLINTLS_DOWNLOADS} COMMAND_ERROR_IS_FATAL ANY)
    set(flintls_mbedtls_tree ${FLINTLS_DOWNLOADS}/mbedtls)
elseif(flintls_mbedtls_from STREQUAL "package")
    find_package(TF-PSA-Crypto QUIET)
    if(TARGET TF-PSA-Crypto::tfpsacrypto)
        set(package TF-PSA-Crypto::tfpsacrypto)
        set(version ${TF-PSA-Crypto_VERSION})
    else()
        find_package(MbedTLS 3.6 REQUIRED)
        set(package MbedTLS::mbedcrypto)
        set(version ${MbedTLS_VERSION})
    endif()
    add_library(flintls_mbedtls STATIC EXCLUDE_FROM_ALL ${FLINTLS_MBEDTLS_DIR}/build.cpp)
    add_library(flintls::mbedtls ALIAS flintls_mbedtls)
    # The settings are those of the installed headers; what a program adds to them shows in the sizes.
    target_compile_definitions(flintls_mbedtls PUBLIC "FLINTLS_MBEDTLS_CONFIGURATION=\"${package} ${version}\"")
    target_link_libraries(flintls_mbedtls PUBLIC flintls::flintls ${package})
    return()
else()
    message(FATAL_ERROR "FLINTLS_MBEDTLS is ${FLINTLS_MBEDTLS}; it must be source, package, debian or OFF")
endif()

if(NOT EXISTS ${flintls_mbedtls_tree}/library/psa_crypto.c)
    message(FATAL_ERROR "no source of Mbed TLS 3.6 in ${flintls_mbedtls_tree}. Of TF-PSA-Crypto 1.x take the package: \
FLINTLS_MBEDTLS=package")
endif()
enable_language(C)

# What the configurations of this folder compile something of.
set(flintls_mbedtls_sources aes asn1parse asn1write bignum bignum_core block_cipher ccm chacha20 chachapoly cipher
    cipher_wrap constant_time ecdh ecdsa ecp ecp_curves gcm md memory_buffer_alloc oid platform platform_util poly1305 psa_crypto psa_crypto_aead
    psa_crypto_cipher psa_crypto_client psa_crypto_driver_wrappers_no_static psa_crypto_ecp psa_crypto_hash
    psa_crypto_mac psa_crypto_random psa_crypto_rsa psa_crypto_slot_management psa_util rsa rsa_alt_helpers sha256
    sha512)
list(TRANSFORM flintls_mbedtls_sources REPLACE "(.+)" "${flintls_mbedtls_tree}/library/\\1.c")
set(flintls_p256m ${flintls_mbedtls_tree}/3rdparty/p256-m)
list(APPEND flintls_mbedtls_sources ${flintls_p256m}/p256-m/p256-m.c ${flintls_p256m}/p256-m_driver_entrypoints.c)
# The functions are known everywhere, the variables of this folder are not: these are.
set(FLINTLS_MBEDTLS_DIR ${CMAKE_CURRENT_LIST_DIR} CACHE INTERNAL "What is beside this file")
set(flintls_mbedtls_tree ${flintls_mbedtls_tree} CACHE INTERNAL "Source tree of Mbed TLS that is built")
set(flintls_mbedtls_sources ${flintls_mbedtls_sources} CACHE INTERNAL "Files of it that are compiled")

# Every setting that Mbed TLS's own configuration files and ours name, as text: its value, or its name where not set.
function(flintls_write_mbedtls_configuration header result)
    set(names "")
    foreach(file IN ITEMS ${flintls_mbedtls_tree}/include/mbedtls/mbedtls_config.h
            ${flintls_mbedtls_tree}/include/psa/crypto_config.h ${FLINTLS_MBEDTLS_DIR}/zero_heap.h
            ${FLINTLS_MBEDTLS_DIR}/chacha.h ${FLINTLS_MBEDTLS_DIR}/pool.h ${FLINTLS_MBEDTLS_DIR}/rsa.h ${FLINTLS_MBEDTLS_DIR}/chains.h
            ${header})
        file(STRINGS ${file} lines REGEX "^ *(//)?#define +(MBEDTLS|PSA_WANT|FLINTLS)_[A-Z0-9_]+")
        # Of those with a value, headers of Mbed TLS give some a default: set or not depending on what is included.
        if(file MATCHES "/mbedtls_config.h$")
            list(FILTER lines INCLUDE REGEX "#define +[A-Z0-9_]+ *$")
        endif()
        list(TRANSFORM lines REPLACE "^ *(//)?#define +([A-Z0-9_]+).*" "\\2")
        list(APPEND names ${lines})
    endforeach()
    list(FILTER names EXCLUDE REGEX "^FLINTLS_MBEDTLS_.*_H$")
    list(REMOVE_DUPLICATES names)
    list(TRANSFORM names REPLACE "(.+)" "FLINTLS_MBEDTLS_TEXT(\\1)")
    list(JOIN names " \\\n    " text)
    file(CONFIGURE OUTPUT ${result} @ONLY CONTENT [[
/* Generated: the configuration, and the text that build.hpp takes the fingerprint of. */
#ifndef FLINTLS_MBEDTLS_CONFIGURATION
#define FLINTLS_MBEDTLS_TEXT_OF(x) #x
#define FLINTLS_MBEDTLS_TEXT(x) FLINTLS_MBEDTLS_TEXT_OF(x) ","
#define FLINTLS_MBEDTLS_CONFIGURATION FLINTLS_MBEDTLS_TEXT(MBEDTLS_VERSION_STRING) \
    @text@
#include "@header@"
#endif
]])
endfunction()

macro(flintls_add_mbedtls name header)
    enable_language(C) # for this folder
    flintls_make_mbedtls(${name} ${header})
endmacro()

function(flintls_make_mbedtls name header)
    set(p256m ${flintls_mbedtls_tree}/3rdparty/p256-m)
    cmake_path(ABSOLUTE_PATH header BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    set(target flintls_${name})
    set(configuration ${CMAKE_CURRENT_BINARY_DIR}/${target}/configuration.h)
    flintls_write_mbedtls_configuration(${header} ${configuration})

    add_library(${target} STATIC EXCLUDE_FROM_ALL ${flintls_mbedtls_sources} ${FLINTLS_MBEDTLS_DIR}/pool.c
                ${FLINTLS_MBEDTLS_DIR}/build.cpp)
    add_library(flintls::${name} ALIAS ${target})
    set_property(SOURCE ${FLINTLS_MBEDTLS_DIR}/build.cpp APPEND PROPERTY OBJECT_DEPENDS ${header})
    target_compile_definitions(${target} PUBLIC "MBEDTLS_CONFIG_FILE=\"${configuration}\""
                               "MBEDTLS_PSA_CRYPTO_CONFIG_FILE=\"${configuration}\"")
    target_include_directories(${target} SYSTEM PUBLIC ${flintls_mbedtls_tree}/include ${FLINTLS_MBEDTLS_DIR}
                               PRIVATE ${flintls_mbedtls_tree}/library ${p256m} ${p256m}/p256-m/include
                               ${p256m}/p256-m/include/p256-m)
    set_target_properties(${target} PROPERTIES C_STANDARD 99 C_EXTENSIONS ON C_CLANG_TIDY "")
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:C>:-w>)
    target_link_libraries(${target} PUBLIC flintls::flintls)
    # Two configurations in one program are an error of CMake.
    set_target_properties(${target} PROPERTIES INTERFACE_FLINTLS_MBEDTLS ${configuration})
    set_property(TARGET ${target} APPEND PROPERTY COMPATIBLE_INTERFACE_STRING FLINTLS_MBEDTLS)
endfunction()

flintls_add_mbedtls(mbedtls ${FLINTLS_MBEDTLS_DIR}/zero_heap.h)
flintls_add_mbedtls(mbedtls_chacha ${FLINTLS_MBEDTLS_DIR}/chacha.h)
flintls_add_mbedtls(mbedtls_pool ${FLINTLS_MBEDTLS_DIR}/pool.h)
flintls_add_mbedtls(mbedtls_rsa ${FLINTLS_MBEDTLS_DIR}/rsa.h)
flintls_add_mbedtls(mbedtls_chains ${FLINTLS_MBEDTLS_DIR}/chains.h)
