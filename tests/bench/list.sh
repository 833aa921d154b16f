#!/bin/sh
# Figures of `reader --list` on a generated archive; best of three runs.
# usage: tests/bench/list.sh [POSTS]
# The archive stays in $BENCH_FOLDER (default: build/bench) for the next run.
# READER and GENERATE name the programs.
set -eu
posts=${1:-100000}
reader=${READER:-./reader}
generate=${GENERATE:-build/release/generate}
folder=${BENCH_FOLDER:-build/bench}/posts-$posts
export LC_ALL=C.UTF-8 XDG_CONFIG_HOME=/nonexistent

if [ ! -f "$folder/.complete" ]; then
	mkdir -p "$folder"
	echo "generating $posts posts in $folder"
	"$generate" "$folder" "$posts"
	touch "$folder/.complete"
fi
[ -x /usr/bin/time ] || { echo "list.sh: /usr/bin/time is needed" >&2; exit 2; }

# name, then the arguments of the reader
measure() {
	name=$1
	shift
	for run in 1 2 3; do
		/usr/bin/time -f '%e %U %S %M' -o "$folder/.time" "$reader" "$@" "$folder" \
			>"$folder/.out" || { echo "list.sh: $name failed" >&2; exit 1; }
		cat "$folder/.time"
	done | sort -n | head -1 | {
		read -r wall user system memory
		printf '%-24s %6s s wall  %6s s user  %6s s system  %5d MB  %7d lines\n' "$name" \
			"$wall" "$user" "$system" $((memory / 1024)) "$(wc -l <"$folder/.out")"
	}
}

echo "$posts posts, $(getconf _NPROCESSORS_ONLN) processors"
measure '--list' --list
measure '--json' --json
measure '--tags' --tags
measure '--list -n 20 --sort title' --list -n 20 --sort title
rm -f "$folder/.time" "$folder/.out"
