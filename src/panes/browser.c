/* Opening addresses and files by other programs: a browser, or what the desktop has for it. */

#include "archive/archive.h"
#include "base/arena.h"
#include "base/arguments.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/process.h"
#include "base/ticks.h"
#include "base/xalloc.h"
#include "panes/panes.h"

#include <stdlib.h>
#include <string.h>

/*
 * A program that fails within this time has opened nothing, and the next one is tried; one
 * that fails later was in use.
 */
enum { TRIAL_MS = 5000 };

static const char usual_programs[] = "xdg-open:open:wslview:sensible-browser:www-browser";

/* What is being opened by one program. */
struct opening {
	struct panes *panes;
	struct arena *arena; /* that this is in; it lives until the program has ended */
	const char *address; /* or a file's path */
	const struct arguments
			*named; /* the first program to be tried; NULL: none, or it was tried */
	const char *rest;	/* the others, parted by colons */
	bool is_file;
	bool is_usual;	  /* nobody has named a program */
	bool is_again;	  /* one was started and has failed */
	int64_t begun_ms; /* its start, in ticks_ms */
};

static void try_programs(const struct opening *from);

/* --- Which program --- */

/* Browsers that show pages in a terminal, and the name that Debian gives to one of them. */
static bool
needs_terminal(const char *program)
{
	static const char *const names[] = {
			"w3m", "lynx", "elinks", "links", "links2", "www-browser", NULL};
	const char *slash = strrchr(program, '/');
	const char *name = slash != NULL ? slash + 1 : program;
	/* It takes one of these where there is no display. */
	if (strcmp(name, "sensible-browser") == 0)
		return getenv("DISPLAY") == NULL && getenv("WAYLAND_DISPLAY") == NULL;
	size_t i = 0;
	while (names[i] != NULL && strcmp(names[i], name) != 0)
		i++;
	return names[i] != NULL;
}

/* The next program with the address filled in. False: there is none left, or err says why it is none. */
static bool
next_program(struct opening *opening, struct arguments *program, struct err *err)
{
	bool is_good = true;
	if (opening->named != NULL)
		*program = arguments_copy(opening->named);
	opening->named = NULL;
	while (is_good && program->count == 0 && *opening->rest != '\0') {
		opening->rest += *opening->rest == ':';
		is_good = arguments_split(program, &opening->rest, ':', err);
	}
	if (is_good && program->count > 0)
		arguments_fill(program, opening->address);
	return is_good && program->count > 0;
}

/* --- Running it --- */

static void
say_opened(const struct opening *opening)
{
	model_say(opening->panes->model, false, _("opened %s"), opening->address);
}

/* A program has failed: tries the next one if it has opened nothing. */
static void
go_on(const struct opening *opening, const char *name, int status)
{
	struct opening again = *opening;
	again.is_again = true;
	programs_say_end(opening->panes->model, name, status);
	if (ticks_ms() - opening->begun_ms < TRIAL_MS)
		try_programs(&again);
}

static void
ended_beside(struct model *model, const struct program *program, int status)
{
	(void)model;
	if (status != 0)
		go_on(program->context, program->name, status);
}

static void
ended_on_terminal(struct panes *panes, const struct foreground *program, int status, int error)
{
	const struct opening *opening = program->context;
	const char *name = program->arguments.words[0];
	if (error != 0) {
		model_say(panes->model, true, "%s: %s", name, _(strerror(error)));
		try_programs(opening);
	} else if (status != 0) {
		go_on(opening, name, status);
	} else {
		say_opened(opening);
	}
}

/* Starts a program beside the screen, or leaves it to the tui as panes->foreground. False with err. */
static bool
start(struct opening *opening, struct arguments *program, struct err *err)
{
	struct panes *panes = opening->panes;
	bool is_forced = panes->settings->browser_in_terminal && !opening->is_file;
	opening->begun_ms = ticks_ms();
	if (is_forced || needs_terminal(program->words[0])) {
		(void)answer_foreground(panes, (struct foreground){.arguments = *program,
							       .ended = ended_on_terminal,
							       .arena = opening->arena,
							       .context = opening});
		*program = (struct arguments){0};
		return true;
	}
	struct process process = {
			.arguments = program->words, .input = PROCESS_NULL, .output = PROCESS_NULL};
	struct program beside = {
			.arena = opening->arena, .ended = ended_beside, .context = opening};
	if (programs_start(panes->model, &process, beside, err) < 0)
		return false;
	say_opened(opening);
	return true;
}

static void
say_none(const struct opening *opening, const struct err *err)
{
	struct model *model = opening->panes->model;
	if (opening->is_again || (!opening->is_usual && err->reason[0] == '\0'))
		return; /* why the last one was none has been said */
	if (!opening->is_usual)
		model_say(model, true, "%s", err->reason);
	else if (opening->is_file)
		model_say(model, true, _("there is no xdg-open; the file is %s"), opening->address);
	else
		model_say(model, true,
				_("$BROWSER is not set, and there is no xdg-open; the address is "
				  "%s"),
				opening->address);
}

