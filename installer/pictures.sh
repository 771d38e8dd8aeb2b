#!/usr/bin/env bash
# The pictures of the help, taken from the program itself: installer/pictures.sh [FOLDER]
# Makes a workspace of synthetic speech with five small studies, opens the real window on it without a screen, and
# writes every panel and dialog, light and dark, in plain and in double size, into resources/help. With FOLDER the
# workspace stays there, and the next run takes it as it is. Needs a release build (installer/setup.sh test) and
# pngquant. Ends with an error when something did not appear.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/release
target=$root/resources/help/pictures
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

command -v pngquant >/dev/null || fail "pngquant is missing: apt-get install pngquant"
[ -f "$build/build.ninja" ] || fail "There is no build: run installer/setup.sh test first."
cmake --build "$build" --target undertone-pictures undertone-cli undertone-engine

if [ $# -eq 0 ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
else
    mkdir -p "$1"
    work=$(cd "$1" && pwd)
fi
export XDG_CONFIG_HOME=$work/settings QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 TZ=UTC OPENBLAS_NUM_THREADS=1
cli=("$build/bin/undertone-cli" --workspace "$work/Speech")

study() { # NAME, then further members of the specification
    cat <<JSON
{"format": 1, "name": "$1", "private": {"corpora": ["demo-quick-private"]},
 "shadow": {"corpora": ["demo-quick-shadow"], "federations": 2}, "emotions": ["neu", "hap", "sad", "ang"], $2}
JSON
}

make_studies() {
    echo "== Studies of synthetic speech"
    "${cli[@]}" demo --quick >/dev/null
    study "Dropout under FedAvg" '"federation": {"rounds": 20, "client_fraction": 0.5},
      "evaluation": {"folds": 1, "seeds": [8]}, "sweep": {"model.dropout": [0, 0.5]}' >"$work/fedavg.json"
    study "Dropout under FedSGD" '"federation": {"algorithm": "fedsgd", "rounds": 20, "client_fraction": 0.5},
      "evaluation": {"folds": 1, "seeds": [8]}, "sweep": {"model.dropout": [0, 0.5]}' >"$work/fedsgd.json"
    study "Budgets of DP-FedAvg" '"federation": {"rounds": 40, "client_fraction": 0.5},
      "privacy": {"mechanism": "dp-fedavg-local", "delta": 1e-5, "clip": 0.25, "epsilon": 10},
      "attack": {"layers": ["first", "second", "last", "fusion"], "leaked_updates": [1, 5, 10, "all"], "families": true},
      "audit": {"canaries": 40}, "evaluation": {"folds": 1, "seeds": [8, 9]},
      "sweep": {"privacy.epsilon": [10, 100, 1000, "inf"]}' >"$work/budgets.json"
    cat >"$work/unlearned.json" <<'JSON'
{"format": 1, "name": "Gender unlearned", "kind": "representation", "private": {"corpora": ["demo-quick-private"]},
 "emotions": ["neu", "hap", "sad", "ang"], "features": {"normalization": "global"},
 "attack": {"leaked_updates": [1, 5, "all"]},
 "representation": {"inputs": ["acoustic"], "epochs": 8, "learning_rate": 0.001,
   "encoder": {"convolutions": 2, "kernels": 16, "gru_layers": 1, "gru_units": 16, "dense_units": 16, "dropout": 0.2},
   "adversary": [{"attribute": "gender", "lambda": 0.5}]},
 "evaluation": {"folds": 2, "seeds": [8]}, "sweep": {"representation.adversary.0.lambda": [0, 0.5, 1]}}
JSON
    for name in fedavg fedsgd unlearned budgets; do
        "${cli[@]}" run "$work/$name.json" >/dev/null
    done
}

if [ ! -e "$work/made" ]; then
    make_studies
    touch "$work/made"
fi
rm -rf "$work/pictures"
mkdir -p "$work/pictures"
for theme in light dark; do
    for scale in 1 2; do
        echo "== $theme, $scale"
        QT_SCALE_FACTOR=$scale "$build/bin/undertone-pictures" "$work/Speech" "$work/pictures" "$theme"
    done
done

echo "== Palettes"
pngquant --force --ext .png --speed 1 --strip 128 "$work"/pictures/*.png
mkdir -p "$target"
rm -f "$target"/*.png
cp "$work"/pictures/*.png "$target"
mv "$target/window.png" "$root/resources/help/window.png"
du -sh "$target"
