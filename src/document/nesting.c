#include "document/nesting.h"

#include "base/buf.h"

#include <string.h>

enum {
	MAX_REOPENED = 20000,
	TABLE_DEPTH = 4, /* a table is opened where a group, a row and a cell have room too */
	MAX_ADOPTED = 7, /* blocks in a formatting element that the adoption agency takes out of it */
	NOT_FOUND = -1,
};

void
nesting_init(struct nesting *nesting)
{
	memset(nesting, 0, sizeof(*nesting));
}

static unsigned
flags_at(const struct nesting *nesting, size_t index)
{
	return elements[nesting->open[index].id].flags;
}

static void
push(struct nesting *nesting, enum element_id id)
{
	struct open_element *top = &nesting->open[nesting->depth++];
	top->id = (unsigned char)id;
	top->ghost_base = (unsigned char)nesting->ghost_base;
	nesting->counts[id]++;
	if ((elements[id].flags & IS_MARKER) != 0)
		nesting->ghost_base = nesting->ghost_count;
}

static void
remove_at(struct nesting *nesting, size_t index)
{
	nesting->counts[nesting->open[index].id]--;
	nesting->depth--;
	memmove(&nesting->open[index], &nesting->open[index + 1],
			(nesting->depth - index) * sizeof(nesting->open[0]));
}

/* Pops the top. With `ends`, which gets its end tag, a formatting element is not opened again; NULL: it is. */
static void
pop(struct nesting *nesting, struct buf *ends)
{
	const struct open_element top = nesting->open[--nesting->depth];
	unsigned flags = elements[top.id].flags;
	nesting->counts[top.id]--;
	if ((flags & IS_MARKER) != 0) {
		nesting->ghost_count = nesting->ghost_base;
		nesting->ghost_base = top.ghost_base;
	}
	if (ends != NULL)
		element_add_end_tag(ends, top.id);
	else if ((flags & IS_FORMATTING) != 0)
		nesting->ghosts[nesting->ghost_count++] = top.id;
}

/*
 * Whether the elements from `index` on need end tags of their own: because there would be
 * too many ghosts; because the parser would keep the marker of an element that it pops
 * (only cells and captions remove theirs, 13.2.6.4.11 and 15); or because it would take the
 * end tag of another element for that of one that it does not know.
 */
static bool
needs_end_tags(const struct nesting *nesting, size_t index)
{
	size_t ghosts = nesting->ghost_count;
	for (size_t i = index; i < nesting->depth; i++) {
		unsigned flags = flags_at(nesting, i);
		ghosts += (flags & IS_FORMATTING) != 0;
		bool keeps_marker = (flags & (IS_MARKER | IS_TABLE_PART)) == IS_MARKER;
		if (keeps_marker || (flags & IS_EXTRA) != 0)
			return true;
	}
	return ghosts > NESTING_MAX_GHOSTS;
}

/* Closes the elements from `index` on, as the parser does by itself at the next tag. */
static void
pop_to(struct nesting *nesting, int index, struct buf *out)
{
	struct buf *ends = needs_end_tags(nesting, (size_t)index) ? out : NULL;
	while (nesting->depth > (size_t)index)
		pop(nesting, ends);
}

/* The topmost `one` or `other`, or NOT_FOUND when an element with one of `stops` hides it. */
static int
find_either(const struct nesting *nesting, enum element_id one, enum element_id other,
		unsigned stops)
{
	if (nesting->counts[one] + nesting->counts[other] == 0)
		return NOT_FOUND;
	for (size_t i = nesting->depth; i-- > 0;) {
		if (nesting->open[i].id == one || nesting->open[i].id == other)
			return (int)i;
		if ((flags_at(nesting, i) & stops) != 0)
			return NOT_FOUND;
	}
	return NOT_FOUND;
}

static int
find(const struct nesting *nesting, enum element_id id, unsigned stops)
{
	return find_either(nesting, id, id, stops);
}

static bool
top_is(const struct nesting *nesting, enum element_id id)
{
	return nesting->depth != 0 && nesting->open[nesting->depth - 1].id == id;
}

