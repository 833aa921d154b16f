#!/bin/sh
# What this program is to keep to, beside what it does, and beside others where they are installed.
# usage: tests/bench/budgets.sh [POSTS...]      (100000 1000000)
# The archives stay in $BENCH_FOLDER (default: build/bench); a million posts take 8 GB.
# READER, GENERATE, SCREEN and MARKS name the programs; RUNS is how often each is measured (5), of which the median counts.
set -eu
[ $# -gt 0 ] || set -- 100000 1000000
reader=${READER:-./reader}
generate=${GENERATE:-build/release/generate}
screen=${SCREEN:-build/release/screen}
marks=${MARKS:-build/release/marks_bench}
folder=${BENCH_FOLDER:-build/bench}
runs=${RUNS:-5}
cache=$folder/cache
export LC_ALL=C.UTF-8 XDG_CONFIG_HOME=/nonexistent
XDG_CACHE_HOME=$(mkdir -p "$cache" && cd "$cache" && pwd)
export XDG_CACHE_HOME XDG_STATE_HOME="$XDG_CACHE_HOME/state"
[ -x /usr/bin/time ] || { echo "budgets.sh: /usr/bin/time is needed" >&2; exit 2; }

median() { sort -n | sed -n "$(((runs + 1) / 2))p"; }

row() { printf '%-46s %12s %12s\n' "$1" "$2" "$3"; }

# seconds and megabytes of a command's run
timed() {
	/usr/bin/time -f '%e %M' -o "$folder/.time" "$@" >/dev/null 2>"$folder/.errors" ||
		{ cat "$folder/.errors" >&2; exit 1; }
	awk '{ printf "%.2f s, %d MB\n", $1, $2 / 1024 }' "$folder/.time"
}

# the median of a line of what `screen` prints: NAME FIELD
from_screens() {
	awk -v name="$1" -v field="$2" '$1 == name { print $field }' "$folder/.screens" | median
}

# of a key, as `screen` names it: until its answer is whole
key_line() {
	grep -F "key $1 " "$folder/.screens" | cut -d ' ' -f 4 | median
}

measure() {
	posts=$1
	archive=$folder/posts-$posts
	if [ ! -f "$archive/.complete" ]; then
		echo "generating $posts posts in $archive"
		"$generate" "$archive" "$posts"
		touch "$archive/.complete"
	fi
	rm -rf "$cache/reader"
	# What is measured is the program, not the disk.
	find "$archive" -type f -print0 | xargs -0 cat >/dev/null
	echo
	row "$posts posts, $(getconf _NPROCESSORS_ONLN) processors" budget measured
	row 'whole catalogue, no cache (--list -n 1)' \
		"$([ "$posts" = 100000 ] && echo '1.0 s' || echo -)" \
		"$(timed "$reader" --list -n 1 "$archive")"
	row 'nothing changed (--list -n 1)' "$([ "$posts" = 1000000 ] && echo '3 s' || echo -)" \
		"$(timed "$reader" --list -n 1 "$archive")"
	row 'tags for a shell (--complete-values tag=)' '0.02 s' \
		"$(timed "$reader" --complete-values tag= "$archive")"
	row 'the catalogue alone (--no-refresh --list -n 20)' '0.02 s' \
		"$(timed "$reader" --no-refresh --list -n 20 "$archive")"
	row 'bytes of the catalogue' - \
		"$(cat "$cache"/reader/*.posts | wc -c | awk '{ printf "%.0f MB", $1 / 1e6 }')"
	row 'full text of all (--list -n 1 -s 行情)' "$([ "$posts" = 100000 ] && echo '20 s' || echo -)" \
		"$(timed "$reader" --list -n 1 -s 行情 "$archive")"
	row 'the same once more' - "$(timed "$reader" --list -n 1 -s 行情 "$archive")"
	row 'bytes of the full text' - \
		"$(cat "$cache"/reader/*.search | wc -c | awk '{ printf "%.0f MB", $1 / 1e6 }')"
	newest=$("$reader" --json -n 1 "$archive" | sed 's/.*"title":"\([^"]*\)".*/\1/' | cut -c1-30)
	: >"$folder/.screens"
	for run in $(seq "$runs"); do
		"$screen" "$newest" 'G gg \r q 5G' Q "$reader" --fresh "$archive" >>"$folder/.screens"
	done
	row 'first screen, from the cache' '30 ms' "$(from_screens first 2) ms"
	row 'to the end of the list' '5 ms' "$(key_line G) ms"
	row 'to its start' '5 ms' "$(key_line gg) ms"
	row 'open a post' '5 ms' "$(key_line '\r') ms"
	row 'back' 'at once' "$(key_line q) ms"
	row 'memory then' "$([ "$posts" = 1000000 ] && echo '100 MB' || echo '40 MB')" \
		"$(($(from_screens memory 2) / 1024)) MB"
	rm -rf "$XDG_STATE_HOME"
	"$marks" "$archive" # leaves half of the posts unread
	: >"$folder/.screens"
	for run in $(seq "$runs"); do
		"$screen" "$newest" 'G N' Q "$reader" --fresh "$archive" >>"$folder/.screens"
	done
	row 'first screen, half of the posts unread' '30 ms' "$(from_screens first 2) ms"
	row 'mark one at the end of the list' '16 ms' "$(key_line N) ms"
	row 'memory then' "$([ "$posts" = 1000000 ] && echo '116 MB' || echo '56 MB')" \
		"$(($(from_screens memory 2) / 1024)) MB"
	row 'the unread alone (--no-refresh --list --unread)' '0.02 s' \
		"$(timed "$reader" --no-refresh --list -n 20 --unread "$archive")"
	: >"$folder/.screens"
	for run in $(seq "$runs"); do
		"$screen" "$newest" 'F 行 情' Q "$reader" --fresh "$archive" >>"$folder/.screens"
	done
	row 'memory while titles are filtered' - "$(($(from_screens memory 2) / 1024)) MB"
	: >"$folder/.screens"
	for run in $(seq "$runs"); do
		rm -rf "$cache/reader"
		"$screen" "$newest" - Q "$reader" --fresh "$archive" >>"$folder/.screens"
	done
	row 'first screen, no cache' "$([ "$posts" = 100000 ] && echo '150 ms' || echo -)" \
		"$(from_screens first 2) ms"
}

others() {
	feed=$folder/feed-$1
	newest=$(sed -n 's/.*<title>\([^<]*\)<.*/\1/p' "$feed/feed.xml" 2>/dev/null | sed -n 2p)
	if command -v newsboat >/dev/null; then
		[ -f "$feed/feed.xml" ] || "$generate" "$feed" "$1" feed
		echo "file://$(cd "$feed" && pwd)/feed.xml" >"$feed/urls"
		rm -f "$feed/newsboat.db" "$feed/newsboat.db.lock"
		row 'newsboat: reading the feed into its cache' - \
			"$(timed newsboat -q -u "$feed/urls" -c "$feed/newsboat.db" -x reload)"
		: >"$folder/.screens"
		for run in $(seq "$runs"); do
			"$screen" ENTER:Open '\r q' Q newsboat -q -u "$feed/urls" \
				-c "$feed/newsboat.db" >>"$folder/.screens"
		done
		row 'newsboat: first screen, from its cache' - "$(from_screens first 2) ms"
		row 'newsboat: open the list' - "$(key_line '\r') ms"
		row 'newsboat: memory' - "$(($(from_screens memory 2) / 1024)) MB"
	else
		echo 'newsboat is not installed'
	fi
	if command -v neomutt >/dev/null; then
		[ -f "$feed/mbox" ] || "$generate" "$feed" "$1" mbox
		: >"$folder/.screens"
		for run in $(seq "$runs"); do
			"$screen" 100%\) 'j' q neomutt -n -F /dev/null -R -f "$feed/mbox" \
				-e "set folder=$feed" -e 'set sort=reverse-date' -e 'set status_format="%m (100%%)"' \
				>>"$folder/.screens" || true
		done
		row 'neomutt: first screen of an mbox' - "$(from_screens first 2) ms"
		row 'neomutt: memory' - "$(($(from_screens memory 2) / 1024)) MB"
	else
		echo 'neomutt is not installed'
	fi
	if command -v rg >/dev/null; then
		row 'ripgrep -l 行情' - "$(timed rg -l 行情 "$folder/posts-$1/_posts")"
	else
		echo 'ripgrep is not installed'
	fi
}

for count; do
	measure "$count"
done
echo
others "$1"
rm -rf "$cache" "$folder/.time" "$folder/.screens" "$folder/.errors"
