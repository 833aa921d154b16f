/* The open post's headings: a list to go to one from, and steps from one to the next, or between paragraphs. */

#include "base/arena.h"
#include "base/language.h"
#include "panes/panes.h"

/* The next block of text, whatever its kind but a table's cell, or the next heading; NULL: there is none. */
static const struct block *
next_text(const struct block *block, bool is_heading)
{
	do
		block = document_next(block);
	while (block != NULL &&
			(block->run_count == 0 || (is_heading ? block->kind != BLOCK_HEADING
							      : block->kind == BLOCK_CELL)));
	return block;
}

/* Whether the open post has headings; a message says if not. */
static bool
check_headings(struct panes *panes)
{
	const struct article *article = pager_article(panes);
	bool has_any = article != NULL && next_text(article->document->root, true) != NULL;
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

static void
make(struct panes *panes)
{
	const struct article *article = pager_article(panes);
	const struct document *document = article != NULL ? article->document : NULL;
	const struct block *block = article != NULL ? document->root : NULL;
	while (block != NULL && (block = next_text(block, true)) != NULL) {
		const struct run *last = &block->runs[block->run_count - 1];
		size_t start = block->runs[0].offset;
		const char *text = arena_format(panes->cover.arena, "%*s%.*s",
				2 * (block->heading.level - 1), "",
				(int)(last->offset + last->length - start), document->text + start);
		cover_add_row(panes, ROLE_TEXT, NULL, text, start);
	}
}

/* Noting the place is enough: the pager scrolls to it when it is uncovered and laid out again. */
static unsigned
open_row(struct panes *panes, size_t value)
{
	opened_see(panes->model, (struct seen){.offset = value});
	return DIRTY_MAIN | GO_MAIN;
}

/* --- Steps --- */

/* A step goes from line to line: of the headings, or of the paragraphs and whatever else begins a line. */
struct stops {
	bool are_headings;
	const struct block *block; /* of the present one */
	size_t line;		   /* to be the top one, as far as it can be */
};

static bool
next_stop(const struct panes *panes, struct stops *stops)
{
	size_t last = pager_last_top(panes), line;
	bool is_first = stops->block->parent == NULL;
	do {
		stops->block = next_text(stops->block, stops->are_headings);
		if (stops->block == NULL)
			return false;
		line = pager_line_at(panes, stops->block->runs[0].offset);
		line = line < last ? line : last;
	} while (!is_first && line == stops->line);
	stops->line = line;
	return true;
}

/* The line that is so many stops after the top one, before it if negative; the top one if there is none that way. */
static size_t
line_of_step(const struct panes *panes, bool are_headings, long by)
{
	const struct block *root = panes->model->opened.article->document->root;
	struct stops counted = {are_headings, root, 0}, stops = counted;
	size_t top = panes->pager.top, above = 0, upto = 0;
	for (; next_stop(panes, &counted) && counted.line <= top; upto++)
		above += counted.line < top;
	size_t steps = by < 0 ? (size_t)-by : (size_t)by;
	size_t number = by > 0 ? upto + steps - 1 : above > steps ? above - steps : 0;
	for (size_t i = 0; i <= number && next_stop(panes, &stops); i++)
		continue;
	bool is_that_way = by > 0 ? stops.line > top : above > 0;
	return is_that_way ? stops.line : top;
}

static unsigned
run_step(struct panes *panes, const struct call *call)
{
	bool are_headings =
			call->action == ACTION_NEXT_HEADING || call->action == ACTION_PREV_HEADING;
	bool is_up = call->action == ACTION_PREV_HEADING || call->action == ACTION_PREV_PARAGRAPH;
	if (are_headings && !check_headings(panes))
		return DIRTY_STATUS;
	if (pager_article(panes) == NULL)
		return model_say(panes->model, false, _("no post is open"));
	size_t top = line_of_step(
			panes, are_headings, call_steps(call, is_up ? call->action : ACTION_COUNT));
	if (top != panes->pager.top)
		return pager_scroll_to(panes, top);
	if (!are_headings)
		return model_say(panes->model, false, "%s",
				is_up ? _("there is no paragraph above")
				      : _("there is no paragraph below"));
	return model_say(panes->model, false, "%s",
			is_up ? _("there is no heading above") : _("there is no heading below"));
}

static const struct verb verbs[] = {
		{ACTION_NEXT_HEADING, true, run_step},
		{ACTION_PREV_HEADING, true, run_step},
		{ACTION_NEXT_PARAGRAPH, true, run_step},
		{ACTION_PREV_PARAGRAPH, true, run_step},
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
		.follow = cover_follow_post,
		.title = cover_post_title,
		.make = make,
		.open_value = open_row,
};
