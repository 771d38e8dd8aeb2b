#!/usr/bin/env bash
# Brings resources/translations up to date with the strings of the sources; what is new is marked unfinished.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
/usr/lib/qt6/bin/lupdate -I . app widgets -no-obsolete -locations none -source-language en -target-language de \
    -ts "${1:-resources/translations/undertone_de.ts}"
