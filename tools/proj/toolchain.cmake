# Read by CMake when PROJ is built. Most of that time goes into reading the same headers for each of two hundred files: here they
# are read once. Nothing of PROJ itself is changed.
set(CMAKE_PROJECT_INCLUDE "${CMAKE_CURRENT_LIST_DIR}/headers.cmake")
