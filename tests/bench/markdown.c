/*
 * Markdown to HTML alone. `markdown FILE`: prints MB a second of CPU, the best of
 * several rounds, each over the file's parts between form feeds as posts of their own.
 * `markdown --html FILE`: writes the HTML.
 */

#include "markdown/markdown.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 7, MAX_FILE = 64 << 20 };

static double
cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Seconds for all posts; the HTML of the last stays. */
static double
convert(const struct buf *file, struct buf *html, bool keeps_all)
{
	struct arena *arena = arena_new();
	double start = cpu_seconds();
	const char *at = file->data, *end = file->data + file->length;
	while (at < end) {
		const char *feed = memchr(at, '\f', (size_t)(end - at));
		size_t length = (size_t)((feed != NULL ? feed : end) - at);
		if (!keeps_all)
			buf_clear(html);
		markdown_to_html(html, arena, at, length, &markdown_defaults);
		arena_reset(arena);
		at += length + 1;
	}
	double seconds = cpu_seconds() - start;
	arena_free(arena);
	return seconds;
}

int
main(int argc, char **argv)
{
	bool writes = argc == 3 && strcmp(argv[1], "--html") == 0;
	struct buf file, html;
	struct err err;
	buf_init(&file);
	buf_init(&html);
	if ((argc != 2 && !writes) || !file_read(argv[argc - 1], MAX_FILE, &file, &err))
		return 2;
	double best = convert(&file, &html, writes);
	if (writes && fwrite(html.data, 1, html.length, stdout) != html.length)
		return 2;
	for (int round = 1; round < ROUNDS && !writes; round++) {
		double seconds = convert(&file, &html, false);
		best = seconds < best ? seconds : best;
	}
	if (!writes)
		printf("%.0f\n", (double)file.length / 1e6 / best);
	buf_free(&html);
	buf_free(&file);
	return 0;
}
