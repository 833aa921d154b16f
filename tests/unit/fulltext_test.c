/*
 * The index against a plain scan: what a search finds is what looking through
 * every text finds, in the order of dates, however the index came to be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "article/article.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "fulltext/index.h"
#include "fulltext/index_search.h"
#include "fulltext/search_index.h"
#include "library/library.h"
#include "query/query_text.h"
#include "store/database.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A post as the scan has it. */
struct sample {
	struct post post;
	const char *text;
	struct buf title, tags, folded; /* folded */
	bool is_there;			/* in the index */
	int64_t version;		/* of its file */
};

struct corpus {
	struct arena *arena;
	struct sample *samples;
	size_t count, capacity;
	struct search_index *index;
	struct index_batch *batch;
};

/* The paths of posts are their numbers, from 1. */
static size_t
number_of(const char *path)
{
	return (size_t)strtoul(path, NULL, 10);
}

static unsigned
next_random(unsigned *seed)
{
	*seed = *seed * 1103515245U + 12345U;
	return *seed >> 8;
}

static struct corpus
corpus_new(void)
{
	struct corpus corpus = {
			.arena = arena_new(), .batch = index_batch_new(INDEX_BATCH_MEMORY, NULL)};
	struct err err;
	char *place = database_memory_place();
	corpus.index = search_index_open(place, NULL, &err);
	if (corpus.index == NULL)
		fail_msg("%s", err.reason);
	free(place);
	/* The name of a place in memory looks like a path, and is none. */
	assert_int_not_equal(access("file:", F_OK), 0);
	return corpus;
}

static void
corpus_free(struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->count; i++) {
		buf_free(&corpus->samples[i].title);
		buf_free(&corpus->samples[i].tags);
		buf_free(&corpus->samples[i].folded);
	}
	free(corpus->samples);
	index_batch_free(corpus->batch);
	arena_free(corpus->arena);
	search_index_close(corpus->index);
}

static void
corpus_add(struct corpus *corpus, const struct post *post, const char *text)
{
	corpus->samples = xgrow(corpus->samples, corpus->count, &corpus->capacity,
			sizeof(*corpus->samples));
	struct sample *sample = &corpus->samples[corpus->count++];
	*sample = (struct sample){.post = *post, .text = arena_text(corpus->arena, text)};
	sample->post.title = arena_text(corpus->arena, post->title);
	const char **tags = arena_array(corpus->arena, post->tag_count + 1, sizeof(*tags));
	for (size_t i = 0; i < post->tag_count; i++)
		tags[i] = arena_text(corpus->arena, post->tags[i]);
	sample->post.tags = tags;
	const char **categories =
			arena_array(corpus->arena, post->category_count + 1, sizeof(*categories));
	for (size_t i = 0; i < post->category_count; i++)
		categories[i] = arena_text(corpus->arena, post->categories[i]);
	sample->post.categories = categories;
	buf_init(&sample->title);
	buf_init(&sample->tags);
	buf_init(&sample->folded);
	words_fold(&sample->title, post->title, strlen(post->title));
	words_fold(&sample->folded, text, strlen(text));
	for (size_t i = 0; i < post->tag_count; i++) {
		words_fold(&sample->tags, post->tags[i], strlen(post->tags[i]));
		buf_add_char(&sample->tags, '\n');
	}
}

/* Indexes samples first to last - 1, numbered from 1, as of files that have changed. */
static void
corpus_index(struct corpus *corpus, size_t first, size_t last)
{
	struct err err;
	index_batch_clear(corpus->batch);
	for (size_t i = first; i < last; i++) {
		struct sample *sample = &corpus->samples[i];
		const struct search_file file = {.path = arena_format(corpus->arena, "%zu", i + 1),
				.mtime = ++sample->version};
		assert_true(index_batch_add(corpus->batch, &file, &sample->post, sample->text,
				strlen(sample->text)));
		sample->is_there = true;
	}
	index_batch_end(corpus->batch);
	if (!search_index_begin(corpus->index, &err) ||
			!search_index_add(corpus->index, corpus->batch, &err) ||
			!search_index_commit(corpus->index, &err))
		fail_msg("%s", err.reason);
}

/* Whether a sample is still there, which search_index_prune asks. */
static bool
is_kept(void *context, const char *path)
{
	struct corpus *corpus = context;
	return corpus->samples[number_of(path) - 1].is_there;
}

