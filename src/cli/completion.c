/* --completion: scripts for shells, made from the table of options. */

#include "base/language.h"
#include "base/out.h"
#include "cli/command.h"

#include <string.h>

/*
 * What all scripts do: options, their values, the names of archives and files are offered. Values come from
 * --complete-values, with the words before the cursor, which say the archive and the configuration.
 */

static bool
is_file(const struct option_info *info)
{
	return info->argument != NULL && strcmp(info->argument, "FILE") == 0;
}

static void
print_lines(struct out *out, const char *const *lines)
{
	for (; *lines != NULL; lines++)
		out_line(out, *lines);
}

/* Calls `print` for each option that is shown to people. */
static void
each_option(struct out *out, void (*print)(struct out *out, const struct option_info *info))
{
	size_t count;
	const struct option_info *table = options_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (table[i].help != NULL)
			print(out, &table[i]);
	}
}

/* Prints the help for single quotes, which are closed for one that is in it. */
static void
print_help(struct out *out, const struct option_info *info)
{
	const char *rest = _(info->help);
	size_t length = strcspn(rest, "'");
	while (rest[length] != '\0') {
		out_text(out, rest, length);
		out_string(out, "'\\''");
		rest += length + 1;
		length = strcspn(rest, "'");
	}
	out_string(out, rest);
}

/* --- bash --- */

static const char *const bash_start[] = {
		"# Completion of reader(1) for bash.",
		"",
		"# Sets REPLY to a word without its quotes.",
		"_reader_unquote() {",
		"    case $1 in",
		"    \\'*) REPLY=${1#\\'} REPLY=${REPLY%\\'} ;;",
		"    \\\"*) IFS= read REPLY <<<\"${1#\\\"}\" && REPLY=${REPLY%\\\"} ;;",
		"    *) IFS= read REPLY <<<\"$1\" ;;",
		"    esac",
		"}",
		"",
		"_reader() {",
		NULL,
};

static const char *const bash_words[] = {
		"    local piece last='' words=() given=() word before=''",
		"    local name='' asked head start sign REPLY",
		"    # Readline parts words at = and : and replaces what follows the last of them.",
		"    for piece in \"${COMP_WORDS[@]:1:COMP_CWORD}\"; do",
		"        if [[ ${#words[@]} -gt 0 && ($last == *[=:] || $piece == [=:]*) ]]; then",
		"            words[${#words[@]} - 1]+=$piece",
		"        else",
		"            words+=(\"$piece\")",
		"        fi",
		"        last=$piece",
		"    done",
		"    word=${words[${#words[@]} - 1]}",
		"    unset \"words[${#words[@]} - 1]\"",
		"    [[ ${#words[@]} -eq 0 ]] || before=${words[${#words[@]} - 1]}",
		"    [[ $word != --*=* ]] || before=${word%%=*} word=${word#*=}",
		"    [[ $last != [=:]* ]] || last=",
		"    head=${word%\"$last\"}",
		"    for piece in \"${words[@]/#\\~\\//$HOME/}\"; do",
		"        _reader_unquote \"$piece\"",
		"        given+=(\"$REPLY\")",
		"    done",
		"    _reader_unquote \"$word\"",
		"    start=$REPLY",
		"    COMPREPLY=()",
		"    case $before in",
		NULL,
};

static const char *const bash_end[] = {
		"    *)",
		"        if [[ $word == -* ]]; then",
		"            mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")",
		"            return",
		"        fi",
		"        name=archive",
		"        ;;",
		"    esac",
		"    if [[ $name == file || $name == archive ]]; then",
		"        compopt -o filenames 2>/dev/null",
		"        mapfile -t COMPREPLY < <(compgen -f -- \"$start\")",
		"    fi",
		"    [[ $name != file ]] || return",
		"    asked=\"$name=$start\"",
		"    while IFS= read -r piece; do",
		"        if [[ $name == archive ]]; then",
		"            : # readline quotes what it takes for files",
		"        elif [[ $word == \\'* ]]; then",
		"            sign=\"'\\\\''\"",
		"            piece=${piece//\\'/\"$sign\"}",
		"        elif [[ $word == \\\"* ]]; then",
		"            for sign in \\\\ \\\" \\$ \\`; do",
		"                piece=${piece//\"$sign\"/\"\\\\$sign\"}",
		"            done",
		"        else",
		"            printf -v piece %q \"$piece\"",
		"        fi",
		"        COMPREPLY+=(\"${piece#\"$head\"}\")",
		"    done < <(\"$1\" --complete-values \"$asked\" \"${given[@]}\" 2>/dev/null)",
		"}",
		"complete -F _reader reader",
		NULL,
};

