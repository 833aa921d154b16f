#ifndef FULLTEXT_TEXT_QUERY_H
#define FULLTEXT_TEXT_QUERY_H

/*
 * What is asked of posts: words, names and dates, joined by AND, OR and NOT.
 * Plain data, so that it can be made by a parser, looked up in an index and
 * held against a post, each by code of its own.
 *
 * The nodes stand operands first (postfix): an AND of n comes after its n
 * operands, each with its own before it. Nothing is deeper than
 * TEXT_QUERY_DEPTH or has more than TEXT_QUERY_NODES, so all that walks a
 * query does so in a loop with a small stack.
 */

#include "base/buf.h"
#include "fulltext/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_QUERY_NODES = 128, TEXT_QUERY_DEPTH = 16 };

enum text_query_kind {
	QUERY_AND,	/* of `operands` */
	QUERY_OR,	/* of `operands` */
	QUERY_NOT,	/* of one */
	QUERY_TEXT,	/* the term stands in the title, a tag or the text */
	QUERY_TITLE,	/* the term stands in the title */
	QUERY_TAG,	/* a tag is the term, or begins with it (is_prefix) */
	QUERY_CATEGORY, /* the same of a category: its slug, or its shown name */
	QUERY_SINCE,	/* dated `time` or later */
	QUERY_UNTIL,	/* dated before `time` */
	QUERY_IS,	/* the post is in `state`, which its text does not tell; or is_not */
};

/* What posts can be, whatever their texts are. */
enum post_state { IS_READ, IS_STARRED, IS_SEEN, IS_UNDATED, POST_STATES };

struct text_query_node {
	enum text_query_kind kind;
	unsigned operands;
	struct words_term term; /* its text is the query's */
	int64_t time;		/* seconds since 1970 */
	enum post_state state;
	bool is_not;
};

struct text_query {
	struct text_query_node *nodes;
	size_t count; /* 0: all posts */
};

struct text_query *text_query_new(void);
void text_query_free(struct text_query *query); /* NULL is fine */
struct text_query *text_query_copy(const struct text_query *query);

/*
 * The query as it is for posts that are in just these states (1 << enum post_state): a copy
 * without QUERY_IS. NULL: such posts are all found, or none is, as *is_found says.
 */
struct text_query *text_query_assume(
		const struct text_query *query, unsigned states, bool *is_found);

/* Adds a node at the end; false when there is no room left. The term's text is copied. */
bool text_query_add(struct text_query *query, const struct text_query_node *node);

/* Where the operand that ends with node `last` begins. */
size_t text_query_operand(const struct text_query *query, size_t last);

/* A post to be held against a query: its texts, borrowed, each with its length. */
struct text_query_post {
	bool is_folded; /* by words_fold, the names trimmed too; else they are as they were written */
	bool has_date;
	int64_t date; /* seconds since 1970 */
	struct buf title, text;
	struct buf tags, categories; /* WORDS_SEPARATOR after each */
};

/* In this order AND is the least of its operands and OR the greatest. */
enum text_query_answer { ANSWER_NO, ANSWER_UNKNOWN, ANSWER_YES };

/* Whether the post is what a query without QUERY_IS asks for; UNKNOWN only of one that has to be folded first. */
enum text_query_answer text_query_holds(
		const struct text_query *query, const struct text_query_post *post);

/*
 * The terms that are wanted (none under NOT) of text, or of title and text,
 * for marking: fills `terms` up to `limit`, borrowed from the query.
 */
size_t text_query_terms(const struct text_query *query, bool with_title, struct words_term *terms,
		size_t limit);

#endif
