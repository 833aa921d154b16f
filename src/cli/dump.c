#include "article/print.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/out.h"
#include "cli/command.h"
#include "library/labels.h"

#include <stdlib.h>

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

/* The width of the option; without it as much of the measure as the terminal has. */
static size_t
width_of(const struct session *session)
{
	size_t measure = session->settings->measure;
	size_t columns = session_terminal_columns();
	if (columns == 0)
		columns = columns_of_environment();
	if (session->options->width != NULL || columns == 0 || columns > measure)
		return measure;
	return columns < LAYOUT_MIN_WIDTH ? LAYOUT_MIN_WIDTH : columns;
}

static void
print_article(struct dump *dump, struct article *article)
{
	struct session *session = dump->session;
	if (!dump->is_first)
		article_print_rule(&dump->options, session->out);
	dump->is_first = false;
	/* A lone file without a title has none: its first words follow anyway. */
	bool is_lone = session->place != PLACE_ARCHIVE;
	struct buf about = buf_empty();
	about_format(&about, session->library, &article->post, dump->options.ascii);
	article_print(article, &dump->options,
			is_lone ? article->post.title : article_title(article), about.data,
			session->out);
	buf_free(&about);
	if (article_is_cut(article))
		session_say(session,
				_("%s: takes more memory than there is: only its beginning is "
				  "shown"),
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
	article_speak(&dump.options);
	out_set_color(session->out, session_has_color(session));
	if (session->place != PLACE_ARCHIVE)
		return dump_file(&dump);
	int status = session_visit(session, dump_post, &dump);
	return dump.lacks_posts ? EXIT_TROUBLE : status;
}
