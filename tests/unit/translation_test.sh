#!/bin/sh
# The translations are whole: each marked text stands in each language's file, and nothing else; and the
# program's own words are in the alphabet of the language.
# usage: tests/unit/translation_test.sh
set -u
cd "$(dirname "$0")/../.." || exit 1
home=$(mktemp -d "${TMPDIR:-/tmp}/reader-translation.XXXXXX") || exit 1
trap 'rm -rf "$home"' EXIT
number=0
# Prints what is wrong, if anything is.
check() {
	number=$((number + 1))
	[ -z "$1" ] && echo "ok $number - $2" && return
	echo "not ok $number - $2"
	printf '%s\n' "$1" | sed 's/^/# /' | head -40
}

MAKEFLAGS= make -s pot >"$home/out" 2>&1
check "$(cat "$home/out")" 'the marked texts'
pot=build/reader.pot
# A text in quotes that the program shows has no Han but in names of characters: it is English.
check "$(msgcat --no-wrap "$pot" | grep '^msgid' | grep -P '\p{Han}')" 'English has no Han'

for file in src/po/*.po; do
	language=$(basename "$file" .po)
	check "$(msgfmt -c -o /dev/null "$file" 2>&1)" "$language: msgfmt finds nothing wrong"
	check "$(msgcmp --use-untranslated "$file" "$pot" 2>&1)" "$language: each marked text stands there"
	check "$(msgattrib --untranslated --no-wrap "$file" | sed 1,/^$/d)" "$language: each text is translated"
	check "$(msgattrib --only-fuzzy --no-wrap "$file" | sed 1,/^$/d)" "$language: nothing is fuzzy"
	check "$(msgattrib --only-obsolete --no-wrap "$file")" "$language: nothing is obsolete"
	msgcat --no-wrap "$pot" | grep '^msgid' | sort >"$home/marked"
	msgcat --no-wrap "$file" | grep '^msgid' | sort >"$home/there"
	check "$(comm -13 "$home/marked" "$home/there")" "$language: nothing stands there that is not marked"
done

# Words of the Chinese texts in Latin letters: names, and what the user types or a file holds.
allowed=tests/unit/translation_words.txt
check "$(msgcat --no-wrap src/po/zh_CN.po | sed 1,/^$/d | grep '^msgstr' |
	sed 's/^msgstr\(\[0\]\)\{0,1\} "//; s/\\[n"]/ /g; s/%\([0-9]*\$\)\{0,1\}[.*0-9]*\(zu\|ld\|[cdsfxX%]\)/ /g' |
	grep -oE '[A-Za-z_][A-Za-z0-9_-]*' | sort -u | grep -vxF -f "$allowed")" \
	'zh_CN: no words in Latin letters but names'
echo "1..$number"
