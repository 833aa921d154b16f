#!/bin/sh
# With little memory a large post is shown in part, and all others as ever. TAP on stdout.
# shellcheck disable=SC3045 # where there is no such limit the test is skipped
set -u
reader=${READER:-./reader}
case $reader in /*) ;; *) reader=$PWD/$reader ;; esac
kilobytes=60000

if ! (ulimit -v "$kilobytes" && "$reader" --version) >/dev/null 2>&1; then
	echo "# skipped: the program does not start within $kilobytes KB (a sanitizer's does not)"
	echo "ok 1 - little memory # SKIP"
	exit 0
fi

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export XDG_CACHE_HOME="$home/cache" XDG_CONFIG_HOME="$home/config" XDG_STATE_HOME="$home/state"
site=$home/site
. "$(dirname "$0")/../check.sh"
mkdir -p "$site/_posts"
printf -- '---\ntitle: small\n---\n<p>needle 针</p>\n' >"$site/_posts/2024-01-01-small.html"

# Posts of a MB and more whose document takes a hundred times as much; each ends in a word to look for.
hostile() {
	awk -v text="$2" 'BEGIN {
		print "---\ntitle: large\n---\nbeginning"
		for (i = 0; i < 200000; i++) printf "%s", text (i % 100 == 0 ? "\n" : "")
		print "\nending" }' >"$site/_posts/$1"
}
hostile 2024-02-01-bold.html '<b>x</b>'
hostile 2024-02-02-paragraphs.html '<p>x'
hostile 2024-02-03-markdown.md '[a](b) '
hostile 2024-02-04-text.txt 'word '

within() {
	(ulimit -v "$kilobytes" && exec "$reader" "$@") 2>"$home/err"
}

for post in bold.html paragraphs.html markdown.md; do
	within --dump --links none "$site/_posts/"2024-02-0?-"$post" >"$home/out"
	check "$post: status" $? 0
	check "$post: begins" "$(grep -c beginning "$home/out")" 1
	check "$post: says that it is cut" "$(tail -n 1 "$home/out")" '[the post is too large: the rest is not shown]'
	check "$post: says so in a message" "$(grep -c 'more memory than there is: only its beginning' "$home/err")" 1
done
within --dump "$site/_posts/2024-02-04-text.txt" >"$home/out"
check "text is whole" "$?, $(grep -c ending "$home/out"), $(cat "$home/err")" "0, 1, "
within --list --search needle "$site" >"$home/out"
check "the search goes on, and says that it did not see all" \
	"$?, $(grep -c small "$home/out"), $(grep -c 'could not be read whole' "$home/err")" "2, 1, 1"
within --list --search beginning "$site" >"$home/out"
check "what is shown of large posts is found" "$?, $(grep -c large "$home/out")" "2, 4"
# Down to where the program just starts: what cannot be read whole is said, and nothing ends in a fault.
for least in $(seq 6000 500 "$kilobytes"); do
	(ulimit -v "$least" && "$reader" --version) >/dev/null 2>&1 && break
done
got=right
for more in 3000 5000 8000 11000 13000 16000 20000; do
	rm -rf "$XDG_CACHE_HOME"
	kilobytes=$((least + more))
	(ulimit -c 0 && within --list --search beginning "$site") >"$home/out"
	status=$?
	[ $status -eq 2 ] && [ -s "$home/err" ] || got="$status within $kilobytes: $(cat "$home/err")"
done
check "little more than it takes to start" "$got" right
echo "1..$number"
