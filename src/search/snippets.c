#include "search/snippets.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "base/worker.h"
#include "base/xalloc.h"
#include "fulltext/index_search.h"
#include "fulltext/search_index.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_KEPT = 256,	  /* snippets: a few screens of them */
	MAX_TERMS = 32,	  /* of a query that are looked for */
	BEFORE_TERM = 16, /* columns of a snippet before its term */
	SNIPPET_COLUMNS = 240,
	SNIPPET_BYTES = 2048, /* are searched for so many columns */
};

struct item {
	char *path; /* NULL: a free place */
	char *text; /* NULL: not made yet */
	bool is_asked;
};

/* A request, and when the texts have been made the answer to it. */
struct batch {
	struct text_query *query;
	size_t count;
	struct item items[MAX_KEPT];
};

struct snippets {
	char *index_path;
	int wake;
	struct worker *worker; /* NULL: not needed yet, or no thread can be had */
	struct text_query *query;
	struct item kept[MAX_KEPT]; /* the newest over the oldest */
	size_t next;
};

static void
item_clear(struct item *item)
{
	free(item->path);
	free(item->text);
	*item = (struct item){NULL, NULL, false};
}

static void
batch_free(void *request)
{
	struct batch *batch = request;
	while (batch->count > 0)
		item_clear(&batch->items[--batch->count]);
	text_query_free(batch->query);
	free(batch);
}

/* --- The thread --- */

/*
 * The part of a text around the first place of a term that the query wants, on one line
 * that is long enough for any row; "" when none of them stands there.
 */
static char *
snippet_of(struct arena *arena, const char *text, size_t length, const struct text_query *query)
{
	struct words_term terms[MAX_TERMS];
	size_t count = text_query_terms(query, false, terms, MAX_TERMS);
	size_t *map;
	size_t found;
	struct buf folded = buf_in(arena);
	struct buf line = buf_in(arena);
	words_fold_mapped(&folded, &map, text, length);
	size_t first = words_find_first(folded.data, folded.length, 0, terms, count, &found);
	if (first != SIZE_MAX) {
		size_t paragraph = map[first];
		while (paragraph > 0 && text[paragraph - 1] != '\n')
			paragraph--;
		size_t start = paragraph + text_start_before(text + paragraph,
							   map[first] - paragraph, BEFORE_TERM);
		size_t left = length - start < SNIPPET_BYTES ? length - start : SNIPPET_BYTES;
		buf_add_text(&line, start > paragraph ? "…" : "");
		buf_add(&line, text + start, text_fit(text + start, left, SNIPPET_COLUMNS, NULL));
		for (size_t i = 0; i < line.length; i++)
			line.data[i] = line.data[i] == '\n' || line.data[i] == '\t' ? ' '
										    : line.data[i];
	}
	return buf_take(&line);
}

struct making {
	struct arena *arena;
	struct index_search *texts; /* NULL: there is no index */
	const struct text_query *query;
	const char *path;
	const char *line; /* NULL: there was no memory for it */
};

static void
make(void *context)
{
	struct making *making = context;
	struct buf text = buf_in(making->arena);
	(void)index_search_text(making->texts, making->path, &text);
	making->line = snippet_of(making->arena, text.data, text.length, making->query);
}

static void
work(struct worker *worker, void *context, void *request)
{
	const struct text_query everything = {.count = 0};
	struct batch *batch = request;
	struct snippets *snippets = context;
	struct err err;
	struct making making = {.arena = arena_new(), .query = batch->query};
	arena_stop_at(making.arena, worker_stop(worker));
	struct search_index *index = search_index_open_reader(snippets->index_path, &err);
	if (index != NULL)
		making.texts = index_search_new(index, &everything);
	for (size_t i = 0; i < batch->count && !atomic_load(worker_stop(worker)); i++) {
		making.path = batch->items[i].path;
		making.line = NULL;
		if (making.texts != NULL)
			(void)arena_try(making.arena, make, &making);
		batch->items[i].text = xstrdup(making.line != NULL ? making.line : "");
		arena_reset(making.arena);
	}
	index_search_free(making.texts);
	search_index_close(index);
	arena_free(making.arena);
	worker_give(worker, batch);
}

/* --- The owner --- */

struct snippets *
snippets_new(const char *index_path, int wake)
{
	struct snippets *snippets = xcalloc(1, sizeof(*snippets));
	snippets->index_path = xstrdup(index_path);
	snippets->wake = wake;
	return snippets;
}

static void
forget(struct snippets *snippets)
{
	for (size_t i = 0; i < MAX_KEPT; i++)
		item_clear(&snippets->kept[i]);
	text_query_free(snippets->query);
	snippets->query = NULL;
}

void
snippets_free(struct snippets *snippets)
{
	if (snippets == NULL)
		return;
	worker_free(snippets->worker);
	forget(snippets);
	free(snippets->index_path);
	free(snippets);
}

void
snippets_begin(struct snippets *snippets, const struct text_query *query)
{
	if (snippets->worker != NULL)
		worker_cancel(snippets->worker);
	forget(snippets);
	snippets->query = query != NULL ? text_query_copy(query) : NULL;
}

static struct item *
find(struct snippets *snippets, const char *path)
{
	for (size_t i = 0; i < MAX_KEPT; i++) {
		struct item *item = &snippets->kept[i];
		if (item->path != NULL && strcmp(item->path, path) == 0)
			return item;
	}
	return NULL;
}

/* Asks for all snippets not asked for yet, if the worker is done with those before. */
static void
ask(struct snippets *snippets)
{
	struct batch *batch = NULL;
	for (size_t i = 0; i < MAX_KEPT && snippets_are_idle(snippets); i++) {
		struct item *item = &snippets->kept[i];
		if (item->path == NULL || item->is_asked)
			continue;
		if (batch == NULL)
			batch = xcalloc(1, sizeof(*batch));
		item->is_asked = true;
		batch->items[batch->count++].path = xstrdup(item->path);
	}
	if (batch == NULL)
		return;
	batch->query = text_query_copy(snippets->query);
	worker_ask(snippets->worker, batch);
}

const char *
snippets_get(struct snippets *snippets, const char *path)
{
	static const struct worker_type type = {
			.work = work, .free_request = batch_free, .free_answer = batch_free};
	struct err err;
	struct item *item = find(snippets, path);
	if (item != NULL)
		return item->text;
	if (snippets->worker == NULL)
		snippets->worker = worker_new(&type, snippets, snippets->wake, &err);
	if (snippets->worker == NULL || snippets->query == NULL)
		return NULL;
	item = &snippets->kept[snippets->next++ % MAX_KEPT];
	item_clear(item);
	item->path = xstrdup(path);
	ask(snippets);
	return NULL;
}

bool
snippets_take(struct snippets *snippets)
{
	struct batch *batch = snippets->worker != NULL ? worker_take(snippets->worker) : NULL;
	for (size_t i = 0; batch != NULL && i < batch->count; i++) {
		struct item *item = find(snippets, batch->items[i].path);
		if (item == NULL || item->text != NULL)
			continue;
		item->text = batch->items[i].text;
		batch->items[i].text = NULL;
	}
	if (batch != NULL)
		batch_free(batch);
	ask(snippets);
	return batch != NULL;
}

bool
snippets_are_idle(struct snippets *snippets)
{
	return snippets->worker == NULL || worker_is_idle(snippets->worker);
}
