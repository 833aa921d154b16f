#include "article/article.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/char_reference.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "markdown/markdown.h"

#include <stdlib.h>
#include <string.h>

/* Shown after the part of a post that there is memory for. */

enum { MAX_CUTS = 24 }; /* each leaves half */

static struct article *
article_new(void)
{
	struct article *article = xcalloc(1, sizeof(*article));
	article->arena = arena_new();
	article->document_arena = arena_child(article->arena);
	article->layout_arena = arena_child(article->arena);
	article->match_arena = arena_child(article->arena);
	return article;
}

void
article_close(struct article *article)
{
	if (article == NULL)
		return;
	arena_free(article->arena);
	free(article);
}

/* --- Opening --- */

/* Appends the HTML of a body's first `length` bytes of Markdown. */
static void
add_markdown(struct buf *html, struct arena *scratch, const struct body *body, size_t length)
{
	struct markdown_options options = markdown_defaults;
	markdown_read_options(
			&options, scratch, body->markdown_options, strlen(body->markdown_options));
	markdown_to_html(html, scratch, body->text, length, &options);
}

static struct document *
from_markdown(struct arena *arena, const struct body *body, size_t length)
{
	struct arena *scratch = arena_child(arena);
	struct buf html = buf_in(scratch);
	add_markdown(&html, scratch, body, length);
	struct document *document = document_from_html(arena, html.data, html.length);
	arena_free(scratch);
	return document;
}

static void
make_document(void *context)
{
	struct article *article = context;
	struct arena *arena = article->document_arena;
	const char *text = article->body.text;
	struct document *document = NULL;
	switch (article->body.markup) {
	case BODY_MARKDOWN:
		document = from_markdown(arena, &article->body, article->shown);
		break;
	case BODY_HTML:
		document = document_from_html(arena, text, article->shown);
		break;
	case BODY_PLAIN:
		document = document_from_text(arena, text, article->shown);
		break;
	}
	if (article->post.title != NULL)
		document_leave_out_title(arena, document, article->post.title);
	if (article->shown < article->body.length)
		document_append(arena, document, WORD_CUT);
	article->document = document;
}

/* Halves what is to be shown, to the end of a line if there is one, else of a character. */
static void
cut(struct article *article)
{
	const char *text = article->body.text;
	size_t half = article->shown / 2, length = half;
	while (length > 0 && text[length - 1] != '\n')
		length--;
	if (length == 0) {
		length = half;
		while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
			length--;
	}
	article->shown = length;
}

/* Makes the document of as much of the body as there is memory for. */
static bool
try_document(struct article *article)
{
	for (int cuts = 0; cuts < MAX_CUTS && !arena_is_stopped(article->arena); cuts++) {
		if (arena_try(article->arena, make_document, article))
			return true;
		arena_reset(article->document_arena);
		cut(article);
	}
	return false;
}

/* What is to be opened: a post of an archive, or without one a file or standard input. */
struct opening {
	const struct archive *archive, *site; /* `site`: where a file lies */
	const char *path;
	struct article *article;
	bool is_read;
	struct err *err;
};

/* The folder of drafts is no name that a post's own path could have otherwise. */
static bool
is_in_drafts(const char *path)
{
	return strncmp(path, "_drafts/", 8) == 0 || strstr(path, "/_drafts/") != NULL;
}

static void
read_post(void *context)
{
	struct opening *opening = context;
	struct article *article = opening->article;
	const char *path = opening->path;
	if (opening->archive == NULL) {
		opening->is_read = archive_read_file(opening->site, path, article->arena,
				&article->post, &article->body, opening->err);
		return;
	}
	struct archive_entry entry = {
			.path = arena_text(article->arena, path),
			.is_draft = is_in_drafts(path),
	};
	opening->is_read = archive_read_body(opening->archive, &entry, article->arena,
			&article->post, &article->body, opening->err);
}

struct article *
article_open_within(const struct archive *archive, const char *path, size_t memory,
		const atomic_bool *stop, struct err *err)
{
	struct article *article = article_new();
	arena_limit(article->arena, memory);
	arena_stop_at(article->arena, stop);
	struct archive *site = archive == NULL && path != NULL ? archive_open_around(path) : NULL;
	struct opening opening = {archive, site, path, article, .err = err};
	bool has_memory = arena_try(article->arena, read_post, &opening);
	archive_close(site);
	article->shown = article->body.length;
	if (has_memory && opening.is_read && try_document(article))
		return article;
	if (arena_is_stopped(article->arena))
		err_set_at(err, path, 0, 0, _("stopped while it was read"));
	else if (!has_memory || opening.is_read)
		err_set_at(err, path, 0, 0, _("takes more memory than there is"));
	article_close(article);
	return NULL;
}

struct article *
article_open(const struct archive *archive, const char *path, struct err *err)
{
	return article_open_within(archive, path, ARTICLE_MAX_MEMORY, NULL, err);
}

void
article_unstop(struct article *article)
{
	arena_stop_at(article->arena, NULL);
}

