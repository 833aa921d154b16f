#include "base/buf.h"
#include "base/out.h"
#include "base/text.h"
#include "cli/command.h"
#include "library/labels.h"

#include <string.h>

enum {
	GAP = 2,	   /* columns between two */
	SAMPLE = 1000,	   /* rows that the title column is fitted to: the first ones */
	MAX_TITLE = 60,	   /* columns; longer titles stand out */
	MAX_LABELS = 24,   /* columns, on a terminal */
	MIN_LABELLED = 56, /* narrower terminals show no labels */
};

struct list {
	struct session *session;
	size_t title;	 /* columns of titles */
	size_t labels;	 /* the same of labels; SIZE_MAX: as they are */
	bool is_cut;	 /* to the terminal's width */
	size_t measured; /* rows that the title column is fitted to */
};

static size_t
columns_of(const char *text)
{
	return text_columns(text, strlen(text));
}

static void
fit_terminal(struct list *list, size_t columns)
{
	size_t left = columns > DATE_COLUMNS + GAP ? columns - DATE_COLUMNS - GAP : 0;
	list->is_cut = true;
	if (columns >= MIN_LABELLED)
		list->labels = columns / 4 < MAX_LABELS ? columns / 4 : MAX_LABELS;
	list->title = list->labels > 0 ? left - GAP - list->labels : left;
}

static bool
measure(void *context, const struct post *post)
{
	struct list *list = context;
	size_t columns = columns_of(title_shown(post));
	if (columns > list->title && columns <= MAX_TITLE)
		list->title = columns;
	return ++list->measured < SAMPLE;
}

/* Prints as much as fits, with a mark where it was cut; returns the columns taken. */
static size_t
print_cut(struct out *out, const char *text, size_t columns, bool is_ascii)
{
	size_t length = strlen(text);
	size_t used;
	if (text_fit(text, length, columns, &used) == length) {
		out_text(out, text, length);
		return used;
	}
	if (columns == 0)
		return 0;
	out_text(out, text, text_fit(text, length, columns - 1, &used));
	out_string(out, is_ascii || columns_of("…") != 1 ? "~" : "…");
	return used + 1;
}

static bool
print_row(void *context, const struct post *post)
{
	const struct list *list = context;
	struct out *out = list->session->out;
	bool is_ascii = list->session->settings->ascii;
	char date[DATE_SIZE];
	date_format(post, DATE_COLUMNS, date);
	out_style(out, OUT_DIM);
	out_string(out, date);
	out_style(out, 0);
	out_spaces(out, DATE_COLUMNS + GAP - strlen(date));
	size_t used = print_cut(out, title_shown(post), list->is_cut ? list->title : SIZE_MAX / 2,
			is_ascii);
	struct buf labels = buf_empty();
	/* A slash marks tags that have no category before them. */
	if (post->category_count == 0 && post->tag_count > 0)
		buf_add_char(&labels, '/');
	labels_format(&labels, list->session->library, post);
	if (list->labels > 0 && labels.length > 0) {
		out_spaces(out, (used < list->title ? list->title - used : 0) + GAP);
		out_style(out, OUT_CYAN);
		print_cut(out, labels.data, list->is_cut ? list->labels : SIZE_MAX / 2, is_ascii);
		out_style(out, 0);
	}
	out_newline(out);
	buf_free(&labels);
	return true;
}

int
command_list(struct session *session)
{
	struct list list = {.session = session};
	size_t columns = session_terminal_columns();
	int status = EXIT_DONE;
	if (columns > 0)
		fit_terminal(&list, columns);
	else
		list.labels = SIZE_MAX;
	if (columns == 0 && session->place == PLACE_ARCHIVE)
		status = session_visit(session, measure, &list);
	out_set_color(session->out, session_has_color(session));
	return status == EXIT_DONE ? session_visit(session, print_row, &list) : status;
}
