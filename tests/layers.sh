#!/bin/sh
# Do the rooms of src/ hold? A room includes and calls only itself and rooms of a
# lower rank; files form no circle; each foreign library is used only in the .c files of
# its rooms; text leaves the program through one door.
# usage: tests/layers.sh BUILD OBJECT..., whose paths are BUILD/room/file.o
set -u
cd "$(dirname "$0")/../src" || exit 1
failed=0

say() {
	echo "layers: $*" >&2
	failed=1
}

ranks='base:0 conf:1 store:1 archive:2 document:2 markdown:2 state:3 layout:3 catalogue:3 fulltext:3 keymap:3 theme:3
view:4 settings:4 marks:4 query:5 article:5 library:5 search:6 cli:7 model:7 panes:8 app:9 tui:10'

rank() {
	for room in $ranks; do
		[ "${room%:*}" = "$1" ] && echo "${room#*:}" && return
	done
	echo 99
}

# What a rank may not say of itself: layout draws documents, catalogue keeps posts, keymap knows neither.
for file in */*.[ch] */*.def; do
	room=${file%%/*}
	[ "$(rank "$room")" -lt 99 ] || say "$file: no such room"
	for header in $(sed -n 's/^# *include "\([^"]*\)".*/\1/p' "$file"); do
		other=${header%%/*}
		[ -f "$header" ] || say "$file includes $header, which is not there"
		[ "$other" = "$room" ] && continue
		[ "$(rank "$other")" -lt "$(rank "$room")" ] || say "$file includes $header: up or sideways"
	done
done

# library headers, the rooms they belong to
only() {
	pattern=$1
	shift
	for file in $(grep -lE "^# *include <($pattern)" */*.c */*.h main.c 2>/dev/null); do
		case " $* :${file##*.}" in
		*" ${file%%/*} "*:c) ;;
		*) say "$file includes <$pattern>, which belongs to the .c files of $*" ;;
		esac
	done
}
only 'yaml\.h' conf
only 'gumbo\.h' document
only 'sqlite3\.h' store catalogue fulltext state
only 'zlib\.h' fulltext
only '(unictype|unigbrk|uninorm|unicase|unilbrk|uniwidth|unistr|uniconv)\.h' base
only 'pthread\.h|threads\.h' base library search state
only 'curses\.h|ncurses|term\.h' tui
only 'iconv\.h' base

# One door to stdout and stderr, one to the screen.
for file in $(grep -lE '\b(printf|puts|putchar|fputs|fputc|fprintf|fwrite|perror|vprintf|vfprintf|dprintf) *\(' */*.c main.c); do
	case $file in
	base/out.c | base/xalloc.c) ;;
	*) say "$file prints by itself: $(grep -nE '\b(printf|puts|putchar|fputs|fputc|fprintf|fwrite|perror|vprintf|vfprintf|dprintf) *\(' "$file" | head -1)" ;;
	esac
done
for file in $(grep -lE '\b(mv)?w?(add(n?w?str|ch|chstr|nstr)|ins(n?w?str|ch)|printw|add_wch(n?str)?|echochar)\b *\(' tui/*.c); do
	[ "$file" = tui/draw.c ] || say "$file puts text on the screen without draw.c"
done
# Letters, case, digits and numbers are the same in every locale (base/ascii.h, base/text.h).
of_locale='(to|is|tow|isw)(lower|upper|alpha|digit|alnum|space|xdigit|punct|print|graph|cntrl|blank|ctype|title)'
of_locale="$of_locale|tow?ctrans|strn?case(cmp|str)(_l)?|strn?casestr|(str|wcs)(coll|xfrm)(_l)?"
of_locale="$of_locale|wcs(n?casecmp|to[dfl]+)|(ato|strto)(f|d|ld)|localeconv|regcomp"
for file in $(grep -lE "\\b($of_locale) *\\(|<(ctype|wctype|strings)\\.h>" */*.[ch] main.c); do
	say "$file asks the locale: $(grep -nE "\\b($of_locale) *\\(|<(ctype|wctype|strings)\\.h>" "$file" | head -1)"
done
for file in $(grep -lE '\b(setenv|putenv|unsetenv|tzset|mktime|localtime) *\(' */*.c); do
	case $file in
	base/language.c | tui/direct.c) ;; # before there are threads
	*) say "$file changes or reads what all threads share (a zone: archive/zone.h)" ;;
	esac
done
for file in $(grep -lE '\b(localtime_r|timelocal) *\(' */*.c); do
	[ "$file" = archive/zone.c ] || say "$file asks for the machine's zone without archive/zone.h"
done
for file in $(grep -lE '\b(setlocale|newlocale|uselocale) *\(' */*.c); do
	case $file in
	base/language.c | document/html.c) ;;
	*) say "$file sets the locale" ;;
	esac
done
for room in document layout markdown; do
	for file in $(grep -lE '\b(fopen|getenv|setlocale|clock_gettime) *\(|"base/language\.h"' $room/*.c); do
		say "$file is not pure"
	done
done

cd .. || exit 1
build=$1
shift
{
	grep -E '^# *include "' src/*/*.h | sed 's,^src/\(.*\):# *include "\(.*\)".*,include \1 \2,'
	nm -AP "$@"
} | awk -v build="$build/" -v ranks="$(echo $ranks)" -f tests/calls.awk ||
	failed=1
[ $failed -eq 0 ] && echo "layers: the rooms hold"
exit $failed
