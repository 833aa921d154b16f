/* The open post's headings: a list to go to one from, and steps from one to the next. */

#include "app/state.h"
#include "base/arena.h"

static const struct block *
next_heading(const struct block *block)
{
	do
		block = document_next(block);
	while (block != NULL && (block->kind != BLOCK_HEADING || block->run_count == 0));
	return block;
}

static const struct article *
laid_out(const struct app *app)
{
	const struct article *article = app->model->opened.article;
	return article != NULL && article->layout != NULL ? article : NULL;
}

/* Whether the open post has headings; a message says if not. */
static bool
check_headings(struct app *app)
{
	const struct article *article = laid_out(app);
	bool has_any = article != NULL && next_heading(article->document->root) != NULL;
	if (!has_any)
		model_say(app->model, false,
				article != NULL ? "this post has no headings" : "no post is open");
	return has_any;
}

static unsigned
begin(struct app *app, enum action action)
{
	(void)action;
	return check_headings(app) ? DIRTY_NONE : NOT_MINE;
}

static const char *
title(struct app *app)
{
	return article_title(app->model->opened.article);
}

static void
make(struct app *app)
{
	const struct document *document = app->model->opened.article->document;
	const struct block *block = document->root;
	while ((block = next_heading(block)) != NULL) {
		const struct run *last = &block->runs[block->run_count - 1];
		size_t start = block->runs[0].offset;
		const char *text = arena_format(app->cover.arena, "%*s%.*s",
				2 * (block->heading.level - 1), "",
				(int)(last->offset + last->length - start), document->text + start);
		cover_add_row(app, ROLE_TEXT, NULL, text, start);
	}
}

/* The pager is laid out again when it is uncovered, and shows its anchor at the top. */
static unsigned
open_row(struct app *app, size_t value)
{
	app->pager.anchor = value;
	return DIRTY_PAGER | GO_MAIN;
}

/* --- Steps --- */

/* The top that shows the heading next to the present one; the present one if there is none. */
static size_t
next_top(const struct app *app, size_t top, bool is_down)
{
	const struct block *block = app->model->opened.article->document->root;
	size_t last = pager_last_top(app), before = top;
	while ((block = next_heading(block)) != NULL) {
		size_t line = pager_line_at(app, block->runs[0].offset);
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
run_step(struct app *app, const struct call *call)
{
	bool is_down = call->action == ACTION_NEXT_HEADING;
	size_t top = app->pager.top;
	if (!check_headings(app))
		return DIRTY_STATUS;
	for (long left = call_steps(call, ACTION_COUNT); left > 0; left--) {
		size_t next = next_top(app, top, is_down);
		if (next == top)
			break;
		top = next;
	}
	if (top != app->pager.top)
		return pager_scroll_to(app, top);
	model_say(app->model, false, "there is no heading %s", is_down ? "below" : "above");
	return DIRTY_STATUS;
}

static const struct verb verbs[] = {
		{ACTION_NEXT_HEADING, true, run_step},
		{ACTION_PREV_HEADING, true, run_step},
		{0},
};

const struct pane_type pane_headings = {
		.context = CONTEXT_HELP,
		.verbs = verbs,
		COVER_ROWS,
		.begin = begin,
		.title = title,
		.make = make,
		.open_value = open_row,
};
