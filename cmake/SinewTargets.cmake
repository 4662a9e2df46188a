# How every target of ours is built: C++20, warnings are errors, assertions stay on, headers come from the root.

option(SINEW_WERROR "Treat warnings in our code as errors" ON)
set(SINEW_SANITIZE "" CACHE STRING "Sanitizers to build with: empty, 'address,undefined' or 'thread'")

find_program(CCACHE ccache)
if(CCACHE)
  # Wherever the tree lies: a second clone finds what the first one compiled.
  set(SINEW_CCACHE "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;CCACHE_BASEDIR=${PROJECT_SOURCE_DIR};CCACHE_NOHASHDIR=1;${CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${SINEW_CCACHE}")
  set(CMAKE_C_COMPILER_LAUNCHER "${SINEW_CCACHE}")
endif()

add_library(sinew_build INTERFACE)
target_compile_features(sinew_build INTERFACE cxx_std_20)
target_include_directories(sinew_build INTERFACE
  "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>"
  "$<INSTALL_INTERFACE:include/sinew>")
target_include_directories(sinew_build SYSTEM INTERFACE "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>")
target_compile_options(sinew_build INTERFACE
  $<BUILD_INTERFACE:-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
    -Wconversion -Wno-sign-conversion -Wno-missing-field-initializers -fno-strict-aliasing>
  $<$<BOOL:${SINEW_WERROR}>:$<BUILD_INTERFACE:-Werror>>
  $<$<CXX_COMPILER_ID:GNU>:$<BUILD_INTERFACE:-fpch-preprocess>>
  # GCC bug 105651: with optimization, std::string::replace and operator+ "may overlap" themselves. Mended in 13.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:$<BUILD_INTERFACE:-Wno-restrict>>)
if(SINEW_SANITIZE)
  # FlatBuffers inside an envelope may lie unaligned; every target we build for reads that. No warning is an error here: GCC's manual
  # says that -fsanitize causes false positives, and GCC 12 gives several.
  target_compile_options(sinew_build INTERFACE
    $<BUILD_INTERFACE:-fsanitize=${SINEW_SANITIZE} -fno-sanitize-recover=all -fno-sanitize=alignment -fno-omit-frame-pointer -Wno-error>)
  target_link_options(sinew_build INTERFACE $<BUILD_INTERFACE:-fsanitize=${SINEW_SANITIZE}>)
endif()
set_property(GLOBAL PROPERTY sinew_libraries sinew_build)

# sinew_library(NAME SOURCES … [LINKS …] [PRECOMPILE …]): the room `NAME`, known to others as sinew::NAME.
function(sinew_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;PRECOMPILE")
  add_library(sinew_${name} STATIC ${arg_SOURCES})
  add_library(sinew::${name} ALIAS sinew_${name})
  set_target_properties(sinew_${name} PROPERTIES EXPORT_NAME ${name} OUTPUT_NAME sinew_${name})
  target_link_libraries(sinew_${name} PUBLIC sinew_build ${arg_LINKS})
  if(arg_PRECOMPILE)
    target_precompile_headers(sinew_${name} PRIVATE ${arg_PRECOMPILE})
  endif()
  set_property(GLOBAL APPEND PROPERTY sinew_libraries sinew_${name})
endfunction()

# sinew_program(NAME OUTPUT file SOURCES … LINKS …): an executable, all of which land in build/<preset>/bin.
function(sinew_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "OUTPUT" "SOURCES;LINKS;PRECOMPILE")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE sinew_build ${arg_LINKS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  if(arg_OUTPUT)
    set_target_properties(${name} PROPERTIES OUTPUT_NAME ${arg_OUTPUT})
  endif()
  if(arg_PRECOMPILE)
    target_precompile_headers(${name} PRIVATE ${arg_PRECOMPILE})
  endif()
  set_property(GLOBAL APPEND PROPERTY sinew_programs ${name})
endfunction()
