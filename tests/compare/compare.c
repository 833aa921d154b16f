/*
 * The words of a site's Markdown posts as we show them against those of kramdown's own
 * HTML: letter for letter, in order, white space aside.
 * usage: compare ARCHIVE EXCEPTIONS COMMAND..., the command being kramdown.rb with its
 * archive. EXCEPTIONS: a line for each post that may differ, its path in the archive, a tab
 * and the reason. Status 1 when another differs, or one of these does not.
 */

#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "document/document.h"
#include "markdown/markdown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_EXCEPTIONS_FILE = 1 << 20, CONTEXT = 60 };

struct comparison {
	const struct archive *archive;
	struct arena *arena; /* of one post */
	FILE *questions, *answers;
	char *exceptions;
	size_t posts, equal, named, unnamed, stale;
};

/* --- kramdown, in a process of its own --- */

static bool
start_converter(struct comparison *comparison, char *const *command)
{
	int to[2], from[2];
	if (pipe(to) != 0 || pipe(from) != 0)
		return false;
	pid_t child = fork();
	if (child < 0)
		return false;
	if (child == 0) {
		dup2(to[0], STDIN_FILENO);
		dup2(from[1], STDOUT_FILENO);
		close(to[1]);
		close(from[0]);
		execvp(command[0], command);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	comparison->questions = fdopen(to[1], "w");
	comparison->answers = fdopen(from[0], "r");
	return comparison->questions != NULL && comparison->answers != NULL;
}

static bool
ask(struct comparison *comparison, const struct body *body, struct buf *html)
{
	char line[32];
	fprintf(comparison->questions, "%zu\n", body->length);
	fwrite(body->text, 1, body->length, comparison->questions);
	if (fflush(comparison->questions) != 0 ||
			fgets(line, sizeof(line), comparison->answers) == NULL)
		return false;
	size_t length = (size_t)strtoull(line, NULL, 10);
	char *room = buf_reserve(html, length);
	if (fread(room, 1, length, comparison->answers) != length)
		return false;
	html->length += length;
	return true;
}

/* --- What is shown --- */

/*
 * The text that the HTML shows, without white space, and without `<>`, which we leave
 * out: an address in <> is nothing where Liquid has no value for it.
 */
static void
words_of(struct buf *words, struct arena *arena, const struct buf *html)
{
	const struct document *document = document_from_html(arena, html->data, html->length);
	for (size_t i = 0; i < document->length; i++) {
		if ((unsigned char)document->text[i] > ' ')
			buf_add_char(words, document->text[i]);
		if (words->length >= 2 && memcmp(words->data + words->length - 2, "<>", 2) == 0)
			buf_truncate(words, words->length - 2);
	}
}

static void
print_difference(const char *path, const struct buf *ours, const struct buf *theirs)
{
	size_t at = 0;
	while (at < ours->length && ours->data[at] == theirs->data[at])
		at++;
	while (at > 0 && ((unsigned char)ours->data[at] & 0xC0) == 0x80)
		at--;
	size_t from = at > CONTEXT ? at - CONTEXT : 0;
	while (((unsigned char)ours->data[from] & 0xC0) == 0x80)
		from++;
	printf("%s\n  ours:     %.*s | %.*s\n  kramdown: %.*s | %.*s\n", path, (int)(at - from),
			ours->data + from, CONTEXT, ours->data + at, (int)(at - from),
			theirs->data + from, CONTEXT, theirs->data + at);
}

/* The reason why the post may differ, or NULL. */
static const char *
exception_of(const char *exceptions, const char *path)
{
	size_t length = strlen(path);
	for (const char *line = exceptions; *line != '\0';) {
		if (strncmp(line, path, length) == 0 && line[length] == '\t')
			return line + length + 1;
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	return NULL;
}

static void
count(struct comparison *comparison, const char *path, const struct buf *ours,
		const struct buf *theirs)
{
	bool is_equal = strcmp(ours->data, theirs->data) == 0;
	const char *reason = exception_of(comparison->exceptions, path);
	comparison->posts++;
	comparison->equal += is_equal;
	if (is_equal && reason != NULL) {
		printf("%s\n  is named as an exception, and agrees\n", path);
		comparison->stale++;
	} else if (!is_equal && reason == NULL) {
		print_difference(path, ours, theirs);
		comparison->unnamed++;
	} else if (!is_equal) {
		printf("%s\n  differs: %.*s\n", path, (int)strcspn(reason, "\n"), reason);
		comparison->named++;
	}
}

/* --- Posts --- */

static bool
compare_post(void *context, const struct archive_entry *entry)
{
	struct comparison *comparison = context;
	struct arena *arena = comparison->arena;
	struct post post;
	struct body body;
	struct err err;
	arena_reset(arena);
	if (entry->skipped != NULL || entry->is_page ||
			!archive_read_body(comparison->archive, entry, arena, &post, &body, &err) ||
			body.markup != BODY_MARKDOWN)
		return true;
	struct buf own = buf_in(arena);
	struct buf html = buf_in(arena);
	struct buf ours = buf_in(arena);
	struct buf theirs = buf_in(arena);
	if (!ask(comparison, &body, &html)) {
		printf("%s\n  ended the converter\n", entry->path);
		comparison->unnamed++;
		return false;
	}
	struct markdown_options options = markdown_defaults;
	markdown_read_options(
			&options, arena, body.markdown_options, strlen(body.markdown_options));
	options.links_addresses =
			false; /* kramdown's addresses are text: quotes and dots in them become curly */
	markdown_to_html(&own, arena, body.text, body.length, &options);
	words_of(&ours, arena, &own);
	words_of(&theirs, arena, &html);
	count(comparison, entry->path, &ours, &theirs);
	return true;
}

static bool
compare_archive(struct comparison *comparison, const char *path, struct err *err)
{
	struct archive_options options = {.drafts = true,
			.future = true,
			.unpublished = true,
			.now = (int64_t)time(NULL)};
	struct archive *archive = archive_open(path, &options, NULL, err);
	if (archive == NULL)
		return false;
	struct arena *arena = arena_new();
	comparison->archive = archive;
	comparison->arena = arena_new();
	bool is_good = archive_visit(archive, arena, compare_post, comparison, NULL, err);
	arena_free(comparison->arena);
	arena_free(arena);
	archive_close(archive);
	return is_good;
}

int
main(int argc, char **argv)
{
	struct comparison comparison = {0};
	struct err err = {0};
	struct buf exceptions = buf_empty();
	if (argc < 4 || !file_read(argv[2], MAX_EXCEPTIONS_FILE, &exceptions, &err) ||
			!start_converter(&comparison, argv + 3))
		return 2;
	comparison.exceptions = exceptions.data;
	if (!compare_archive(&comparison, argv[1], &err)) {
		fprintf(stderr, "compare: %s: %s\n", argv[1], err.reason);
		return 2;
	}
	printf("%s: of %zu posts %zu agree, %zu differ as named, %zu otherwise\n", argv[1],
			comparison.posts, comparison.equal, comparison.named, comparison.unnamed);
	buf_free(&exceptions);
	return comparison.unnamed + comparison.stale > 0;
}
