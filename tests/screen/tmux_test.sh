#!/bin/sh
# A smoke run in a second, independent terminal: tmux. TAP on stdout.
set -u
reader=${READER:-./reader}
case $reader in /*) ;; *) reader=$PWD/$reader ;; esac
archive=$PWD/tests/archives/sample

if ! command -v tmux >/dev/null; then
	echo "# skipped: tmux is not here"
	echo "ok 1 - tmux smoke run # SKIP"
	exit 0
fi

home=$(mktemp -d)
socket=$home/socket
number=0
t() { tmux -S "$socket" -f /dev/null "$@"; }
trap 't kill-server 2>/dev/null; rm -rf "$home"' EXIT

# shows TEXT [-e]: whether it stands on the screen, with -e among its colours
shows() { t capture-pane -p ${2:+"$2"} -t reader | grep -qF -- "$1"; }

# wait_for TEXT [-e]: until it stands on the screen; it is looked for again with each output
wait_for() {
	while ! shows "$@"; do
		[ "$(dd bs=65536 count=1 2>/dev/null <&3 | wc -c)" -gt 0 ] || return 1
	done
}
check() {
	number=$((number + 1))
	if "$@"; then echo "ok $number - $*"; else
		echo "not ok $number - $*"
		t capture-pane -p -t reader | sed 's/^/# /'
	fi
}
# Grey and dim at once can hardly be read.
no_dimmed_grey() {
	! t capture-pane -p -e -t reader | grep -q "2m$(printf '\033')\[38;5;2"
}
has_copied_the_address() { t show-buffer | grep -q '^https://[^ ]*\.html$'; }
type_keys() { t send-keys -t reader "$@"; }

inner=screen-256color
infocmp tmux-256color >/dev/null 2>&1 && inner=tmux-256color
env -u TMUX HOME="$home" LC_ALL=C.UTF-8 TERM=xterm-256color \
	tmux -S "$socket" -f /dev/null new-session -d -s reader -x 120 -y 36 \
	"read -r go; env -u COLORTERM TERM=$inner '$reader' --tag 江城晚报新闻 '$archive'; echo left with \$?; cat"
mkfifo "$home/output"
t pipe-pane -t reader "cat >'$home/output'"
exec 3<"$home/output"
type_keys Enter
check wait_for "江城晚报新闻"
check wait_for "两栖飞机"
type_keys Enter
check wait_for "东湖水面滑行15秒"
type_keys J
check wait_for "初步核算"
check wait_for "38;5;246m" -e # grey
check no_dimmed_grey
t set -g set-clipboard on # tmux keeps what a program copies
type_keys y u
check wait_for "copied the address: "
check has_copied_the_address
type_keys q
type_keys Q
check wait_for "left with 0"
echo "1..$number"
