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

static const struct element *
element_at(const struct nesting *nesting, size_t index)
{
	return &elements[nesting->open[index].id];
}

static void
add_end_tag(struct buf *out, enum element_id id)
{
	buf_add(out, "</", 2);
	buf_add_text(out, elements[id].name);
	buf_add_char(out, '>');
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

/* Pops the top. `ends` is NULL, or gets its end tag: then a formatting element is not opened again. */
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
		add_end_tag(ends, top.id);
	else if ((flags & IS_FORMATTING) != 0)
		nesting->ghosts[nesting->ghost_count++] = top.id;
}

static bool
is_cell(enum element_id id)
{
	return id == ELEMENT_TD || id == ELEMENT_TH;
}

/*
 * Whether what is open from `index` on needs end tags of its own: there would be
 * too many ghosts, or the parser would keep a marker of what it takes off its
 * stack. Only cells and captions take theirs along (13.2.6.4.11 and 15).
 */
static bool
needs_end_tags(const struct nesting *nesting, size_t index)
{
	size_t ghosts = nesting->ghost_count;
	for (size_t i = index; i < nesting->depth; i++) {
		enum element_id id = nesting->open[i].id;
		ghosts += (elements[id].flags & IS_FORMATTING) != 0;
		if ((elements[id].flags & IS_MARKER) != 0 && !is_cell(id) && id != ELEMENT_CAPTION)
			return true;
	}
	return ghosts > NESTING_MAX_GHOSTS;
}

/* Closes all from `index` on, which the parser does by itself at the tag to come. */
static void
pop_to(struct nesting *nesting, int index, struct buf *out)
{
	struct buf *ends = needs_end_tags(nesting, (size_t)index) ? out : NULL;
	while (nesting->depth > (size_t)index)
		pop(nesting, ends);
}

/* The same where the tag to come is the end tag of the element at `index`. */
static void
pop_for_end_tag(struct nesting *nesting, int index, struct buf *out)
{
	pop_to(nesting, index + 1, out);
	pop(nesting, NULL);
}

/* The topmost `id`, or NOT_FOUND when an element with one of `stops` hides it. */
static int
find(const struct nesting *nesting, enum element_id id, unsigned stops)
{
	if (nesting->counts[id] == 0)
		return NOT_FOUND;
	for (size_t i = nesting->depth; i-- > 0;) {
		if (nesting->open[i].id == id)
			return (int)i;
		if ((element_at(nesting, i)->flags & stops) != 0)
			return NOT_FOUND;
	}
	return NOT_FOUND;
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
			add_end_tag(out, nesting->ghosts[i]);
	}
	nesting->ghost_count = nesting->ghost_base;
}

static size_t
count_special(const struct nesting *nesting, size_t from)
{
	size_t count = 0;
	for (size_t i = from; i < nesting->depth; i++)
		count += (element_at(nesting, i)->flags & IS_SPECIAL) != 0;
	return count;
}

static bool
end_formatting(struct nesting *nesting, enum element_id id, struct buf *out)
{
	int index = find(nesting, id, IS_SCOPE);
	if (index == NOT_FOUND)
		return remove_ghost(nesting, id);
	if (count_special(nesting, (size_t)index + 1) > MAX_ADOPTED)
		return false;
	for (size_t i = (size_t)index + 1; i < nesting->depth; i++) {
		if ((element_at(nesting, i)->flags & IS_SPECIAL) == 0)
			continue;
		/* The adoption agency takes it out from above the block, and what is between them. */
		while (--i > (size_t)index) {
			if ((element_at(nesting, i)->flags & IS_FORMATTING) == 0)
				remove_at(nesting, i);
		}
		remove_at(nesting, (size_t)index);
		return true;
	}
	pop_to(nesting, index + 1, out);
	remove_at(nesting, (size_t)index);
	return true;
}

/* --- Start tags that end what is open (13.2.6.4.7, "in body", and the table modes) --- */

/* A button hides the paragraph that it stands in. */
static int
find_paragraph(const struct nesting *nesting)
{
	if (nesting->counts[ELEMENT_P] == 0)
		return NOT_FOUND;
	for (size_t i = nesting->depth; i-- > 0;) {
		enum element_id id = nesting->open[i].id;
		if (id == ELEMENT_P)
			return (int)i;
		if (id == ELEMENT_BUTTON || (elements[id].flags & IS_SCOPE) != 0)
			return NOT_FOUND;
	}
	return NOT_FOUND;
}

static void
close_paragraph(struct nesting *nesting, struct buf *out)
{
	int index = find_paragraph(nesting);
	if (index != NOT_FOUND)
		pop_to(nesting, index, out);
}