static bool
remove_ghost(struct nesting *nesting, enum element_id id)
{
	for (size_t i = nesting->ghost_count; i-- > nesting->ghost_base;) {
		if (nesting->ghosts[i] != id)
			continue;
		nesting->ghost_count--;
		memmove(&nesting->ghosts[i], &nesting->ghosts[i + 1], nesting->ghost_count - i);
		return true;
	}
	return false;
}

void
nesting_text(struct nesting *nesting, struct buf *out)
{
	size_t count = nesting->ghost_count - nesting->ghost_base;
	if (count == 0)
		return;
	nesting->reopened += count;
	bool may_reopen = nesting->reopened <= MAX_REOPENED &&
			  nesting->depth + count + TABLE_DEPTH <= DOCUMENT_MAX_DEPTH;
	for (size_t i = nesting->ghost_base; i < nesting->ghost_base + count; i++) {
		if (may_reopen)
			push(nesting, nesting->ghosts[i]);
		else
			element_add_end_tag(out, nesting->ghosts[i]);
	}
	nesting->ghost_count = nesting->ghost_base;
}

static bool
end_formatting(struct nesting *nesting, enum element_id id, struct buf *out)
{
	int index = find(nesting, id, IS_SCOPE);
	if (index == NOT_FOUND)
		return remove_ghost(nesting, id);
	size_t start = (size_t)index + 1, block = nesting->depth, blocks = 0;
	for (size_t i = nesting->depth; i-- > start;) {
		if ((flags_at(nesting, i) & IS_SPECIAL) == 0)
			continue;
		block = i;
		blocks++;
	}
	if (blocks > MAX_ADOPTED)
		return false;
	if (blocks == 0)
		pop_to(nesting, (int)start, out);
	/* The adoption agency removes it from above the block, with all elements between the two. */
	for (size_t i = block; blocks != 0 && i-- > start;) {
		if ((flags_at(nesting, i) & IS_FORMATTING) == 0)
			remove_at(nesting, i);
	}
	remove_at(nesting, (size_t)index);
	return true;
}

/* --- Start tags that end what is open (13.2.6.4.7, "in body", and the table modes) --- */

/* Closes the element at `index`, and what is in it, if there is one. */
static void
close_found(struct nesting *nesting, int index, struct buf *out)
{
	if (index != NOT_FOUND)
		pop_to(nesting, index, out);
}

static bool
holds_table_part(enum element_id outer, enum element_id part)
{
	bool is_cell = (elements[part].flags & IS_CELL) != 0;
	if ((elements[outer].flags & IS_ROW_GROUP) != 0)
		return is_cell || part == ELEMENT_TR;
	return outer == ELEMENT_TABLE || (outer == ELEMENT_TR && is_cell);
}

/* Closes elements up to one that can hold the part of a table; false outside of tables, where it means nothing. */
static bool
close_table_part(struct nesting *nesting, enum element_id part, struct buf *out)
{
	bool is_column = part == ELEMENT_COL || part == ELEMENT_COLGROUP;
	bool is_in_select = is_column && find(nesting, ELEMENT_SELECT, IS_SCOPE) != NOT_FOUND;
	if (nesting->counts[ELEMENT_TABLE] == 0 || is_in_select)
		return false;
	size_t i = nesting->depth;
	while (i > 0 && !holds_table_part(nesting->open[i - 1].id, part))
		i--;
	pop_to(nesting, (int)i, out);
	return i > 0;
}

/* Pushes the row around a cell, and the group around a row, that the parser adds where the post has none. */
static void
push_implied(struct nesting *nesting, enum element_id part)
{
	bool is_cell = (elements[part].flags & IS_CELL) != 0;
	if ((is_cell || part == ELEMENT_TR) && top_is(nesting, ELEMENT_TABLE))
		push(nesting, ELEMENT_TBODY);
	if (is_cell && !top_is(nesting, ELEMENT_TR))
		push(nesting, ELEMENT_TR);
}

/* Whether the element, which cannot stand in a select, ends it: one left open must not hide the post's text. */
static bool
ends_select(enum element_id id)
{
	bool is_block = (elements[id].flags & (CLOSES_P | IS_VOID)) == CLOSES_P;
	return is_block || id == ELEMENT_SELECT || id == ELEMENT_INPUT || id == ELEMENT_TEXTAREA;
}

