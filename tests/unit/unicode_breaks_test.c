/*
 * Unicode's own cases: LineBreakTest of UAX #14 against the breaker, and
 * GraphemeBreakTest of UAX #29 against text_cluster. Where the breaker
 * deviates is listed by rule, with the reason and in how many cases, so that
 * any new deviation fails. The counts hold for the one version of the cases.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/utf8.h"
#include "layout/breaker.h"

#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_POINTS = 48, RULE_SIZE = 8 };

static const char *const folders[] = {
		"/usr/share/unicode/auxiliary",
		"/usr/share/unicode/ucd/auxiliary",
};

/* One line of a file of cases. */
struct sample {
	char text[4 * MAX_POINTS + 1];
	size_t starts[MAX_POINTS + 1]; /* of the code points in the text, and its end */
	size_t count;
	bool is_break[MAX_POINTS];	       /* before each */
	char rules[MAX_POINTS + 1][RULE_SIZE]; /* that decided it */
};

static FILE *
open_cases(const char *name, const char *version)
{
	char path[128], line[128];
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s.txt", folders[i], name);
		FILE *file = fopen(path, "r");
		if (file == NULL)
			continue;
		if (fgets(line, sizeof(line), file) != NULL && strstr(line, version) != NULL)
			return file;
		fclose(file);
		print_message("# skipped: %s is not of version %s\n", path, version);
		return NULL;
	}
	print_message("# skipped: %s is not here (package unicode-data)\n", name);
	return NULL;
}

static void
read_rules(const char *comment, struct sample *sample)
{
	for (size_t i = 0; i <= sample->count && (comment = strchr(comment, '[')) != NULL; i++)
		sscanf(++comment, "%7[^]]", sample->rules[i]);
}

/* "÷ 0023 × 0308 ÷ # …"; false for a line without a case. */
static bool
read_sample(const char *line, struct sample *sample)
{
	static const char breaks[] = "÷", joins[] = "×";
	size_t length = 0;
	memset(sample, 0, sizeof(*sample));
	while (*line != '\0' && *line != '#' && *line != '\n') {
		assert_true(sample->count < MAX_POINTS);
		if (strncmp(line, breaks, strlen(breaks)) == 0) {
			sample->is_break[sample->count] = true;
			line += strlen(breaks);
		} else if (strncmp(line, joins, strlen(joins)) == 0) {
			line += strlen(joins);
		} else if (*line == ' ' || *line == '\t') {
			line++;
		} else {
			char *end;
			uint32_t codepoint = (uint32_t)strtoul(line, &end, 16);
			assert_ptr_not_equal(end, line);
			line = end;
			sample->starts[sample->count++] = length;
			length += utf8_encode(codepoint, sample->text + length);
		}
	}
	sample->starts[sample->count] = length;
	if (sample->count > 0 && *line == '#')
		read_rules(line, sample);
	return sample->count > 0;
}

/* --- Lines --- */

struct deviation {
	const char *rule;
	bool is_lost; /* no break where Unicode has one; else a break where it has none */
	unsigned count;
	const char *reason;
};

static const struct deviation deviations[] = {
		{"7.01", false, 48,
				"a space with a mark is one letter, and a line may end before it"},
		{"8.0", true, 26,
				"what may not begin a line does not after U+200B and spaces "
				"either"},
		{"8.1", false, 6, "a joiner that joins no emoji holds nothing"},
		{"12.3", false, 2, "a tab is a space here, and one may end before U+00A0"},
		{"15.0", false, 6,
				"a straight quote has no side: a bracket after it and a space "
				"begins a line"},
		{"17.0", false, 2, "two dashes with a space between them are two dashes"},
		{"18.0", true, 667,
				"what may not begin a line (% … ぁ) does not after a space either; "
				"a space with a mark is one letter; tabs are spaces"},
		{"19.01", false, 4, "a tab is a space here"},
		{"20.01", true, 2, "tokens hold together at a slash"},
		{"20.02", true, 15, "what may not begin a line does not after an object either"},
		{"21.02", false, 8,
				"a hyphen before no digit may begin a line after a dash, …, a tab"},
		{"21.04", false, 8, "an accent alone is a letter, and hanzi part from letters"},
		{"21.1", false, 1, "a hyphen in Hebrew breaks as in Latin"},
		{"23.02", false, 2, "an accent alone is a letter"},
		{"23.12", false, 5, "hanzi part from a sign before them"},
		{"24.03", false, 2, "a tab is a space"},
		{"28.0", false, 10, "unassigned wide planes count as hanzi"},
		{"30.01", false, 2, "a tab is a space"},
		{"30.11", false, 1, "a flag with a mark is a hanzi"},
		{"999.0", true, 572,
				"Hangul ends lines at its spaces; Latin tokens with . , / ( ) and "
				"signs stay whole; no line begins with — % ℃; an accent alone is a "
				"letter"},
};
enum { DEVIATION_COUNT = sizeof(deviations) / sizeof(deviations[0]) };

