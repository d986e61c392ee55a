# At the end of PROJ's own list of files, when its library is known.
if(PROJECT_NAME STREQUAL "PROJ" AND CMAKE_VERSION VERSION_GREATER_EQUAL 3.19)
    cmake_language(DEFER CALL target_precompile_headers proj PRIVATE
        "$<$<COMPILE_LANGUAGE:CXX>:${PROJECT_SOURCE_DIR}/src/proj_internal.h>")
endif()
