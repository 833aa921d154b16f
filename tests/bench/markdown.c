/*
 * Markdown to HTML alone. `markdown FILE`: prints MB a second of CPU, the best of
 * several rounds, each over the file's parts between form feeds as posts of their own.
 * `markdown --md4c FILE`: the same of md4c with GFM's extensions, where it was
 * installed when this was built.
 * `markdown --path FILE`: seconds of the whole way of all posts, each from Markdown to
 * lines of 80 columns, and of gumbo's parse of their HTML alone, both with what they
 * allocate freed post by post.
 */

#include "markdown/markdown.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "document/document.h"
#include "layout/layout.h"

#include <gumbo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef HAS_MD4C
#include <md4c-html.h>
#endif

enum { ROUNDS = 7, MAX_FILE = 64 << 20 };

static double
cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

typedef void converter(struct buf *html, struct arena *arena, const char *text, size_t length);

static void
convert_ours(struct buf *html, struct arena *arena, const char *text, size_t length)
{
	markdown_to_html(html, arena, text, length, &markdown_defaults);
}

#ifdef HAS_MD4C
static void
add_output(const MD_CHAR *text, MD_SIZE length, void *html)
{
	buf_add(html, text, length);
}

static void
convert_md4c(struct buf *html, struct arena *arena, const char *text, size_t length)
{
	(void)arena;
	if (md_html(text, (MD_SIZE)length, add_output, html, MD_DIALECT_GITHUB, 0) != 0)
		abort();
}
#else
static converter *const convert_md4c = NULL;
#endif

/* The whole way; `html` has the post's HTML afterwards. */
static void
convert_to_lines(struct buf *html, struct arena *arena, const char *text, size_t length)
{
	const struct layout_options options = {.width = 80, .links = LINKS_LIST};
	markdown_to_html(html, arena, text, length, &markdown_defaults);
	struct document *document = document_from_html(arena, html->data, html->length);
	if (layout_document(arena, document, &options)->count == 0)
		abort();
}

static void
parse_html(struct buf *html, struct arena *arena, const char *text, size_t length)
{
	GumboOptions options = kGumboDefaultOptions;
	(void)html;
	(void)arena;
	options.max_errors = 0;
	options.fragment_context = GUMBO_TAG_DIV;
	gumbo_destroy_output(&options, gumbo_parse_with_options(&options, text, length));
}

/* Seconds for all posts; the HTML of the last stays. */
static double
convert(const struct buf *file, struct buf *html, converter *convert_one, bool keeps_all)
{
	struct arena *arena = arena_new();
	double start = cpu_seconds();
	const char *at = file->data, *end = file->data + file->length;
	while (at < end) {
		const char *feed = memchr(at, '\f', (size_t)(end - at));
		size_t length = (size_t)((feed != NULL ? feed : end) - at);
		if (!keeps_all)
			buf_clear(html);
		convert_one(html, arena, at, length);
		arena_reset(arena);
		at += length + 1;
	}
	double seconds = cpu_seconds() - start;
	arena_free(arena);
	return seconds;
}

static void
convert_and_part(struct buf *html, struct arena *arena, const char *text, size_t length)
{
	markdown_to_html(html, arena, text, length, &markdown_defaults);
	buf_add_char(html, '\f');
}

/* Both ways in turn, so that a noisy machine is the same to both. */
static void
compare_path(const struct buf *file)
{
	double whole = 0, gumbo = 0;
	struct buf html = buf_empty();
	struct buf scratch = buf_empty();
	convert(file, &html, convert_and_part, true);
	for (int round = 0; round < ROUNDS; round++) {
		double one = convert(file, &scratch, convert_to_lines, false);
		double other = convert(&html, &scratch, parse_html, false);
		whole = round == 0 || one < whole ? one : whole;
		gumbo = round == 0 || other < gumbo ? other : gumbo;
	}
	printf("%.3f s CPU, gumbo's parse alone %.3f s: %.2f x gumbo\n", whole, gumbo,
			whole / gumbo);
	buf_free(&scratch);
	buf_free(&html);
}

int
main(int argc, char **argv)
{
	bool is_path = argc == 3 && strcmp(argv[1], "--path") == 0;
	bool is_md4c = argc == 3 && strcmp(argv[1], "--md4c") == 0;
	converter *convert_one = is_md4c ? convert_md4c : convert_ours;
	struct err err;
	struct buf file = buf_empty();
	struct buf html = buf_empty();
	setlocale(LC_ALL, "");
	if ((argc != 2 && !is_md4c && !is_path) ||
			!file_read(argv[argc - 1], MAX_FILE, &file, &err))
		return 2;
	if (convert_one == NULL) {
		printf("not installed\n");
		return 0;
	}
	if (is_path) {
		compare_path(&file);
		return 0;
	}
	double best = convert(&file, &html, convert_one, false);
	for (int round = 1; round < ROUNDS; round++) {
		double seconds = convert(&file, &html, convert_one, false);
		best = seconds < best ? seconds : best;
	}
	printf("%.0f MB/s\n", (double)file.length / 1e6 / best);
	buf_free(&html);
	buf_free(&file);
	return 0;
}
