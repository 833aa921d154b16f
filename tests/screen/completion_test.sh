#!/bin/sh
# Completion in bash, zsh and fish: what is typed in each, with Tab and Enter, against the words that the
# program then gets. TAP on stdout.
# shellcheck disable=SC2016,SC2088 # what is typed is for the other shell to expand
set -u
reader=${READER:-./reader}
case $reader in /*) ;; *) reader=$PWD/$reader ;; esac
home=$(mktemp -d)
socket=$home/socket # another for each shell: a server that ends takes no new session
. "$(dirname "$0")/../check.sh"
t() { tmux -S "$socket" -f /dev/null "$@"; }
trap 't kill-server 2>/dev/null; rm -rf "$home"' EXIT
export XDG_CACHE_HOME="$home/cache" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config"
export HOME="$home" LC_ALL=C.UTF-8 READER_ARCHIVE="$home/site"

skip() {
	number=$((number + 1))
	echo "# skipped: $1 is not here"
	echo "ok $number - completion in $1 # SKIP"
}

mkdir -p "$home/site/_posts" "$home/other folder/_posts" "$home/config/reader/keymaps" \
	"$home/config/reader/themes" "$home/bin"
cat >"$home/site/_posts/2024-01-01-a.md" <<'END'
---
title: a
tags: ["新能源", "新 能源", "新'引", '"引"', "a:b c", "新$x`y\\z", "new energy", "new age", "\e[31mred"]
categories: [cat]
---
END
printf -- '---\ntags: [他处]\n---\n' >"$home/other folder/_posts/2024-01-01-b.md"
printf 'archives:\n  新站: ~/site\n  my site: ~/other folder\n' >"$home/config/reader/config.yaml"
echo 'inherit: vim' >"$home/config/reader/keymaps/mine.yaml"
echo 'inherit: dark' >"$home/config/reader/themes/sea.yaml"

# --- The values ---

values() { "$reader" --complete-values "$@" 2>&1; }
lines() { sort | tr '\n' '|'; }
check "nothing is catalogued" "$(values tag=), $?, $(ls "$home")" ", 0, bin
config
other folder
site"
"$reader" --list >"$home/out" 2>&1
"$reader" --list "$home/other folder" >"$home/out" 2>&1
# Values come from the catalogue alone.
mv "$home/site/_posts" "$home/posts"
check "tags, none that the gate changes" "$(values tag= | lines)" \
	"$(printf '%s\n' '"引"' 'a:b c' 'new age' 'new energy' '新 能源' '新$x`y\z' "新'引" 新能源 | lines)"
check "tags that begin so" "$(values 'tag=new e')" "new energy"
check "categories" "$(values category=)" "cat"
check "archives" "$(values archive= | lines)" "my site|新站|"
check "key maps" "$(values keymap= | lines)" "default|emacs|less|mine|newsboat|vim|"
check "themes" "$(values theme= | lines)" "auto|dark|default|light|mono|sea|"
check "themes to print" "$(values print-theme=d | lines)" "dark|default|"
check "an order" "$(values sort=t)" "title"
check "another archive, in a line that is not whole" \
	"$(values tag= --bogus --list --tags -n -- "my site" --limit)" "他处"
check "no archive" "$(values tag= "$home/nowhere"), $?" ", 0"
check "of what there is none" "$(values bogus=)$(values tag)$(values limit=1)$(values config=)" ""
mv "$home/posts" "$home/site/_posts"

# --- The shells ---

mkfifo "$home/given"
exec 3<>"$home/given" # for writing as well, so that it never ends
cat >"$home/bin/reader" <<END
#!/bin/sh
case \$1 in --complete-values) exec '$reader' "\$@" ;; esac
{ printf '<%s>' "\$@"; echo; } >'$home/given'
END
chmod 755 "$home/bin/reader"
PATH=$home/bin:$PATH
for shell in bash zsh fish; do "$reader" --completion $shell >"$home/reader.$shell"; done
mkdir "$home/zsh" && cp "$home/reader.zsh" "$home/zsh/_reader"
# Zsh loads it from its folder of functions.
cat >"$home/.zshrc" <<END
fpath=('$home/zsh' \$fpath)
autoload -U compinit && compinit -u -D
END

# given: the words that the program got from the line that is typed, of folders without the slash,
# which zsh takes off
given() {
	t send-keys -l -t reader "reader $1"
	shift
	t send-keys -t reader "$@" Enter
	read -r words <&3
	echo "$words" | sed 's|/>|>|g'
}

try() {
	check "$shell: $1" "$(given "$1" Tab)" "$2"
}

try_shell() {
	shell=$1
	socket=$home/socket-$shell
	shift
	if ! command -v "$shell" >/dev/null; then
		skip "$shell"
		return
	fi
	(cd "$home" && env -u TMUX TERM=xterm-256color tmux -S "$socket" -f /dev/null new-session -d \
		-s reader -x 120 -y 36 "$@")
	check "$shell: starts" "$(given ready)" "<ready>"
	try '--unr' '<--unread>'
	try '--tag 新能' '<--tag><新能源>'
	try '--tag=新能' '<--tag=新能源>'
	try '--list -t 新\ ' '<--list><-t><新 能源>'
	try "--tag '新 能" '<--tag><新 能源>'
	try '--tag "新 能' '<--tag><新 能源>'
	try "--tag 新\\'" "<--tag><新'引>"
	try '--tag "新'"'" "<--tag><新'引>"
	try '--tag \"' '<--tag><"引">'
	try '--tag "新\$' '<--tag><新$x`y\z>'
	try "--tag '新\$" '<--tag><新$x`y\z>'
	try '--tag a:' '<--tag><a:b c>'
	try '--tag=a:b' '<--tag=a:b c>'
	try '--tag new' '<--tag><new >'
	try '--tag 无' '<--tag><无>'
	try '-c c' '<-c><cat>'
	try '--keymap mi' '<--keymap><mine>'
	try '--print-keymap=ema' '<--print-keymap=emacs>'
	try '--theme mo' '<--theme><mono>'
	try '--completion z' '<--completion><zsh>'
	try 'my' '<my site>'
	try 'oth' '<other folder>'
	try '--config oth' '<--config><other folder>'
	try 'my\ site --tag 他' '<my site><--tag><他处>'
	try '~/other\ folder --tag 他' "<$home/other folder><--tag><他处>"
	try '"other folder" --tag 他' '<other folder><--tag><他处>'
	t kill-session -t reader
}

if command -v tmux >/dev/null; then
	try_shell bash bash --noprofile --rcfile "$home/reader.bash" -i
	try_shell zsh env ZDOTDIR="$home" zsh -d -i
	try_shell fish fish --no-config -C "source '$home/reader.fish'"
else
	skip tmux
fi
echo "1..$number"
