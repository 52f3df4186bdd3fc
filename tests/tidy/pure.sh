#!/bin/sh
# What the compiler made of the pure rooms: no writable data, no call outside the list below, and no
# exported name without our prefix. Usage: pure.sh ARCHIVE...
set -eu
status=0

# Memory and text in memory, the arena's allocator, the assert, and what gcc and fortify put in.
allowed='memchr|memcmp|memcpy|memmove|memset|strchr|strcmp|strlen|strncmp|strnlen
|malloc|free|snprintf|vsnprintf|__assert_fail|__stack_chk_fail
|__(memcpy|memmove|memset|snprintf|vsnprintf)_chk|__[a-z]*[dt]i[34]|_GLOBAL_OFFSET_TABLE_|pl_[a-z0-9_]*'
allowed=$(printf '%s' "$allowed" | tr -d '\n')

calls=$(nm -u -P "$@" | awk '$2 == "U" { print $1 }' | sort -u | grep -vxE "$allowed" || true)
if [ -n "$calls" ]; then
    echo "calls that a pure room may not make:" $calls
    status=1
fi

# Constants that hold addresses stand in .data.rel.ro, which nobody can write to.
data=$(objdump -h "$@" | awk '
    /:     file format/ { file = $1 }
    $2 ~ /^\.(data|bss|tdata|tbss)/ && $2 !~ /^\.data\.rel\.ro/ && $3 !~ /^0+$/ { print file $2 }')
if [ -n "$data" ]; then
    echo "writable data:" $data
    status=1
fi

names=$(nm -g --defined-only -P "$@" | awk 'NF >= 3 && $1 !~ /^pl_/ { print $1 }')
if [ -n "$names" ]; then
    echo "exported without pl_:" $names
    status=1
fi
exit $status
