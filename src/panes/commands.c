/* Programs that get the terminal: those of a command line that was typed, and the editor. */

#include "article/article.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/out.h"
#include "panes/outside.h"

#include <stdlib.h>
#include <string.h>

/* The words of a command line. False, with a message if it is none. */
static bool
read_command(struct panes *panes, const char *line, struct arguments *words)
{
	struct err err;
	if (!arguments_split(words, &line, '\0', &err))
		model_say(panes->model, true, "%s", err.reason);
	else if (words->count > 0)
		return true;
	arguments_free(words);
	return false;
}

static void
say_end(struct panes *panes, const struct foreground *program, int status, int error)
{
	const char *name = program->arguments.words[0];
	if (error != 0)
		model_say(panes->model, true, "%s: %s", name, _(strerror(error)));
	else if (status == 0)
		model_say(panes->model, false, _("%s is done"), name);
	else
		programs_say_end(panes->model, name, status);
}

unsigned
shell_run(struct panes *panes, const struct call *call)
{
	struct arguments words = {0};
	if (call->argument[0] == '\0')
		return answer_prompt(panes, PROMPT_SHELL, "");
	if (!read_command(panes, call->argument, &words))
		return DIRTY_STATUS;
	return answer_foreground(panes,
			(struct foreground){
					.arguments = words, .is_paused = true, .ended = say_end});
}

/* --- Texts for a program --- */

/* Posts to be printed. */
struct piped {
	struct panes *panes;
	bool is_all;
	const char *path; /* of the only one, unless it is all */
	size_t unread;	  /* posts that could not be read */
};

static void
print_one(struct piped *piped, const char *path, bool is_first, struct out *out)
{
	struct article *article = outside_open(piped->panes, path, NULL);
	piped->unread += article == NULL;
	if (article == NULL)
		return;
	outside_print(piped->panes, article, is_first, out);
	outside_close(piped->panes, article);
}

static void
feed(const struct foreground *program, struct out *out)
{
	struct piped *piped = program->context;
	const struct listing *listing = piped->panes->model->found.listing;
	size_t count = piped->is_all ? found_count(piped->panes->model) : 0;
	struct arena *row = arena_new();
	struct post post;
	if (!piped->is_all)
		print_one(piped, piped->path, true, out);
	for (size_t i = 0; i < count && !out_is_closed(out); i++) {
		arena_reset(row);
		listing_get(listing, i, row, &post);
		print_one(piped, post.path, i == 0, out);
	}
	arena_free(row);
}

static void
end_piped(struct panes *panes, const struct foreground *program, int status, int error)
{
	struct piped *piped = program->context;
	say_end(panes, program, status, error);
	if (piped->unread > 0)
		model_say(panes->model, true,
				ngettext("%zu post could not be read",
						"%zu posts could not be read", piped->unread),
				piped->unread);
}

unsigned
pipe_run(struct panes *panes, const struct call *call)
{
	struct arguments words = {0};
	struct post post;
	bool is_all = call->action == ACTION_PIPE_ALL;
	bool is_found = panes->focus == SLOT_MIDDLE && panes->model->asked.query != NULL;
	if (!panes_post(panes, &post))
		return DIRTY_STATUS;
	if (is_all && panes->model->found.is_counting)
		return model_say(panes->model, false,
				_("the search goes on: not all hits are known yet"));
	if (call->argument[0] == '\0' && !is_all && is_found)
		return answer_prompt(panes, PROMPT_WHICH, "");
	if (call->argument[0] == '\0')
		return answer_prompt(panes, is_all ? PROMPT_PIPE_ALL : PROMPT_PIPE, "");
	if (!read_command(panes, call->argument, &words))
		return DIRTY_STATUS;
	struct arena *arena = arena_new();
	struct piped *piped = arena_alloc(arena, sizeof(*piped));
	*piped = (struct piped){.panes = panes,
			.is_all = is_all,
			.path = post.path != NULL ? arena_text(arena, post.path) : NULL};
	return answer_foreground(panes, (struct foreground){.arguments = words,
							.feed = feed,
							.is_paused = true,
							.ended = end_piped,
							.arena = arena,
							.context = piped});
}

/* --- The editor --- */

static void
end_edit(struct panes *panes, const struct foreground *program, int status, int error)
{
	if (error != 0 || status != 0)
		say_end(panes, program, status, error);
	else
		model_reload(panes->model);
}

unsigned
edit_run(struct panes *panes, const struct call *call)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");
	struct arguments words = {0};
	struct post post;
	(void)call;
	if (!panes_post(panes, &post))
		return DIRTY_STATUS;
	char *path = outside_path(panes, &post);
	if (path == NULL)
		return model_say(panes->model, true, _("standard input cannot be edited"));
	bool is_named = (visual != NULL && read_command(panes, visual, &words)) ||
			(editor != NULL && read_command(panes, editor, &words));
	if (!is_named)
		arguments_add(&words, "vi"); /* POSIX has it */
	/* A name that begins so would be an option. */
	arguments_add(&words, path[0] == '-' ? arena_format(panes->scratch, "./%s", path) : path);
	free(path);
	return answer_foreground(panes, (struct foreground){.arguments = words, .ended = end_edit});
}