/* A line end in the text is the document's business: it parts the text before it is laid out. */
static bool
has_line_end(const struct sample *sample)
{
	for (size_t i = 0; i < sample->count; i++) {
		uint32_t codepoint;
		utf8_decode(sample->text + sample->starts[i], 4, &codepoint);
		if ((codepoint >= 0x0A && codepoint <= 0x0D) || codepoint == 0x85 ||
				codepoint == 0x2028 || codepoint == 0x2029)
			return true;
	}
	return false;
}

static enum break_class
class_at(const struct sample *sample, size_t at, size_t *step, uint32_t *codepoint)
{
	size_t left = sample->starts[sample->count] - at;
	if (left == 0)
		return CLASS_SP;
	size_t first = utf8_decode(sample->text + at, left, codepoint);
	*step = text_cluster(sample->text + at, left);
	return break_class_of_cluster(*codepoint, *step > first);
}

/* Where the breaker would end a line, as layout uses it: cluster by cluster. */
static void
find_breaks(const struct sample *sample, bool found[MAX_POINTS])
{
	struct breaker breaker;
	size_t step, next_step, place = 0;
	uint32_t codepoint, next_codepoint;
	memset(found, 0, MAX_POINTS * sizeof(*found));
	breaker_start(&breaker);
	for (size_t at = 0; at < sample->starts[sample->count]; at += step) {
		enum break_class class = class_at(sample, at, &step, &codepoint);
		enum break_class next = class_at(sample, at + step, &next_step, &next_codepoint);
		while (sample->starts[place] < at)
			place++;
		found[place] = at > 0 &&
			       breaker_step(&breaker, class, codepoint, next) <= BREAK_SOFT;
		if (at == 0)
			breaker_step(&breaker, class, codepoint, next);
	}
}

static void
count_deviations(const struct sample *sample, unsigned counts[DEVIATION_COUNT], const char *line)
{
	bool found[MAX_POINTS];
	find_breaks(sample, found);
	for (size_t i = 1; i < sample->count; i++) {
		if (found[i] == sample->is_break[i])
			continue;
		size_t at = 0;
		while (at < DEVIATION_COUNT &&
				(strcmp(deviations[at].rule, sample->rules[i]) != 0 ||
						deviations[at].is_lost != sample->is_break[i]))
			at++;
		if (at == DEVIATION_COUNT)
			fail_msg("place %zu: a break that rule %s has %s: %s", i, sample->rules[i],
					sample->is_break[i] ? "is lost" : "not", line);
		counts[at]++;
	}
}

static void
test_lines(void **state)
{
	(void)state;
	FILE *file = open_cases("LineBreakTest", "15.0.0");
	if (file == NULL)
		skip();
	static char line[4096];
	unsigned counts[DEVIATION_COUNT] = {0}, cases = 0, parted = 0;
	while (fgets(line, sizeof(line), file) != NULL) {
		struct sample sample;
		if (!read_sample(line, &sample))
			continue;
		cases++;
		if (has_line_end(&sample))
			parted++;
		else
			count_deviations(&sample, counts, line);
	}
	fclose(file);
	assert_int_equal(cases, 7654);
	assert_int_equal(parted, 1316);
	unsigned wrong = 0;
	for (size_t i = 0; i < DEVIATION_COUNT; i++) {
		if (counts[i] == deviations[i].count)
			continue;
		wrong++;
		print_error("rule %s: %s in %u places, not in %u (%s)\n", deviations[i].rule,
				deviations[i].is_lost ? "no break" : "a break", counts[i],
				deviations[i].count, deviations[i].reason);
	}
	assert_int_equal(wrong, 0);
}

/* --- Clusters --- */

static void
test_clusters(void **state)
{
	(void)state;
	FILE *file = open_cases("GraphemeBreakTest", "15.0.0");
	if (file == NULL)
		skip();
	char line[1024];
	size_t cases = 0;
	while (fgets(line, sizeof(line), file) != NULL) {
		struct sample sample;
		if (!read_sample(line, &sample))
			continue;
		cases++;
		size_t end = 0, length = sample.starts[sample.count];
		for (size_t i = 0; i < sample.count; i++) {
			bool is_start = sample.starts[i] == end;
			if (is_start != sample.is_break[i])
				fail_msg("place %zu: %s", i, line);
			if (is_start)
				end += text_cluster(sample.text + end, length - end);
		}
	}
	fclose(file);
	assert_int_equal(cases, 602);
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_lines),
			cmocka_unit_test(test_clusters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
