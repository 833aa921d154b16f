#!/bin/sh
# The manual pages: clean by mandoc's own check, and each translation in man/LANGUAGE has the sections,
# items and contexts of the English page, in its order, so that none lags behind. TAP on stdout.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/check.sh
. tests/check.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# What a page names that no translation changes: its sections by level, its items without their
# placeholders (Ar, No), the contexts of actions.
skeleton() {
	sed -e 's/所有视图/all views/g' -e 's/、/, /g' "$1" | awk '
		/^\.S[hs] / { print $1 }
		/^\.It / {
			line = ".It"; is_placeholder = 0
			for (i = 2; i <= NF; i++) {
				if ($i ~ /^(Ar|No)$/)
					is_placeholder = 1
				else if ($i ~ /^(Cm|Ev|Fl|Ic|Li|Ns|Op|Pa|Xr|[|,])$/)
					is_placeholder = 0
				if (!is_placeholder && $i !~ /^[，：]$/ && $i != "Ns" && $i != ":")
					line = line " " $i
			}
			print line
		}
		/^\.Pq (global|calendar|groups|list|pager|help|prompt|all views)(, |$)/'
}

for page in man/*.[1-9] man/*/*.[1-9]; do
	check "$page has no fault" "$(mandoc -T lint -W warning "$page" 2>&1)" ""
	check "$page quotes something" "$(mandoc -T utf8 "$page" | col -b | grep -F '‘’')" ""
done
for page in man/*/*.[1-9]; do
	skeleton "man/${page##*/}" >"$folder/english"
	check "$page has what the English page has" \
		"$(skeleton "$page" | diff "$folder/english" - | head -5)" ""
done
for page in man/*.[1-9]; do
	for language in man/*/; do
		check "$page stands in $language" "$([ -f "$language${page##*/}" ] && echo yes)" yes
	done
done
echo "1..$number"
