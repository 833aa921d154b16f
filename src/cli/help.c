#include "base/buf.h"
#include "base/language.h"
#include "base/out.h"
#include "base/text.h"
#include "cli/command.h"

#include <string.h>

enum { HELP_COLUMN = 27 };

static const char *const group_titles[OPTIONS_GROUP_COUNT] = {
		[OPTIONS_COMMANDS] = N_("Commands (without one: the browser, or --list into a file "
					"or pipe):"),
		[OPTIONS_FILTERS] = N_("Which posts, for the browser and every command:"),
		[OPTIONS_OUTPUT] = N_("How it looks:"),
};

static const char introduction[] =
		N_("usage: reader [OPTION]... [ARCHIVE | FILE | -]\n"
		   "\n"
		   "Reads the posts of a Jekyll archive in a terminal. ARCHIVE is a folder with "
		   "_posts,\n"
		   "or the name of one in the configuration;\n"
		   "without one it is $READER_ARCHIVE, the configuration's, or the folder around "
		   "this one.\n"
		   "FILE is a single post, - is standard input.");

static const char ending[] =
		N_("Exit status: 0 done; 1 nothing matched, or --check found problems; 2 bad usage "
		   "or an\n"
		   "archive that cannot be read. More in reader(1), keys in reader-keymap(5) and "
		   "under ?.");

/* Lines that are parted by line feeds. */
static void
print_lines(struct out *out, const char *lines)
{
	for (size_t length; *lines != '\0'; lines += length + (lines[length] == '\n')) {
		length = strcspn(lines, "\n");
		out_text(out, lines, length);
		out_newline(out);
	}
}

static void
print_option(struct out *out, const struct option_info *info)
{
	struct buf line = buf_empty();
	if (info->letter != 0)
		buf_format(&line, "  -%c, --%s", info->letter, info->name);
	else
		buf_format(&line, "      --%s", info->name);
	if (info->argument != NULL)
		buf_format(&line, " %s", _(info->argument));
	size_t columns = text_columns(line.data, line.length);
	buf_add_repeated(&line, ' ', columns + 2 < HELP_COLUMN ? HELP_COLUMN - columns : 2);
	buf_add_text(&line, _(info->help));
	out_line(out, line.data);
	buf_free(&line);
}

int
command_help(struct session *session)
{
	struct out *out = session->out;
	size_t count;
	const struct option_info *table = options_table(&count);
	print_lines(out, _(introduction));
	for (int group = 0; group < OPTIONS_GROUP_COUNT; group++) {
		out_newline(out);
		out_line(out, _(group_titles[group]));
		for (size_t i = 0; i < count; i++) {
			if ((int)table[i].group == group && table[i].help != NULL)
				print_option(out, &table[i]);
		}
	}
	out_newline(out);
	print_lines(out, _(ending));
	return EXIT_DONE;
}

int
command_version(struct session *session)
{
	out_line(session->out, "reader " READER_VERSION);
	return EXIT_DONE;
}
