/* How the text of a post is laid out for the pane's present size. */

#include "article/print.h"
#include "panes/panes.h"

enum { MIN_MARGIN_PANE = 30 }; /* panes with fewer columns have no margin */

static const struct pane_box *
box_of(const struct panes *panes)
{
	return &panes->geometry.slots[SLOT_MAIN];
}

size_t
pager_text_width(const struct panes *panes)
{
	size_t columns = box_of(panes)->columns > 0 ? (size_t)box_of(panes)->columns : 1;
	if (columns >= MIN_MARGIN_PANE)
		columns -= GEOMETRY_MARGINS;
	size_t measure = panes->settings->measure;
	return columns < measure ? columns : measure;
}

/* Columns before the text. */
int
pager_indent(const struct panes *panes)
{
	int spare = box_of(panes)->columns - (int)pager_text_width(panes);
	return panes->settings->center ? spare / 2 : spare > 1;
}

struct layout_options
pager_options(const struct panes *panes)
{
	struct layout_options options = {
			.width = pager_text_width(panes),
			.links = panes->settings->links,
			.ascii = panes->settings->ascii,
			.wide_tables = panes->pager.has_wide_tables,
			.wrap_links = true,
			.typography = panes->settings->typography,
	};
	article_speak(&options);
	if (panes->pager.has_other_links)
		options.links = options.links == LINKS_NONE ? LINKS_INLINE : LINKS_NONE;
	/* curses takes widths from the C library, whatever the terminal does. */
	options.typography.wide_ambiguous = false;
	return options;
}
