#!/bin/bash
# Builds every fuzz target for ClusterFuzzLite and OSS-Fuzz. Their image sets CC CXX CFLAGS CXXFLAGS
# LIB_FUZZING_ENGINE SRC WORK OUT SANITIZER; scripts/oss-fuzz-check sets the same without an image.
# Into $OUT: NAME, NAME.dict, NAME.options, NAME_seed_corpus.zip for each target, and lib/ with the libraries that the
# machine which runs them may not have. No network.
set -euo pipefail

if [ "$SANITIZER" = memory ]; then
    echo "build.sh: memory is not supported: json-c, libcurl and the others are not instrumented" >&2
    exit 1
fi

source=$SRC/paylink
build=$WORK/build
# The flags are the fleet's: no build type, no sanitizers of ours, and warnings of a newer compiler are no errors.
# Old-style tags make a rpath hold for the libraries' own libraries as well; the loader reads $ORIGIN, not the shell.
# shellcheck disable=SC2016
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE= -DPL_WERROR=OFF -DPL_SANITIZE= -DPL_FUZZ=ON \
    "-DPL_FUZZ_ENGINE=$LIB_FUZZING_ENGINE" '-DCMAKE_BUILD_RPATH=$ORIGIN/lib' \
    "-DCMAKE_EXE_LINKER_FLAGS=${LDFLAGS:-} -Wl,--disable-new-dtags"
mapfile -t targets <"$build/fuzz_targets.txt"
cmake --build "$build" --target "${targets[@]}"

mkdir -p "$OUT/lib"
for target in "${targets[@]}"; do
    for needed in "$source/fuzz/$target.dict" "$build/$target.options"; do
        if [ ! -s "$needed" ]; then
            echo "build.sh: $target: no $needed" >&2
            exit 1
        fi
    done
    cp "$build/$target" "$source/fuzz/$target.dict" "$build/$target.options" "$OUT/"
    # A seed above max_len would be cut short by every run; those are for the replay under ctest alone.
    max_len=$(sed -n 's/^max_len = //p' "$build/$target.options")
    rm -f "$OUT/${target}_seed_corpus.zip"
    (cd "$source/corpus/$target" && find . -type f -size "-$((max_len + 1))c" | sort |
        zip -q -X "$OUT/${target}_seed_corpus.zip" -@)
done

# All shared libraries but glibc's, which belong to the machine.
for target in "${targets[@]}"; do
    ldd "$build/$target"
done | awk '$2 == "=>" && $3 ~ /^\// && $1 !~ /^lib(c|dl|m|pthread|resolv|rt|util)\.so/ { print $3 }' | sort -u |
    xargs -r cp -L -t "$OUT/lib/"
