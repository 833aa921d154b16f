/* The text of the open post: what part of it is seen, and going to others. */

#include "base/language.h"
#include "base/text.h"
#include "panes/panes.h"

#include <stdlib.h>
#include <string.h>

enum { SIDE_STEP = 8 }; /* columns */

struct article *
pager_article(const struct panes *panes)
{
	struct article *article = panes->model->opened.article;
	return article != NULL && article->layout != NULL ? article : NULL;
}

/* --- What of it is seen --- */

static const struct pane_box *
box_of(const struct panes *panes)
{
	return &panes->geometry.slots[SLOT_MAIN];
}

size_t
pager_rows(const struct panes *panes)
{
	int rows = box_of(panes)->rows - pager_header_rows(panes);
	return rows > 0 ? (size_t)rows : 1;
}

size_t
pager_last_top(const struct panes *panes)
{
	const struct article *article = pager_article(panes);
	size_t rows = pager_rows(panes), count = article != NULL ? article->layout->count : 0;
	return count > rows ? count - rows : 0;
}

void
pager_say_cut(struct panes *panes)
{
	if (article_is_cut(panes->model->opened.article))
		model_say(panes->model, true,
				_("the post takes more memory than there is: only its beginning is "
				  "shown"));
}

/* The most columns to scroll away on the left: half a pane of the widest line stays in view. */
static size_t
most_left(const struct panes *panes)
{
	size_t widest = panes->model->opened.article->layout->widest + (size_t)pager_indent(panes);
	size_t seen = (size_t)box_of(panes)->columns;
	return widest > seen ? widest - seen / 2 : 0;
}

/* The offset of the first character at or below a line that is the top one. */
static size_t
offset_seen(const struct panes *panes, size_t top)
{
	const struct article *article = pager_article(panes);
	return top > 0 && article != NULL ? layout_text_at(article->layout, top) : 0;
}

/* The line that is to be the top one at a place: that which was, if it still has the offset, else the text's. */
static size_t
line_of_place(const struct panes *panes, size_t offset, size_t line)
{
	bool is_there = line <= pager_last_top(panes) && offset_seen(panes, line) == offset;
	return is_there ? line : pager_line_at(panes, offset);
}

/* Makes a line the top one, or the last that can be, and notes what is seen then. */
static void
see(struct panes *panes, size_t top, size_t offset)
{
	size_t last = pager_last_top(panes);
	panes->pager.top = top < last ? top : last;
	opened_see(panes->model, (struct seen){offset, panes->pager.top, panes->pager.top >= last,
						 pager_article(panes) != NULL});
}

void
pager_arrange(struct panes *panes)
{
	struct pager_pane *pane = &panes->pager;
	struct article *article = panes->model->opened.article;
	if (article == NULL || !box_of(panes)->is_visible)
		return;
	struct layout_options options = pager_options(panes);
	bool was_cut = article_is_cut(article);
	opened_lay_out(panes->model, &options);
	pager_head_arrange(panes);
	if (!was_cut)
		pager_say_cut(panes);
	pane->generation++;
	/*
	 * The offset is kept: set from the top line of each layout, it would move towards the
	 * start of the text with every size while the terminal is being resized.
	 */
	const struct seen *seen = &panes->model->opened.seen;
	see(panes, line_of_place(panes, seen->offset, seen->line), seen->offset);
	size_t most = most_left(panes);
	pane->left = pane->left < most ? pane->left : most;
}

/* The line of an offset; of offset 0 the first line, even if the text begins further down. */
size_t
pager_line_at(const struct panes *panes, size_t offset)
{
	const struct article *article = pager_article(panes);
	return offset != 0 && article != NULL ? layout_line_at(article->layout, offset) : 0;
}

/* --- Moving --- */

unsigned
pager_scroll_to(struct panes *panes, size_t top)
{
	size_t last = pager_last_top(panes);
	top = top < last ? top : last;
	see(panes, top, offset_seen(panes, top));
	return DIRTY_MAIN | DIRTY_STATUS;
}

unsigned
pager_go_to_place(struct panes *panes, const struct goal *place)
{
	return pager_scroll_to(panes, line_of_place(panes, place->offset, place->line));
}

unsigned
pager_scroll_sideways(struct panes *panes, long by)
{
	struct pager_pane *pane = &panes->pager;
	if (pager_article(panes) == NULL)
		return DIRTY_NONE;
	size_t most = most_left(panes), most_steps = most / SIDE_STEP + 1;
	size_t steps = by < 0 ? (size_t)-by : (size_t)by;
	size_t columns = (steps < most_steps ? steps : most_steps) * SIDE_STEP;
	if (by < 0)
		pane->left = pane->left > columns ? pane->left - columns : 0;
	else
		pane->left = pane->left + columns < most ? pane->left + columns : most;
	return DIRTY_MAIN | DIRTY_STATUS;
}

bool
pager_sees(const struct panes *panes, size_t line)
{
	return line >= panes->pager.top && line < panes->pager.top + pager_rows(panes);
}

/* A line out of view is put a third of the pane from the top, so that what precedes it is seen. */
unsigned
pager_show_line(struct panes *panes, size_t line)
{
	size_t above = pager_rows(panes) / 3;
	if (pager_sees(panes, line))
		return DIRTY_MAIN | DIRTY_STATUS;
	return pager_scroll_to(panes, line > above ? line - above : 0);
}

/* Columns out of view are shown from the left edge if they fit, else a third of the pane from it. */
void
pager_show_columns(struct panes *panes, const struct line *line, size_t from, size_t to)
{
	struct pager_pane *pane = &panes->pager;
	size_t seen = (size_t)box_of(panes)->columns, most = most_left(panes);
	size_t margin = (size_t)pager_indent(panes), marks = 1;
	if (margin + line->reach <= seen)
		return; /* the line is not scrolled sideways */
	size_t first = from + margin, last = to + margin + marks;
	bool is_seen = first >= pane->left + (pane->left > 0 ? marks : 0) &&
		       last <= pane->left + seen;
	if (is_seen)
		return;
	pane->left = 0;
	if (last > seen)
		pane->left = first > seen / 3 ? first - seen / 3 : 0;
	pane->left = pane->left < most ? pane->left : most;
}

unsigned
pager_show_text(struct panes *panes, size_t offset, size_t length)
{
	const struct layout *layout = pager_article(panes)->layout;
	size_t index = pager_line_at(panes, offset), from, to;
	const struct line *line = index < layout->count ? &layout->lines[index] : NULL;
	if (line != NULL && layout_columns_of(line, offset, length, &from, &to))
		pager_show_columns(panes, line, from, to);
	return pager_show_line(panes, index);
}
