#include "app/article.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

static struct article *
article_new(void)
{
	struct article *article = xcalloc(1, sizeof(*article));
	article->arena = arena_new();
	article->layout_arena = arena_new();
	return article;
}

void
article_close(struct article *article)
{
	if (article == NULL)
		return;
	free(article->match_items);
	arena_free(article->layout_arena);
	arena_free(article->arena);
	free(article);
}

static void
take_body(struct article *article, const struct body *body)
{
	switch (body->markup) {
	case BODY_MARKDOWN:
		article->document =
				document_from_markdown(article->arena, body->text, body->length);
		break;
	case BODY_HTML:
		article->document = document_from_html(article->arena, body->text, body->length);
		break;
	case BODY_PLAIN:
		article->document = document_from_text(article->arena, body->text, body->length);
		break;
	}
}

/* The folder of drafts is no name that a post's own path could have otherwise. */
static bool
is_in_drafts(const char *path)
{
	return strncmp(path, "_drafts/", 8) == 0 || strstr(path, "/_drafts/") != NULL;
}

struct article *
article_open(const struct archive *archive, const char *path, struct err *err)
{
	struct article *article = article_new();
	struct archive_entry entry = {
			.path = arena_text(article->arena, path),
			.is_draft = is_in_drafts(path),
	};
	struct body body;
	if (!archive_read_body(archive, &entry, article->arena, &article->post, &body, err)) {
		article_close(article);
		return NULL;
	}
	take_body(article, &body);
	return article;
}

struct article *
article_open_file(const char *path, struct err *err)
{
	struct article *article = article_new();
	struct body body;
	if (!archive_read_file(path, article->arena, &article->post, &body, err)) {
		article_close(article);
		return NULL;
	}
	take_body(article, &body);
	return article;
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

static bool
is_same_typography(const struct typography *a, const struct typography *b)
{
	return a->indent == b->indent && a->spacing == b->spacing && a->hanging == b->hanging &&
	       a->wide_ambiguous == b->wide_ambiguous;
}

static bool
is_same_options(const struct layout_options *a, const struct layout_options *b)
{
	return is_same_typography(&a->typography, &b->typography) && a->width == b->width &&
	       a->links == b->links && a->ascii == b->ascii && a->wrap_code == b->wrap_code &&
	       a->wide_tables == b->wide_tables;
}

void
article_layout(struct article *article, const struct layout_options *options)
{
	if (article->layout != NULL && is_same_options(options, &article->options))
		return;
	arena_reset(article->layout_arena);
	article->options = *options;
	article->layout = layout_document(article->layout_arena, article->document, options);
}

/* --- Search --- */

/* Line ends between blocks and tabs count as the space that a reader sees. */
static void
level_spaces(struct buf *folded)
{
	for (size_t i = 0; i < folded->length; i++) {
		if (folded->data[i] == '\n' || folded->data[i] == '\t')
			folded->data[i] = ' ';
	}
}

/* The offset after the character that folded byte `last` came from. */
static size_t
end_of(const size_t *map, size_t length, size_t last)
{
	size_t next = last + 1;
	while (next < length && map[next] == map[last])
		next++;
	return map[next];
}

static size_t
find_all(struct article *article, const struct buf *text, const size_t *map,
		const struct buf *phrase)
{
	size_t capacity = 0;
	size_t count = 0;
	const char *from = text->data;
	const char *found;
	while ((found = strstr(from, phrase->data)) != NULL) {
		size_t at = (size_t)(found - text->data);
		size_t end = end_of(map, text->length, at + phrase->length - 1);
		article->match_items = xgrow(article->match_items, count, &capacity,
				sizeof(*article->match_items));
		article->match_items[count++] = (struct match){map[at], end - map[at]};
		from = found + phrase->length;
	}
	return count;
}

size_t
article_search(struct article *article, const char *phrase)
{
	struct buf wanted;
	struct buf text;
	size_t *map = NULL;
	free(article->match_items);
	article->match_items = NULL;
	article->match_count = 0;
	buf_init(&wanted);
	buf_init(&text);
	text_fold(&wanted, phrase, strlen(phrase));
	level_spaces(&wanted);
	if (wanted.length > 0) {
		text_fold_mapped(&text, &map, article->document->text, article->document->length);
		level_spaces(&text);
		article->match_count = find_all(article, &text, map, &wanted);
	}
	article->matches = article->match_items;
	free(map);
	buf_free(&text);
	buf_free(&wanted);
	return article->match_count;
}

/* --- Marking --- */

static int
compare_matches(const void *a, const void *b)
{
	const struct match *first = a;
	const struct match *second = b;
	return (first->offset > second->offset) - (first->offset < second->offset);
}

/* Matches that touch or lie over each other are one. */
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

size_t
article_mark(struct article *article, const struct words_term *terms, size_t count)
{
	struct buf text;
	size_t *map = NULL;
	size_t capacity = 0;
	size_t found = 0;
	free(article->match_items);
	article->match_items = NULL;
	buf_init(&text);
	words_fold_mapped(&text, &map, article->document->text, article->document->length);
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;
		while ((at = words_find(text.data, text.length, at, &terms[i])) != SIZE_MAX) {
			size_t end = end_of(map, text.length, at + terms[i].length - 1);
			article->match_items = xgrow(article->match_items, found, &capacity,
					sizeof(*article->match_items));
			article->match_items[found++] = (struct match){map[at], end - map[at]};
			at += terms[i].length;
		}
	}
	article->match_count = merge_matches(article->match_items, found);
	article->matches = article->match_items;
	free(map);
	buf_free(&text);
	return article->match_count;
}
