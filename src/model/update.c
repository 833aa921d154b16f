#include "model/update.h"

#include "base/arguments.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/language.h"
#include "base/process.h"
#include "base/ticks.h"
#include "base/utf8.h"
#include "base/wake.h"
#include "base/xalloc.h"
#include "model/model_private.h"
#include "settings/settings.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

enum {
	READ_BYTES = 16384, /* at a time: the screen is not to wait for a program that prints much */
	MAX_READS = 64,	    /* once it has ended: a pipe holds less */
};

/* --- Its output --- */

/* Puts the line that has begun into the messages. */
static void
end_line(struct model *model)
{
	struct update *update = &model->update;
	update->lines++;
	if (update->lines <= UPDATE_MAX_LINES)
		model_note(model, "%s", update->line.data);
	buf_clear(&update->line);
}

/* Programs that show how far they are end lines with a return as well. */
static void
take_bytes(struct model *model, const char *bytes, size_t length)
{
	struct buf *line = &model->update.line;
	for (size_t i = 0; i < length; i++) {
		bool is_end = bytes[i] == '\n' || bytes[i] == '\r';
		if (!is_end && line->length < UPDATE_MAX_LINE)
			buf_add_char(line, bytes[i]);
		else if (is_end && line->length > 0)
			end_line(model);
	}
}

int
update_fd(const struct model *model)
{
	return model->update.output;
}

bool
update_read(struct model *model)
{
	struct update *update = &model->update;
	char bytes[READ_BYTES];
	ssize_t count = read(update->output, bytes, sizeof(bytes));
	if (count > 0) {
		take_bytes(model, bytes, (size_t)count);
	} else if (count == 0) {
		close(update->output);
		update->output = -1;
	}
	return count > 0;
}

/* Takes what is still in the pipe, of a process that has ended; others may hold its other end. */
static void
end_output(struct model *model)
{
	struct update *update = &model->update;
	for (int reads = 0; reads < MAX_READS && update_read(model); reads++)
		continue;
	if (update->line.length > 0)
		end_line(model);
	if (update->lines > UPDATE_MAX_LINES)
		model_note(model,
				ngettext("(%zu more line)", "(%zu more lines)",
						update->lines - UPDATE_MAX_LINES),
				update->lines - UPDATE_MAX_LINES);
	if (update->output >= 0)
		close(update->output);
	update->output = -1;
}

/* --- Running it --- */

static void
set_due(struct model *model)
{
	const struct settings *settings = model->settings;
	bool is_regular = settings->update.count > 0 && settings->update_every > 0 &&
			  model->loader != NULL;
	model->update.due = is_regular ? ticks_ms() + settings->update_every : 0;
}

/* Reads the archive for what it has brought; the present reading may have missed some of it. */
static void
read_archive(struct model *model)
{
	if (model_is_reading(model)) {
		model->update.stage = UPDATE_ENDED;
		return;
	}
	model->update.stage = UPDATE_READING;
	loading_start(model);
}

static void
ended(struct model *model, const struct program *program, int status)
{
	end_output(model);
	struct buf end = buf_empty();
	process_format_end(&end, program->name, status);
	free(model->update.end);
	model->update.end = end.length > 0 ? buf_take(&end) : NULL;
	model->update.process = 0;
	set_due(model);
	read_archive(model);
}

static bool
start(struct model *model, struct err *err)
{
	struct update *update = &model->update;
	int pipe[2];
	if (!wake_open(pipe, err))
		return false;
	(void)fcntl(pipe[1], F_SETFL, 0); /* the program is to wait where it is full */
	struct process process = {.arguments = model->settings->update.words,
			.folder = archive_root(model->library->archive),
			.input = PROCESS_NULL,
			.output = pipe[1]};
	pid_t started = programs_start(model, &process, (struct program){.ended = ended}, err);
	close(pipe[1]);
	if (started < 0) {
		close(pipe[0]);
		return false;
	}
	update->process = started;
	update->output = pipe[0];
	return true;
}

