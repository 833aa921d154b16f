#include "archive/front_matter.h"

#include "archive/loose_yaml.h"
#include "base/err.h"
#include "conf/yaml.h"

#include <string.h>

/* Ruby's \s. */
static bool
is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/*
 * The end of a run of white space that reaches the end of its line or of the
 * text; the last line feed in the run is taken. 0 when other text follows on
 * the line.
 */
static size_t
end_of_marker(const char *text, size_t length, size_t at)
{
	size_t end = 0, offset = at;
	for (; offset < length && is_space(text[offset]); offset++)
		if (text[offset] == '\n')
			end = offset + 1;
	return offset == length ? length : end;
}

static bool
is_marker(const char *text, size_t left)
{
	return left >= 3 && (memcmp(text, "---", 3) == 0 || memcmp(text, "...", 3) == 0);
}

struct front_split
front_matter_split(const char *text, size_t length)
{
	struct front_split split = {0};
	if (length < 4 || memcmp(text, "---", 3) != 0)
		return split;
	size_t at = 3;
	while (at < length && is_space(text[at]) && text[at] != '\n')
		at++;
	if (at == length || text[at] != '\n')
		return split;
	split.is_opened = true;
	const char *line = text + at;
	while (line != NULL) {
		line++;
		size_t offset = (size_t)(line - text);
		size_t end = is_marker(line, length - offset)
					     ? end_of_marker(text, length, offset + 3)
					     : 0;
		if (end != 0) {
			split.is_closed = true;
			split.yaml_length = offset;
			split.body = end;
			return split;
		}
		line = memchr(line, '\n', length - offset);
	}
	return split;
}

/* A tab that indents is white space to Jekyll's regexp but an error to YAML: told as YAML tells it. */
bool
front_matter_parse(struct arena *arena, const char *yaml, size_t length,
		const struct yaml_node **root, struct err *err)
{
	struct yaml_node *tree = NULL;
	bool is_good = yaml_parse(arena, yaml, length, &tree, err);
	if (is_good && tree != NULL && tree->kind == YAML_SCALAR && yaml_type(tree) == YAML_NULL)
		tree = NULL;
	if (is_good && tree != NULL && tree->kind != YAML_MAPPING)
		is_good = err_set_at(err, NULL, tree->line, tree->column,
				"is no mapping of keys to values");
	*root = is_good ? tree : loose_yaml_parse(arena, yaml, length);
	return is_good;
}
