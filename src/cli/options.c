#include "cli/options.h"

#include "base/err.h"
#include "base/language.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "conf/nearest.h"

#include <stdlib.h>
#include <string.h>

struct parser {
	struct options *options;
	char *const *arguments; /* what is left to read */
	int left;
	bool is_over;	 /* -- was seen: only operands from here */
	bool is_settled; /* --help or --version was seen: nothing else matters */
};

const struct option_info *
options_find(const char *name, char letter)
{
	size_t count;
	const struct option_info *table = options_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (name != NULL ? strcmp(table[i].name, name) == 0 : table[i].letter == letter)
			return &table[i];
	}
	return NULL;
}

static bool
fail_unknown(const char *name, struct err *err)
{
	size_t count, longer = 0;
	const struct option_info *table = options_table(&count);
	struct nearest nearest = nearest_to(name);
	const char *meant = NULL;
	for (size_t i = 0; i < count; i++) {
		if (table[i].help == NULL)
			continue;
		nearest_offer(&nearest, table[i].name);
		if (name[0] == '\0' || strncmp(table[i].name, name, strlen(name)) != 0)
			continue;
		longer++;
		meant = table[i].name;
	}
	/* Abbreviations are common: the only name that begins so is nearer than any other. */
	if (longer != 1)
		meant = nearest.name;
	if (meant == NULL)
		return err_set(err, _("unknown option '--%s'"), name);
	return err_set(err, _("unknown option '--%s'; did you mean '--%s'?"), name, meant);
}

static bool
apply(struct parser *parser, const struct option_info *info, const char *value, struct err *err)
{
	/* These two take the place of any other command. */
	parser->is_settled = info->letter == 'h' || info->letter == 'V';
	if (parser->is_settled)
		parser->options->command = COMMAND_NONE;
	return option_set(parser->options, info, value, err);
}

static const char *
next_argument(struct parser *parser)
{
	if (parser->left == 0)
		return NULL;
	parser->left--;
	return *parser->arguments++;
}

/* `name` is what follows the two dashes. */
static bool
parse_long(struct parser *parser, const char *name, struct err *err)
{
	const char *equals = strchr(name, '=');
	char *plain = equals != NULL ? xstrndup(name, (size_t)(equals - name)) : xstrdup(name);
	const struct option_info *info = options_find(plain, '\0');
	const char *value = equals != NULL ? equals + 1 : NULL;
	bool is_good = false;
	if (info == NULL)
		fail_unknown(plain, err);
	else if (info->argument == NULL && value != NULL)
		err_set(err, _("--%s takes no value"), info->name);
	else if (info->argument == NULL || value != NULL || (value = next_argument(parser)) != NULL)
		is_good = apply(parser, info, value, err);
	else
		err_set(err, _("--%s needs a value: --%s %s"), info->name, info->name,
				_(info->argument));
	free(plain);
	return is_good;
}

/* `letters` is what follows the dash: options, the last with its value or without. */
static bool
parse_short(struct parser *parser, const char *letters, struct err *err)
{
	while (*letters != '\0' && !parser->is_settled) {
		const struct option_info *info = options_find(NULL, *letters);
		uint32_t codepoint;
		int length = (int)utf8_decode(letters, strlen(letters), &codepoint);
		if (info == NULL)
			return err_set(err, _("unknown option '-%.*s'"), length, letters);
		letters++;
		if (info->argument == NULL) {
			if (!apply(parser, info, NULL, err))
				return false;
			continue;
		}
		const char *value = *letters != '\0' ? letters : next_argument(parser);
		if (value == NULL)
			return err_set(err, _("-%c needs a value: -%c %s"), info->letter,
					info->letter, _(info->argument));
		return apply(parser, info, value, err);
	}
	return true;
}

static bool
parse_operand(struct parser *parser, const char *operand, struct err *err)
{
	if (operand[0] == '\0')
		return err_set(err, _("the name of an archive may not be empty"));
	if (parser->options->operand != NULL)
		return err_set(err, _("one archive or file at a time: '%s' and '%s'"),
				parser->options->operand, operand);
	parser->options->operand = operand;
	return true;
}

static bool
parse_argument(struct parser *parser, const char *argument, struct err *err)
{
	bool is_option = !parser->is_over && argument[0] == '-' && argument[1] != '\0';
	if (!is_option)
		return parse_operand(parser, argument, err);
	if (strcmp(argument, "--") == 0) {
		parser->is_over = true;
		return true;
	}
	if (argument[1] == '-')
		return parse_long(parser, argument + 2, err);
	return parse_short(parser, argument + 1, err);
}

bool
options_have_filters(const struct options *options)
{
	const struct selection *selection = &options->selection;
	return selection->tag_count > 0 || selection->category_count > 0 ||
	       options->since != NULL || options->until != NULL || selection->search != NULL ||
	       selection->marks != 0;
}

bool
options_parse(struct options *options, int argc, char *const *argv, struct err *err)
{
	struct parser parser = {
			.options = options,
			.arguments = argv + (argc > 0),
			.left = argc > 0 ? argc - 1 : 0,
	};
	*options = (struct options){.command = COMMAND_NONE, .color = COLOR_AUTO};
	selection_init(&options->selection);
	const char *argument;
	while (!parser.is_settled && (argument = next_argument(&parser)) != NULL) {
		if (!parse_argument(&parser, argument, err) && options->values == NULL)
			return false;
	}
	if (options->values != NULL)
		return true;
	if (options->is_unrefreshed && options->command == COMMAND_CHECK)
		return err_set(err, _("--no-refresh and --check cannot go together"));
	if (options->argument == NULL)
		return true;
	if (options->operand != NULL)
		return err_set(err, _("--%s takes no archive: '%s' is one too many"),
				options->command_name, options->operand);
	return !options_have_filters(options) ||
	       err_set(err, _("--%s takes no filters"), options->command_name);
}

bool
command_is_marking(enum command command)
{
	return command >= COMMAND_MARK_READ && command <= COMMAND_UNSTAR;
}

void
options_free(struct options *options)
{
	selection_free(&options->selection);
}
