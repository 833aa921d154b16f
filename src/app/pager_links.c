/* Links of the post that is open: choosing one, following it, the program for the rest. */

#include "app/state.h"
#include "base/buf.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BROWSER_WORDS = 32 };

/* --- Choosing --- */

int
pager_highest_link(const struct app *app)
{
	return app->pager.article != NULL ? app->pager.article->document->link_numbers : 0;
}

const char *
pager_link_url(const struct app *app)
{
	const struct pager_pane *pane = &app->pager;
	return pane->link >= 0 && pane->article != NULL
			       ? pane->article->document->links[pane->link].url
			       : NULL;
}

/* The line on which link `link` first stands; SIZE_MAX if on none. */
static size_t
line_of_link(const struct layout *layout, int link)
{
	for (size_t i = 0; i < layout->count; i++) {
		const struct line *line = &layout->lines[i];
		for (size_t j = 0; j < line->piece_count; j++) {
			if (line->pieces[j].link == link)
				return i;
		}
	}
	return SIZE_MAX;
}

unsigned
pager_next_link(struct app *app, long by)
{
	struct pager_pane *pane = &app->pager;
	int count = pane->article != NULL ? (int)pane->article->document->link_count : 0;
	if (count == 0) {
		app_say(app, false, "this post has no links");
		return DIRTY_STATUS;
	}
	int step = by > 0 ? 1 : -1;
	int link = pane->link;
	for (int tried = 0; tried < count; tried++) {
		link += step;
		if (link < 0 || link >= count)
			link = step > 0 ? 0 : count - 1;
		size_t line = line_of_link(pane->article->layout, link);
		/* With nothing chosen yet, the first one on the screen or after it. */
		bool is_far = pane->link < 0 && step > 0 && line < pane->top;
		if (line == SIZE_MAX || is_far)
			continue;
		pane->link = link;
		pane->generation++;
		size_t rows = pager_rows(app);
		if (line < pane->top || line >= pane->top + rows)
			pager_scroll_to(app, line > rows / 3 ? line - rows / 3 : 0);
		return DIRTY_PAGER | DIRTY_STATUS;
	}
	if (pane->link < 0 && step > 0 && pane->top > 0) {
		pane->top = 0;
		return pager_next_link(app, by);
	}
	return DIRTY_STATUS;
}

/* --- The program for what is outside --- */

void
pager_free_command(struct app *app)
{
	for (size_t i = 0; app->command != NULL && app->command[i] != NULL; i++)
		free(app->command[i]);
	free(app->command);
	app->command = NULL;
}

