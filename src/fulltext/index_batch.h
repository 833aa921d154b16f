#ifndef FULLTEXT_INDEX_BATCH_H
#define FULLTEXT_INDEX_BATCH_H

/*
 * A batch: posts as an index keeps them, made to be added to it together
 * (search_index_add). Any thread makes one; it knows no database.
 *
 * The texts of some posts are packed together in a block, which makes them
 * smaller; best are neighbours in time.
 */

#include "base/buf.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct post;

/* A post's file as it was when its text was read. */
struct search_file {
	const char *path; /* borrowed */
	int64_t mtime;	  /* nanoseconds since 1970, or SEARCH_FILE_UNREAD */
	uint64_t size;	  /* bytes */
};

/* The mtime of a file that could not be read whole: an index keeps what it has, and wants it again. */
#define SEARCH_FILE_UNREAD INT64_MIN

struct index_entry {
	struct search_file file;
	bool has_date;
	int64_t date;	    /* seconds since 1970 */
	const char *tokens; /* as words_set_tokens */
	size_t token_bytes;
	size_t block, place; /* where its text is: the block, and which of the posts in it */
};

struct index_block {
	const char *packed;
	size_t packed_bytes;
};

struct index_batch {
	struct index_entry *entries;
	size_t count;
	struct index_block *blocks;
	size_t block_count;
	bool is_broken; /* not to be added: it was stopped, or memory lacked even for a post's names */
	/* private from here */
	struct arena *arena, *content; /* its own; its child, of the posts of the batch */
	size_t memory;		       /* bytes that both may take */
	struct words_set *tokens;      /* of a post */
	struct buf folded;	       /* a text of it */
	struct buf plain;	       /* the posts of the block that is made */
	struct buf packed;	       /* that block */
	size_t block_posts;	       /* in it */
	size_t capacity, block_capacity;
};

/* The most bytes of the posts of one batch. */
#define INDEX_BATCH_MEMORY ((size_t)1 << 30)

/* An empty batch that may take so many bytes. When *stop becomes true (NULL: never), it is broken. */
struct index_batch *index_batch_new(size_t memory, const atomic_bool *stop);
void index_batch_free(struct index_batch *batch);

/* Forgets the posts. */
void index_batch_clear(struct index_batch *batch);

/*
 * Adds a post with its visible text. False when there is too little memory for the text: then
 * the post is added without it, as one that is unread, or the batch is broken.
 */
bool index_batch_add(struct index_batch *batch, const struct search_file *file,
		const struct post *post, const char *text, size_t length);

/* To be called after the last post. */
void index_batch_end(struct index_batch *batch);

#endif