/* An item ends the one before, but not through a list, a cell or a quote. */
static void
close_item(struct nesting *nesting, enum element_id one, enum element_id other, struct buf *out)
{
	if (nesting->counts[one] + nesting->counts[other] == 0)
		return;
	for (size_t i = nesting->depth; i-- > 0;) {
		enum element_id id = nesting->open[i].id;
		if (id == one || id == other) {
			pop_to(nesting, (int)i, out);
			return;
		}
		bool is_passed = id == ELEMENT_ADDRESS || id == ELEMENT_DIV || id == ELEMENT_P;
		if (!is_passed && (elements[id].flags & IS_SPECIAL) != 0)
			return;
	}
}

static bool
is_row_group(enum element_id id)
{
	return id == ELEMENT_TBODY || id == ELEMENT_THEAD || id == ELEMENT_TFOOT;
}

static bool
is_column(enum element_id id)
{
	return id == ELEMENT_COL || id == ELEMENT_COLGROUP;
}

static bool
is_table_part(enum element_id id)
{
	return is_cell(id) || id == ELEMENT_TR || is_row_group(id) || id == ELEMENT_CAPTION ||
	       is_column(id);
}

static bool
holds_table_part(enum element_id outer, enum element_id part)
{
	if (outer == ELEMENT_TABLE)
		return true;
	if (is_cell(part))
		return outer == ELEMENT_TR || is_row_group(outer);
	return part == ELEMENT_TR && is_row_group(outer);
}

/* Goes back to where a part of a table can stand; false outside of tables, where it means nothing. */
static bool
close_table_part(struct nesting *nesting, enum element_id part, struct buf *out)
{
	if (nesting->counts[ELEMENT_TABLE] == 0)
		return false;
	size_t i = nesting->depth;
	while (i > 0 && !holds_table_part(nesting->open[i - 1].id, part))
		i--;
	pop_to(nesting, (int)i, out);
	return i > 0;
}

/* The parser puts a row around a cell, and a group around a row, where the post has none. */
static void
push_implied(struct nesting *nesting, enum element_id part)
{
	if (!is_cell(part) && part != ELEMENT_TR)
		return;
	if (top_is(nesting, ELEMENT_TABLE))
		push(nesting, ELEMENT_TBODY);
	if (is_cell(part) && !top_is(nesting, ELEMENT_TR))
		push(nesting, ELEMENT_TR);
}

/* A table right within a table, not in one of its cells, ends it (13.2.6.4.9). */
static void
close_outer_table(struct nesting *nesting, struct buf *out)
{
	for (size_t i = nesting->depth; i-- > 0;) {
		enum element_id id = nesting->open[i].id;
		if (is_cell(id) || id == ELEMENT_CAPTION)
			return;
		if (id == ELEMENT_TABLE) {
			pop_to(nesting, (int)i, out);
			return;
		}
	}
}

static void
close_alike(struct nesting *nesting, enum element_id id, struct buf *out)
{
	int index = NOT_FOUND;
	switch (id) {
	case ELEMENT_LI:
		close_item(nesting, ELEMENT_LI, ELEMENT_LI, out);
		break;
	case ELEMENT_DT:
	case ELEMENT_DD:
		close_item(nesting, ELEMENT_DT, ELEMENT_DD, out);
		break;
	case ELEMENT_OPTION:
	case ELEMENT_OPTGROUP:
		if (top_is(nesting, ELEMENT_OPTION))
			pop(nesting, NULL);
		break;
	case ELEMENT_BUTTON:
		index = find(nesting, ELEMENT_BUTTON, IS_SCOPE);
		break;
	default:
		break;
	}
	if (index != NOT_FOUND)
		pop_to(nesting, index, out);
}

/* Links and nobr do not nest: a second one ends the first. */
static void
close_same_formatting(struct nesting *nesting, enum element_id id, struct buf *out)
{
	if (id == ELEMENT_A || id == ELEMENT_NOBR)
		end_formatting(nesting, id, out);
}

/* Inside of select only its options count; a control ends it (13.2.6.4.16). */
static bool
is_lost_in_select(struct nesting *nesting, enum element_id id, struct buf *out)
{
	if (nesting->counts[ELEMENT_SELECT] == 0)
		return false;
	int index = find(nesting, ELEMENT_SELECT, IS_SPECIAL);
	if (index == NOT_FOUND || id == ELEMENT_OPTION || id == ELEMENT_OPTGROUP ||
			(is_table_part(id) && !is_column(id)))
		return false;
	if (id != ELEMENT_SELECT && id != ELEMENT_INPUT && id != ELEMENT_TEXTAREA)
		return true;
	pop_to(nesting, index, out);
	add_end_tag(out, ELEMENT_SELECT);
	return id == ELEMENT_SELECT;
}

