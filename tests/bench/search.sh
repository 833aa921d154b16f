#!/bin/sh
# Figures of the full text on the archive of budgets.sh, beside ripgrep's where it is installed.
# usage: tests/bench/search.sh [POSTS]
# SEARCH names the program; BENCH_FOLDER is as for budgets.sh.
set -eu
posts=${1:-100000}
search=${SEARCH:-build/release/search_bench}
folder=${BENCH_FOLDER:-build/bench}/posts-$posts
[ -f "$folder/.complete" ] || { echo "search.sh: run budgets.sh $posts first" >&2; exit 2; }
export LC_ALL=C.UTF-8
XDG_CACHE_HOME=$(mkdir -p "$folder.cache" && cd "$folder.cache" && pwd)
export XDG_CACHE_HOME XDG_STATE_HOME="$XDG_CACHE_HOME/state"
"$search" "$folder" "$folder.search"
rm -rf "$folder.search" "$folder.cache"
command -v rg >/dev/null || { echo "ripgrep is not installed"; exit 0; }
for word in 新能源 期货签约绿色债券; do
	for run in 1 2 3; do
		/usr/bin/time -f '%e' -o "$folder/.time" rg -l "$word" "$folder/_posts" >"$folder/.out"
		cat "$folder/.time"
	done | sort -n | head -1 | {
		read -r wall
		echo "  ripgrep -l $word: $wall s, $(wc -l <"$folder/.out") files"
	}
done
rm -f "$folder/.time" "$folder/.out"
