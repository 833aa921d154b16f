#ifndef MARKDOWN_ATTRIBUTES_H
#define MARKDOWN_ATTRIBUTES_H

/* Private to the room: attribute lists, `{: …}` (kramdown, "Attribute List Definitions" and "Inline Attribute Lists"). */

#include "markdown/source.h"

struct arena;

enum attribute_kind { ATTRIBUTE_PAIR, ATTRIBUTE_CLASS, ATTRIBUTE_REFERENCE };

struct attribute {
	enum attribute_kind kind;
	struct slice name, value; /* the same of a reference */
	struct attribute *next;
};

/* A list, in the order in which it is written. Zeroed memory is an empty one. */
struct attributes {
	struct attribute *first, *last;
	size_t bytes; /* of its HTML, about */
};

/* Appends what the text between `{:` and `}` says. Slices point into it, or into the arena. */
void attributes_parse(struct attributes *attributes, struct arena *arena, struct slice text);

void attributes_add(struct attributes *attributes, struct arena *arena, enum attribute_kind kind,
		struct slice name, struct slice value);

/* Whether a list, which may be NULL, has this class, or this reference: `{:toc}` refers to `toc`. */
bool attributes_have(
		const struct attributes *attributes, enum attribute_kind kind, const char *value);

/* Bytes of a name of letters, digits, `_` and, behind the first, `-`; 0 when none is at `at`. */
size_t attributes_name(const struct source *source, size_t at);

/*
 * The `}` that ends a list that begins at `at`, behind `{:`; SOURCE_NOWHERE. `\}` ends
 * none, and more than 4 KiB are no list.
 */
size_t attributes_end(struct source *source, size_t at);

#endif
