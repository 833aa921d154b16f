#ifndef ARCHIVE_LOOSE_YAML_H
#define ARCHIVE_LOOSE_YAML_H

/* What a person meant by a front matter that is no YAML as a whole: entry by entry. */

#include <stddef.h>

struct arena;
struct yaml_node;

/*
 * A mapping of the entries: the lines that begin with a key, with or without quotes, and a
 * colon, be it full-width or without the blank behind it. The value is the YAML up to the
 * next entry, with the escapes that libyaml refuses mended; where that is broken, the
 * line's. A broken one is the text as it stands, without quotes around it, or a list: of `[a, b]`
 * under tags and categories, of the `- item` lines below a key without more. At most a
 * thousand entries, and items of a broken list.
 */
struct yaml_node *loose_yaml_parse(struct arena *arena, const char *text, size_t length);

#endif