static void
corpus_prune(struct corpus *corpus)
{
	struct err err;
	if (!search_index_prune(corpus->index, is_kept, corpus, &err))
		fail_msg("%s", err.reason);
}

/* --- The scan --- */

/* 'a' for a letter, '0' for a digit, each other class a word ends at: ' '. */
static char
kind_at(const char *text, size_t length, size_t at)
{
	uint32_t codepoint;
	if (at >= length)
		return ' ';
	utf8_decode(text + at, length - at, &codepoint);
	enum text_class class = text_class_of(codepoint);
	return class == TEXT_LETTER ? 'a' : class == TEXT_DIGIT ? '0' : ' ';
}

static bool
stands_in(const struct buf *text, const char *term, bool is_prefix)
{
	const size_t size = strlen(term);
	const char *end = text->data + text->length, *found = text->data;
	for (; (found = strstr(found, term)) != NULL && found < end; found++) {
		size_t at = (size_t)(found - text->data), last = at + size;
		uint32_t codepoint;
		size_t step = utf8_decode_last(text->data, at, &codepoint);
		char before = step == 0 ? ' ' : kind_at(text->data, text->length, at - step);
		last -= utf8_decode_last(text->data, last, &codepoint);
		char ending = kind_at(text->data, text->length, last);
		char after = kind_at(text->data, text->length, at + size);
		bool begins = before == ' ' || before != kind_at(text->data, text->length, at);
		bool ends = is_prefix || ending == ' ' || ending != after;
		if (begins && ends)
			return true;
	}
	return false;
}

static bool
scan_holds(const struct sample *sample, const struct text_query_node *node)
{
	const char *term = node->term.text;
	bool is_prefix = node->term.is_prefix;
	const struct post *post = &sample->post;
	switch (node->kind) {
	case QUERY_TEXT:
		return stands_in(&sample->title, term, is_prefix) ||
		       stands_in(&sample->tags, term, is_prefix) ||
		       stands_in(&sample->folded, term, is_prefix);
	case QUERY_TITLE:
		return stands_in(&sample->title, term, is_prefix);
	case QUERY_SINCE:
		return post->has_date && post->date >= node->time;
	case QUERY_UNTIL:
		return post->has_date && post->date < node->time;
	default:
		fail();
		return false;
	}
}

/* --- Searching --- */

/* All hits of a query, by number; checks their order and that none comes twice. */
static bool *
search(struct corpus *corpus, const struct text_query *query)
{
	struct index_search *search = index_search_new(corpus->index, query);
	bool *found = xcalloc(corpus->count + 1, sizeof(*found));
	const char *paths[7];
	struct post last = {.has_date = true, .date = INT64_MAX};
	struct err err;
	size_t count;
	bool is_done = false;
	while (!is_done) {
		if (!index_search_next(search, corpus->arena, paths, 7, &count, &is_done, &err))
			fail_msg("%s", err.reason);
		for (size_t i = 0; i < count; i++) {
			size_t number = number_of(paths[i]);
			assert_in_range(number, 1, corpus->count);
			assert_false(found[number]);
			found[number] = true;
			const struct post *post = &corpus->samples[number - 1].post;
			assert_true(post->has_date ? last.has_date && post->date <= last.date
						   : true);
			last = *post;
		}
	}
	index_search_free(search);
	return found;
}

static void
describe(const struct text_query *query, struct buf *out)
{
	for (size_t i = 0; i < query->count; i++)
		buf_format(out, "%d[%s]%s%u ", query->nodes[i].kind,
				query->nodes[i].term.text != NULL ? query->nodes[i].term.text : "",
				query->nodes[i].term.is_prefix ? "*" : "",
				query->nodes[i].operands);
}

