#include "article/article.h"
#include "base/buf.h"
#include "base/err.h"
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

/* How the columns stand. */
struct shape {
	size_t title;  /* columns */
	size_t labels; /* columns; SIZE_MAX: as they are */
	bool is_cut;   /* to the terminal's width */
};

static size_t
columns_of(const char *text)
{
	return text_columns(text, strlen(text));
}

static struct shape
shape_for_terminal(size_t columns)
{
	struct shape shape = {.is_cut = true};
	size_t left = columns > DATE_COLUMNS + GAP ? columns - DATE_COLUMNS - GAP : 0;
	if (columns >= MIN_LABELLED)
		shape.labels = columns / 4 < MAX_LABELS ? columns / 4 : MAX_LABELS;
	shape.title = shape.labels > 0 ? left - GAP - shape.labels : left;
	return shape;
}

static struct shape
shape_for_all(struct session *session, const struct listing *listing)
{
	struct shape shape = {.labels = SIZE_MAX};
	size_t count = listing_count(listing);
	for (size_t i = 0; i < count && i < SAMPLE; i++) {
		struct post post;
		session_row(session, listing, i, &post);
		size_t columns = columns_of(title_shown(&post));
		if (columns > shape.title && columns <= MAX_TITLE)
			shape.title = columns;
	}
	return shape;
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

static void
print_row(struct session *session, const struct shape *shape, const struct post *post,
		struct buf *labels)
{
	struct out *out = session->out;
	bool is_ascii = session->settings->ascii;
	char date[DATE_SIZE];
	date_format(post, DATE_COLUMNS, date);
	out_style(out, OUT_DIM);
	out_string(out, date);
	out_style(out, 0);
	out_spaces(out, DATE_COLUMNS + GAP - strlen(date));
	size_t used = print_cut(out, title_shown(post), shape->is_cut ? shape->title : SIZE_MAX / 2,
			is_ascii);
	buf_clear(labels);
	/* In a column, a slash tells tags alone from categories. */
	if (post->category_count == 0 && post->tag_count > 0)
		buf_add_char(labels, '/');
	labels_format(labels, session->library, post);
	if (shape->labels > 0 && labels->length > 0) {
		out_spaces(out, (used < shape->title ? shape->title - used : 0) + GAP);
		out_style(out, OUT_CYAN);
		print_cut(out, labels->data, shape->is_cut ? shape->labels : SIZE_MAX / 2,
				is_ascii);
		out_style(out, 0);
	}
	out_newline(out);
}

static void
print_all(struct session *session, const struct listing *listing)
{
	size_t columns = session_terminal_columns();
	struct shape shape =
			columns > 0 ? shape_for_terminal(columns) : shape_for_all(session, listing);
	struct buf labels;
	buf_init(&labels);
	out_set_color(session->out, session_has_color(session));
	for (size_t i = 0; i < listing_count(listing) && !out_is_closed(session->out); i++) {
		struct post post;
		session_row(session, listing, i, &post);
		print_row(session, &shape, &post, &labels);
	}
	buf_free(&labels);
}

/* A single file has a row as well. */
static int
list_file(struct session *session)
{
	struct err err;
	const char *path = session->place == PLACE_INPUT ? NULL : session->path;
	struct article *article = article_open_file(path, &err);
	if (article == NULL) {
		session_say_err(session, &err);
		return EXIT_TROUBLE;
	}
	struct post post = article->post;
	struct buf labels;
	struct shape shape = {.labels = SIZE_MAX};
	buf_init(&labels);
	post.title = article_title(article);
	print_row(session, &shape, &post, &labels);
	buf_free(&labels);
	article_close(article);
	return EXIT_DONE;
}

int
command_list(struct session *session)
{
	if (session->place != PLACE_ARCHIVE)
		return list_file(session);
	int status = session_open_library(session);
	if (status != EXIT_DONE)
		return status;
	struct listing *listing;
	status = session_list(session, &listing);
	if (status != EXIT_DONE)
		return status;
	print_all(session, listing);
	listing_free(listing);
	return EXIT_DONE;
}
