#ifndef ARCHIVE_LOOSE_YAML_H
#define ARCHIVE_LOOSE_YAML_H

/* What a person meant by a front matter that is no YAML as a whole: entry by entry. */

#include <stddef.h>

struct arena;
struct yaml_node;

/*
 * Returns a mapping of the entries. An entry begins with a line that has a key, quoted or
 * not, and a colon, which may be full-width or lack the blank behind it. Its value is the
 * YAML up to the next entry, with escapes that libyaml refuses mended; else the YAML of its
 * first line; else that line's text without quotes, or a list: of `[a, b]` under tags and
 * categories, or of the `- item` lines below a key without a value. At most 1,000 entries,
 * and as many items of such a list.
 */
struct yaml_node *loose_yaml_parse(struct arena *arena, const char *text, size_t length);

#endif
