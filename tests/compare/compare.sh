#!/bin/sh
# The words of each Markdown post of ARCHIVES against kramdown's own HTML (compare.c).
# usage: tests/compare/compare.sh ARCHIVE...
# COMPARE names the program. Where ruby, kramdown (packages ruby-kramdown and
# ruby-kramdown-parser-gfm) or an archive is not there, a word says so.
set -u
compare=${COMPARE:-build/release/compare}
here=$(dirname "$0")
ruby -e "require 'kramdown'; require 'kramdown-parser-gfm'" 2>/dev/null || {
	echo "compare: skipped: ruby with kramdown and kramdown-parser-gfm is not installed"
	exit 0
}
status=0
for archive in "$@"; do
	if [ ! -d "$archive" ]; then
		echo "compare: skipped: no archive at $archive"
		continue
	fi
	"$compare" "$archive" "$here/exceptions" ruby "$here/kramdown.rb" "$archive" || status=1
done
exit $status
