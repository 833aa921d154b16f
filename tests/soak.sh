#!/bin/sh
# Runs the whole suite again and again with four busy loops beside it: nothing in a
# test may depend on how fast a thread or a process runs.
# usage: tests/soak.sh ROUNDS LOG_FOLDER PROGRAM...
# Ends at the first round with a failure, whose output is in LOG_FOLDER then.
set -u
rounds=$1
log=$2
shift 2
busy() {
	while :; do :; done &
	loops="$loops $!"
}
loops=
busy
busy
busy
busy
# shellcheck disable=SC2086 # numbers, one each
trap 'kill $loops 2>/dev/null' EXIT
trap 'exit 1' INT TERM

round=0
passed=0
while [ "$round" -lt "$rounds" ]; do
	round=$((round + 1))
	echo "soak: round $round of $rounds"
	"$(dirname "$0")/run.sh" "$log" "$@" || exit 1
	passed=$((passed + $(sed 's/tests: \([0-9]*\) .*/\1/' "$log/summary")))
done
echo "soak: $round rounds beside four busy loops, $passed passed, 0 failed"