/* Holds a search against the scan's own AND, OR and NOT. Returns the number of hits. */
static size_t
compare(struct corpus *corpus, const struct text_query *query)
{
	bool *found = search(corpus, query);
	size_t hits = 0;
	for (size_t i = 0; i < corpus->count; i++) {
		bool stack[TEXT_QUERY_NODES];
		size_t depth = 0;
		for (size_t n = 0; n < query->count; n++) {
			const struct text_query_node *node = &query->nodes[n];
			if (node->operands == 0) {
				stack[depth++] = scan_holds(&corpus->samples[i], node);
				continue;
			}
			bool all = true;
			bool any = false;
			for (unsigned k = 0; k < node->operands; k++) {
				depth--;
				all = all && stack[depth];
				any = any || stack[depth];
			}
			stack[depth++] = node->kind == QUERY_AND  ? all
					 : node->kind == QUERY_OR ? any
								  : !all;
		}
		bool expected = corpus->samples[i].is_there && stack[0];
		hits += expected;
		if (found[i + 1] != expected) {
			struct buf text = buf_empty();
			describe(query, &text);
			fail_msg("%s: post %zu (%s) %s", text.data, i + 1,
					corpus->samples[i].post.title,
					expected ? "is missing" : "should not be there");
		}
	}
	free(found);
	return hits;
}

/* A stretch of some post's folded text: `most` characters or fewer. */
static void
random_term(const struct corpus *corpus, unsigned *seed, size_t most, struct buf *term)
{
	buf_clear(term);
	for (int tries = 0; tries < 1000 && term->length == 0; tries++) {
		const struct sample *sample = &corpus->samples[next_random(seed) % corpus->count];
		const struct buf *text =
				next_random(seed) % 8 == 0 ? &sample->title : &sample->folded;
		if (text->length == 0)
			continue;
		size_t at = next_random(seed) % text->length;
		while (at > 0 && (text->data[at] & 0xC0) == 0x80)
			at--;
		size_t wanted = 1 + next_random(seed) % most;
		for (size_t i = 0; i < wanted && at < text->length; i++) {
			uint32_t codepoint;
			size_t step = utf8_decode(text->data + at, text->length - at, &codepoint);
			buf_add(term, text->data + at, step);
			at += step;
		}
		words_trim(term);
	}
}

static void
add_random_leaf(struct text_query *query, const struct corpus *corpus, unsigned *seed)
{
	struct text_query_node node = {.kind = QUERY_TEXT};
	unsigned dice = next_random(seed) % 20;
	struct buf term = buf_empty();
	random_term(corpus, seed, 6, &term);
	node.term.text = term.data;
	node.term.length = term.length;
	node.term.is_prefix = dice == 0;
	if (dice == 1)
		node.kind = QUERY_TITLE;
	if (dice == 2)
		node.kind = QUERY_SINCE;
	if (dice == 3)
		node.kind = QUERY_UNTIL;
	node.time = corpus->samples[next_random(seed) % corpus->count].post.date;
	assert_true(text_query_add(query, &node));
	buf_free(&term);
}

/* One leaf, or a tree of up to a dozen. */
static struct text_query *
random_query(const struct corpus *corpus, unsigned *seed, bool is_tree)
{
	struct text_query *query = text_query_new();
	add_random_leaf(query, corpus, seed);
	unsigned steps = is_tree ? 1 + next_random(seed) % 4 : 0;
	for (unsigned i = 0; i < steps; i++) {
		unsigned dice = next_random(seed) % 5;
		struct text_query_node join = {.kind = QUERY_NOT, .operands = 1};
		if (dice > 0) {
			join.kind = dice < 3 ? QUERY_AND : QUERY_OR;
			join.operands = 2 + next_random(seed) % 2;
			for (unsigned k = 1; k < join.operands; k++)
				add_random_leaf(query, corpus, seed);
		}
		assert_true(text_query_add(query, &join));
	}
	return query;
}

static void
compare_many(struct corpus *corpus, unsigned seed, int leaves, int trees)
{
	size_t hits = 0;
	for (int i = 0; i < leaves + trees; i++) {
		struct text_query *query = random_query(corpus, &seed, i >= leaves);
		hits += compare(corpus, query);
		text_query_free(query);
	}
	/* Else the stretches are from elsewhere. */
	assert_true(hits >= (size_t)leaves / 4);
}

/* --- Posts made up --- */

