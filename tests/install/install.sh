#!/bin/sh
# Install into a temporary prefix. Build and run a program that knows only pkg-config; run the command, and compare its
# manual page and its completion with what it prints.
# Usage: install.sh CMAKE BUILD_DIR CC [CFLAG...]
set -eu
cmake=$1
build=$2
cc=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
for component in library command; do
    "$cmake" --install "$build" --prefix "$prefix" --component "$component" >"$prefix/log" || {
        cat "$prefix/log"
        exit 1
    }
done
pc=$(find "$prefix" -name paylink.pc)
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
# Unquoted on purpose: the flags are words.
"$cc" -std=c17 "$@" -o "$prefix/consumer" "$here/consumer.c" $(pkg-config --cflags --libs paylink)
"$prefix/consumer"
paylink=$prefix/bin/paylink
"$paylink" help --man | cmp - "$prefix/share/man/man1/paylink.1"
"$paylink" help --completion bash | cmp - "$prefix/share/bash-completion/completions/paylink"
