#!/bin/sh
# Install the library into a temporary prefix, then build and run a program that knows only pkg-config.
# Usage: install.sh CMAKE BUILD_DIR CC [CFLAG...]
set -eu
cmake=$1
build=$2
cc=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
"$cmake" --install "$build" --prefix "$prefix" --component library >"$prefix/log" || {
    cat "$prefix/log"
    exit 1
}
pc=$(find "$prefix" -name paylink.pc)
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
# Unquoted on purpose: the flags are words.
"$cc" -std=c17 "$@" -o "$prefix/consumer" "$here/consumer.c" $(pkg-config --cflags --libs paylink)
"$prefix/consumer"
