/* The open post's headings: a list to go to one from, and steps from one to the next. */

#include "base/arena.h"
#include "base/language.h"
#include "panes/panes.h"

static const struct block *
next_heading(const struct block *block)
{
	do
		block = document_next(block);
	while (block != NULL && (block->kind != BLOCK_HEADING || block->run_count == 0));
	return block;
}

/* Whether the open post has headings; a message says if not. */
static bool
check_headings(struct panes *panes)
{
	const struct article *article = pager_article(panes);
	bool has_any = article != NULL && next_heading(article->document->root) != NULL;
	if (!has_any)
		model_say(panes->model, false,
				article != NULL ? _("this post has no headings")
						: _("no post is open"));
	return has_any;
}

static unsigned
begin(struct panes *panes, enum action action)
{
	(void)action;
	return check_headings(panes) ? DIRTY_NONE : NOT_MINE;
}

static const char *
title(struct panes *panes)
{
	const struct article *article = pager_article(panes);
	return article != NULL ? article_title(article) : "";
}

static void
make(struct panes *panes)
{
	const struct article *article = pager_article(panes);
	const struct document *document = article != NULL ? article->document : NULL;
	const struct block *block = article != NULL ? document->root : NULL;
	while (block != NULL && (block = next_heading(block)) != NULL) {
		const struct run *last = &block->runs[block->run_count - 1];
		size_t start = block->runs[0].offset;
		const char *text = arena_format(panes->cover.arena, "%*s%.*s",
				2 * (block->heading.level - 1), "",
				(int)(last->offset + last->length - start), document->text + start);
		cover_add_row(panes, ROLE_TEXT, NULL, text, start);
	}
}

/* Makes the rows again when another post is open, or none. */
static unsigned
follow(struct panes *panes, unsigned changed)
{
	bool is_other = (changed & (CHANGED_CLOSED | CHANGED_OPENED)) != 0;
	return is_other ? cover_set_filter(panes, panes->cover.filter) : DIRTY_NONE;
}

/* Noting the place is enough: the pager scrolls to it when it is uncovered and laid out again. */
static unsigned
open_row(struct panes *panes, size_t value)
{
	opened_see(panes->model, (struct seen){.offset = value});
	return DIRTY_MAIN | GO_MAIN;
}

/* --- Steps --- */

/* The line of the next or the previous heading, to be the top one; `top` if there is none. */
static size_t
next_top(const struct panes *panes, size_t top, bool is_down)
{
	const struct block *block = panes->model->opened.article->document->root;
	size_t last = pager_last_top(panes), before = top;
	while ((block = next_heading(block)) != NULL) {
		size_t line = pager_line_at(panes, block->runs[0].offset);
		line = line < last ? line : last;
		if (is_down && line > top)
			return line;
		if (!is_down && line >= top)
			return before;
		before = is_down ? top : line;
	}
	return before;
}

static unsigned
run_step(struct panes *panes, const struct call *call)
{
	bool is_down = call->action == ACTION_NEXT_HEADING;
	size_t top = panes->pager.top;
	if (!check_headings(panes))
		return DIRTY_STATUS;
	for (long left = call_steps(call, ACTION_COUNT); left > 0; left--) {
		size_t next = next_top(panes, top, is_down);
		if (next == top)
			break;
		top = next;
	}
	if (top != panes->pager.top)
		return pager_scroll_to(panes, top);
	return model_say(panes->model, false, "%s",
			is_down ? _("there is no heading below") : _("there is no heading above"));
}

static const struct verb verbs[] = {
		{ACTION_NEXT_HEADING, true, run_step},
		{ACTION_PREV_HEADING, true, run_step},
		{0},
};

static const struct hint hints[] = {{ACTION_OPEN, N_("go to")}, {ACTION_FILTER, N_("filter")},
		{ACTION_BACK, N_("close")}, {0}};

const struct pane_type pane_headings = {
		.context = CONTEXT_HELP,
		.verbs = verbs,
		.hints = hints,
		COVER_ROWS,
		.begin = begin,
		.follow = follow,
		.title = title,
		.make = make,
		.open_value = open_row,
};
