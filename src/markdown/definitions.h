#ifndef MARKDOWN_DEFINITIONS_H
#define MARKDOWN_DEFINITIONS_H

/*
 * Private to the room: what a text defines by name and uses elsewhere. All is
 * defined in the pass over the blocks and found in the pass over their text.
 */

#include "markdown/node.h"

struct buf;

struct definition {
	struct slice name;  /* of links normalized */
	struct slice value; /* a link's url, an abbreviation's meaning */
	struct slice title; /* a link's; NULL without one */
	struct node *node; /* a footnote's content; the NODE_END that may have attributes of a link */
	struct attributes *attributes; /* of an attribute list */
	int number; /* a footnote's, when it has been used; an abbreviation's uses */
	int uses;   /* of a footnote */
	size_t order;
};

/* Zeroed memory is an empty list. */
struct definition_list {
	struct definition *items;
	size_t count, capacity;
	size_t longest; /* bytes of a name */
};

struct definitions {
	struct definition_list links, abbreviations, footnotes, lists;
};

struct definition *definition_add(
		struct definition_list *list, struct arena *arena, struct slice name);

/* Sorts the list, once; of several of a name the last stays. */
void definitions_sort(struct definition_list *list);

/* The definition of this name in a sorted list, or NULL. */
struct definition *definition_find(const struct definition_list *list, struct slice name);

/* Appends a link's name as definitions are compared by: runs of white space are one space, letters small. */
void definition_name(struct buf *name, struct slice written);

#endif