static void
add_made_up(struct corpus *corpus, size_t count, unsigned seed)
{
	static const char *const pieces[] = {"新", "能", "源", "汽車", "能源", "汽车", "，", "。",
			" ", "\n", "China", "AI", "paid", "603424", "SH", "SCB-2019", "106.NIO",
			"３．５％", "é", "e\xCC\x81", "ＧＤＰ", "\xC2\xAD", "\xE2\x80\x8B", "😀",
			"が", "한국", "ไทย", "c++", "\"", "_", "-", "Ёж", "'", "…", "\t", "㎡",
			"𠀀", "々", "車", "車源", "汽車"};
	for (size_t i = 0; i < count; i++) {
		char text[512] = "";
		char title[64] = "";
		/* Every other one is of the first pieces alone: Han and its punctuation. */
		size_t kinds = i % 2 == 0 ? 10 : sizeof(pieces) / sizeof(*pieces);
		for (int k = 0; k < 24; k++)
			strcat(text, pieces[next_random(&seed) % kinds]);
		for (int k = 0; k < 3; k++)
			strcat(title, pieces[next_random(&seed) % kinds]);
		const char *tags[] = {"四川经济网新闻", title};
		struct post post = {
				.title = title,
				.has_date = next_random(&seed) % 16 != 0,
				.date = (int64_t)(next_random(&seed) % 1000) * 86400,
				.tags = tags,
				.tag_count = next_random(&seed) % 3,
		};
		if (!post.has_date)
			post.date = 0;
		corpus_add(corpus, &post, text);
	}
}

static void
finds_what_a_scan_finds(void **state)
{
	(void)state;
	struct corpus corpus = corpus_new();
	add_made_up(&corpus, 300, 1);
	corpus_index(&corpus, 0, corpus.count);
	compare_many(&corpus, 2, 250, 400);
	corpus_free(&corpus);
}

static void
however_it_came_to_be(void **state)
{
	(void)state;
	struct corpus corpus = corpus_new();
	struct err err;
	unsigned seed = 5;
	add_made_up(&corpus, 300, 3);
	for (size_t first = 0; first < corpus.count;) {
		size_t last = first + 1 + next_random(&seed) % 40;
		last = last < corpus.count ? last : corpus.count;
		corpus_index(&corpus, first, last);
		compare_many(&corpus, seed, 0, 10);
		first = last;
	}
	/* A post is given again, another goes. */
	for (int i = 0; i < 60; i++) {
		size_t again = next_random(&seed) % corpus.count;
		size_t gone = next_random(&seed) % corpus.count;
		corpus_index(&corpus, again, again + 1);
		corpus.samples[gone].is_there = false;
		corpus_prune(&corpus);
	}
	compare_many(&corpus, 7, 100, 200);
	if (!search_index_settle(corpus.index, &err))
		fail_msg("%s", err.reason);
	compare_many(&corpus, 8, 100, 100);
	struct search_index_state now;
	size_t there = 0;
	assert_true(search_index_state(corpus.index, &now, &err));
	for (size_t i = 0; i < corpus.count; i++)
		there += corpus.samples[i].is_there;
	assert_int_equal(now.posts, there);
	assert_true(now.strays > 0);
	assert_true(now.dead > 60);
	assert_true(search_index_clear(corpus.index, &err));
	for (size_t i = 0; i < corpus.count; i++)
		corpus.samples[i].is_there = false;
	compare_many(&corpus, 9, 0, 10);
	corpus_free(&corpus);
}

/* --- What the words of a query mean --- */

static void
assert_hits(struct corpus *corpus, const char *text, const char *expected)
{
	struct err err;
	struct text_query *query = query_text_parse(text, 0, NULL, false, NULL, &err);
	if (query == NULL)
		fail_msg("%s: %s", text, err.reason);
	bool *found = search(corpus, query);
	struct buf hits = buf_empty();
	for (size_t i = 0; i < corpus->count; i++) {
		if (found[i + 1])
			buf_add_char(&hits, (char)('a' + i));
	}
	if (strcmp(hits.data, expected) != 0)
		fail_msg("%s: found %s, not %s", text, hits.data, expected);
	buf_free(&hits);
	free(found);
	text_query_free(query);
}