/* Splits $BROWSER at spaces and puts the address for %s, or behind it all. */
static void
make_command(struct app *app, const char *browser, const char *url)
{
	pager_free_command(app);
	app->command = xcalloc(MAX_BROWSER_WORDS + 2, sizeof(*app->command));
	size_t count = 0;
	bool has_url = false;
	while (count < MAX_BROWSER_WORDS) {
		browser += strspn(browser, " \t");
		size_t length = strcspn(browser, " \t");
		if (length == 0)
			break;
		bool is_place = length == 2 && memcmp(browser, "%s", 2) == 0;
		has_url |= is_place;
		app->command[count++] = is_place ? xstrdup(url) : xstrndup(browser, length);
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

unsigned
app_command_done(struct app *app, int status, int error)
{
	if (status < 0)
		app_say(app, true, "%s: %s", app->command != NULL ? app->command[0] : "$BROWSER",
				strerror(error));
	else if (status > 0)
		app_say(app, true, "%s ended with status %d",
				app->command != NULL ? app->command[0] : "$BROWSER", status);
	return DIRTY_ALL;
}

static bool
is_browsable(const char *url)
{
	return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0 ||
	       strncmp(url, "mailto:", 7) == 0;
}

static unsigned
run_browser(struct app *app, const char *url)
{
	const char *browser = getenv("BROWSER");
	if (!is_browsable(url)) {
		app_say(app, true, "leads nowhere from here: %s", url);
		return DIRTY_STATUS;
	}
	if (browser == NULL || browser[strspn(browser, " \t")] == '\0') {
		app_say(app, true, "$BROWSER is not set; the address is %s", url);
		return DIRTY_STATUS;
	}
	/* Of several programs, parted by colons, the first. */
	char *first = xstrndup(browser, strcspn(browser, ":"));
	make_command(app, first, url);
	free(first);
	return DIRTY_RUN | DIRTY_STATUS;
}

/* --- Within the archive --- */

/* As Jekyll escapes what it puts into a url (Addressable's path characters). */
static void
escape_path(struct buf *out, const char *path)
{
	for (; *path != '\0'; path++) {
		unsigned char byte = (unsigned char)*path;
		bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
				(byte >= 'a' && byte <= 'z') ||
				strchr("-._~!$&'()*+,;=:@/?", byte) != NULL;
		if (is_plain)
			buf_add_char(out, *path);
		else
			buf_format(out, "%%%02X", (unsigned)byte);
	}
}

/* The post at a site path, in each way a server would find it. */
static bool
find_post(const struct app *app, const char *path, struct post *post)
{
	static const char *const endings[] = {"", ".html", "/", "/index.html"};
	struct buf url;
	buf_init(&url);
	escape_path(&url, path);
	size_t length = url.length;
	bool is_found = false;
	for (size_t i = 0; i < 4 && !is_found; i++) {
		buf_truncate(&url, length);
		buf_add_text(&url, endings[i]);
		is_found = catalogue_find_url(app->library->catalogue, url.data, post);
	}
	buf_free(&url);
	return is_found;
}

/* `/category/SLUG.html`, `/SLUG/`, `/tag/NAME/`: the last part names a group. */
static bool
find_group(const struct app *app, const char *path, enum group_kind *kind, char **name)
{
	size_t length = strlen(path);
	while (length > 0 && path[length - 1] == '/')
		length--;
	if (length > 5 && memcmp(path + length - 5, ".html", 5) == 0)
		length -= 5;
	size_t start = length;
	while (start > 0 && path[start - 1] != '/')
		start--;
	if (start == length)
		return false;
	*name = xstrndup(path + start, length - start);
	struct group group;
	bool is_tag = strncmp(path, "/tag", 4) == 0;
	for (int i = 0; i < 2; i++) {
		*kind = (i == 0) == is_tag ? GROUP_TAG : GROUP_CATEGORY;
		if (catalogue_find_group(app->library->catalogue, *kind, *name, &group))
			return true;
	}
	free(*name);
	return false;
}

static unsigned
open_internal(struct app *app, const char *path)
{
	struct post post;
	enum group_kind kind;
	char *name;
	if (find_post(app, path, &post)) {
		pager_remember(app);
		return pager_show(app, post.path, true) | DIRTY_ALL;
	}
	if (find_group(app, path, &kind, &name)) {
		unsigned dirty = groups_choose(app, kind, name);
		free(name);
		return dirty | DIRTY_ALL;
	}
	if (strcmp(path, "/") == 0 || strcmp(path, "/index.html") == 0)
		return app_run(app, ACTION_ALL_POSTS, "", 0);
	app_say(app, true, "the archive has no page %s", path);
	return DIRTY_STATUS;
}

static unsigned
follow_url(struct app *app, const char *url)
{
	struct buf path;
	buf_init(&path);
	bool is_internal = app->library != NULL &&
			   archive_resolve_url(app->library->archive, app->pager.article->post.url,
					   url, &path);
	unsigned dirty = is_internal ? open_internal(app, path.data) : run_browser(app, url);
	buf_free(&path);
	return dirty;
}

unsigned
pager_follow(struct app *app, long number)
{
	const struct pager_pane *pane = &app->pager;
	if (pane->article == NULL)
		return DIRTY_NONE;
	const struct document *document = pane->article->document;
	size_t found = pane->link >= 0 && number == 0 ? (size_t)pane->link : document->link_count;
	for (size_t i = 0; number > 0 && i < document->link_count; i++) {
		if (document->links[i].number == number) {
			found = i;
			break;
		}
	}
	if (found < document->link_count) {
		/* The post, and the address with it, may be closed on the way. */
		char *url = xstrdup(document->links[found].url);
		unsigned dirty = follow_url(app, url);
		free(url);
		return dirty;
	}
	if (number > 0)
		app_say(app, true, "this post has no link %ld", number);
	else if (document->link_numbers == 0)
		app_say(app, false, "this post has no numbered links");
	else
		return typing_begin(app, PROMPT_FOLLOW, "");
	return DIRTY_STATUS;
}

unsigned
pager_browse(struct app *app)
{
	struct post post;
	const char *url = NULL;
	if (app->focus == PANE_PAGER && app->pager.article != NULL)
		url = app->pager.article->post.url;
	else if (list_post(app, &post))
		url = post.url;
	if (url == NULL || app->library == NULL) {
		app_say(app, false, "there is no address to open");
		return DIRTY_STATUS;
	}
	struct buf full;
	buf_init(&full);
	archive_full_url(app->library->archive, url, &full);
	unsigned dirty = run_browser(app, full.data);
	buf_free(&full);
	return dirty;
}
