#ifndef ARCHIVE_FRONT_MATTER_H
#define ARCHIVE_FRONT_MATTER_H

/* A file's front matter and where its body begins (lib/jekyll/document.rb, YAML_FRONT_MATTER_REGEXP). */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;
struct yaml_node;

struct front_split {
	bool is_opened;	    /* begins with `---` */
	bool is_closed;	    /* and the line that ends it was found */
	size_t yaml_length; /* from the file's start to the closer */
	size_t body;	    /* where the body begins; 0 when not closed */
};

struct front_split front_matter_split(const char *text, size_t length);

/*
 * The mapping of a closed front matter; NULL when it is empty. Broken YAML, or
 * YAML that is no mapping, is read line by line (`key: rest`) as far as it
 * goes, and err tells why: then false.
 */
bool front_matter_parse(struct arena *arena, const char *yaml, size_t length,
		const struct yaml_node **root, struct err *err);

#endif
