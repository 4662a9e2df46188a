# Writes OUTPUT, the source of bench/report/build_facts.hpp, if it would differ. Run at every build, since nothing else tells
# of a commit; an untouched OUTPUT compiles nothing.
#   -DSOURCE=root of the tree -DOUTPUT=file -DCOMPILER=text -DVERSION=text

set(commit "unknown")
find_package(Git QUIET)
if(GIT_FOUND)
  # No locks: whoever works in the tree meanwhile must not be disturbed.
  set(git "${CMAKE_COMMAND}" -E env GIT_OPTIONAL_LOCKS=0 "${GIT_EXECUTABLE}" -C "${SOURCE}")
  # Empty at the root of a repository: a copy of the tree inside somebody else's has no commit of ours.
  execute_process(COMMAND ${git} rev-parse --show-prefix
    OUTPUT_VARIABLE prefix OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed AND prefix STREQUAL "")
    execute_process(COMMAND ${git} describe --always --abbrev=12 --exclude=* --dirty=+dirty
      OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed)
      set(commit "${found}")
    endif()
  endif()
endif()

set(text "// SPDX-License-Identifier: Apache-2.0
// Generated at each build; do not edit.
#include \"bench/report/build_facts.hpp\"

namespace sinew::bench::build_facts {

const std::string_view compiler = R\"facts(${COMPILER})facts\";
const std::string_view version = R\"facts(${VERSION})facts\";
const std::string_view commit = R\"facts(${commit})facts\";

} // namespace sinew::bench::build_facts
")
set(before "")
if(EXISTS "${OUTPUT}")
  file(READ "${OUTPUT}" before)
endif()
if(NOT before STREQUAL text)
  file(WRITE "${OUTPUT}" "${text}")
endif()
