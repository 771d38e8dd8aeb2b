# What every target of the tree shares: warnings, sanitizers, include root, and how a test is declared.
add_library(undertone-options INTERFACE)
target_include_directories(undertone-options INTERFACE ${PROJECT_SOURCE_DIR})
# -ffp-contract=off: the same rounding in every build, so that results repeat bit for bit.
target_compile_options(undertone-options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror -ffp-contract=off)
if(UNDERTONE_SANITIZE)
  # GCC 12's maybe-uninitialized sees ghosts in the standard library under sanitizers.
  target_compile_options(undertone-options INTERFACE -fsanitize=${UNDERTONE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all -g1 -Wno-maybe-uninitialized)
  target_link_options(undertone-options INTERFACE -fsanitize=${UNDERTONE_SANITIZE})
endif()

# undertone_test(NAME SOURCES a.cpp ... [LIBS target ...] [LABELS label ...] [TIMEOUT seconds])
# One Qt Test executable, registered with CTest. Sources end with QTEST_GUILESS_MAIN (or QTEST_MAIN) and include "NAME.moc".
# A sanitizer's build leaves out the tests that its run leaves out (see the test presets).
function(undertone_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  # LibTorch's headers name functions `slots`: tests use Q_SLOTS.
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(${name} PRIVATE undertone-options undertone-core undertone-test-support Qt6::Test ${ARG_LIBS})
  if((UNDERTONE_SANITIZE MATCHES "thread" AND NOT "threads" IN_LIST ARG_LABELS)
     OR (UNDERTONE_SANITIZE MATCHES "address" AND "slow" IN_LIST ARG_LABELS))
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
    return()
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 600)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()