static void
means_what_the_manual_says(void **state)
{
	(void)state;
	static const struct {
		const char *title, *tag, *category, *text;
		int64_t date;
	} posts[] = {
			{"新能源汽车", "四川经济网新闻", "caijing", "SH603424 下跌 2.17%",
					400 * 86400},
			{"AI paid", "IT之家", "it", "第16034245号，新药 SCB-2019(CpG)",
					300 * 86400},
			{"净利润 增长", "Été 2022", "it", "ＧＤＰ\n同比增长；106.NIO", 200 * 86400},
			{"无题", "", "", "臺灣證券，新\xE2\x80\x8B能\xC2\xAD源，I am paid by C++",
					-1},
	};
	struct corpus corpus = corpus_new();
	for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++) {
		struct post post = {
				.title = posts[i].title,
				.tags = &posts[i].tag,
				.tag_count = posts[i].tag[0] != '\0',
				.categories = &posts[i].category,
				.category_count = posts[i].category[0] != '\0',
				.has_date = posts[i].date >= 0,
				.date = posts[i].date,
		};
		corpus_add(&corpus, &post, posts[i].text);
	}
	corpus_index(&corpus, 0, corpus.count);
	assert_hits(&corpus, "新能源", "ad");
	assert_hits(&corpus, "能源", "ad");
	assert_hits(&corpus, "源", "ad");
	assert_hits(&corpus, "新", "abd");
	assert_hits(&corpus, "能源汽", "a");
	assert_hits(&corpus, "台湾证券", "d");
	assert_hits(&corpus, "台灣證券", "d");
	assert_hits(&corpus, "汽車", "a");
	assert_hits(&corpus, "能源汽車", "a");
	assert_hits(&corpus, "ai", "b");
	assert_hits(&corpus, "PAID", "bd");
	assert_hits(&corpus, "pai", "");
	assert_hits(&corpus, "pai*", "bd");
	assert_hits(&corpus, "603424", "a");
	assert_hits(&corpus, "SH603424", "a");
	assert_hits(&corpus, "scb-2019", "b");
	assert_hits(&corpus, "scb", "b");
	assert_hits(&corpus, "106.nio", "c");
	assert_hits(&corpus, "06.nio", "");
	assert_hits(&corpus, "gdp 同比", "c");
	assert_hits(&corpus, "\"gdp 同比\"", "c");
	assert_hits(&corpus, "2.17%", "a");
	assert_hits(&corpus, "c++", "d");
	assert_hits(&corpus, "c+++", "");
	assert_hits(&corpus, "%", "a");
	assert_hits(&corpus, "ete", "c");
	assert_hits(&corpus, "四川", "a");
	assert_hits(&corpus, "caijing", "");
	assert_hits(&corpus, "title:新能源", "a");
	assert_hits(&corpus, "title:paid", "b");
	assert_hits(&corpus, "tag:四川经济网新闻", "a");
	assert_hits(&corpus, "tag:四川", "");
	assert_hits(&corpus, "tag:四川*", "a");
	assert_hits(&corpus, "tag:“été　2022”", "c");
	assert_hits(&corpus, "cat:it", "bc");
	assert_hits(&corpus, "cat:IT -tag:it之家", "c");
	assert_hits(&corpus, "since:1970-10", "ab");
	assert_hits(&corpus, "since:1970-07-01", "abc");
	assert_hits(&corpus, "since:1970-08-01 until:1970-12", "b");
	assert_hits(&corpus, "-since:1970-08-01", "cd");
	assert_hits(&corpus, "新能源 OR until:1970-08", "acd");
	assert_hits(&corpus, "-新能源", "bc");
	assert_hits(&corpus, "-(新能源 OR gdp)", "b");
	assert_hits(&corpus, "paid -新能源", "b");
	assert_hits(&corpus, "新能源 -汽车", "d");
	assert_hits(&corpus, "(ai OR gdp) (scb OR 106)", "bc");
	corpus_free(&corpus);
}

/* Words that share the bytes of a token with longer ones are told from them, and so are names. */
static void
words_longer_than_a_token(void **state)
{
	(void)state;
	struct corpus corpus = corpus_new();
	char word[80], text[200], query[120];
	memset(word, 'x', sizeof(word));
	for (size_t length = 62; length < 70; length++) {
		snprintf(text, sizeof(text), "%.*s", (int)length, word);
		const char *tags[] = {text};
		struct post post = {.title = "题", .tags = tags, .tag_count = 1, .has_date = true};
		corpus_add(&corpus, &post, text);
	}
	corpus_index(&corpus, 0, corpus.count);
	for (size_t length = 62; length < 70; length++) {
		const char expected[] = {(char)('a' + length - 62), '\0'};
		snprintf(query, sizeof(query), "%.*s", (int)length, word);
		assert_hits(&corpus, query, expected);
		snprintf(query, sizeof(query), "tag:%.*s", (int)length, word);
		assert_hits(&corpus, query, expected);
		snprintf(query, sizeof(query), "%.*s*", (int)length, word);
		assert_hits(&corpus, query, "abcdefgh" + length - 62);
	}
	corpus_free(&corpus);
}

