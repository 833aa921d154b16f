#!/bin/sh
# Does the check of the rooms (tests/calls.awk) see what it is there for? Small
# programs with a fault each, compiled and given to it. TAP on stdout.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir low high
number=0

# Compiles the files and runs the check with the known circles on stdin.
check() {
	cat >known
	for file in low/*.c high/*.c; do
		# shellcheck disable=SC2086 # a compiler may be more than a word
		${CC:-cc} -c -o "${file%.c}.o" "$file" || exit 1
	done
	{ cat includes && nm -AP low/*.o high/*.o; } |
		awk -v build= -v ranks="low:0 high:1" -v known=known -f "$here/calls.awk" >said
}

# name, status wanted, text wanted, status
expect() {
	number=$((number + 1))
	if [ "$2" -eq "$4" ] && grep -qF -- "$3" said; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1: status $4, said: $(cat said)"
	fi
}

: >includes
echo 'int low(int n); int low(int n) { return n; }' >low/low.c
echo 'int low(int n); int high(int n); int high(int n) { return low(n) + 1; }' >high/high.c
echo 'int rest;' >high/rest.c
check </dev/null
expect "calls that lead down are no fault" 0 "layers: 0 circles" $?

echo 'int high(int n); int low(int n); int low(int n) { return n > 0 ? high(n - 1) : n; }' >low/low.c
check </dev/null
expect "a call that leads up is named" 1 "low/low calls high of high/high: up or sideways" $?
expect "and so is the circle that it closes" 1 "not in the known ones: high/high low/low" 1

echo 'extern int rest; int low(int n); int low(int n) { return n + rest; }' >low/low.c
check </dev/null
expect "a variable counts as a call does" 1 "low/low calls rest of high/rest" $?

echo 'int low(int n); int low(int n) { return n; }' >low/low.c
echo 'int high(int n); int rest(int n); int rest(int n) { return n > 0 ? high(n - 1) : n; }' >high/rest.c
echo 'int low(int n); int rest(int n); int high(int n); int high(int n) { return low(rest(n)); }' \
	>high/high.c
check </dev/null
expect "a circle within a room is named" 1 "not in the known ones: high/high high/rest" $?
echo "high/high high/rest" | check
expect "a known one is let be" 0 "1 circles of files, the largest of 2" $?
echo "high/high high/more high/rest" | check
expect "a known one that became smaller has to be written down" 1 "gone or smaller" $?

echo 'int high(int n); int high(int n) { return n; }' >high/high.c
echo "high/high high/rest" | check
expect "and one that is gone" 1 "gone or smaller, so its line goes as well: high/high high/rest" $?

printf 'include high/a.h high/b.h\ninclude high/b.h high/a.h\n' >includes
check </dev/null
expect "headers that include each other are a circle" 1 "known ones: high/a.h high/b.h" $?
echo "1..$number"
