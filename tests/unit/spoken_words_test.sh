#!/bin/sh
# All that the command line says, in English and in Chinese, over posts in the letters of the language: no
# letter of the other one's script stands in it, but in names and in what the user types.
# usage: READER=build/release/reader tests/unit/spoken_words_test.sh
set -u
cd "$(dirname "$0")/../.." || exit 1
reader=$(readlink -f "${READER:-./reader}")
words=$PWD/tests/unit/translation_words.txt
home=$(mktemp -d "${TMPDIR:-/tmp}/reader-words.XXXXXX") || exit 1
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_CONFIG_HOME="$home/0" XDG_CACHE_HOME="$home/1" XDG_STATE_HOME="$home/2" TERM=dumb
unset LC_ALL LC_MESSAGES LANGUAGE READER_ARCHIVE
number=0
check() {
	number=$((number + 1))
	[ -z "$1" ] && echo "ok $number - $2" && return
	echo "not ok $number - $2"
	printf '%s\n' "$1" | sed 's/^/# /' | head -60
}

# A site with a post of each fault. folder, title, text
site() {
	mkdir -p "$1/_posts" "$1/5/_posts"
	post() {
		printf '%s\n' "$2" >"$1/_posts/2022-01-$3"
	}
	printf 'timezone: 0/0\nencoding: 0\nlimit_posts: -\nsource: ../..\ncollections_dir: ../0\ndefaults: 0\ntitle: [0]\n' >"$1/_config.yml"
	post "$1" "---
title: $2
date: $2
tags: [\"1\"]
---
<p>$3</p><img src=0><audio src=0 controls></audio><video src=0></video><iframe src=0></iframe>
<img src='data:image/png;base64,AA'>" 01-1.md
	post "$1" "---
title: [$2" 02-2.md
	post "$1" "---
title: *0
---" 03-3.md
	post "$1" "---
title: $2" 04-4.md
	post "$1" '---
slug: 1.5
categories: {1: 2}
permalink: /:0/
---' 05-5.md
	post "$1" '---
permalink: [1]
date: 0
---' 06-6.md
	post "$1" '---
- 0
---' 07-7.md
	post "$1" '---
"0
---' 08-8.md
	printf '\377\0' >"$1/_posts/2022-01-09-9.md"
	printf '0\n' >"$1/_posts/2022-13-40-0.md"
	printf '0\n' >"$1/_posts/0.md"
	printf '0\n' >"$1/_posts/2022-01-10-0"
	ln -s / "$1/_posts/2022-01-11-1.md"
	ln -s 12 "$1/_posts/2022-01-12-2.md"
	mkfifo "$1/_posts/2022-01-13-3.md"
	mkdir "$1/_posts/2022-01-14-4.md"
}

# Every command and every option, right and wrong. site, a word
run_all() {
	names=$(LANGUAGE=en "$reader" --help | grep -oE -- '  --[a-z-]+' | sort -u)
	for name in $names; do
		"$reader" "$name"
		"$reader" "$name" "$2" "$1"
		"$reader" "$name=$2" "$1"
		"$reader" "$name$2" "$1"
	done
	"$reader" --dump "$1/_posts/2022-01-01-1.md"
	for query in '' '(' ')' '"' 'OR' 'title:' 'tag:' 'cat:' 'is:' 'is:0' 'since:' 'since:0' '-' '0:0' "$(printf '\377')"; do
		"$reader" --list --search "$query" "$1"
	done
	"$reader" --list --no-refresh "$1"
	"$reader" --list --tag 0 "$1"
	"$reader" --mark-read --star "$1"
	"$reader" --mark-read "$1"
	"$reader" --unstar "$1"
	"$reader" --star "$1"
	"$reader" --check --no-refresh "$1"
	"$reader" --list "$1" "$1"
	"$reader" --list "$1/5" -
	"$reader" --list "$1/5"
	"$reader" --list /0
	"$reader" --list ''
	"$reader" -0 -n
	"$reader" --tags "$1/_posts/2022-01-01-1.md"
	(cd / && "$reader" --list)
	for text in '0' '- 0' '0: 0' 'width: x' 'measure: 1' 'links: 0' 'theme: 0' 'keymap: ../0' 'archive: [0]' 'archives: 0' \
		'archives: {0: 0, 0: 0}' 'archives: {/: 0}' 'update: []' 'update: "0' 'update_every: 0x' 'mouse: 0' '0: [' \
		"'0' : *1" 'a: b: c' 'language: 0' 'open: 0' '"'; do
		printf '%s\n' "$text" >"$home/5.yaml"
		"$reader" --check --config "$home/5.yaml" "$1"
	done
	mkdir -p "$XDG_CONFIG_HOME/reader/keymaps"
	for text in '0' '0: 0' 'digits: 0' 'timeout_ms: 0x' 'inherit: 0' 'inherit: 6' 'name: 0' 'contexts: 0' 'contexts: {0: 0}' \
		'contexts: {list: 0}' 'contexts: {list: {0: 0}}' 'contexts: {list: {C-c: up}}' 'contexts: {list: {C-s: up}}' \
		'contexts: {list: {C-i: up}}' 'contexts: {list: {gg: up}}' 'contexts: {list: {j: up 1}}' 'contexts: {list: {j: tag}}' \
		'contexts: {list: {j: accept}}' 'contexts: {prompt: {j: accept}}' 'contexts: {list: {j: [up, [0]]}}' \
		'contexts: {list: {j: up, j k: up}}' '{inherit: none}' 'contexts: {list: {j: null, "": 0}}' 'list: 0' \
		'{digits: count, contexts: {list: {"1": up}}}' 'contexts: {list: {j: percent 0x}}'; do
		printf '%s\n' "$text" >"$XDG_CONFIG_HOME/reader/keymaps/6.yaml"
		"$reader" --keymap 6 --list "$1"
		"$reader" --print-keymap 6
	done
	for text in '0' '{"type":0}' '{' '{"type":"0"}' '{"type":"state","version":0}' '[' '{"type":"state"}' '{"0":0}' \
		'{"type":"state","version":1}
{"type":"mark"}' ''; do
		printf '%s\n' "$text" | "$reader" --import-state -
	done
}

home_of() {
	sed "s,$home,,g; s,$reader,,g"
}

site "$home/3" 'A title' 'Some words'
LANG=en_US.UTF-8 run_all "$home/3" word 2>&1 </dev/null | home_of >"$home/english"
check "$(grep -P '[\p{Han}\x{3000}-\x{303F}\x{FF00}-\x{FFEF}]' "$home/english" | sort -u)" 'English has no Han'

rm -rf "$XDG_CACHE_HOME" "$XDG_STATE_HOME" "$XDG_CONFIG_HOME"
site "$home/4" '标题' '文字'
# Names: of options, settings and their values, keys, actions, roles.
{
	"$reader" --print-config | sed 's/#.*one of://; s/#.*//'
	"$reader" --print-keymap default
	"$reader" --completion bash
	sed -n '/^ACTION/p' src/settings/actions.def
	cat "$words"
	echo C-i gg reader-keymap keymaps themes md yaml # what is written above, and files
} | grep -oE '[A-Za-z][A-Za-z0-9_-]*' | sort -u >"$home/names"
LANG=zh_CN.UTF-8 run_all "$home/4" 词 2>&1 </dev/null | home_of >"$home/chinese"
# What is printed for programs is left out: the scripts, the files.
grep -vE '^(#|[[:space:]]|_|complete|compdef|\[|\{)' "$home/chinese" | grep -oE '[A-Za-z][A-Za-z0-9_-]+' | sort -u |
	grep -vxF -f "$home/names" >"$home/foreign"
check "$(while read -r word; do grep -m1 -F -- "$word" "$home/chinese"; done <"$home/foreign" | sort -u)" \
	'Chinese has no Latin letters but in names'
check "$(wc -l <"$home/chinese" | awk '$1 < 400 { print "only " $1 " lines" }')" 'enough is said'
echo "1..$number"
