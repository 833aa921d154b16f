/*
 * Whether the program's time, memory and output grow with its input and no faster.
 *
 * Each pattern of patterns.def is written at n, 2n, 4n and 8n bytes and read. What a run costs
 * beyond one of an empty post may grow from the least to the most by 1.2 times the growth of the
 * input, and what is printed is at most 16 times the input and 64 KiB. Time is the processor's,
 * the least of some runs; where it seems to grow too fast and valgrind is there, its count of
 * instructions decides, which is the same each time.
 *
 * usage: torture READER [PATTERN...]
 * $TORTURE_BYTES is n (65536). Ends with 1 if a pattern grows too fast.
 */

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum mode {
	HTML,	   /* --dump of a page, in columns that make a rule no more than a tag is worth */
	NARROW,	   /* the same in 20 columns, with all that typography can do */
	TEXT,	   /* --dump of a plain text */
	MARKDOWN,  /* --dump of a post that has front matter already */
	LIQUID,	   /* --dump of a post of Markdown, front matter and all */
	SITE_DUMP, /* the same of an archive with this post alone */
	SITE_JSON, /* its --json */
	SEARCH,	   /* its --list under a search for 针, indexed before */
	MODES
};

struct pattern {
	const char *name;
	enum mode mode;
	const char *head, *unit, *middle, *again, *tail;
};

#define PATTERN(name, ...) {#name, __VA_ARGS__},
static const struct pattern patterns[] = {
#include "patterns.def"
};
#undef PATTERN

enum {
	PATTERNS = sizeof(patterns) / sizeof(patterns[0]),
	SIZES = 4,
	LARGEST = 1 << (SIZES - 1), /* times the least */
	RUNS = 2,
	MORE_RUNS = 4,	       /* of what seems to grow too fast */
	MOST_SECONDS = 20,     /* of a run */
	COUNTED_SECONDS = 600, /* the same when instructions are counted */
	OUTPUT_TIMES = 16,
	OUTPUT_FREE = 64 << 10, /* bytes */
};

static const double most_growth = 1.2 * LARGEST;

/* Less than this is noise: of the clock, of an arena's chunks, of a catalogue's pages. */
static const double free_seconds = 0.04, free_kilobytes = 8 << 10;

/* What one run costs. */
struct cost {
	double seconds;	  /* of the processor, the program's own */
	double kilobytes; /* at most at a time */
	double output;	  /* bytes */
	double instructions;
	bool is_bad; /* it failed, or took too long */
};

static const char *reader;
static char folder[] = "/tmp/reader-torture-XXXXXX";
static unsigned run_number;

