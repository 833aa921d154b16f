#include "archive/kramdown.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "conf/yaml.h"

#include <string.h>

/* As Ruby prints it: false for YAML's no, nothing for its null. */
static const char *
printed(const struct yaml_node *node)
{
	bool is_false = node->kind == YAML_SCALAR && yaml_type(node) == YAML_FALSE;
	return is_false ? "false" : yaml_text_or(node, "");
}

static void
add_value(struct buf *text, const char *value)
{
	for (; *value != '\0'; value++) {
		if (*value == '"' || *value == '}')
			buf_add_char(text, '\\');
		buf_add_char(text, *value);
	}
}

/* One option, of a scalar or of a list's items. */
static void
add_option(struct buf *text, const char *prefix, const char *name, const struct yaml_node *node)
{
	size_t before = text->length;
	buf_format(text, "%s%s%s=\"", before > 0 ? " " : "", prefix, name);
	if (node->kind == YAML_SEQUENCE) {
		for (size_t i = 0; i < node->count; i++) {
			if (i > 0)
				buf_add_char(text, ',');
			add_value(text, printed(node->items[i]));
		}
	} else {
		add_value(text, printed(node));
	}
	buf_add_char(text, '"');
	if (text->length > KRAMDOWN_MAX_OPTIONS)
		buf_truncate(text, before);
}

static void
add_options(struct buf *text, const char *prefix, const struct yaml_node *map)
{
	if (map == NULL || map->kind != YAML_MAPPING)
		return;
	for (size_t i = 0; i < map->count; i++) {
		if (map->keys[i]->kind == YAML_SCALAR && map->items[i]->kind != YAML_MAPPING)
			add_option(text, prefix, map->keys[i]->text, map->items[i]);
	}
}

/* jekyll-commonmark: `commonmark: {options: [HARDBREAKS, SMART]}`. */
static bool
has_option(const struct yaml_node *root, const char *name)
{
	const struct yaml_node *options = yaml_get(yaml_get(root, "commonmark"), "options");
	for (size_t i = 0; options != NULL && options->kind == YAML_SEQUENCE && i < options->count;
			i++) {
		if (ascii_compare(yaml_text_or(options->items[i], ""), name) == 0)
			return true;
	}
	return false;
}

const char *
kramdown_options(struct arena *arena, const struct yaml_node *root)
{
	const struct yaml_node *own = yaml_get(root, "kramdown");
	struct buf text = buf_in(arena);
	add_options(&text, "", own);
	add_options(&text, "typographic_symbols-", yaml_get(own, "typographic_symbols"));
	/* CommonMark's converter ignores kramdown's options; its own are said in their terms. */
	if (ascii_compare_n(yaml_text_or(yaml_get(root, "markdown"), ""), "CommonMark", 10) == 0) {
		buf_clear(&text);
		buf_format(&text, "hard_wrap=\"%s\"",
				has_option(root, "HARDBREAKS") ? "true" : "false");
		if (!has_option(root, "SMART"))
			buf_add_text(&text, " smart_quotes=\"apos,apos,quot,quot\" "
					    "gfm_quirks=\"paragraph_end,no_auto_typographic\"");
	}
	return buf_take(&text);
}
