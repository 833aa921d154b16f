/* The head of the open post: its title, when, by whom and under what it was written, what it is about. */

#include "article/print.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/char_reference.h"
#include "base/language.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "library/labels.h"
#include "panes/panes.h"
#include "view/highlight.h"

#include <stdlib.h>
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
line_text(struct arena *arena, const struct line *line, const char *end)
{
	struct buf text = buf_in(arena);
	for (size_t i = 0; i < line->piece_count; i++)
		buf_add(&text, line->pieces[i].text, line->pieces[i].length);
	buf_add_text(&text, end);
	return text.data;
}

/* Adds a text in at most so many rows; where there is more of it, the last one ends with a mark. */
static void
add_rows(struct panes *panes, const struct layout *layout, int most, enum role role)
{
	struct pager_head *head = &panes->pager.head;
	const char *mark = panes->settings->ascii ? "~" : "…";
	size_t count = layout->count < (size_t)most ? layout->count : (size_t)most;
	for (size_t i = 0; i < count; i++) {
		const struct line *line = &layout->lines[i];
		const char *end = i + 1 == count && count < layout->count ? mark : "";
		head->rows[head->count++] =
				(struct head_row){line_text(head->arena, line, end), role, line};
	}
}

static const char *
cut(struct arena *arena, const char *text)
{
	size_t length = strnlen(text, MAX_BYTES);
	if (text[length] == '\0')
		return text;
	return arena_format(arena, "%.*s…", (int)utf8_valid_prefix(text, length), text);
}

static void
add_part(struct panes *panes, const char *text, size_t columns, int most, enum role role)
{
	struct arena *arena = panes->pager.head.arena;
	struct layout_options options = pager_options(panes);
	options.width = columns;
	add_rows(panes, article_lay_out_text(arena, cut(arena, text), &options), most, role);
}

/* --- Its labels --- */

/* A name of a label: what is shown, and what a click on it asks for, an action with a name. */
struct label_name {
	const char *shown, *name;
};

static void
add_text(struct buf *html, const char *text)
{
	char_reference_encode(html, text, strlen(text));
}

/* Names one after the other, each on one line if it fits there, with a sign before it and a link to what a click does; ACTION_COUNT: nothing. */
static const char *
names_html(struct pager_head *head, const struct label_name *names, size_t count,
		enum action action, const char *sign, const char *between)
{
	struct buf html = buf_in(head->arena);
	size_t shown = 0; /* bytes */
	for (size_t i = 0; i < count && shown < MAX_BYTES; i++) {
		const char *text = cut(head->arena, names[i].shown);
		shown += strlen(text);
		add_text(&html, i > 0 ? between : "");
		buf_add_text(&html, "<span style=\"white-space: nowrap\">");
		if (action != ACTION_COUNT) {
			buf_format(&html, "<a href=\"%zu\">", head->click_count);
			head->clicks[head->click_count++] =
					(struct click){(int)action, names[i].name, 0};
		}
		add_text(&html, sign);
		add_text(&html, text);
		buf_add_text(&html, action != ACTION_COUNT ? "</a></span>" : "</span>");
	}
	return html.data;
}

static bool
is_among(const char *name, const struct label_name *names, size_t count)
{
	size_t i = 0;
	while (i < count && strcmp(names[i].shown, name) != 0)
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

/* `by %s` with the names for the %s: what is translated is text, the names are HTML. */
static const char *
phrase_html(struct arena *arena, const char *phrase, const char *names)
{
	struct buf html = buf_in(arena);
	const char *place = strstr(phrase, "%s");
	size_t before = place != NULL ? (size_t)(place - phrase) : strlen(phrase);
	char_reference_encode(&html, phrase, before);
	buf_add_text(&html, names);
	add_text(&html, place != NULL ? place + strlen("%s") : "");
	return html.data;
}

/* Date, authors, categories by their shown names, and with `#` the tags that say more. */
static const char *
labels_html(struct panes *panes, const struct article *article)
{
	struct pager_head *head = &panes->pager.head;
	struct arena *arena = head->arena;
	const struct post *post = &article->post;
	struct label_name authors[MAX_NAMES], categories[MAX_NAMES], tags[MAX_NAMES];
	size_t category_count = at_most(post->category_count, MAX_NAMES), tag_count = 0;
	size_t author_count = at_most(article->body.author_count, MAX_NAMES);
	char date[DATE_SIZE];
	struct buf html = buf_in(arena);
	head->clicks = arena_array(arena, 2 * (size_t)MAX_NAMES, sizeof(*head->clicks));
	head->click_count = 0;
	for (size_t i = 0; i < author_count; i++)
		authors[i] = (struct label_name){article->body.authors[i], NULL};
	for (size_t i = 0; i < category_count; i++)
		categories[i] = (struct label_name){
				category_shown(panes->model->library, post->categories[i]),
				post->categories[i]};
	for (size_t i = 0; i < at_most(post->tag_count, MAX_NAMES); i++) {
		if (!is_among(post->tags[i], categories, category_count))
			tags[tag_count++] = (struct label_name){post->tags[i], post->tags[i]};
	}
	date_format(post, DATE_COLUMNS, date);
	add_label(panes, &html, date);
	if (author_count > 0)
		add_label(panes, &html,
				phrase_html(arena, _("by %s"),
						names_html(head, authors, author_count,
								ACTION_COUNT, "", _(", "))));
	if (category_count > 0)
		add_label(panes, &html,
				phrase_html(arena, _("in %s"),
						names_html(head, categories, category_count,
								ACTION_CATEGORY, "", _(", "))));
	add_label(panes, &html, names_html(head, tags, tag_count, ACTION_TAG, "#", " "));
	if (post->problem != NULL) {
		struct buf problem = buf_in(arena);
		sentence_show(&problem, post->problem);
		buf_add_text(&html, "  (");
		add_text(&html, problem.data);
		buf_add_char(&html, ')');
	}
	return html.data;
}

static void
add_labels(struct panes *panes, const struct article *article, size_t columns, int most)
{
	struct pager_head *head = &panes->pager.head;
	struct layout_options options = pager_options(panes);
	options.width = columns;
	options.links = LINKS_NONE;
	add_rows(panes,
			article_lay_out_html(head->arena, labels_html(panes, article), &options,
					&head->labels),
			(int)at_most((size_t)most, LABEL_ROWS), ROLE_DIM);
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
	add_labels(panes, article, columns, most - head->count);
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

/* What clicks on a row of labels do. */
static void
add_clicks(const struct pager_head *head, struct row_writer *row, const struct line *line)
{
	int column = row->column;
	for (size_t i = 0; i < line->piece_count; i++) {
		const struct piece *piece = &line->pieces[i];
		if (piece->link >= 0)
			row_add_click(row, column, (int)piece->columns,
					head->clicks[strtoul(head->labels->links[piece->link].url,
							NULL, 10)]);
		column += (int)piece->columns;
	}
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
	if (shown->role == ROLE_DIM)
		add_clicks(head, row, shown->line);
	/* What is searched for in all posts may have been found in the title alone. */
	row_put_highlighted(row, shown->text, columns - 2 * is_behind, shown->role,
			shown->role == ROLE_HEADING ? panes->model->asked.query : NULL, NULL);
	if (is_behind) {
		row_skip(row, 1);
		row_put_star(row, true, ROLE_HEADING);
	}
}
