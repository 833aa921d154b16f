#include "archive/kramdown.h"

#include "base/ascii.h"
#include "conf/yaml.h"

#include <stdlib.h>
#include <string.h>

/* As Ruby takes it: all is true but false and null, and for kramdown the text `false`. */
static bool
truth_of(const struct yaml_node *node, bool fallback)
{
	if (node == NULL)
		return fallback;
	return yaml_is_truthy(node) && ascii_compare(yaml_text_or(node, ""), "false") != 0;
}

static int
number_of(const struct yaml_node *node, int fallback)
{
	char *end;
	const char *text = yaml_text_or(node, "");
	long number = strtol(text, &end, 10);
	return end != text && *end == '\0' && number >= 0 && number <= 1000000 ? (int)number
									       : fallback;
}

/* Quotes stay straight where each is to become `apos` or `quot`. */
static bool
has_smart_quotes(const struct yaml_node *node)
{
	if (node != NULL && node->kind == YAML_SEQUENCE) {
		for (size_t i = 0; i < node->count; i++)
			if (has_smart_quotes(node->items[i]))
				return true;
		return false;
	}
	const char *text = yaml_text_or(node, "lsquo");
	return strstr(text, "squo") != NULL || strstr(text, "dquo") != NULL;
}

static void
widen(struct kramdown *settings, int level)
{
	if (level < 1 || level > 6)
		return;
	if (settings->toc_first == 0 || level < settings->toc_first)
		settings->toc_first = level;
	if (level > settings->toc_last)
		settings->toc_last = level;
}

/* `[2, 3]`, `2,3` or `2..3`. */
static void
read_levels(struct kramdown *settings, const struct yaml_node *node)
{
	if (node != NULL && node->kind == YAML_SEQUENCE)
		for (size_t i = 0; i < node->count; i++)
			widen(settings, number_of(node->items[i], 0));
	for (const char *at = yaml_text_or(node, ""); *at != '\0'; at++)
		if (ascii_is_digit(*at))
			widen(settings, *at - '0');
	if (settings->toc_first == 0) {
		settings->toc_first = 1;
		settings->toc_last = 6;
	}
}

/* jekyll-commonmark: `commonmark: {options: [HARDBREAKS]}`. */
static bool
breaks_hard(const struct yaml_node *commonmark)
{
	const struct yaml_node *options = yaml_get(commonmark, "options");
	for (size_t i = 0; options != NULL && options->kind == YAML_SEQUENCE && i < options->count;
			i++)
		if (ascii_compare(yaml_text_or(options->items[i], ""), "hardbreaks") == 0)
			return true;
	return false;
}

struct kramdown
kramdown_settings(const struct yaml_node *root)
{
	const struct yaml_node *own = yaml_get(root, "kramdown");
	bool is_gfm = ascii_compare(yaml_text_or(yaml_get(own, "input"), "GFM"), "GFM") == 0;
	bool is_commonmark = ascii_compare_n(yaml_text_or(yaml_get(root, "markdown"), ""),
					     "CommonMark", 10) == 0;
	struct kramdown settings = {
			.hard_wrap = is_commonmark ? breaks_hard(yaml_get(root, "commonmark"))
						   : is_gfm && truth_of(yaml_get(own, "hard_wrap"),
									       false),
			.auto_ids = truth_of(yaml_get(own, "auto_ids"), true),
			.smart_quotes = has_smart_quotes(yaml_get(own, "smart_quotes")),
			.parse_block_html = truth_of(yaml_get(own, "parse_block_html"), false),
			.parse_span_html = truth_of(yaml_get(own, "parse_span_html"), true),
			.footnote_nr = number_of(yaml_get(own, "footnote_nr"), 1),
	};
	read_levels(&settings, yaml_get(own, "toc_levels"));
	return settings;
}
