/* The program of $BROWSER, for addresses that lead out of the archive. */

#include "app/state.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BROWSER_WORDS = 32 };

void
browser_free(struct app *app)
{
	for (size_t i = 0; app->command != NULL && app->command[i] != NULL; i++)
		free(app->command[i]);
	free(app->command);
	app->command = NULL;
}

/* A word of $BROWSER with the address for each %s in it. */
static char *
fill_word(const char *word, size_t length, const char *url, bool *has_url)
{
	struct buf out;
	buf_init(&out);
	for (size_t i = 0; i < length; i++) {
		bool is_place = word[i] == '%' && i + 1 < length && word[i + 1] == 's';
		if (!is_place) {
			buf_add_char(&out, word[i]);
			continue;
		}
		buf_add_text(&out, url);
		*has_url = true;
		i++;
	}
	return buf_take(&out);
}

/* Splits $BROWSER at spaces and puts the address for %s, or behind it all. */
static void
make_command(struct app *app, const char *browser, const char *url)
{
	browser_free(app);
	app->command = xcalloc(MAX_BROWSER_WORDS + 2, sizeof(*app->command));
	size_t count = 0;
	bool has_url = false;
	while (count < MAX_BROWSER_WORDS) {
		browser += strspn(browser, " \t");
		size_t length = strcspn(browser, " \t");
		if (length == 0)
			break;
		app->command[count++] = fill_word(browser, length, url, &has_url);
		browser += length;
	}
	if (!has_url)
		app->command[count] = xstrdup(url);
}

char *const *
app_take_command(struct app *app)
{
	return app->command;
}

/* Of several programs, parted by colons, the next. False: there is none. */
static bool
next_browser(struct app *app)
{
	const char *list = app->browsers != NULL ? app->browsers : "";
	list += strspn(list, ": \t");
	if (*list == '\0')
		return false;
	char *browser = xstrndup(list, strcspn(list, ":"));
	make_command(app, browser, app->address);
	free(browser);
	xreplace(&app->browsers, list + strcspn(list, ":"));
	return true;
}

unsigned
app_command_done(struct app *app, int status, int error)
{
	if (status < 0 && next_browser(app))
		return DIRTY_RUN | DIRTY_ALL;
	if (status < 0)
		model_say(app->model, true, "%s: %s",
				app->command != NULL ? app->command[0] : "$BROWSER",
				strerror(error));
	else if (status > 0)
		model_say(app->model, true, "%s ended with status %d",
				app->command != NULL ? app->command[0] : "$BROWSER", status);
	return DIRTY_ALL;
}

static bool
is_browsable(const char *url)
{
	return ascii_compare_n(url, "http://", 7) == 0 ||
	       ascii_compare_n(url, "https://", 8) == 0 || ascii_compare_n(url, "mailto:", 7) == 0;
}

unsigned
browser_open(struct app *app, const char *url)
{
	const char *browser = getenv("BROWSER");
	if (!is_browsable(url)) {
		model_say(app->model, true, "leads nowhere from here: %s", url);
		return DIRTY_STATUS;
	}
	if (browser == NULL || browser[strspn(browser, ": \t")] == '\0') {
		model_say(app->model, true, "$BROWSER is not set; the address is %s", url);
		return DIRTY_STATUS;
	}
	xreplace(&app->browsers, browser);
	xreplace(&app->address, url);
	return next_browser(app) ? DIRTY_RUN | DIRTY_STATUS : DIRTY_STATUS;
}

unsigned
browser_open_post(struct app *app, const char *url)
{
	if (url == NULL || app->model->library == NULL) {
		model_say(app->model, false, "there is no address to open");
		return DIRTY_STATUS;
	}
	struct buf full;
	buf_init(&full);
	archive_full_url(app->model->library->archive, url, &full);
	unsigned dirty = browser_open(app, full.data);
	buf_free(&full);
	return dirty;
}
