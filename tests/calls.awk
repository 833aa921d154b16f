# Who calls whom: circles of files, and calls that lead up.
# Reads `nm -AP` of all object files, `BUILD/room/file.o: name type …`, and lines
# `include FROM TO` with a header each. A file uses another when it names one of
# its functions or variables; what the linker knows is exact, macros and all.
#   -v build=FOLDER/   before the room in an object's name
#   -v ranks="base:0 conf:1 …"
# Prints a line for each fault and ends with 1 if there is one.

BEGIN {
	n = split(ranks, pairs, " ")
	for (i = 1; i <= n; i++) {
		split(pairs[i], pair, ":")
		rank[pair[1]] = pair[2]
	}
}

$1 == "include" { add_edge($2, $3); next }

{
	file = $1
	sub(/\.o:$/, "", file)
	if (index(file, build) == 1)
		file = substr(file, length(build) + 1)
	if ($3 == "U")
		uses[file, $2] = 1
	else if ($3 ~ /^[TDRBVWC]$/)
		home[$2] = file
}

function add_edge(from, to) {
	if ((from, to) in edge)
		return
	edge[from, to] = 1
	if (!(from in count))
		count[from] = 0
	next_of[from, count[from]++] = to
}

function say(text) {
	print "layers: " text
	failed = 1
}

function room(file) {
	return file ~ /\// ? substr(file, 1, index(file, "/") - 1) : ""
}

# Tarjan's strongly connected components; `i`, `to`, `members` are local.
function visit(file, i, to, members) {
	number[file] = low[file] = ++visited
	stack[++depth] = file
	on_stack[file] = 1
	for (i = 0; i < count[file]; i++) {
		to = next_of[file, i]
		if (!(to in number)) {
			visit(to)
			low[file] = low[to] < low[file] ? low[to] : low[file]
		} else if (on_stack[to])
			low[file] = number[to] < low[file] ? number[to] : low[file]
	}
	if (low[file] != number[file])
		return
	members = 0
	do {
		to = stack[depth--]
		on_stack[to] = 0
		circle[members++] = to
	} while (to != file)
	if (members > 1)
		report(members)
}

function report(members, i, j, swap, text) {
	for (i = 1; i < members; i++)
		for (j = i; j > 0 && circle[j] < circle[j - 1]; j--) {
			swap = circle[j]
			circle[j] = circle[j - 1]
			circle[j - 1] = swap
		}
	text = circle[0]
	for (i = 1; i < members; i++)
		text = text " " circle[i]
	say("a circle of files: " text)
}

END {
	for (use in uses) {
		split(use, part, SUBSEP)
		to = home[part[2]]
		if (to == "" || to == part[1])
			continue
		add_edge(part[1], to)
		if (room(to) != room(part[1]) && room(part[1]) in rank && room(to) in rank && \
				rank[room(to)] + 0 >= rank[room(part[1])] + 0)
			say(part[1] " calls " part[2] " of " to ": up or sideways")
	}
	for (file in count)
		if (!(file in number))
			visit(file)
	exit failed
}
