#ifndef ARCHIVE_FRONT_MATTER_H
#define ARCHIVE_FRONT_MATTER_H

/* A file's front matter and where its body begins (lib/jekyll/document.rb, YAML_FRONT_MATTER_REGEXP). */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct err;
struct file_state;
struct yaml_node;

/* Bytes of UTF-8 in which a front matter must end, its last line included; else there is none. */
enum { FRONT_MATTER_MAX = 1 << 20 };

struct front_split {
	bool is_opened;	    /* begins with `---` */
	bool is_closed;	    /* and the line that ends it was found */
	size_t yaml_length; /* from the file's start to the closer */
	size_t body;	    /* where the body begins; 0 when not closed */
};

/* Splits a whole file's text, without byte order mark. */
struct front_split front_matter_split(const char *text, size_t length);

/* What front_matter_read has read. */
struct front_prefix {
	size_t steps; /* taken so far; 0 before the first call */
	bool is_cut;  /* the file goes on behind what was read, and another call reads more */
};

/*
 * Reads the beginning of a file into `text` (emptied first), as far as front_matter_split needs
 * it to give the result of the whole file. It reads in steps: the first, which is small, is
 * enough for most posts. Bytes are as in the file; `encoding` is what they are in unless they are UTF-8 (as
 * charset_to_utf8 takes it). A character cut at the end is left out. Called again with the
 * same prefix, it reads on by a step. Otherwise as file_read_at.
 */
bool front_matter_read(int dir_fd, const char *path, const char *encoding,
		struct front_prefix *prefix, struct buf *text, struct file_state *file,
		struct err *err);

/*
 * The mapping of a closed front matter; NULL when it is empty. Broken YAML, or YAML that is
 * no mapping, is read entry by entry as far as it goes (loose_yaml.h): err says why, and
 * the result is false.
 */
bool front_matter_parse(struct arena *arena, const char *yaml, size_t length,
		const struct yaml_node **root, struct err *err);

#endif
