# For scripts of tests: `check NAME SEEN WANTED` prints the line of one test.
number=0

check() {
	number=$((number + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1: $2, wanted: $3"
	fi
}
