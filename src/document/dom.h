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

/* White space of HTML, for strspn and its kin, and a byte at a time. */
#define DOM_BLANKS " \t\r\n\f"

static inline bool
dom_is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

/* An attribute's value, or NULL. */
const char *dom_attribute(const struct GumboInternalNode *node, const char *name);

/* The same, NULL also when it is empty or blank. */
const char *dom_text_attribute(const struct GumboInternalNode *node, const char *name);

/* Whether the value is the word, in capitals or not. */
bool dom_says(const struct GumboInternalNode *node, const char *name, const char *word);

/* A whole number, within -1000000000 to 1000000000; `otherwise` when there is none. */
int dom_number(const struct GumboInternalNode *node, const char *name, int otherwise);

/* The text of *length bytes without the white space around it; *length is shortened. */
const char *dom_trim(const char *text, size_t *length);

/* Appends the beginning of the text below a node, hidden or not; for labels and choices. Returns whether it is all. */
bool dom_gather_text(struct buf *out, const struct GumboInternalNode *node,
		const struct parking *parking);

/* Whether there is anything but white space in it; true where it is too much to look at. */
bool dom_has_text(const struct GumboInternalNode *node);

/* The number of element children with this id of element.h, and the first such child or NULL. */
size_t dom_count_children(const struct GumboInternalNode *node, int element,
		const struct GumboInternalNode **first);

/*
 * The places of the children in the order of their ranks, 0 to DOM_MAX_RANK, by the
 * function; of the arena. NULL: that is their own order.
 */
enum { DOM_MAX_RANK = 3 };
const unsigned *dom_order_children(struct arena *arena, const struct GumboInternalNode *node,
		int (*rank)(const struct GumboInternalNode *child));

#endif
