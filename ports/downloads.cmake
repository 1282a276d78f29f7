# FLINTLS_DOWNLOADS: where the fetch.sh of Mbed TLS and BearSSL put their sources. Build folders of this project share one.
set(flintls_downloads ${CMAKE_BINARY_DIR}/downloads)
if(PROJECT_NAME STREQUAL "flintls" AND PROJECT_IS_TOP_LEVEL)
    set(flintls_downloads ${PROJECT_SOURCE_DIR}/build/downloads)
endif()
set(FLINTLS_DOWNLOADS ${flintls_downloads} CACHE PATH "Where ports/*/fetch.sh put sources")