bool
article_is_cut(const struct article *article)
{
	return article->shown < article->body.length;
}

const char *
article_title(const struct article *article)
{
	if (article->post.title != NULL && article->post.title[0] != '\0')
		return article->post.title;
	if (article->document->heading != NULL && article->document->heading[0] != '\0')
		return article->document->heading;
	return article->post.slug != NULL ? article->post.slug : "";
}

void
article_body_html(const struct article *article, struct buf *out)
{
	const struct body *body = &article->body;
	struct arena *scratch = arena_new();
	if (body->markup == BODY_MARKDOWN)
		add_markdown(out, scratch, body, article->shown);
	else if (body->markup == BODY_HTML)
		buf_add(out, body->text, article->shown);
	else
		buf_add_text(out, "<pre>");
	if (body->markup == BODY_PLAIN) {
		char_reference_encode(out, body->text, article->shown);
		buf_add_text(out, "</pre>");
	}
	arena_free(scratch);
}

static void
lay_out(void *context)
{
	struct article *article = context;
	article->layout = layout_document(
			article->layout_arena, article->document, &article->options);
}

bool
article_is_laid_out(const struct article *article, const struct layout_options *options)
{
	return article->layout != NULL && layout_is_same(options, &article->options);
}

void
article_layout(struct article *article, const struct layout_options *options)
{
	if (article_is_laid_out(article, options))
		return;
	article->options = *options;
	arena_reset(article->layout_arena);
	bool is_done = arena_try(article->arena, lay_out, article);
	while (!is_done && article->shown > 0 && !arena_is_stopped(article->arena)) {
		arena_reset(article->layout_arena);
		arena_reset(article->document_arena);
		cut(article);
		is_done = try_document(article) && arena_try(article->arena, lay_out, article);
	}
	if (is_done || arena_is_stopped(article->arena))
		return;
	/* Only a line is left: it may pass the bound, as nothing smaller can be shown. */
	arena_limit(article->arena, SIZE_MAX);
	make_document(article);
	lay_out(article);
}

/* --- Search --- */

struct wanted {
	struct article *article;
	const struct words_term *terms;
	size_t count;
};

static int
compare_matches(const void *a, const void *b)
{
	const struct match *first = a;
	const struct match *second = b;
	return (first->offset > second->offset) - (first->offset < second->offset);
}

/* Matches that overlap become one. */
static size_t
merge_matches(struct match *matches, size_t count)
{
	size_t kept = 0;
	if (count > 0)
		qsort(matches, count, sizeof(*matches), compare_matches);
	for (size_t i = 0; i < count; i++) {
		struct match *last = kept > 0 ? &matches[kept - 1] : NULL;
		size_t end = matches[i].offset + matches[i].length;
		if (last == NULL || matches[i].offset >= last->offset + last->length)
			matches[kept++] = matches[i];
		else if (end > last->offset + last->length)
			last->length = end - last->offset;
	}
	return kept;
}

static void
find_terms(void *context)
{
	const struct wanted *wanted = context;
	struct article *article = wanted->article;
	size_t *map;
	size_t capacity = 0;
	struct buf text = buf_in(article->match_arena);
	words_fold_mapped(&text, &map, article->document->text, article->document->length);
	for (size_t i = 0; i < wanted->count; i++) {
		const struct words_term *term = &wanted->terms[i];
		size_t at = 0;
		while ((at = words_find(text.data, text.length, at, term)) != SIZE_MAX) {
			size_t end = words_map_end(map, text.length, at + term->length);
			article->matches = arena_grow(article->match_arena, article->matches,
					article->match_count, &capacity, sizeof(*article->matches));
			article->matches[article->match_count++] =
					(struct match){map[at], end - map[at]};
			at += term->length;
		}
	}
	article->match_count = merge_matches(article->matches, article->match_count);
}

static void
forget_matches(struct article *article)
{
	arena_reset(article->match_arena);
	article->matches = NULL;
	article->match_count = 0;
}

size_t
article_mark(struct article *article, const struct words_term *terms, size_t count)
{
	struct wanted wanted = {article, terms, count};
	forget_matches(article);
	if (count > 0 && !arena_try(article->arena, find_terms, &wanted))
		forget_matches(article);
	return article->match_count;
}

size_t
article_search(struct article *article, const char *phrase)
{
	struct buf folded = buf_empty();
	words_fold(&folded, phrase, strlen(phrase));
	const struct words_term term = {
			.text = folded.data, .length = folded.length, .is_part = true};
	size_t count = article_mark(article, &term, folded.length > 0);
	buf_free(&folded);
	return count;
}

size_t
article_match_from(const struct article *article, size_t offset, bool is_backward)
{
	size_t i = 0;
	while (i < article->match_count && article->matches[i].offset < offset)
		i++;
	if (is_backward)
		return i > 0 ? i - 1 : SIZE_MAX;
	return i < article->match_count ? i : SIZE_MAX;
}
