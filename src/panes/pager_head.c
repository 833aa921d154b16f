/* The head of the open post: its title, when, by whom and under what it was written, what it is about. */

#include "article/print.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "library/labels.h"
#include "panes/panes.h"
#include "view/highlight.h"

#include <string.h>

/* However much a post says of itself, its text begins within the first screenful. */
enum {
	MIN_ROWS = 4,	   /* of a pane that has a head */
	MIN_RULE_ROWS = 8, /* of one where a rule parts it from the text */
	SHARE = 3,	   /* rows of the pane for one of the head */
	TITLE_ROWS = 4,
	LABEL_ROWS = 4,
	DESCRIPTION_ROWS = 3,
	MAX_BYTES = 4096, /* of each part that are looked at */
	MAX_NAMES = 100,  /* the same of authors, categories and tags, each */
};

/* --- Its rows --- */

static const char *
line_text(struct arena *arena, const struct layout *layout, size_t first, size_t count)
{
	struct buf text = buf_in(arena);
	for (size_t i = first; i < first + count && i < layout->count; i++) {
		const struct line *line = &layout->lines[i];
		for (size_t p = 0; p < line->piece_count; p++)
			buf_add(&text, line->pieces[p].text, line->pieces[p].length);
	}
	return text.data;
}

/* Adds a text in at most so many rows; if there is more of it, the last one is too long for the pane. */
static void
add_part(struct panes *panes, const char *text, size_t columns, int most, enum role role)
{
	struct pager_head *head = &panes->pager.head;
	struct layout_options options = pager_options(panes);
	options.width = columns;
	size_t length = strnlen(text, MAX_BYTES);
	if (text[length] != '\0')
		text = arena_format(
				head->arena, "%.*s…", (int)utf8_valid_prefix(text, length), text);
	const struct layout *layout = article_lay_out_text(head->arena, text, &options);
	for (size_t i = 0; i < layout->count && most > 0; i++) {
		size_t lines = --most == 0 ? 2 : 1;
		head->rows[head->count++] =
				(struct head_row){line_text(head->arena, layout, i, lines), role};
	}
}

/* --- Its texts --- */

/* Names one after the other, each with a sign before it. */
static const char *
names_text(struct arena *arena, const char *const *names, size_t count, const char *sign,
		const char *between)
{
	struct buf text = buf_in(arena);
	for (size_t i = 0; i < count && text.length < MAX_BYTES; i++)
		buf_format(&text, "%s%s%s", i > 0 ? between : "", sign, names[i]);
	return text.data;
}

static bool
is_among(const char *name, const char *const *names, size_t count)
{
	size_t i = 0;
	while (i < count && strcmp(names[i], name) != 0)
		i++;
	return i < count;
}

static size_t
at_most(size_t count, size_t most)
{
	return count < most ? count : most;
}

/* Appends a part of the line of labels, behind what parts it from the one before. */
static void
add_label(const struct panes *panes, struct buf *out, const char *text)
{
	const char *mark = panes->settings->ascii ? " | " : " · ";
	buf_format(out, "%s%s", out->length > 0 && text[0] != '\0' ? mark : "", text);
}

