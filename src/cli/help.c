#include "base/buf.h"
#include "base/out.h"
#include "cli/command.h"

enum { HELP_COLUMN = 27 };

static const char *const group_titles[OPTIONS_GROUP_COUNT] = {
		[OPTIONS_COMMANDS] =
				("Commands (without one: the browser, or --list into a file or "
				 "pipe):"),
		[OPTIONS_FILTERS] = "Which posts, for the browser and every command:",
		[OPTIONS_OUTPUT] = "How it looks:",
};

static const char *const introduction[] = {
		"usage: reader [OPTION]... [ARCHIVE | FILE | -]",
		"",
		"Reads the posts of a Jekyll archive in a terminal. ARCHIVE is a folder with "
		"_posts,",
		"or the name of one in the configuration;",
		"without one it is $READER_ARCHIVE, the configuration's, or the folder around this "
		"one.",
		"FILE is a single post, - is standard input.",
};

static const char *const ending[] = {
		"",
		"Exit status: 0 done; 1 nothing matched, or --check found problems; 2 bad usage or "
		"an",
		"archive that cannot be read. More in reader(1), keys in reader-keymap(5) and "
		"under ?.",
};

static void
print_lines(struct out *out, const char *const *lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		out_line(out, lines[i]);
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
		buf_format(&line, " %s", info->argument);
	buf_add_repeated(&line, ' ', line.length + 2 < HELP_COLUMN ? HELP_COLUMN - line.length : 2);
	buf_add_text(&line, info->help);
	out_line(out, line.data);
	buf_free(&line);
}

int
command_help(struct session *session)
{
	struct out *out = session->out;
	size_t count;
	const struct option_info *table = options_table(&count);
	print_lines(out, introduction, sizeof(introduction) / sizeof(introduction[0]));
	for (int group = 0; group < OPTIONS_GROUP_COUNT; group++) {
		out_newline(out);
		out_line(out, group_titles[group]);
		for (size_t i = 0; i < count; i++) {
			if ((int)table[i].group == group && table[i].help != NULL)
				print_option(out, &table[i]);
		}
	}
	print_lines(out, ending, sizeof(ending) / sizeof(ending[0]));
	return EXIT_DONE;
}

int
command_version(struct session *session)
{
	out_line(session->out, "reader " READER_VERSION);
	return EXIT_DONE;
}