/* As many as a query may have. */
static void
many_exclusions(void **state)
{
	(void)state;
	struct corpus corpus = corpus_new();
	struct buf query = buf_in(corpus.arena);
	for (int i = 0; i < 3; i++) {
		struct post post = {.title = i == 1 ? "新 7" : "新"};
		corpus_add(&corpus, &post, "文");
	}
	corpus_index(&corpus, 0, corpus.count);
	buf_add_text(&query, "新");
	for (int i = 0; i < TEXT_QUERY_NODES / 2 - 1; i++)
		buf_format(&query, " -%d", i);
	assert_hits(&corpus, query.data, "ac");
	corpus_free(&corpus);
}

/* Whatever is in parentheses as deep as they may be, FTS5 can read. */
static void
deep_queries(void **state)
{
	(void)state;
	static const struct {
		int deep; /* parentheses */
		const char *before, *after;
	} patterns[] = {
			{1, "(新 OR china -ai ", ")"},
			{1, "(新 OR china -", ")"},
			{1, "(新 OR china paid -ai -", ")"},
			{1, "-(新 ", ")"},
			{1, "(新 ", " OR ai)"},
			{1, "(", " 新 OR ai -gdp)"},
			{2, "(新 OR (ai OR paid -", "))"},
			{2, "(新 -gdp (能源 OR ", "))"},
			{2, "-(新 OR gdp -(603424 ", "))"},
	};
	struct corpus corpus = corpus_new();
	add_made_up(&corpus, 100, 6);
	corpus_index(&corpus, 0, corpus.count);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct err err;
		int levels = (TEXT_QUERY_DEPTH - 1) / patterns[i].deep;
		struct buf text = buf_in(corpus.arena);
		for (int k = 0; k < levels; k++)
			buf_add_text(&text, patterns[i].before);
		buf_add_text(&text, "源");
		for (int k = 0; k < levels; k++)
			buf_add_text(&text, patterns[i].after);
		struct text_query *query = query_text_parse(text.data, 0, NULL, false, NULL, &err);
		if (query == NULL)
			fail_msg("%s: %s", text.data, err.reason);
		compare(&corpus, query);
		text_query_free(query);
	}
	corpus_free(&corpus);
}

static void
gives_the_text_back(void **state)
{
	(void)state;
	struct corpus corpus = corpus_new();
	struct text_query *query = text_query_new();
	struct buf text = buf_in(corpus.arena);
	add_made_up(&corpus, 20, 4);
	corpus_index(&corpus, 0, corpus.count);
	struct index_search *search = index_search_new(corpus.index, query);
	for (size_t i = 0; i < corpus.count; i++) {
		buf_clear(&text);
		assert_true(index_search_text(
				search, arena_format(corpus.arena, "%zu", i + 1), &text));
		assert_string_equal(text.data, corpus.samples[i].text);
	}
	assert_false(index_search_text(search, "21", &text));
	index_search_free(search);
	text_query_free(query);
	corpus_free(&corpus);
}

/* Where nothing of a post can be added, as when the making is stopped, the batch is broken. */
static void
posts_that_are_not_added(void **state)
{
	(void)state;
	const struct post post = {.title = "title"};
	const struct search_file file = {.path = "1", .mtime = 1};
	atomic_bool stop = false;
	struct index_batch *batch = index_batch_new(INDEX_BATCH_MEMORY, &stop);
	assert_true(index_batch_add(batch, &file, &post, "gdp", 3));
	atomic_store(&stop, true);
	assert_false(index_batch_add(batch, &file, &post, "gdp", 3));
	assert_true(batch->is_broken);
	assert_int_equal(batch->count, 1);
	atomic_store(&stop, false);
	index_batch_clear(batch);
	assert_true(index_batch_add(batch, &file, &post, "gdp", 3));
	index_batch_end(batch);
	assert_false(batch->is_broken);
	assert_int_equal(batch->block_count, 1);
	index_batch_free(batch);
}

