/* --print-config, --print-keymap and --print-theme: files that a user can begin from. */

#include "base/buf.h"
#include "base/err.h"
#include "base/out.h"
#include "cli/command.h"
#include "keymap/keymap.h"
#include "settings/keymap_files.h"
#include "settings/theme_files.h"
#include "theme/theme.h"

#include <string.h>

/* Prints the lines of a text and frees it. */
static int
print_text(struct session *session, struct buf *text)
{
	for (const char *line = text->data; *line != '\0';) {
		size_t length = strcspn(line, "\n");
		out_text(session->out, line, length);
		out_newline(session->out);
		line += length + (line[length] == '\n');
	}
	buf_free(text);
	return EXIT_DONE;
}

int
command_print_config(struct session *session)
{
	struct buf text = buf_empty();
	settings_describe(&text);
	return print_text(session, &text);
}

int
command_print_keymap(struct session *session)
{
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_files_load(session->options->argument, problems);
	session_say_problems(session, problems);
	problems_free(problems);
	if (keymap == NULL)
		return EXIT_TROUBLE;
	struct buf text = buf_empty();
	keymap_format(keymap, &text);
	keymap_free(keymap);
	return print_text(session, &text);
}

int
command_print_theme(struct session *session)
{
	struct theme theme;
	struct problems *problems = problems_new();
	bool is_good = theme_files_load(&theme, session->options->argument, false, problems);
	session_say_problems(session, problems);
	problems_free(problems);
	if (!is_good)
		return EXIT_TROUBLE;
	struct buf text = buf_empty();
	theme_format(&theme, &text);
	return print_text(session, &text);
}
