#include "archive/front_matter.h"

#include "archive/loose_yaml.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/utf8.h"
#include "conf/yaml.h"

#include <string.h>

/*
 * The end of a run of white space that reaches the end of its line or of the
 * text; the last line feed in the run is taken. 0 when other text follows on
 * the line, or when the line does not end within `limit`.
 */
static size_t
end_of_marker(const char *text, size_t length, size_t at, size_t limit)
{
	size_t end = 0, offset = at;
	for (; offset < (end != 0 ? length : limit) && ascii_is_space(text[offset]); offset++)
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
	size_t limit = length < FRONT_MATTER_MAX ? length : FRONT_MATTER_MAX;
	if (length < 4 || memcmp(text, "---", 3) != 0)
		return split;
	size_t at = 3;
	while (at < limit && ascii_is_space(text[at]) && text[at] != '\n')
		at++;
	if (at == limit || text[at] != '\n')
		return split;
	split.is_opened = true;
	const char *line = text + at;
	while (line != NULL) {
		line++;
		size_t offset = (size_t)(line - text);
		size_t end = is_marker(line, limit - offset)
					     ? end_of_marker(text, length, offset + 3, limit)
					     : 0;
		if (end != 0) {
			split.is_closed = true;
			split.yaml_length = offset;
			split.body = end;
			return split;
		}
		line = memchr(line, '\n', limit - offset);
	}
	return split;
}

/* ---- from a file's beginning ---- */

/* The last step holds FRONT_MATTER_MAX bytes of UTF-8 whatever the encoding: no character has more than 4. */
static const size_t steps[] = {2048, 64 << 10, (size_t)4 * FRONT_MATTER_MAX + 8};

enum { STEP_COUNT = sizeof(steps) / sizeof(steps[0]) };

/* Drops a character that the end of the prefix cuts. */
static void
cut_character(struct buf *text)
{
	size_t valid = utf8_valid_prefix(text->data, text->length);
	if (text->length - valid < UTF8_MAX)
		buf_truncate(text, valid);
}

/* Whether the text's beginning is enough to know how the whole text splits. */
static bool
is_decided(const char *text, size_t length)
{
	if (length > FRONT_MATTER_MAX)
		return true;
	bool may_open = true;
	for (size_t at = 0; may_open && at < length; at++) {
		may_open = at < 3 ? text[at] == '-' : ascii_is_space(text[at]);
		if (at >= 3 && text[at] == '\n')
			break;
	}
	if (!may_open)
		return true;
	/* A closing line at the very end may go on behind it. */
	struct front_split split = front_matter_split(text, length);
	return split.is_closed && split.body < length;
}

static bool
is_enough(const struct buf *raw, const char *encoding)
{
	if (charset_is_plain(raw, encoding) && memchr(raw->data, '\0', raw->length) == NULL)
		return is_decided(raw->data, raw->length);
	struct buf text = buf_in(raw->arena);
	buf_add(&text, raw->data, raw->length);
	charset_to_utf8(&text, encoding);
	bool is_good = is_decided(text.data, text.length);
	buf_free(&text);
	return is_good;
}

bool
front_matter_read(int dir_fd, const char *path, const char *encoding, struct front_prefix *prefix,
		struct buf *text, struct file_state *file, struct err *err)
{
	struct file_state state;
	do {
		size_t limit = steps[prefix->steps++];
		buf_clear(text);
		if (!file_read_at(dir_fd, path, limit, text, &state, err))
			return false;
		bool goes_on = text->length == limit && state.size > text->length;
		if (goes_on)
			cut_character(text);
		prefix->is_cut = goes_on && prefix->steps < STEP_COUNT;
	} while (prefix->is_cut && !is_enough(text, encoding));
	if (file != NULL)
		*file = state;
	return true;
}

/* ---- its values ---- */

/* A tab that indents is white space to Jekyll's regexp but an error to YAML: reported as YAML does. */
bool
front_matter_parse(struct arena *arena, const char *yaml, size_t length,
		const struct yaml_node **root, struct err *err)
{
	struct yaml_node *tree = NULL;
	struct arena *attempt = arena_child(arena);
	bool is_good = yaml_parse(attempt, yaml, length, &tree, err);
	if (is_good && yaml_is_null(tree))
		tree = NULL;
	if (is_good && tree != NULL && tree->kind != YAML_MAPPING)
		is_good = err_set_at(err, NULL, tree->line, tree->column,
				N_("is no mapping of keys to values"));
	*root = tree;
	if (is_good)
		return true;
	arena_free(attempt); /* what was read may be large, and is read again */
	*root = loose_yaml_parse(arena, yaml, length);
	return false;
}
