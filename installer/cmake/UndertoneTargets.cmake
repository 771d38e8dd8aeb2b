# What every target of the tree shares: warnings, sanitizers, include root, and how a test is declared.
add_library(undertone-options INTERFACE)
target_include_directories(undertone-options INTERFACE ${PROJECT_SOURCE_DIR})
# -ffp-contract=off: the same rounding in every build, so that results repeat bit for bit.
target_compile_options(undertone-options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Werror -ffp-contract=off)
if(UNDERTONE_SANITIZE)
  # GCC 12's flow warnings see ghosts in the standard library under sanitizers; the release build holds to them.
  target_compile_options(undertone-options INTERFACE -fsanitize=${UNDERTONE_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all -g1 -Wno-error)
  target_link_options(undertone-options INTERFACE -fsanitize=${UNDERTONE_SANITIZE})
endif()

# undertone_common_test_options(TARGET LIBS...): what a test and its precompiled headers are compiled with alike. What is tested
# is compiled as it is delivered; the tests themselves need no more than -O1.
function(undertone_common_test_options name)
  # LibTorch's headers name functions `slots`: tests use Q_SLOTS.
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_link_libraries(${name} PRIVATE undertone-options undertone-core undertone-test-support Qt6::Test ${ARGN})
endfunction()

# undertone_precompile_libtorch(NAME LIBS...): most of the compilation of a test of the engine is LibTorch's headers: they are compiled
# once for all tests of a folder that link the same libraries (GCC takes them for no others).
function(undertone_precompile_libtorch name)
  get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  string(MAKE_C_IDENTIFIER "headers of ${folder} ${ARGN}" headers)
  if(NOT TARGET ${headers})
    file(CONFIGURE OUTPUT empty.cpp CONTENT "")
    add_library(${headers} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
    undertone_common_test_options(${headers} ${ARGN})
    target_precompile_headers(${headers} PRIVATE <QtTest> <ATen/ATen.h>)
  endif()
  target_precompile_headers(${name} REUSE_FROM ${headers})
endfunction()

# undertone_register_test(NAME [ARGUMENTS argument ...] [LABELS label ...] [TIMEOUT seconds])
# A test of CTest. Its folder is a label of it and has a target, tests-of-FOLDER, that builds what the folder's tests need.
function(undertone_register_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "ARGUMENTS;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 1200)
  endif()
  get_filename_component(folder ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  if(NOT TARGET tests-of-${folder})
    add_custom_target(tests-of-${folder})
  endif()
  add_dependencies(tests-of-${folder} ${name})
  add_test(NAME ${name} COMMAND ${name} ${ARG_ARGUMENTS})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${folder};${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
endfunction()

# undertone_test(NAME SOURCES a.cpp ... [LIBS target ...] [LABELS label ...] [TIMEOUT seconds])
# One Qt Test executable. Sources end with QTEST_GUILESS_MAIN (or QTEST_MAIN) and include "NAME.moc".
# A sanitizer's build leaves out the tests that its run leaves out (see the test presets).
function(undertone_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  undertone_common_test_options(${name} ${ARG_LIBS})
  if((UNDERTONE_SANITIZE MATCHES "thread" AND NOT "threads" IN_LIST ARG_LABELS)
     OR (UNDERTONE_SANITIZE MATCHES "address" AND "slow" IN_LIST ARG_LABELS))
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
    return()
  endif()
  foreach(library ${ARG_LIBS})
    set(links)
    if(TARGET ${library})
      get_target_property(links ${library} INTERFACE_LINK_LIBRARIES)
      list(APPEND links ${library})
    endif()
    if("undertone-engine" IN_LIST links)
      undertone_precompile_libtorch(${name} ${ARG_LIBS})
    endif()
  endforeach()
  undertone_register_test(${name} LABELS ${ARG_LABELS} TIMEOUT ${ARG_TIMEOUT})
endfunction()