/* Starts the first of the programs that can be started. */
static void
try_programs(const struct opening *from)
{
	struct arena *arena = arena_new();
	struct opening *opening = arena_alloc(arena, sizeof(*opening));
	struct arguments program = {0};
	struct err err = {0};
	bool is_started = false;
	*opening = *from;
	opening->arena = arena;
	opening->address = arena_text(arena, from->address);
	opening->rest = arena_text(arena, from->rest);
	while (!is_started && next_program(opening, &program, &err)) {
		is_started = start(opening, &program, &err);
		arguments_free(&program);
	}
	if (is_started)
		return;
	say_none(opening, &err);
	arguments_free(&program);
	arena_free(arena);
}

/* --- What to open --- */

static bool
is_browsable(const char *url)
{
	return ascii_compare_n(url, "http://", 7) == 0 ||
	       ascii_compare_n(url, "https://", 8) == 0 || ascii_compare_n(url, "mailto:", 7) == 0;
}

/* Opens by the program named (may be NULL), else by those of a list (may be NULL), else by the usual ones. */
static unsigned
open_by(struct panes *panes, const char *address, const struct arguments *named, const char *list,
		bool is_file)
{
	bool is_usual = named == NULL && (list == NULL || list[strspn(list, ": \t")] == '\0');
	try_programs(&(struct opening){.panes = panes,
			.address = address,
			.named = named,
			.rest = is_usual	? usual_programs
				: named != NULL ? ""
						: list,
			.is_file = is_file,
			.is_usual = is_usual});
	return panes->foreground.arguments.count > 0 ? DIRTY_RUN | DIRTY_STATUS : DIRTY_STATUS;
}

unsigned
browser_open(struct panes *panes, const char *url)
{
	const struct arguments *named = &panes->settings->browser;
	if (!is_browsable(url))
		return model_say(panes->model, true, _("leads nowhere from here: %s"), url);
	return open_by(panes, url, named->count > 0 ? named : NULL, getenv("BROWSER"), false);
}

/* --- Pages and pictures of the site --- */

/*
 * Kinds of files that a desktop shows. Others may be programs to it, as .desktop is: a
 * post is not to start these.
 */
static bool
is_shown_by_desktop(const char *path)
{
	static const char *const endings[] = {"png", "jpg", "jpeg", "gif", "webp", "avif", "bmp",
			"ico", "tif", "tiff", "svg", "heic", "mp3", "ogg", "oga", "opus", "m4a",
			"wav", "flac", "mp4", "m4v", "webm", "ogv", "mov", "mkv", "pdf", "txt",
			"md", "markdown", "csv", "json", "xml", "htm", "html", "xhtml", NULL};
	const char *dot = strrchr(path, '.');
	size_t i = 0;
	while (dot != NULL && endings[i] != NULL && ascii_compare(dot + 1, endings[i]) != 0)
		i++;
	return dot != NULL && endings[i] != NULL;
}

struct archive *
browser_site(const struct panes *panes)
{
	const struct library *library = panes->model->library;
	const struct article *open = panes->model->opened.article;
	if (library != NULL)
		return archive_hold(library->archive);
	if (open == NULL || open->post.path == NULL)
		return NULL;
	struct archive *site = archive_open_around(open->post.path);
	if (site != NULL)
		return site;
	const char *slash = strrchr(open->post.path, '/');
	char *folder = slash != NULL ? xstrndup(open->post.path,
						       (size_t)(slash - open->post.path) + 1)
				     : xstrdup(".");
	site = archive_open(
			folder, &(struct archive_options){.now = panes->model->now}, NULL, NULL);
	free(folder);
	return site;
}

unsigned
browser_open_page(
		struct panes *panes, const struct archive *site, const char *path, const char *url)
{
	struct buf place = buf_in(panes->scratch);
	if (archive_local_file(site, path, &place) && is_shown_by_desktop(place.data))
		return open_by(panes, place.data, NULL, NULL, true);
	buf_clear(&place);
	archive_page_address(site, path, &place);
	buf_add_text(&place, url + strcspn(url, "?#"));
	if (is_browsable(place.data))
		return browser_open(panes, place.data);
	return model_say(panes->model, true, _("the archive has no page %s"), path);
}

const char browser_no_address[] =
		N_("this post has no address: its site's _config.yml sets no url, "
		   "or it is a lone file");

bool
browser_add_address(struct panes *panes, const struct post *post, struct buf *out)
{
	struct archive *site = browser_site(panes);
	size_t length = out->length;
	if (site != NULL && post->url != NULL)
		archive_full_url(site, post->url, out);
	archive_close(site);
	bool is_whole = is_browsable(out->data + length);
	if (!is_whole)
		buf_truncate(out, length);
	return is_whole;
}

unsigned
browse_run(struct panes *panes, const struct call *call)
{
	struct post post;
	(void)call;
	struct buf address = buf_in(panes->scratch);
	if (!panes_post(panes, &post))
		return DIRTY_STATUS;
	if (!browser_add_address(panes, &post, &address))
		return model_say(panes->model, true, "%s", _(browser_no_address));
	return browser_open(panes, address.data);
}
