/* The program of $BROWSER, for addresses that lead out of the archive. */

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "panes/panes.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BROWSER_WORDS = 32 };

/* A word of $BROWSER, in which the address replaces each %s. */
static char *
fill_word(const struct browser *browser, const char *word, size_t length, bool *has_address)
{
	struct buf out;
	buf_init_in(&out, browser->arena);
	for (size_t i = 0; i < length; i++) {
		bool is_place = word[i] == '%' && i + 1 < length && word[i + 1] == 's';
		if (!is_place) {
			buf_add_char(&out, word[i]);
			continue;
		}
		buf_add_text(&out, browser->address);
		*has_address = true;
		i++;
	}
	return buf_take(&out);
}

/*
 * Sets the command to the next of several programs separated by colons, split into words
 * at spaces. The address replaces %s, or becomes the last word. False: no program is left.
 */
static bool
next_command(struct browser *browser)
{
	const char *rest = browser->others + strspn(browser->others, ": \t");
	size_t count = 0, length;
	bool has_address = false;
	browser->others = rest + strcspn(rest, ":");
	if (*rest == '\0')
		return false;
	browser->command = arena_array(
			browser->arena, MAX_BROWSER_WORDS + 2, sizeof(*browser->command));
	while (count < MAX_BROWSER_WORDS && (length = strcspn(rest, " \t:")) > 0) {
		browser->command[count++] = fill_word(browser, rest, length, &has_address);
		rest += length;
		rest += strspn(rest, " \t");
	}
	browser->command[count] = has_address ? NULL : browser->address;
	browser->command[count + 1] = NULL;
	return true;
}

unsigned
browser_ended(struct panes *panes, int status, int error)
{
	struct browser *browser = &panes->browser;
	if (status < 0 && next_command(browser))
		return DIRTY_RUN | DIRTY_ALL;
	if (status < 0)
		model_say(panes->model, true, "%s: %s", browser->command[0], strerror(error));
	else if (status > 0)
		model_say(panes->model, true, "%s ended with status %d", browser->command[0],
				status);
	return DIRTY_ALL;
}

static bool
is_browsable(const char *url)
{
	return ascii_compare_n(url, "http://", 7) == 0 ||
	       ascii_compare_n(url, "https://", 8) == 0 || ascii_compare_n(url, "mailto:", 7) == 0;
}

unsigned
browser_open(struct panes *panes, const char *url)
{
	const char *programs = getenv("BROWSER");
	struct browser *browser = &panes->browser;
	if (!is_browsable(url))
		return model_say(panes->model, true, "leads nowhere from here: %s", url);
	if (programs == NULL || programs[strspn(programs, ": \t")] == '\0')
		return model_say(panes->model, true, "$BROWSER is not set; the address is %s", url);
	arena_reset(browser->arena);
	browser->others = arena_text(browser->arena, programs);
	browser->address = arena_text(browser->arena, url);
	return next_command(browser) ? DIRTY_RUN | DIRTY_STATUS : DIRTY_STATUS;
}

unsigned
browser_open_post(struct panes *panes, const char *url)
{
	if (url == NULL || panes->model->library == NULL)
		return model_say(panes->model, false, "there is no address to open");
	struct buf full;
	buf_init(&full);
	archive_full_url(panes->model->library->archive, url, &full);
	unsigned dirty = browser_open(panes, full.data);
	buf_free(&full);
	return dirty;
}
