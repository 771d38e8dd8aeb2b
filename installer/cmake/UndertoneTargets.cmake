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

# undertone_test_headers(NAME HEADERS header ... [LIBS target ...])
# Most of a test's compilation is the headers of Qt and LibTorch: these are compiled once for all tests that see the LIBS.
# Qt6::Test is left out, since its definitions differ between folders, and GCC takes precompiled headers for equal ones only.
function(undertone_test_headers name)
  cmake_parse_arguments(ARG "" "" "HEADERS;LIBS" ${ARGN})
  file(CONFIGURE OUTPUT empty.cpp CONTENT "")
  add_library(${name} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/empty.cpp)
  undertone_common_test_options(${name} ${ARG_LIBS})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

# undertone_common_test_options(TARGET LIBS...): what a test and its precompiled headers are compiled with alike. What is tested
# is compiled as it is delivered; the tests themselves need no more than -O1.
function(undertone_common_test_options name)
  # LibTorch's headers name functions `slots`: tests use Q_SLOTS.
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_link_libraries(${name} PRIVATE undertone-options undertone-core Qt6::Core ${ARGN})
endfunction()

# undertone_reached(VARIABLE target ...): the targets and what they link, directly or not.
function(undertone_reached variable)
  set(reached)
  set(next ${ARGN})
  while(next)
    list(POP_FRONT next target)
    if(NOT target IN_LIST reached)
      list(APPEND reached ${target})
      if(TARGET ${target})
        get_target_property(links ${target} INTERFACE_LINK_LIBRARIES)
        if(links)
          list(APPEND next ${links})
        endif()
      endif()
    endif()
  endwhile()
  set(${variable} ${reached} PARENT_SCOPE)
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
  if("slow" IN_LIST ARG_LABELS)
    set_tests_properties(${name} PROPERTIES COST 100) # first, so that none is left to run alone
  endif()
endfunction()

# undertone_reuse_headers(TARGET LIBS...): those of the tests (undertone_test_headers) that see as much as the LIBS.
function(undertone_reuse_headers name)
  undertone_reached(reached ${ARGN})
  if("undertone-engine" IN_LIST reached)
    target_precompile_headers(${name} REUSE_FROM headers-of-engine-tests)
  elseif("undertone-widgets" IN_LIST reached)
    target_precompile_headers(${name} REUSE_FROM headers-of-window-tests)
  else()
    target_precompile_headers(${name} REUSE_FROM headers-of-tests)
  endif()
endfunction()

# undertone_test_library(NAME SOURCES a.cpp ... [LIBS target ...]): what several tests share.
function(undertone_test_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  undertone_common_test_options(${name})
  target_link_libraries(${name} PUBLIC undertone-test-support ${ARG_LIBS})
  undertone_reuse_headers(${name} ${ARG_LIBS})
endfunction()

# undertone_test(NAME SOURCES a.cpp ... [LIBS target ...] [LABELS label ...] [TIMEOUT seconds])
# One Qt Test executable. Its first source is NAME.cpp, which ends with QTEST_GUILESS_MAIN (or QTEST_MAIN) and includes "NAME.moc".
# A sanitizer's build leaves out the tests that its run leaves out (see the test presets).
function(undertone_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  undertone_common_test_options(${name} undertone-test-support Qt6::Test ${ARG_LIBS})
  # By hand: AUTOMOC would scan and compile for each test what is one file.
  qt_generate_moc(${name}.cpp ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
  target_sources(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
  undertone_reuse_headers(${name} ${ARG_LIBS})
  if((UNDERTONE_SANITIZE MATCHES "thread" AND NOT "threads" IN_LIST ARG_LABELS)
     OR (UNDERTONE_SANITIZE MATCHES "address" AND "slow" IN_LIST ARG_LABELS))
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
    return()
  endif()
  undertone_register_test(${name} LABELS ${ARG_LABELS} TIMEOUT ${ARG_TIMEOUT})
endfunction()
