# Writes vectors.hpp from tests/vectors/*.bin.
function(flintls_generate_vectors output)
    file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/vectors/*.bin)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
    foreach(file IN LISTS files)
        get_filename_component(name ${file} NAME_WE)
        file(READ ${file} hex HEX)
        string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
        string(REGEX REPLACE "(................................................................................)" "\\1\n    "
               bytes "${bytes}")
        string(APPEND arrays "inline constexpr std::uint8_t ${name}[] = {\n    ${bytes}};\n\n")
        set(entry "    {\"${name}\", ${name}, sizeof ${name}},\n")
        string(APPEND all "${entry}")
        if(NOT name MATCHES "^serverhello")
            string(APPEND client_hellos "${entry}")
        endif()
    endforeach()
    file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [[
// Generated from tests/vectors.
#pragma once

#include <cstdint>

namespace vectors {

@arrays@struct entry {
    char const* name;
    std::uint8_t const* data;
    std::uint32_t size;
};

inline constexpr entry client_hellos[] = {
@client_hellos@};

inline constexpr entry all[] = {
@all@};

} // namespace vectors
]])
endfunction()
