#!/bin/sh
# HTML to lines at 80 columns: CPU seconds of whole processes over one page of
# about 8.7 MB of generated news, the mean of eleven runs, and as a multiple of
# a program that does nothing but gumbo's parse. w3m, elinks and lynx where they
# are installed.
# usage: tests/bench/typeset.sh
# READER, GENERATE and GUMBO name the programs; $BENCH_FOLDER (build/bench) keeps the page.
set -eu
reader=${READER:-./reader}
generate=${GENERATE:-build/release/generate}
gumbo=${GUMBO:-build/release/gumbo_parse}
folder=${BENCH_FOLDER:-build/bench}/page
page=$folder/news.html
runs=11
export LC_ALL=C.UTF-8 XDG_CONFIG_HOME=/nonexistent

if [ ! -s "$page" ]; then
	mkdir -p "$folder/posts"
	"$generate" "$folder/posts" 2500
	# Front matter goes: the lines between the first two ---.
	find "$folder/posts/_posts" -type f | sort | xargs awk '
		FNR == 1 { fences = 0 }
		/^---$/ && fences < 2 { fences++; next }
		fences == 2' 2>/dev/null | head -c 8700000 >"$page"
	rm -r "$folder/posts"
fi
[ -x /usr/bin/time ] || { echo "typeset.sh: /usr/bin/time is needed" >&2; exit 2; }

# CPU seconds of a command: of all runs together, since the clock has few digits.
cpu_of() {
	# shellcheck disable=SC2016
	/usr/bin/time -f '%U %S' -o "$folder/.time" sh -c \
		'n=$1; shift; while [ "$n" -gt 0 ]; do "$@" >/dev/null 2>&1 || exit 1; n=$((n - 1)); done' \
		runs "$runs" "$@" || return 1
	awk -v runs="$runs" '{ printf "%.3f\n", ($1 + $2) / runs }' "$folder/.time"
}

show() {
	name=$1
	shift
	seconds=$(cpu_of "$@")
	base=${base:-$seconds}
	printf '%-28s %6.3f s CPU  %5.2f x gumbo\n' "$name" "$seconds" \
		"$(awk "BEGIN { print $seconds / $base }")"
}

printf '%d bytes of HTML, %s\n' "$(wc -c <"$page")" "$(getconf _NPROCESSORS_ONLN) processors"
show 'gumbo, the parse alone' "$gumbo" "$page"
show 'reader --dump' "$reader" --dump --width 80 "$page"
for other in 'w3m -dump -cols 80' 'elinks -dump -dump-width 80' 'lynx -dump -width=80'; do
	command -v "${other%% *}" >/dev/null || continue
	# shellcheck disable=SC2086
	show "${other%% *}" $other "$page"
done
rm -f "$folder/.time"
