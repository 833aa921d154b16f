/* Copying parts of a post, by the terminal or by a program. */

#include "article/print.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/gate.h"
#include "base/language.h"
#include "base/process.h"
#include "base/utf8.h"
#include "conf/nearest.h"
#include "library/labels.h"
#include "panes/outside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- What can be copied: each appends it, or returns why there is none --- */

static const char *
add_link(struct panes *panes, const struct post *post, struct buf *out)
{
	const char *url = pager_link_url(panes);
	(void)post;
	if (url == NULL)
		return _("no link is chosen");
	pager_add_address(panes, url, out);
	return NULL;
}

static const char *
add_address(struct panes *panes, const struct post *post, struct buf *out)
{
	return browser_add_address(panes, post, out) ? NULL : _(browser_no_address);
}

static const char *
add_title(struct panes *panes, const struct post *post, struct buf *out)
{
	(void)panes;
	buf_add_text(out, title_shown(post));
	return NULL;
}

static const char *
add_path(struct panes *panes, const struct post *post, struct buf *out)
{
	char *path = outside_path(panes, post);
	char *whole = path != NULL ? realpath(path, NULL) : NULL;
	const char *why = path != NULL ? NULL : _("standard input has no path");
	buf_add_text(out, whole != NULL ? whole : path != NULL ? path : "");
	free(path);
	free(whole);
	return why;
}

static const char *
add_text(struct panes *panes, const struct post *post, struct buf *out)
{
	struct err err = {0};
	struct article *article = outside_open(panes, post->path, &err);
	if (article == NULL)
		return arena_format(panes->scratch, "%s: %s", post->path, err.reason);
	article_text(article, out);
	if (out->length > 0 && out->data[out->length - 1] != '\n')
		buf_add_char(out, '\n');
	outside_close(panes, article);
	return NULL;
}

static const char *
add_markdown(struct panes *panes, const struct post *post, struct buf *out)
{
	struct buf address = buf_in(panes->scratch);
	if (!browser_add_address(panes, post, &address))
		return browser_no_address;
	buf_add_char(out, '[');
	for (const char *text = title_shown(post); *text != '\0'; text++)
		buf_format(out, strchr("\\[]*_`<", *text) != NULL ? "\\%c" : "%c", *text);
	buf_add_text(out, "](");
	for (const char *text = address.data; *text != '\0'; text++)
		buf_format(out, strchr("()", *text) != NULL ? "%%%02X" : "%c", *text);
	buf_add_char(out, ')');
	return NULL;
}

/* The title, where it is from, its day and its address, as far as there are any. */
static const char *
add_citation(struct panes *panes, const struct post *post, struct buf *out)
{
	char date[DATE_SIZE];
	struct buf address = buf_in(panes->scratch);
	struct buf source = buf_in(panes->scratch);
	date_format(post, 10, date);
	labels_format(&source, panes->model->library, post);
	(void)browser_add_address(panes, post, &address);
	const char *const facts[] = {title_shown(post), source.data, date, address.data};
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		if (facts[i][0] != '\0')
			buf_format(out, "%s%s", i > 0 ? ", " : "", facts[i]);
	}
	return NULL;
}

/* --- Copying --- */

const char *const copy_parts[] = {
		"link", "address", "title", "path", "text", "markdown", "citation", NULL};

static const char *(*const adders[])(
		struct panes *panes, const struct post *post, struct buf *out) = {
		add_link, add_address, add_title, add_path, add_text, add_markdown, add_citation};

enum { PARTS = sizeof(adders) / sizeof(adders[0]), TEXT = 4 };

/* A file without a name that holds the text, to be read from its start; NULL: it cannot be written. */
static FILE *
file_of(const struct buf *text)
{
	FILE *file = tmpfile();
	if (file == NULL)
		return NULL;
	int error = file_write(fileno(file), text->data, text->length);
	if (error == 0 && lseek(fileno(file), 0, SEEK_SET) == 0)
		return file;
	(void)fclose(file);
	errno = error;
	return NULL;
}

/* Gives the text to the program of the settings. */
static bool
give_to_program(struct panes *panes, const struct buf *text)
{
	struct err err;
	FILE *file = file_of(text);
	if (file == NULL)
		return model_say(panes->model, true, _("no temporary file can be written: %s"),
				_(strerror(errno)));
	struct process process = {.arguments = panes->settings->copy_command.words,
			.input = fileno(file),
			.output = PROCESS_NULL};
	bool is_started = programs_start(panes->model, &process, (struct program){.arena = NULL},
					  &err) >= 0;
	(void)fclose(file);
	return is_started || model_say(panes->model, true, "%s", err.reason);
}

unsigned
copy_run(struct panes *panes, const struct call *call)
{
	static const char *const empty[PARTS] = {N_("the link is empty"),
			N_("the address is empty"), N_("the title is empty"),
			N_("the path is empty"), N_("the text is empty"),
			N_("the link in Markdown is empty"), N_("the citation is empty")};
	static const char *const copied[PARTS] = {N_("copied the link"), N_("copied the address"),
			N_("copied the title"), N_("copied the path"), N_("copied the text"),
			N_("copied the link in Markdown"), N_("copied the citation")};
	struct post post;
	struct nearest_hint hint;
	struct buf text = buf_in(panes->scratch);
	struct buf clean = buf_empty();
	int part = nearest_choose(copy_parts, PARTS, call->argument, &hint);
	if (part < 0)
		return model_say(panes->model, true, _("there is no “%s” to copy%s"),
				call->argument, hint.text);
	if (!panes_post(panes, &post))
		return DIRTY_STATUS;
	const char *why = adders[part](panes, &post, &text);
	if (why != NULL)
		return model_say(panes->model, true, "%s", why);
	/* Whoever pastes it, maybe at a shell, gets no control that a post has hidden in it. */
	gate_pass(&clean, text.data, text.length, part == TEXT ? GATE_TEXT : GATE_LINE);
	bool is_program = panes->settings->copy_command.count > 0;
	if (clean.length == 0)
		return model_say(panes->model, true, "%s", _(empty[part]));
	if (is_program && !give_to_program(panes, &clean)) {
		buf_free(&clean);
		return DIRTY_STATUS;
	}
	if (part == TEXT)
		model_say(panes->model, false,
				ngettext("copied the text: %zu character",
						"copied the text: %zu characters",
						utf8_count(clean.data, clean.length)),
				utf8_count(clean.data, clean.length));
	else
		model_say(panes->model, false, _("%s: %s"), _(copied[part]), clean.data);
	free(panes->copied);
	panes->copied = is_program ? NULL : buf_take(&clean);
	buf_free(&clean);
	return is_program ? DIRTY_STATUS : DIRTY_COPY | DIRTY_STATUS;
}
