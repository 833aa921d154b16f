#!/bin/sh
# Runs test programs, JOBS at a time (as many as there are cores), and counts what they say in TAP.
# usage: tests/run.sh LOG_FOLDER PROGRAM...
# No test limits its own waiting: one that hangs is ended after TEST_SECONDS (1200).
# cmocka says `not ok N # SKIP` of a test that was skipped: that is no failure.
# Ends with `tests: N passed, N failed, N skipped`; status 1 if any failed.
set -u
log=$1
shift
rm -rf "$log"
mkdir -p "$log"
export log
# Nothing of a test is kept where the user's own is.
XDG_CACHE_HOME=$(cd "$log" && pwd)/cache
XDG_STATE_HOME=$(cd "$log" && pwd)/state
export XDG_CACHE_HOME XDG_STATE_HOME
# Tests are of the program in English, but for those of its languages.
export LC_ALL=C.UTF-8
unset LANGUAGE
# A make that a test runs is no part of the one that runs the tests, and has none of its jobs.
unset MAKEFLAGS MFLAGS
# What tests sync again and again is in memory, where there is room for it and programs may
# be started from there.
use_memory() {
	free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
	[ "${free:-0}" -ge 1000000 ] && folder=$(mktemp -d /dev/shm/reader-XXXXXX) || return
	trap 'rm -rf "$folder"' EXIT
	printf '#!/bin/sh\n' >"$folder/starts"
	chmod 711 "$folder" "$folder/starts" # some tests go on as another user
	if "$folder/starts" 2>/dev/null; then
		export TMPDIR="$folder"
	fi
}
use_memory

run_one='
name=$(basename "$1" .sh)
CMOCKA_MESSAGE_OUTPUT=TAP timeout "${TEST_SECONDS:-1200}" "$1" </dev/null >"$log/$name.out" 2>&1
status=$?
bad=$(grep "^not ok" "$log/$name.out" | grep -vc "# SKIP")
if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
	echo "not ok - $name ended with status $status" >>"$log/$name.out"
fi
if [ "$status" -ne 0 ] || [ "$bad" -ne 0 ]; then
	printf "  FAIL  %s\n" "$name"
	tail -n 60 "$log/$name.out"
else
	printf "  PASS  %s (%s)\n" "$name" "$(grep -c "^ok" "$log/$name.out")"
	grep "^# skipped:" "$log/$name.out"
fi
:'
printf '%s\n' "$@" | xargs -P "${JOBS:-$(getconf _NPROCESSORS_ONLN)}" -I PROGRAM sh -c "$run_one" run PROGRAM

skipped=$(cat "$log"/*.out | grep -c '^\(not \)\{0,1\}ok.*# SKIP')
passed=$(cat "$log"/*.out | grep '^ok' | grep -vc '# SKIP')
failed=$(cat "$log"/*.out | grep '^not ok' | grep -vc '# SKIP')
summary="tests: $passed passed, $failed failed, $skipped skipped"
echo "$summary" | tee "$log/summary"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
