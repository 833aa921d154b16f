#!/bin/sh
# HTML to lines at 80 columns: CPU seconds of whole processes over one page of
# about 8.7 MB of generated news, the mean of eleven runs, and as a multiple of
# a program that does nothing but gumbo's parse. w3m, elinks and lynx where they
# are installed. Then Markdown alone, in MB a second, over posts of 3 KB, beside md4c
# where that is installed, and the way of those posts to lines as a multiple of gumbo's
# parse of their HTML.
# usage: tests/bench/typeset.sh
# READER, GENERATE, GUMBO and MARKDOWN name the programs; $BENCH_FOLDER (build/bench) keeps the page.
set -eu
reader=${READER:-./reader}
generate=${GENERATE:-build/release/generate}
gumbo=${GUMBO:-build/release/gumbo_parse}
markdown=${MARKDOWN:-build/release/markdown_bench}
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

# News in Markdown, $1 posts with a form feed behind each.
news() {
	awk -v posts="$1" 'BEGIN {
		for (post = 0; post < posts; post++) {
			printf "## %d 行情回顾\n\n", post
			for (i = 0; i < 6; i++) {
				printf "上证指数报收 %d 点，**涨幅 %d%%**，成交 \"%d 亿元\"；", 3000 + i, i, post
				printf "详见 [公告](http://www.example.com/%d/%d.html)。沪深两市", post, i
				printf "主要指数全天震荡，资金面保持平稳，分析人士认为后市仍可期待。\n\n"
			}
			printf "* 要点一：*银行*走强\n* 要点二：`600000` 涨停\n    1. 细则\n    2. 附则\n\n"
			printf "| 代码 | 名称 | 涨跌 |\n|---|:--|--:|\n"
			for (i = 0; i < 5; i++)
				printf "| 60000%d | 浦发银行 | +%d.2%% |\n", i, i
			printf "\n> 风险提示：投资有风险。\n\n\f"
		}
	}'
}

page=$folder/news.md
[ -s "$page" ] || news 2000 >"$page"
printf '\n%d bytes of Markdown\n' "$(wc -c <"$page")"
printf '%-28s %s\n' 'Markdown to HTML alone' "$("$markdown" "$page")" \
	'the same by md4c' "$("$markdown" --md4c "$page")"
printf '%-28s %s\n' 'Markdown to lines' "$("$markdown" --path "$page")"
rm -f "$folder/.time"