/* A batch of one post, made within so much memory. Returns whether its text is in it. */
static bool
make_within(size_t memory, const struct post *post, const char *text)
{
	struct index_batch *batch = index_batch_new(memory, NULL);
	const struct search_file file = {.path = "1", .mtime = 1};
	bool has_text = index_batch_add(batch, &file, post, text, strlen(text));
	index_batch_end(batch);
	assert_int_equal(batch->count, 1);
	assert_int_equal(batch->block_count, 1);
	assert_true(batch->blocks[0].packed_bytes > 0);
	assert_non_null(strstr(batch->entries[0].tokens, "title"));
	assert_int_equal(has_text, strstr(batch->entries[0].tokens, "gdp") != NULL);
	assert_int_equal(has_text, batch->entries[0].file.mtime != SEARCH_FILE_UNREAD);
	index_batch_free(batch);
	return has_text;
}

/* Each block of memory that is asked for is refused in turn. */
static void
posts_without_memory_for_their_texts(void **state)
{
	(void)state;
	static const char *const tags[] = {"tag"};
	const struct post post = {.title = "title", .tags = tags, .tag_count = 1};
	char text[40000];
	for (size_t i = 0; i + 8 < sizeof(text); i += 8)
		snprintf(text + i, 9, "%06zu, ", i);
	memcpy(text, "gdp ", 4);
	size_t memory = 0, refused = 0;
	for (; !make_within(memory, &post, text); memory += memory < 20000 ? 16 : 4096)
		refused++;
	assert_true(refused > 100 && memory < 10000000);
}

static void
damage_is_told(void **state)
{
	(void)state;
	struct corpus corpus = corpus_new();
	struct err err;
	add_made_up(&corpus, 20, 4);
	corpus_index(&corpus, 0, corpus.count);
	assert_true(database_run(corpus.index->db,
			"UPDATE search_texts SET packed = x'FFFFFF7F0011'", &err));
	struct text_query *query = query_text_parse("-\"a b c\"", 0, NULL, false, NULL, &err);
	struct index_search *search = index_search_new(corpus.index, query);
	const char *paths[7];
	size_t count;
	bool is_done;
	assert_false(index_search_next(search, corpus.arena, paths, 7, &count, &is_done, &err));
	assert_non_null(strstr(err.reason, "damaged"));
	assert_true(search_index_is_damaged(corpus.index));
	index_search_free(search);
	text_query_free(query);
	corpus_free(&corpus);
}

/* --- Archives --- */

static void
compare_archive(const char *path, size_t most, int leaves, int trees)
{
	struct corpus corpus = corpus_new();
	struct archive_options options = {.now = 4102444800, .drafts = true, .future = true};
	struct err err;
	struct library *library = library_open(path, &options, NULL, &err);
	if (library == NULL)
		fail_msg("%s: %s", path, err.reason);
	struct listing *listing = catalogue_list(library->catalogue, &(struct query){.limit = 0});
	size_t step = listing_count(listing) / most + 1;
	for (size_t i = 0; i < listing_count(listing); i += step) {
		struct post post;
		struct arena *row = arena_new();
		listing_get(listing, i, row, &post);
		struct article *article = article_open(library->archive, post.path, &err);
		if (article != NULL)
			corpus_add(&corpus, &post, article->document->text);
		article_close(article);
		arena_free(row);
	}
	corpus_index(&corpus, 0, corpus.count);
	compare_many(&corpus, 17, leaves, trees);
	listing_free(listing);
	library_close(library);
	corpus_free(&corpus);
}

static void
sample_archive(void **state)
{
	(void)state;
	compare_archive("tests/archives/sample", 1000, 200, 50);
}

static void
shared_archives(void **state)
{
	(void)state;
	static const char *const paths[] = {
			"../shared/archives/finews", "../shared/archives/ruby-lang"};
	struct stat status;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (stat(paths[i], &status) != 0) {
			print_message("%s is not here\n", paths[i]);
			skip();
		}
		compare_archive(paths[i], 200, 120, 40);
	}
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	setenv("TZ", "UTC", 1);
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(finds_what_a_scan_finds),
			cmocka_unit_test(however_it_came_to_be),
			cmocka_unit_test(words_longer_than_a_token),
			cmocka_unit_test(many_exclusions),
			cmocka_unit_test(deep_queries),
			cmocka_unit_test(means_what_the_manual_says),
			cmocka_unit_test(gives_the_text_back),
			cmocka_unit_test(posts_that_are_not_added),
			cmocka_unit_test(posts_without_memory_for_their_texts),
			cmocka_unit_test(damage_is_told),
			cmocka_unit_test(sample_archive),
			cmocka_unit_test(shared_archives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
