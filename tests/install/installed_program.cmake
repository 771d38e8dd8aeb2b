# Installs into a folder, moves it, and runs what lies there: it must find its libraries and its own resources.
cmake_minimum_required(VERSION 3.25)
set(first ${BUILD}/tests/install/prefix)
set(moved ${BUILD}/tests/install/moved)
file(REMOVE_RECURSE ${first} ${moved})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${first}
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${first} ${moved})

function(presets_of_the_installed result)
  execute_process(COMMAND ${moved}/bin/undertone-cli presets
    OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
  set(${result} "${output}" PARENT_SCOPE)
endfunction()

presets_of_the_installed(all)
if(NOT all MATCHES "feng2021-fedavg")
  message(FATAL_ERROR "The installed program does not list its presets:\n${all}")
endif()
file(REMOVE ${moved}/share/undertone/presets/feng2021-fedavg.json)
presets_of_the_installed(fewer)
if(fewer MATCHES "feng2021-fedavg")
  message(FATAL_ERROR "The installed program reads other presets than those beside it:\n${fewer}")
endif()
file(REMOVE_RECURSE ${moved})
