#ifndef ARCHIVE_LOOSE_YAML_H
#define ARCHIVE_LOOSE_YAML_H

/* What a person meant by a front matter that is no YAML: one `key: rest` a line. */

#include <stddef.h>

struct arena;
struct yaml_node;

/*
 * A mapping of the lines that look like `key: rest` (or with a full-width
 * colon). Quotes around the two go, and escapes in double ones; `[a, b]`
 * after tags and categories and following `- item` lines are lists, and
 * indented lines after `>` or `|` are one text.
 */
struct yaml_node *loose_yaml_parse(struct arena *arena, const char *text, size_t length);

#endif
