#include "model/programs.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/process.h"
#include "model/model_private.h"

#include <errno.h>
#include <string.h>

pid_t
programs_start(struct model *model, const struct process *process, struct program program,
		struct err *err)
{
	struct programs *programs = &model->programs;
	struct process detached = *process;
	const char *name = process->arguments[0];
	int error = EAGAIN;
	detached.is_detached = true;
	program.process = programs->count < MAX_PROGRAMS ? process_start(&detached, &error) : -1;
	if (program.process < 0) {
		err_set(err, "%s: %s", name, _(strerror(error)));
		return -1;
	}
	if (program.arena == NULL)
		program.arena = arena_new();
	program.name = arena_text(program.arena, name);
	programs->items[programs->count++] = program;
	return program.process;
}

void
programs_say_end(struct model *model, const char *name, int status)
{
	struct buf text = buf_in(model->scratch);
	process_format_end(&text, name, status);
	if (text.length > 0)
		model_say(model, true, "%s", text.data);
}

static void
end(struct model *model, const struct program *program, int status)
{
	if (program->ended != NULL)
		program->ended(model, program, status);
	else
		programs_say_end(model, program->name, status);
	arena_free(program->arena);
}

void
model_reap(struct model *model)
{
	struct programs *programs = &model->programs;
	int status;
	for (size_t i = 0; i < programs->count;) {
		struct program program = programs->items[i];
		if (!process_has_ended(program.process, &status)) {
			i++;
			continue;
		}
		/* It leaves before its end is reported: that may start another. */
		programs->items[i] = programs->items[--programs->count];
		end(model, &program, status);
	}
}

void
programs_free(struct programs *programs)
{
	for (size_t i = 0; i < programs->count; i++)
		arena_free(programs->items[i].arena);
}