static _Noreturn void
fail(const char *what)
{
	fprintf(stderr, "torture: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* --- Files --- */

static size_t
put_unit(FILE *file, const char *unit, size_t number)
{
	size_t written = 0;
	for (const char *at = unit; *at != '\0'; at++) {
		size_t times = at[0] == '\2' ? number : 1;
		if (*at == '\1') {
			written += (size_t)fprintf(file, "%zu", number);
			continue;
		}
		at += *at == '\2';
		for (size_t i = 0; i < times; i++)
			fputc(*at, file);
		written += times;
	}
	return written;
}

/* Half of the bytes for each of the two kinds of units; all of them where there is one. */
static void
put_pattern(FILE *file, const struct pattern *pattern, size_t bytes)
{
	bool is_pair = pattern->again[0] != '\0';
	bool is_closing = pattern->again[0] == '<' && pattern->again[1] == '/';
	size_t of_unit = is_pair ? bytes / 2 : bytes;
	size_t count = 0, written = 0;
	fputs(pattern->head, file);
	for (; written < of_unit && pattern->unit[0] != '\0'; count++)
		written += put_unit(file, pattern->unit, count);
	fputs(pattern->middle, file);
	written = 0;
	for (size_t i = 0; is_pair && (is_closing ? i < count : written < of_unit); i++)
		written += put_unit(file, pattern->again, i);
	fputs(pattern->tail, file);
}

static const char *
name_of(enum mode mode)
{
	static const char *const names[MODES] = {[HTML] = "page.html",
			[NARROW] = "page.html",
			[TEXT] = "text.txt",
			[MARKDOWN] = "post.md",
			[LIQUID] = "post.md"};
	return names[mode] != NULL ? names[mode] : "site/_posts/2024-01-01-a.md";
}

static size_t
write_file(const struct pattern *pattern, size_t bytes)
{
	char path[256];
	snprintf(path, sizeof(path), "%s/%s", folder, name_of(pattern->mode));
	FILE *file = fopen(path, "w");
	if (file == NULL)
		fail(path);
	if (pattern->mode == MARKDOWN)
		fputs("---\n---\n", file);
	if (bytes > 0)
		put_pattern(file, pattern, bytes);
	else
		fputs("---\ntitle: a\n---\n", file);
	long size = ftell(file);
	if (fclose(file) != 0)
		fail(path);
	return (size_t)size;
}

/* --- Runs --- */

enum { WORDS = 16 };

static void
words_of(enum mode mode, const char *words[WORDS])
{
	static const char *const options[MODES][6] = {
			[HTML] = {"--dump", "--width", "40", "--ascii"},
			[NARROW] = {"--dump", "--width", "20", "--ascii", "--hanging"},
			[TEXT] = {"--dump", "--width", "40", "--ascii"},
			[MARKDOWN] = {"--dump", "--width", "40", "--ascii"},
			[LIQUID] = {"--dump", "--width", "40", "--ascii"},
			[SITE_DUMP] = {"--dump", "--width", "40", "--ascii"},
			[SITE_JSON] = {"--json"},
			[SEARCH] = {"--list", "--search", "针"},
	};
	size_t count = 0;
	for (; options[mode][count] != NULL; count++)
		words[count] = options[mode][count];
	words[count++] = mode >= SITE_DUMP ? "site" : name_of(mode);
	words[count] = NULL;
}

/* In the child: the program in the folder, with a cache that no other run had. */
static _Noreturn void
become_reader(enum mode mode, bool is_counted)
{
	static const char *const valgrind[] = {"valgrind", "--tool=callgrind",
			"--callgrind-out-file=/dev/null", "--log-file=counts"};
	char cache[64];
	const char *words[2 * WORDS];
	size_t count = 0;
	for (size_t i = 0; is_counted && i < 4; i++)
		words[count++] = valgrind[i];
	words[count++] = reader;
	words_of(mode, words + count);
	snprintf(cache, sizeof(cache), "%s/cache-%u", folder, run_number);
	const rlim_t most = is_counted ? COUNTED_SECONDS : MOST_SECONDS;
	const struct rlimit seconds = {most, most};
	int out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int none = open("/dev/null", O_RDWR);
	if (chdir(folder) != 0 || setenv("XDG_CACHE_HOME", cache, 1) != 0 || out < 0 || none < 0)
		_exit(127);
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	setenv("XDG_STATE_HOME", cache, 1);
	setrlimit(RLIMIT_CPU, &seconds);
	dup2(none, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(none, STDERR_FILENO);
	execvp(words[0], (char *const *)words);
	_exit(127);
}

static double
read_count(void)
{
	char line[512];
	double count = 0;
	FILE *file = fopen("counts", "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		const char *at = strstr(line, "Collected :");
		if (at != NULL)
			count = strtod(at + strlen("Collected :"), NULL);
	}
	if (file != NULL)
		fclose(file);
	return count;
}

static struct cost
run(enum mode mode, bool is_counted)
{
	struct rusage usage;
	struct stat output;
	int status;
	run_number++;
	pid_t child = fork();
	if (child == 0)
		become_reader(mode, is_counted);
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		fail("fork");
	bool is_done = WIFEXITED(status) && WEXITSTATUS(status) <= 1;
	return (struct cost){
			.seconds = (double)usage.ru_utime.tv_sec +
				   (double)usage.ru_utime.tv_usec / 1e6,
			.kilobytes = (double)usage.ru_maxrss,
			.output = stat("out", &output) == 0 ? (double)output.st_size : 0,
			.instructions = is_counted ? read_count() : 0,
			.is_bad = !is_done,
	};
}

static struct cost
least(struct cost a, struct cost b)
{
	return (struct cost){
			.seconds = a.seconds < b.seconds ? a.seconds : b.seconds,
			.kilobytes = a.kilobytes < b.kilobytes ? a.kilobytes : b.kilobytes,
			.output = b.output,
			.is_bad = a.is_bad || b.is_bad,
	};
}

/* --- Verdicts --- */

/* What a run of nothing costs, by mode; seconds below 0: not measured yet. */
static struct cost empty_costs[MODES];

static struct cost
cost_of_nothing(const struct pattern *pattern)
{
	struct cost *cost = &empty_costs[pattern->mode];
	if (cost->kilobytes > 0)
		return *cost;
	write_file(pattern, 0);
	*cost = run(pattern->mode, false);
	for (int i = 1; i < RUNS; i++)
		*cost = least(*cost, run(pattern->mode, false));
	return *cost;
}

struct verdict {
	double seconds, output; /* of the largest */
	double time_growth, memory_growth, output_growth;
	bool is_counted, is_bad;
	const char *reason; /* NULL: it grows as it may */
};

/* How many times the cost of the least the cost of the most is; 0 where both are noise. */
static double
growth(double first, double last, double nothing, double noise)
{
	first -= nothing;
	last -= nothing;
	double floor = noise / LARGEST;
	return last <= noise ? 0 : last / (first > floor ? first : floor);
}

/*
 * The same of memory, by what the last half of the largest adds to the half of it: libraries
 * and tables take as much for a small input as for a large one.
 */
static double
memory_growth(const struct cost costs[SIZES])
{
	const struct cost *last = &costs[SIZES - 1], *half = &costs[SIZES - 2];
	double added = last->kilobytes - half->kilobytes;
	double wanted = (half->kilobytes - costs[0].kilobytes) * (LARGEST / 2.0) /
			(LARGEST / 2.0 - 1);
	double floor = free_kilobytes / LARGEST;
	return added <= free_kilobytes
			       ? 0
			       : LARGEST * (added - floor) / (wanted > floor ? wanted : floor);
}

static void
measure(const struct pattern *pattern, size_t n, int runs, struct cost costs[SIZES],
		size_t sizes[SIZES])
{
	bool is_bad = false;
	for (size_t i = 0; i < SIZES && !is_bad; i++) {
		sizes[i] = write_file(pattern, n << i);
		bool is_end = i == 0 || i == SIZES - 1;
		for (int j = 0; j < (is_end ? runs : 1) && !costs[i].is_bad; j++) {
			struct cost cost = run(pattern->mode, false);
			costs[i] = costs[i].kilobytes > 0 ? least(costs[i], cost) : cost;
		}
		is_bad = costs[i].is_bad;
	}
}

/* By instructions. 0: they cannot be counted. */
static double
counted_growth(const struct pattern *pattern, size_t n)
{
	double counts[3];
	const size_t sizes[3] = {0, n, n * LARGEST};
	for (size_t i = 0; i < 3; i++) {
		write_file(pattern, sizes[i]);
		counts[i] = run(pattern->mode, true).instructions;
		if (counts[i] <= 0)
			return 0;
	}
	return growth(counts[1], counts[2], counts[0], 1e6);
}

static struct verdict
judge(const struct pattern *pattern, size_t n)
{
	struct cost costs[SIZES] = {{0}};
	size_t sizes[SIZES];
	struct cost nothing = cost_of_nothing(pattern);
	struct verdict verdict = {.reason = NULL};
	for (int runs = RUNS; runs <= MORE_RUNS; runs += MORE_RUNS - RUNS) {
		measure(pattern, n, runs, costs, sizes);
		const struct cost *first = &costs[0], *last = &costs[SIZES - 1];
		/* What is less than the input is bounded by it. */
		double output_noise = (double)(sizes[0] * LARGEST) + OUTPUT_FREE;
		verdict.time_growth = growth(
				first->seconds, last->seconds, nothing.seconds, free_seconds);
		verdict.memory_growth = memory_growth(costs);
		verdict.output_growth = growth(first->output, last->output, 0, output_noise);
		if (verdict.time_growth <= most_growth)
			break;
	}
	if (verdict.time_growth > most_growth) {
		double counted = counted_growth(pattern, n);
		verdict.is_counted = counted > 0;
		verdict.time_growth = counted > 0 ? counted : verdict.time_growth;
	}
	verdict.seconds = costs[SIZES - 1].seconds;
	verdict.output = costs[SIZES - 1].output;
	for (size_t i = 0; i < SIZES; i++) {
		if (costs[i].is_bad)
			verdict.reason = "fails";
		else if (costs[i].kilobytes > 0 &&
				costs[i].output > (double)OUTPUT_TIMES * (double)sizes[i] +
								  OUTPUT_FREE)
			verdict.reason = "output";
	}
	if (verdict.reason == NULL && verdict.time_growth > most_growth)
		verdict.reason = "time";
	if (verdict.reason == NULL && verdict.memory_growth > most_growth)
		verdict.reason = "memory";
	if (verdict.reason == NULL && verdict.output_growth > most_growth)
		verdict.reason = "output";
	return verdict;
}

/* --- The table --- */

static void
put_growth(double times, const char *mark)
{
	if (times > 0)
		printf("%8.1f%s", times, mark);
	else
		printf("%8s ", "-");
}

static void
put_verdict(const struct pattern *pattern, const struct verdict *verdict)
{
	printf("%-28s %8.2f", pattern->name, verdict->seconds);
	put_growth(verdict->time_growth, verdict->is_counted ? "i" : " ");
	put_growth(verdict->memory_growth, " ");
	put_growth(verdict->output_growth, " ");
	printf(" %s\n", verdict->reason != NULL ? verdict->reason : "ok");
	fflush(stdout);
}

static bool
is_wanted(const char *name, int count, char *const *names)
{
	for (int i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return count == 0;
}

static void
make_folder(void)
{
	if (mkdtemp(folder) == NULL || chdir(folder) != 0 || mkdir("site", 0700) != 0 ||
			mkdir("site/_posts", 0700) != 0)
		fail(folder);
}

static void
remove_folder(void)
{
	char command[64];
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	if (system(command) != 0)
		fail(folder);
}

int
main(int count, char **arguments)
{
	const char *bytes = getenv("TORTURE_BYTES");
	size_t n = bytes != NULL ? (size_t)strtoul(bytes, NULL, 10) : 64 << 10;
	size_t judged = 0, failed = 0;
	if (count < 2 || n < 1024 || (reader = realpath(arguments[1], NULL)) == NULL) {
		fputs("usage: torture READER [PATTERN...]\n", stderr);
		return 2;
	}
	setenv("LC_ALL", "C.UTF-8", 1);
	make_folder();
	printf("from %zu to %zu bytes; times the least, of which %d are linear: time (i: "
	       "instructions), "
	       "memory, output\n",
			n, n * LARGEST, LARGEST);
	for (size_t i = 0; i < PATTERNS; i++) {
		if (!is_wanted(patterns[i].name, count - 2, arguments + 2))
			continue;
		struct verdict verdict = judge(&patterns[i], n);
		put_verdict(&patterns[i], &verdict);
		judged++;
		failed += verdict.reason != NULL;
	}
	remove_folder();
	printf("torture: %zu patterns, %zu grow too fast\n", judged, failed);
	return failed > 0;
}
