#!/bin/sh
# Which language the program speaks: by the configuration, else by the environment, and wherever it is
# installed. No locale of Chinese needs to be: with LOCPATH set to an empty folder none is.
# usage: READER=build/release/reader tests/unit/language_test.sh
set -u
cd "$(dirname "$0")/../.." || exit 1
reader=$(readlink -f "${READER:-./reader}")
build=$(dirname "$reader")
home=$(mktemp -d "${TMPDIR:-/tmp}/reader-language.XXXXXX") || exit 1
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/nothing" "$home/locales" "$home/config/reader"
export HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" XDG_STATE_HOME="$home/state"
unset LC_ALL LC_MESSAGES LC_CTYPE LANG LANGUAGE
number=0
check() {
	number=$((number + 1))
	[ "$1" = "$2" ] && echo "ok $number - $3" && return
	echo "not ok $number - $3: $1 instead of $2"
}

# The language of a usage error, or of the help.
speaks() {
	case $(LOCPATH="${installed:-$home/nothing}" env "$@" "${program:-$reader}" $option 2>&1) in
	*用法：* | *请参阅*) echo Chinese ;;
	*usage:* | *Try*) echo English ;;
	*) echo neither ;;
	esac
}

# expected, setting, variables...
both() {
	expected=$1 setting=$2
	shift 2
	: >"$home/config/reader/config.yaml"
	[ -z "$setting" ] || echo "language: $setting" >"$home/config/reader/config.yaml"
	option=--nosuch
	check "$(speaks "$@")" "$expected" "an error with $* and language: $setting"
	option=--help
	check "$(speaks "$@")" "$expected" "the help with $* and language: $setting"
}

both Chinese '' LANG=zh_CN.UTF-8
both Chinese '' LANG=zh_CN
both Chinese '' LANG=zh_CN.utf8@pinyin
both Chinese '' LANG=zh
both Chinese '' LC_MESSAGES=zh_CN.UTF-8 LANG=en_US.UTF-8
both Chinese '' LC_ALL=zh_CN.UTF-8 LC_MESSAGES=en_US.UTF-8 LANG=en_US.UTF-8
both Chinese '' LC_ALL= LC_MESSAGES= LANG=zh_CN.UTF-8
both Chinese '' LANGUAGE=zh_CN LANG=C.UTF-8
both Chinese '' LANGUAGE=fr:zh_CN:en LANG=en_US.UTF-8
both Chinese '' LANGUAGE= LANG=zh_CN.UTF-8
both English '' LANGUAGE=en:zh_CN LANG=zh_CN.UTF-8
both English '' LANGUAGE=en_GB:zh_CN LANG=zh_CN.UTF-8
both English '' LANGUAGE=zh_CN LANG=C
both English '' LANGUAGE=zh_CN LC_ALL=POSIX LANG=zh_CN.UTF-8
both English '' LANGUAGE=zh_CN
both English '' LC_ALL=C LANG=zh_CN.UTF-8
both English '' LC_ALL=C.UTF-8 LANG=zh_CN.UTF-8
both English '' LC_ALL=en_US.UTF-8 LANG=zh_CN.UTF-8
both English '' LANG=fr_FR.UTF-8
both English '' LANG=zh_TW.UTF-8
both English '' LANG=../../zh_CN
both English '' LC_ALL= LANG=
both English en LANG=zh_CN.UTF-8
both English en LANGUAGE=zh_CN LC_ALL=zh_CN.UTF-8
both Chinese zh_CN LANG=en_US.UTF-8
both Chinese zh_CN LC_ALL=C
both Chinese zh_CN LC_ALL=C.UTF-8 LANGUAGE=en
both Chinese auto LANG=zh_CN.UTF-8
both English auto LANG=en_US.UTF-8

# The same where locales are installed, if any can be made here.
if localedef -i zh_CN -f UTF-8 "$home/locales/zh_CN.UTF-8" 2>/dev/null &&
	localedef -i en_US -f UTF-8 "$home/locales/en_US.UTF-8" 2>/dev/null; then
	installed=$home/locales
	both Chinese '' LANG=zh_CN.UTF-8
	both Chinese '' LC_ALL=en_US.UTF-8 LANGUAGE=zh_CN
	both English '' LC_ALL=zh_CN.UTF-8 LANGUAGE=en
	both English '' LC_ALL=en_US.UTF-8
	both Chinese zh_CN LC_ALL=en_US.UTF-8
	both English en LC_ALL=zh_CN.UTF-8
fi

# The configuration is the one that the options name.
echo 'language: zh_CN' >"$home/chinese.yaml"
: >"$home/config/reader/config.yaml"
option="--config $home/chinese.yaml --since soon"
check "$(speaks LANG=C)" Chinese 'an error after --config'
echo 'language: [' >"$home/chinese.yaml"
check "$(speaks LANG=zh_CN.UTF-8)" Chinese 'an error after --config with a broken file'