/* Runs it, when none runs. */
static void
run(struct model *model, bool is_by_itself)
{
	struct update *update = &model->update;
	struct err err;
	if (!start(model, &err)) {
		model_say(model, true, "%s", err.reason);
		return;
	}
	update->stage = UPDATE_RUNNING;
	update->is_by_itself = is_by_itself;
	update->lines = update->added = 0;
	xreplace(&update->newest, NULL);
	if (!is_by_itself)
		model_say(model, false, "%s ...", model->settings->update.words[0]);
}

void
update_run(struct model *model)
{
	set_due(model);
	if (model->update.stage != UPDATE_NONE)
		model_say(model, false, _("the update runs already"));
	else if (model->library == NULL)
		model_say(model, false, _("the archive is not read yet"));
	else
		run(model, false);
}

/* --- New posts --- */

/* Runs the program for new posts, if one is set and there are any. */
static void
run_on_new(struct model *model, size_t count, const char *title)
{
	struct arguments environment = {0};
	struct err err;
	if (model->settings->on_new.count == 0 || count == 0)
		return;
	struct buf text = buf_in(model->scratch);
	buf_format(&text, "READER_COUNT=%zu", count);
	arguments_add(&environment, text.data);
	buf_clear(&text);
	buf_add_text(&text, "READER_TITLE=");
	size_t start = text.length;
	gate_pass(&text, title, strlen(title), GATE_LINE);
	if (text.length - start > UPDATE_MAX_TITLE)
		buf_truncate(&text, start + utf8_valid_prefix(text.data + start, UPDATE_MAX_TITLE));
	arguments_add(&environment, text.data);
	for (char **variable = environ; *variable != NULL; variable++)
		arguments_add(&environment, *variable);
	struct process process = {.arguments = model->settings->on_new.words,
			.environment = environment.words,
			.input = PROCESS_NULL,
			.output = PROCESS_NULL};
	if (programs_start(model, &process, (struct program){.arena = NULL}, &err) < 0)
		model_say(model, true, "%s", err.reason);
	arguments_free(&environment);
}

static void
say_end(struct model *model)
{
	const struct update *update = &model->update;
	size_t added = update->added;
	if (update->end != NULL && added == 0)
		model_say(model, true, _("%s; no new posts"), update->end);
	else if (update->end != NULL)
		model_say(model, true, ngettext("%s; %zu new post", "%s; %zu new posts", added),
				update->end, added);
	else if (added > 0)
		model_say(model, false,
				ngettext("updated: %zu new post", "updated: %zu new posts", added),
				added);
	else if (update->is_by_itself)
		model_note(model, "%s", _("updated: no new posts"));
	else
		model_say(model, false, _("updated: no new posts"));
}

void
update_follow(struct model *model, size_t added, const char *newest)
{
	struct update *update = &model->update;
	if (update->stage == UPDATE_NONE) {
		run_on_new(model, added, newest);
		return;
	}
	update->added += added;
	if (added > 0)
		xreplace(&update->newest, newest);
	if (update->stage == UPDATE_ENDED) {
		read_archive(model);
	} else if (update->stage == UPDATE_READING && !model_is_reading(model)) {
		update->stage = UPDATE_NONE;
		say_end(model);
		run_on_new(model, update->added, update->newest);
	}
}

/* --- Life --- */

void
update_begin(struct model *model)
{
	buf_init(&model->update.line);
	model->update.output = -1;
	set_due(model);
}

void
update_tick(struct model *model)
{
	struct update *update = &model->update;
	if (update->due == 0 || update->due > ticks_ms())
		return;
	set_due(model);
	if (update->stage == UPDATE_NONE && model->library != NULL)
		run(model, true);
}

void
update_end(struct update *update)
{
	if (update->process > 0)
		kill(-update->process, SIGTERM);
	if (update->output >= 0)
		close(update->output);
	buf_free(&update->line);
	free(update->end);
	free(update->newest);
}
