#!/bin/sh
# A search in want of descriptors, addresses, room or a folder: it finds what there is to find, or says
# that it could not look through everything and ends with 2; never that nothing matches. TAP on stdout.
# shellcheck disable=SC3045 # where there is no such limit the test is skipped
set -u
reader=${READER:-./reader}
case $reader in /*) ;; *) reader=$PWD/$reader ;; esac
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export XDG_CACHE_HOME="$home/cache" XDG_CONFIG_HOME="$home/config" XDG_STATE_HOME="$home/state"
export TMPDIR="$home/tmp"
site=$home/site
posts=200
. "$(dirname "$0")/../check.sh"
mkdir -p "$site/_posts" "$TMPDIR"
for i in $(seq $posts); do
	printf -- '---\ntitle: post %d\n---\n<p>needle 针 %d</p>\n' "$i" "$i" \
		>"$site/_posts/2024-01-01-n$i.html"
done

# Of a word that all posts have, in want of something: "found" if all are, "said" if that it could not be.
outcome() {
	rm -rf "$XDG_CACHE_HOME"
	(ulimit -c 0 && ulimit "$1" "$2" && exec "$reader" --search needle --list "$site") \
		2>"$home/err" | wc -l >"$home/count"
	count=$(cat "$home/count")
	if [ "$count" -eq $posts ]; then
		echo found
	elif grep -q 'none of the' "$home/err"; then
		echo "wrong: $count, $(cat "$home/err")"
	elif [ -s "$home/err" ]; then
		echo said
	else
		echo "wrong: $count without a word"
	fi
}

sweep() {
	limit=$1
	shift
	for value in "$@"; do
		got=$(outcome "$limit" "$value")
		[ "$got" = found ] || [ "$got" = said ] || break
	done
	case $got in found | said) got=right ;; esac
	check "ulimit $limit up to $value" "$got" right
}

sweep -n 6 7 8 9 10 11 12 13 14 15 16 18 20 24 32
if (ulimit -v 150000 && "$reader" --version) >/dev/null 2>&1; then
	sweep -v 16000 24000 32000 40000 50000 60000 70000 80000 90000 100000 130000 400000
	check "all is found within 150 MB of addresses" "$(outcome -v 150000)" found
	# A thread's stack must not take what the texts need.
	got=found
	for value in 20000 24000 32000 40000; do
		[ "$(outcome -v "$value")" = found ] || got="less within $value"
	done
	check "all is found within 20 MB and more" "$got" found
	# Of a post that memory is wanting for, a dump does not say that nothing matched.
	mkdir -p "$home/large/_posts"
	{
		echo '---' && echo 'title: large' && echo '---'
		awk 'BEGIN { for (i = 0; i < 400000; i++) printf "a *b* " }'
	} >"$home/large/_posts/2024-01-02-large.md"
	got='no post that could not be shown'
	for value in 9000 10000 11000 12000 13000 14000 16000 18000; do
		(ulimit -c 0 && ulimit -v "$value" && exec "$reader" --dump "$home/large") \
			>"$home/out" 2>"$home/err"
		status=$?
		if grep -q 'memory than there is$' "$home/err"; then
			[ "$got" != 'no post that could not be shown' ] || got=right
			[ $status -eq 2 ] || got="$status within $value"
		elif [ $status -eq 1 ]; then
			got="1 within $value"
		fi
	done
	check "a dump without its post" "$got" right
else
	echo "# the program does not start within 150 MB (a sanitizer's does not)"
fi

status_of() {
	"$@" >"$home/out" 2>"$home/err"
	status=$?
	echo "$status, $(wc -l <"$home/out"), $(grep -c 'indexed in memory' "$home/err")"
}

homeless() {
	env -u HOME -u XDG_CACHE_HOME -u XDG_STATE_HOME "$@"
}

check "without a home" "$(status_of homeless "$reader" --search needle --list "$site")" "0, $posts, 1"
check "without a home, nothing" "$(status_of homeless "$reader" --search nowhere --list "$site")" "1, 0, 1"
mkdir -p "$home/full"
: >"$home/full/reader"
XDG_CACHE_HOME=$home/full
check "without a place for the cache" "$(status_of "$reader" --search needle --list "$site")" "0, $posts, 1"
# A post that may not be read is none that does not match. The superuser may read all: somebody else looks.
as_nobody() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}
XDG_CACHE_HOME=$home/nobody
mkdir -p "$home/locked/_posts" "$XDG_CACHE_HOME"
cp "$site/_posts/2024-01-01-n1.html" "$site/_posts/2024-01-01-n2.html" "$home/locked/_posts"
chmod 777 "$home" "$XDG_CACHE_HOME"
chmod 000 "$home/locked/_posts/2024-01-01-n2.html"
if as_nobody "$reader" --version >"$home/out" 2>&1; then
	got=$(as_nobody "$reader" --search needle --list "$home/locked" 2>&1 >"$home/out")
	check "a post that may not be read: the status" $? 2
	check "a post that may not be read: the others" "$(wc -l <"$home/out")" 1
	check "a post that may not be read: a word" "$(echo "$got" | grep -c 'could not be read')" 1
	# A folder of posts that may not be read is said like such a post, in lists as well.
	chmod 644 "$home/locked/_posts/2024-01-01-n2.html"
	mkdir "$home/locked/_posts/shut" "$home/locked/elsewhere"
	mv "$home/locked/_posts/2024-01-01-n2.html" "$home/locked/_posts/shut"
	chmod 000 "$home/locked/_posts/shut"
	for command in "--search needle --list" "--search nowhere --list"; do
		# shellcheck disable=SC2086 # several words
		got=$(as_nobody "$reader" $command "$home/locked" 2>&1 >"$home/out")
		check "$command, a folder that may not be read: the status" $? 2
		check "$command, a folder that may not be read: a word" \
			"$(echo "$got" | grep -c 'could not be read')" 1
	done
	got=$(as_nobody "$reader" --json "$home/locked" 2>&1 >"$home/out")
	check "--json, a folder that may not be read: the status" $? 0
	check "--json, a folder that may not be read: a word" "$(echo "$got" | grep -c 'could not be read')" 1
	chmod 755 "$home/locked/_posts/shut"
	# One that holds no posts keeps nothing from the search.
	chmod 000 "$home/locked/elsewhere"
	got=$(as_nobody "$reader" --search needle --list "$home/locked" 2>&1 >"$home/out")
	check "a folder without posts that may not be read: the status" "$?, $got" "0, "
	chmod 700 "$home/locked/elsewhere"
else
	echo "# nobody cannot run the program"
fi
check "nothing stays behind" "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0
echo "1..$number"