/* Date, authors, categories by their shown names, and with `#` the tags that say more. */
static const char *
labels_text(struct panes *panes, const struct article *article)
{
	struct arena *arena = panes->pager.head.arena;
	const struct post *post = &article->post;
	const char *categories[MAX_NAMES], *tags[MAX_NAMES];
	size_t category_count = at_most(post->category_count, MAX_NAMES), tag_count = 0;
	size_t author_count = at_most(article->body.author_count, MAX_NAMES);
	char date[DATE_SIZE];
	struct buf text = buf_in(arena);
	for (size_t i = 0; i < category_count; i++)
		categories[i] = category_shown(panes->model->library, post->categories[i]);
	for (size_t i = 0; i < post->tag_count && tag_count < MAX_NAMES; i++) {
		if (!is_among(post->tags[i], categories, category_count))
			tags[tag_count++] = post->tags[i];
	}
	date_format(post, DATE_COLUMNS, date);
	add_label(panes, &text, date);
	if (author_count > 0)
		add_label(panes, &text,
				arena_format(arena, _("by %s"),
						names_text(arena, article->body.authors,
								author_count, "", _(", "))));
	if (category_count > 0)
		add_label(panes, &text,
				arena_format(arena, _("in %s"),
						names_text(arena, categories, category_count, "",
								_(", "))));
	add_label(panes, &text, names_text(arena, tags, tag_count, "#", " "));
	if (post->problem != NULL) {
		buf_add_text(&text, "  (");
		sentence_show(&text, post->problem);
		buf_add_char(&text, ')');
	}
	return text.data;
}

void
pager_head_arrange(struct panes *panes)
{
	struct pager_head *head = &panes->pager.head;
	const struct article *article = panes->model->opened.article;
	int rows = panes->geometry.slots[SLOT_MAIN].rows, most = rows / SHARE;
	size_t columns = pager_text_width(panes);
	if (head->arena == NULL)
		head->arena = arena_new();
	arena_reset(head->arena);
	head->count = 0;
	head->has_rule = rows >= MIN_RULE_ROWS;
	head->rows = arena_array(head->arena, TITLE_ROWS + LABEL_ROWS + DESCRIPTION_ROWS,
			sizeof(*head->rows));
	if (rows < MIN_ROWS)
		return;
	const char *title = article_title(article);
	/* Without a margin the star stands behind the title. */
	size_t star = pager_indent(panes) == 0 ? 2 : 0;
	add_part(panes, title[0] != '\0' ? title : _("(untitled)"), columns - star,
			most > 2 ? (int)at_most((size_t)most - 1, TITLE_ROWS) : 1, ROLE_HEADING);
	add_part(panes, labels_text(panes, article), columns,
			(int)at_most((size_t)(most - head->count), LABEL_ROWS), ROLE_DIM);
	if (article->body.description != NULL)
		add_part(panes, article->body.description, columns,
				(int)at_most((size_t)(most - head->count), DESCRIPTION_ROWS),
				ROLE_TEXT);
}

/* --- For the screen --- */

int
pager_header_rows(const struct panes *panes)
{
	const struct pager_head *head = &panes->pager.head;
	return panes->model->opened.article != NULL ? head->count + head->has_rule : 0;
}

static void
put_rule(struct row_writer *row, int columns)
{
	struct buf rule = buf_empty();
	for (int i = 0; i < columns; i++)
		buf_add_text(&rule, row->is_ascii ? "-" : "─");
	row_put(row, rule.data, columns, ROLE_BORDER);
	buf_free(&rule);
}

/* A row of the head, at the left edge of the text; the star stands in the margin. */
void
pager_head_view(struct panes *panes, struct row_writer *row, int line)
{
	const struct pager_head *head = &panes->pager.head;
	int indent = pager_indent(panes), columns = (int)pager_text_width(panes);
	const struct post *post = &panes->model->opened.article->post;
	bool is_starred = line == 0 && marking_is(panes->model, MARKS_STARRED, post);
	row_skip(row, indent > 2 ? indent - 2 : 0);
	if (is_starred && indent > 0)
		row_put_star(row, true, ROLE_HEADING);
	row_skip(row, indent - row->column);
	if (line >= head->count) {
		put_rule(row, columns);
		return;
	}
	const struct head_row *shown = &head->rows[line];
	bool is_behind = is_starred && indent == 0;
	/* What is searched for in all posts may have been found in the title alone. */
	row_put_highlighted(row, shown->text, columns - 2 * is_behind, shown->role,
			shown->role == ROLE_HEADING ? panes->model->asked.query : NULL);
	if (is_behind) {
		row_skip(row, 1);
		row_put_star(row, true, ROLE_HEADING);
	}
}