/* Closes what the parser closes, or should close, before the element begins. */
static void
close_before(struct nesting *nesting, enum element_id id, struct buf *out)
{
	unsigned flags = elements[id].flags;
	int index = NOT_FOUND;
	if (ends_select(id))
		close_found(nesting, find(nesting, ELEMENT_SELECT, IS_SCOPE), out);
	if (id == ELEMENT_TABLE) /* right within a table, not in one of its cells, it ends it (13.2.6.4.9) */
		index = find(nesting, id, IS_MARKER);
	else if (id == ELEMENT_LI)
		index = find(nesting, id, IS_SCOPE | HIDES_ITEM);
	else if (id == ELEMENT_DT || id == ELEMENT_DD)
		index = find_either(nesting, ELEMENT_DT, ELEMENT_DD, IS_SCOPE | HIDES_ITEM);
	else if (id == ELEMENT_BUTTON)
		index = find(nesting, id, IS_SCOPE);
	else if (id == ELEMENT_A || id == ELEMENT_NOBR)
		end_formatting(nesting, id, out);
	else if ((id == ELEMENT_OPTION || id == ELEMENT_OPTGROUP) &&
			top_is(nesting, ELEMENT_OPTION))
		pop(nesting, out);
	close_found(nesting, index, out);
	if ((flags & CLOSES_P) != 0)
		close_found(nesting, find(nesting, ELEMENT_P, IS_SCOPE | HIDES_P), out);
	if ((flags & IS_HEADING) != 0 && nesting->depth != 0 &&
			(flags_at(nesting, nesting->depth - 1) & IS_HEADING) != 0)
		pop(nesting, NULL);
}

bool
nesting_start(struct nesting *nesting, enum element_id id, struct buf *out)
{
	unsigned flags = elements[id].flags;
	if ((flags & IS_TABLE_PART) != 0 && !close_table_part(nesting, id, out))
		return false;
	close_before(nesting, id, out);
	if ((flags & (CLOSES_P | IS_TABLE_PART)) == 0)
		nesting_text(nesting, out);
	/* A group of columns holds only columns, which are void: it is never left open. */
	if ((flags & IS_VOID) != 0 || id == ELEMENT_COLGROUP)
		return true;
	/* What was closed above has made room for it: a tag that closes something is never dropped. */
	if (nesting->depth + (id == ELEMENT_TABLE ? TABLE_DEPTH : 1) > DOCUMENT_MAX_DEPTH) {
		nesting->dropped[id]++;
		return false;
	}
	push_implied(nesting, id);
	push(nesting, id);
	return true;
}

/* The topmost heading: the end tag of one ends any other. */
static int
find_heading(const struct nesting *nesting)
{
	int topmost = NOT_FOUND;
	for (int id = ELEMENT_H1; id <= ELEMENT_H6; id++) {
		int index = find(nesting, (enum element_id)id, IS_SCOPE);
		topmost = index > topmost ? index : topmost;
	}
	return topmost;
}

/* The element that the end tag ends, or NOT_FOUND. */
static int
find_ended(const struct nesting *nesting, enum element_id id)
{
	unsigned flags = elements[id].flags, stops = IS_SCOPE;
	if ((flags & IS_HEADING) != 0)
		return find_heading(nesting);
	if (id == ELEMENT_LI)
		stops |= HIDES_ITEM_END;
	else if (id == ELEMENT_P)
		stops |= HIDES_P;
	else if ((flags & (IS_TABLE | IS_TABLE_PART)) != 0)
		stops = IS_TABLE;
	else if ((flags & (IS_SPECIAL | CLOSES_P)) == 0)
		stops = IS_SPECIAL;
	return find(nesting, id, stops);
}

bool
nesting_end(struct nesting *nesting, enum element_id id, struct buf *out)
{
	if (nesting->dropped[id] != 0) {
		nesting->dropped[id]--;
		return false;
	}
	if (id == ELEMENT_COLGROUP)
		return true;
	if ((elements[id].flags & IS_FORMATTING) != 0)
		return end_formatting(nesting, id, out);
	int index = find_ended(nesting, id);
	if (index == NOT_FOUND)
		return false;
	pop_to(nesting, index + 1, out);
	pop(nesting, NULL);
	return true;
}

void
nesting_end_to(struct nesting *nesting, size_t depth, struct buf *out)
{
	while (nesting->depth > depth)
		pop(nesting, out);
}