static bool
close_before(struct nesting *nesting, enum element_id id, struct buf *out)
{
	unsigned flags = elements[id].flags;
	if (is_lost_in_select(nesting, id, out))
		return false;
	if (is_table_part(id) && !close_table_part(nesting, id, out))
		return false;
	if (id == ELEMENT_TABLE)
		close_outer_table(nesting, out);
	close_alike(nesting, id, out);
	if ((flags & CLOSES_P) != 0)
		close_paragraph(nesting, out);
	if ((flags & IS_HEADING) != 0 && nesting->depth != 0 &&
			(element_at(nesting, nesting->depth - 1)->flags & IS_HEADING) != 0)
		pop(nesting, NULL);
	if ((flags & IS_FORMATTING) != 0)
		close_same_formatting(nesting, id, out);
	return true;
}

bool
nesting_start(struct nesting *nesting, enum element_id id, struct buf *out)
{
	unsigned flags = elements[id].flags;
	if (!close_before(nesting, id, out))
		return false;
	if ((flags & CLOSES_P) == 0 && !is_table_part(id))
		nesting_text(nesting, out);
	/* A group of columns ends before all but a column: nothing is within it. */
	if ((flags & IS_VOID) != 0 || id == ELEMENT_COLGROUP)
		return true;
	/* What was closed above left room for one: a tag that closes something is never left out. */
	if (nesting->depth + (id == ELEMENT_TABLE ? TABLE_DEPTH : 1) > DOCUMENT_MAX_DEPTH) {
		nesting->dropped[id]++;
		return false;
	}
	push_implied(nesting, id);
	push(nesting, id);
	return true;
}

/* --- End tags --- */

static bool
end_heading(struct nesting *nesting, struct buf *out)
{
	for (size_t i = nesting->depth; i-- > 0;) {
		unsigned flags = element_at(nesting, i)->flags;
		if ((flags & IS_HEADING) != 0) {
			pop_for_end_tag(nesting, (int)i, out);
			return true;
		}
		if ((flags & IS_SCOPE) != 0)
			return false;
	}
	return false;
}

static bool
end_table_part(struct nesting *nesting, enum element_id id, struct buf *out)
{
	if (nesting->counts[id] == 0)
		return false;
	for (size_t i = nesting->depth; i-- > 0;) {
		if (nesting->open[i].id == id) {
			pop_for_end_tag(nesting, (int)i, out);
			return true;
		}
		if (nesting->open[i].id == ELEMENT_TABLE)
			return false;
	}
	return false;
}

/* The end tag of an item does not pass a list within it. */
static int
find_item(const struct nesting *nesting)
{
	for (size_t i = nesting->depth; i-- > 0;) {
		enum element_id id = nesting->open[i].id;
		if (id == ELEMENT_LI)
			return (int)i;
		if (id == ELEMENT_UL || id == ELEMENT_OL || (elements[id].flags & IS_SCOPE) != 0)
			return NOT_FOUND;
	}
	return NOT_FOUND;
}

/* The element that the end tag ends, or NOT_FOUND. */
static int
find_ended(const struct nesting *nesting, enum element_id id)
{
	if (id == ELEMENT_LI)
		return find_item(nesting);
	if (id == ELEMENT_P)
		return find_paragraph(nesting);
	bool is_inline = (elements[id].flags & (IS_SPECIAL | CLOSES_P)) == 0;
	return find(nesting, id, is_inline ? IS_SPECIAL : IS_SCOPE);
}

/* The parser knows form as div and listing as pre: what goes by the same name must end first. */
static void
end_namesakes(const struct nesting *nesting, size_t index, struct buf *out)
{
	enum element_id id = nesting->open[index].id;
	for (size_t i = nesting->depth; i-- > index + 1;) {
		enum element_id inner = nesting->open[i].id;
		if (inner != id && strcmp(elements[inner].name, elements[id].name) == 0)
			add_end_tag(out, inner);
	}
}

bool
nesting_end(struct nesting *nesting, enum element_id id, struct buf *out)
{
	unsigned flags = elements[id].flags;
	if (nesting->dropped[id] != 0) {
		nesting->dropped[id]--;
		return false;
	}
	if (id == ELEMENT_COLGROUP)
		return true;
	if ((flags & IS_FORMATTING) != 0)
		return end_formatting(nesting, id, out);
	if ((flags & IS_HEADING) != 0)
		return end_heading(nesting, out);
	if (id == ELEMENT_TABLE || is_table_part(id))
		return end_table_part(nesting, id, out);
	int index = find_ended(nesting, id);
	if (index == NOT_FOUND)
		return false;
	end_namesakes(nesting, (size_t)index, out);
	pop_for_end_tag(nesting, index, out);
	return true;
}

void
nesting_end_to(struct nesting *nesting, size_t depth, struct buf *out)
{
	while (nesting->depth > depth)
		pop(nesting, out);
}