# So are the problems of the configuration, wherever its language stands.
broken() {
	printf 'measure: 3\nlanguage: %s\nrestroe: no\n' "$1" >"$home/config/reader/config.yaml"
	"$reader" --check "$home" 2>&1 | grep -cE "$2"
}
check "$(LANG=en_US.UTF-8 broken zh_CN 'measure 必须|未知设置')" 2 'problems of a Chinese configuration'
check "$(LANG=zh_CN.UTF-8 broken en 'measure must|unknown setting')" 2 'problems of an English configuration'
check "$(LANG=zh_CN.UTF-8 broken fr 'measure 必须|language 不能|未知设置')" 3 'problems with an unknown language'

# A list within a sentence has the commas and quotes of the language.
mkdir -p "$home/tagged/_posts"
printf -- '---\ntags: [abcde, abcdf]\n---\n' >"$home/tagged/_posts/2022-01-01-a.md"
: >"$home/config/reader/config.yaml"
lists() {
	{ "$reader" --list --tag abcdd "$home/tagged"; "$reader" --sort size; "$reader" --print-theme none; } 2>&1 | grep -cE "$1"
}
check "$(LANG=zh_CN.UTF-8 lists '“abcde”、“abcdf”|date、title|dark、default')" 3 'lists in Chinese'
check "$(LANG=en_US.UTF-8 lists "'abcde', 'abcdf'|date, title|dark, default")" 3 'lists in English'

# From glibc 2.39 on gettext translates nothing in C.UTF-8 either, as this one that is loaded before it.
cat >"$home/later.c" <<'EOF'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <locale.h>
#include <string.h>
char *dcgettext(const char *domain, const char *text, int category)
{
	char *(*next)(const char *, const char *, int) = dlsym(RTLD_NEXT, "dcgettext");
	const char *locale = setlocale(LC_MESSAGES, NULL);
	int is_c = strcmp(locale, "C") == 0 || strncmp(locale, "C.", 2) == 0;
	return is_c ? (char *)text : next(domain, text, category);
}
EOF
if cc -shared -fPIC -w -o "$home/later.so" "$home/later.c" -ldl 2>/dev/null &&
	LD_PRELOAD=$home/later.so "$reader" --version >/dev/null 2>&1; then
	installed='' option=--help
	check "$(speaks LD_PRELOAD="$home/later.so" LANG=zh_CN.UTF-8)" Chinese 'with a later glibc'
	check "$(speaks LD_PRELOAD="$home/later.so" LANG=C.UTF-8 LANGUAGE=zh_CN)" Chinese 'with a later glibc in C.UTF-8'
fi

# A locale that is not installed is no complaint where its characters are UTF-8.
: >"$home/config/reader/config.yaml"
check "$(LOCPATH="$home/nothing" LANG=zh_CN.UTF-8 "$reader" --version 2>&1 | wc -l)" 1 'a locale that is not installed'
check "$(LANG=zh_CN.GB2312 "$reader" --version 2>&1 | wc -l)" 2 'a locale that is not UTF-8'

# What is wrong with a post is kept in no language: the catalogue that one reader made serves another.
mkdir -p "$home/site/_posts"
printf -- '---\na: [b\n---\n' >"$home/site/_posts/2022-01-01-a.md"
printf -- '---\ndate: x\n---\n' >"$home/site/_posts/b.md"
for locale in zh_CN en_US zh_CN; do
	LOCPATH="$home/nothing" LANG=$locale.UTF-8 "$reader" --check "$home/site" 2>/dev/null >"$home/problems-$locale"
done
check "$(grep -c '解析流序列' "$home/problems-zh_CN"), $(grep -c 'while parsing a flow sequence' "$home/problems-en_US")" \
	'1, 1' 'a YAML error in both languages'
LOCPATH="$home/nothing" LANG=zh_CN.UTF-8 "$reader" --list "$home/site" >/dev/null 2>&1
cat "$XDG_CACHE_HOME"/reader/* >"$home/kept"
check "$(grep -ac 'did not find expected' "$home/kept"), $(grep -acE '缺少|日期' "$home/kept")" '1, 0' 'the catalogue'

# The catalogue is found from the program, through links and from any folder.
mkdir -p "$home/far/away/bin" "$home/far/away/share" "$home/lonely"
cp "$reader" "$home/far/away/bin/reader"
cp -R "$build/locale" "$home/far/away/share/locale"
ln -s "$home/far/away/bin/reader" "$home/link"
cp "$reader" "$home/lonely/reader"
option=--help
program=$home/far/away/bin/reader
check "$(speaks LANG=zh_CN.UTF-8)" Chinese 'installed below any folder'
program=$home/link
check "$(speaks LANG=zh_CN.UTF-8)" Chinese 'started by a link'
program=$home/lonely/reader
check "$(speaks LANG=zh_CN.UTF-8)" English 'without its catalogue'
echo "1..$number"
