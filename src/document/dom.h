#ifndef DOCUMENT_DOM_H
#define DOCUMENT_DOM_H

/* Private to the room: looking at the parser's tree. */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct parking;
struct GumboInternalNode;

enum { DOM_MAX_GATHERED = 512 }; /* bytes and nodes that are looked at for a label */

/* An attribute's value, or NULL. */
const char *dom_attribute(const struct GumboInternalNode *node, const char *name);

/* The same, NULL also when it is empty or blank. */
const char *dom_text_attribute(const struct GumboInternalNode *node, const char *name);

/* A whole number, within -1000000000 to 1000000000; `otherwise` when there is none. */
int dom_number(const struct GumboInternalNode *node, const char *name, int otherwise);

/* The beginning of the text below a node, hidden or not; for labels and choices. Returns whether it is all. */
bool dom_gather_text(struct buf *out, const struct GumboInternalNode *node,
		const struct parking *parking);

/* Whether there is anything but white space in it; true where it is too much to look at. */
bool dom_has_text(struct arena *scratch, const struct GumboInternalNode *node);

/* The number of element children with this id of element.h, and the first such child or NULL. */
size_t dom_count_children(const struct GumboInternalNode *node, int element,
		const struct GumboInternalNode **first);

#endif
