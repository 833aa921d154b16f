#include "article/article.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/char_reference.h"
#include "base/err.h"
#include "base/out.h"
#include "cli/command.h"
#include "library/labels.h"

#include <stdlib.h>
#include <string.h>

enum { DEFAULT_WIDTH = 80 };

struct dump {
	struct session *session;
	struct layout_options options;
	bool is_first;
	bool lacks_posts; /* that could not be read, or went away since they were listed */
};

/* $COLUMNS; 0 when it is no number. */
static size_t
columns_of_environment(void)
{
	const char *text = getenv("COLUMNS");
	unsigned long columns;
	return text != NULL && ascii_read_number(text, 99999, &columns) ? columns : 0;
}

static size_t
width_of(const struct session *session)
{
	if (session->settings->width != 0)
		return session->settings->width;
	size_t columns = session_terminal_columns();
	if (columns == 0)
		columns = columns_of_environment();
	if (columns == 0 || columns > DEFAULT_WIDTH)
		columns = DEFAULT_WIDTH;
	return columns < LAYOUT_MIN_WIDTH ? LAYOUT_MIN_WIDTH : columns;
}

static void
print_lines(struct dump *dump, const struct layout *layout, const struct document *document)
{
	struct out *out = dump->session->out;
	for (size_t i = 0; i < layout->count && !out_is_closed(out); i++) {
		layout_print_line(layout, document, i, out);
		out_newline(out);
	}
}

/* Typesets one text as a paragraph: it breaks into lines by the body's rules. */
static void
print_text(struct dump *dump, const char *before, const char *text, const char *after)
{
	struct arena *arena = arena_new();
	struct buf html = buf_empty();
	buf_add_text(&html, before);
	char_reference_encode(&html, text, strlen(text));
	buf_add_text(&html, after);
	const struct document *document = document_from_html(arena, html.data, html.length);
	struct layout_options options = dump->options;
	options.typography.indent = 0;
	print_lines(dump, layout_document(arena, document, &options), document);
	buf_free(&html);
	arena_free(arena);
}

static void
print_rule(struct dump *dump)
{
	struct out *out = dump->session->out;
	out_newline(out);
	out_style(out, OUT_DIM);
	for (size_t i = 0; i < dump->options.width; i++)
		out_string(out, dump->options.ascii ? "-" : "─");
	out_style(out, 0);
	out_newline(out);
	out_newline(out);
}

static void
print_article(struct dump *dump, struct article *article)
{
	char date[DATE_SIZE];
	if (!dump->is_first)
		print_rule(dump);
	dump->is_first = false;
	/* A lone file without a title has none: its first words follow anyway. */
	bool is_lone = dump->session->place != PLACE_ARCHIVE;
	const char *title = is_lone ? article->post.title : article_title(article);
	if (title[0] != '\0')
		print_text(dump, "<p><b>", title, "</b></p>");
	date_format(&article->post, DATE_COLUMNS, date);
	struct buf about = buf_empty();
	buf_add_text(&about, date);
	size_t date_length = about.length;
	if (date_length > 0)
		buf_add_text(&about, dump->options.ascii ? " | " : " · ");
	size_t length = about.length;
	labels_format(&about, dump->session->library, &article->post);
	if (about.length == length)
		buf_truncate(&about, date_length);
	if (about.length > 0)
		print_text(dump, "<p>", about.data, "</p>");
	buf_free(&about);
	if (title[0] != '\0' || length > 0)
		out_newline(dump->session->out);
	article_layout(article, &dump->options);
	print_lines(dump, article->layout, article->document);
	if (article_is_cut(article))
		session_say(dump->session,
				"%s: takes more memory than there is: only its beginning is shown",
				article->post.path);
}

static int
dump_file(struct dump *dump)
{
	struct session *session = dump->session;
	struct article *article = session_open_file(session);
	if (article == NULL)
		return EXIT_TROUBLE;
	print_article(dump, article);
	article_close(article);
	return EXIT_DONE;
}

static bool
dump_post(void *context, const struct post *post)
{
	struct dump *dump = context;
	struct err err;
	struct article *article = article_open(dump->session->library->archive, post->path, &err);
	dump->lacks_posts |= article == NULL;
	if (article == NULL) {
		session_say_err(dump->session, &err);
		return true;
	}
	print_article(dump, article);
	article_close(article);
	return true;
}

int
command_dump(struct session *session)
{
	struct dump dump = {
			.session = session,
			.options = {.width = width_of(session),
					/* Text cannot be asked where a link leads. */
					.links = session->options->links != NULL
								 ? session->settings->links
								 : LINKS_LIST,
					/* Lines are drawn with characters of ambiguous width. */
					.ascii = session->settings->ascii ||
						 session->settings->typography.wide_ambiguous,
					.typography = session->settings->typography},
			.is_first = true,
	};
	out_set_color(session->out, session_has_color(session));
	if (session->place != PLACE_ARCHIVE)
		return dump_file(&dump);
	int status = session_visit(session, dump_post, &dump);
	return dump.lacks_posts ? EXIT_TROUBLE : status;
}
