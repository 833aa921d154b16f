#include "markdown/extension.h"

#include "markdown/attributes.h"

#include <string.h>

/* Whether `{:/}` or `{:/name}` stands at `at`; *end is behind it. */
static bool
is_close(const struct source *source, size_t at, struct slice name, size_t *end)
{
	if (!source_has(source, at, "{:/"))
		return false;
	at += 3;
	if (source->length - at > name.length &&
			memcmp(source->text + at, name.text, name.length) == 0)
		at += name.length;
	*end = at + 1;
	return source_byte(source, at) == '}';
}

/* Whether nothing but at most three spaces stands between a line's beginning and `at`. */
static bool
begins_line(const struct source *source, size_t at)
{
	size_t start = at;
	while (start > 0 && at - start <= 3 && source->text[start - 1] == ' ')
		start--;
	return start == 0 || source->text[start - 1] == '\n';
}

/* Whether nothing but spaces stands before the line's end. */
static bool
ends_line(const struct source *source, size_t at)
{
	return source_byte(source, source_skip_spaces(source, at, SIZE_MAX)) == '\n';
}

/* The close tag behind `at`; SOURCE_NOWHERE. Each `}` is looked at once: tags end in one. */
static size_t
find_close(struct source *source, size_t at, struct slice name, bool is_block, size_t *end)
{
	for (size_t brace = source_find(source, MARK_BRACE, at); brace != SOURCE_NOWHERE;
			brace = source_find(source, MARK_BRACE, brace + 1)) {
		size_t lengths[] = {3, 3 + name.length};
		for (size_t i = 0; i < 2; i++) {
			if (brace < at + lengths[i] ||
					!is_close(source, brace - lengths[i], name, end) ||
					*end != brace + 1)
				continue;
			if (!is_block || (begins_line(source, brace - lengths[i]) &&
							 ends_line(source, *end)))
				return brace - lengths[i];
		}
	}
	return SOURCE_NOWHERE;
}

static bool
find_kind(struct slice name, enum extension_kind *kind)
{
	static const char *const names[] = {[EXTENSION_COMMENT] = "comment",
			[EXTENSION_RAW] = "nomarkdown",
			[EXTENSION_OPTIONS] = "options"};
	for (int i = 0; i < 3; i++) {
		if (!slice_is(name, names[i]))
			continue;
		*kind = (enum extension_kind)i;
		return true;
	}
	return false;
}

/* Whether type="…" names other formats than HTML. */
static bool
is_for_others(struct slice options)
{
	struct slice rest = slice_trim(options);
	size_t at = 0;
	while (at < rest.length && !slice_has(rest, at, "html"))
		at++;
	return slice_has(rest, 0, "type=") && at == rest.length;
}

bool
extension_read(struct source *source, size_t at, bool is_block, struct extension *extension)
{
	if (!source_has(source, at, "{::"))
		return false;
	struct slice name = {source->text + at + 3, 0};
	while (source_is_word(source_byte(source, at + 3 + name.length)))
		name.length++;
	size_t brace = attributes_end(source, at + 3 + name.length);
	if (!find_kind(name, &extension->kind) || brace == SOURCE_NOWHERE)
		return false;
	bool is_closed = source->text[brace - 1] == '/';
	struct slice options = slice_between(source->text, at + 3 + name.length, brace - is_closed);
	if (options.length > 0 && !ascii_is_space(options.text[0]))
		return false;
	if (is_block && !source_is_blank(source, brace + 1))
		return false;
	extension->body = slice_of(NULL, 0);
	extension->end = is_block ? source_next_line(source, brace + 1) : brace + 1;
	if (extension->kind == EXTENSION_OPTIONS)
		extension->body = options;
	if (is_closed)
		return true;
	unsigned bit = 1u << extension->kind;
	size_t end = 0, close = SOURCE_NOWHERE;
	if ((source->unclosed_extensions & bit) == 0)
		close = find_close(source, brace + 1, name, is_block, &end);
	if (close == SOURCE_NOWHERE) {
		source->unclosed_extensions |= bit;
		return false;
	}
	extension->body = slice_of("", 0);
	size_t start = extension->end < close ? extension->end : close;
	if (extension->kind == EXTENSION_RAW && !is_for_others(options))
		extension->body = slice_between(source->text, start, close);
	extension->end = is_block ? source_next_line(source, end) : end;
	return true;
}