static void
print_bash_case(struct out *out, const struct option_info *info)
{
	if (info->argument == NULL)
		return;
	out_string(out, "    ");
	if (info->letter != '\0')
		out_format(out, "-%c | ", info->letter);
	out_format(out, "--%s) name=%s ;;", info->name, is_file(info) ? "file" : info->name);
	out_newline(out);
}

static void
print_bash_option(struct out *out, const struct option_info *info)
{
	out_format(out, " --%s", info->name);
}

static void
print_bash(struct out *out)
{
	print_lines(out, bash_start);
	out_string(out, "    local options='");
	each_option(out, print_bash_option);
	out_line(out, "'");
	print_lines(out, bash_words);
	each_option(out, print_bash_case);
	print_lines(out, bash_end);
}

/* --- zsh --- */

static const char *const zsh_start[] = {
		"#compdef reader",
		"# Completion of reader(1) for zsh.",
		"",
		"# The values that the option named $1 may have.",
		"_reader_values() {",
		"    local -a given=(\"${(@Q)words[1,CURRENT-1]/#\\~\\//$HOME/}\")",
		"    local found=\"$($given[1] --complete-values $1= $given[2,-1] 2>/dev/null)\"",
		"    local -a values=(${(f)found})",
		"    compadd -a values",
		"}",
		"",
		"_reader_operand() {",
		"    _reader_values archive",
		"    _files",
		"}",
		"",
		"_reader() {",
		"    _arguments -s -S \\",
		NULL,
};

static const char *const zsh_end[] = {
		"        '1:ARCHIVE or FILE: _reader_operand'",
		"}",
		"",
		"if [[ $funcstack[1] == _reader ]]; then",
		"    _reader \"$@\"",
		"else",
		"    compdef _reader reader",
		"fi",
		NULL,
};

static bool
is_repeated(const struct option_info *info)
{
	return info->kind == OPTION_TAG || info->kind == OPTION_CATEGORY;
}

/* A line as `'(-n --limit)'{-n+,--limit=}'[help]:N: _reader_values limit' \`. */
static void
print_zsh_option(struct out *out, const struct option_info *info)
{
	const char *equals = info->argument != NULL ? "=" : "";
	out_string(out, "        ");
	if (is_repeated(info))
		out_string(out, "'*'");
	else if (info->letter != '\0')
		out_format(out, "'(-%c --%s)'", info->letter, info->name);
	if (info->letter != '\0')
		out_format(out, "{-%c%s,--%s%s}", info->letter, info->argument != NULL ? "+" : "",
				info->name, equals);
	else
		out_format(out, "--%s%s", info->name, equals);
	out_string(out, "'[");
	print_help(out, info);
	out_string(out, "]");
	if (is_file(info))
		out_format(out, ":%s:_files", info->argument);
	else if (info->argument != NULL)
		out_format(out, ":%s: _reader_values %s", info->argument, info->name);
	out_line(out, "' \\");
}

static void
print_zsh(struct out *out)
{
	print_lines(out, zsh_start);
	each_option(out, print_zsh_option);
	print_lines(out, zsh_end);
}

/* --- fish --- */

static const char *const fish_start[] = {
		"# Completion of reader(1) for fish.",
		"",
		"# The values that the option named $argv[1] may have.",
		"function __reader_values",
		"    set -l words (string replace -r '^~/' \"$HOME/\" -- (commandline -opc))",
		"    $words[1] --complete-values $argv[1]= $words[2..] 2>/dev/null",
		"end",
		"",
		"complete -c reader -a '(__reader_values archive)'",
		NULL,
};

static void
print_fish_option(struct out *out, const struct option_info *info)
{
	out_format(out, "complete -c reader -l %s", info->name);
	if (info->letter != '\0')
		out_format(out, " -s %c", info->letter);
	if (is_file(info))
		out_string(out, " -r -F");
	else if (info->argument != NULL)
		out_format(out, " -x -a '(__reader_values %s)'", info->name);
	out_string(out, " -d '");
	print_help(out, info);
	out_line(out, "'");
}

static void
print_fish(struct out *out)
{
	print_lines(out, fish_start);
	each_option(out, print_fish_option);
}

int
command_completion(struct session *session)
{
	static const struct {
		const char *shell;
		void (*print)(struct out *out);
	} scripts[] = {{"bash", print_bash}, {"fish", print_fish}, {"zsh", print_zsh}};
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		if (strcmp(scripts[i].shell, session->options->argument) == 0)
			scripts[i].print(session->out);
	}
	return EXIT_DONE;
}
