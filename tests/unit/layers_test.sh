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

# Compiles the files and runs the check.
check() {
	for file in low/*.c high/*.c; do
		# shellcheck disable=SC2086 # a compiler may be more than a word
		${CC:-cc} -c -o "${file%.c}.o" "$file" || exit 1
	done
	{ cat includes && nm -AP low/*.o high/*.o; } |
		awk -v build= -v ranks="low:0 high:1" -f "$here/calls.awk" >said
}

# name, status wanted, text wanted, status
expect() {
	number=$((number + 1))
	if [ "$2" -eq "$4" ] && case $(cat said) in *"$3"*) ;; *) false ;; esac; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1: status $4, said: $(cat said)"
	fi
}

: >includes
echo 'int low(int n); int low(int n) { return n; }' >low/low.c
echo 'int low(int n); int high(int n); int high(int n) { return low(n) + 1; }' >high/high.c
echo 'int rest;' >high/rest.c
check
expect "calls that lead down are no fault" 0 "" $?

echo 'int high(int n); int low(int n); int low(int n) { return n > 0 ? high(n - 1) : n; }' >low/low.c
check
expect "a call that leads up is named" 1 "low/low calls high of high/high: up or sideways" $?
expect "and so is the circle that it closes" 1 "a circle of files: high/high low/low" 1

echo 'extern int rest; int low(int n); int low(int n) { return n + rest; }' >low/low.c
check
expect "a variable counts as a call does" 1 "low/low calls rest of high/rest" $?

echo 'int low(int n); int low(int n) { return n; }' >low/low.c
echo 'int high(int n); int rest(int n); int rest(int n) { return n > 0 ? high(n - 1) : n; }' >high/rest.c
echo 'int low(int n); int rest(int n); int high(int n); int high(int n) { return low(rest(n)); }' \
	>high/high.c
check
expect "a circle within a room is named" 1 "a circle of files: high/high high/rest" $?
printf 'include high/a.h high/b.h\ninclude high/b.h high/a.h\n' >includes
check
expect "headers that include each other are a circle" 1 "circle of files: high/a.h high/b.h" $?
echo "1..$number"
