/* kramdown's options by their names (kramdown, "Options"; GFM's are of its parser). */

#include "base/ascii.h"
#include "base/buf.h"
#include "base/char_reference.h"
#include "base/utf8.h"
#include "markdown/attributes.h"
#include "markdown/markdown.h"

#include <stdio.h>
#include <string.h>

const struct markdown_options markdown_defaults = {.auto_ids = true,
		.reads_span_html = true,
		.interrupts_text = true,
		.links_addresses = true,
		.toc_levels = 0x7E,
		.footnote_number = 1,
		.symbols = {[SYMBOL_LEFT_SINGLE] = "\xE2\x80\x98",
				[SYMBOL_RIGHT_SINGLE] = "\xE2\x80\x99",
				[SYMBOL_LEFT_DOUBLE] = "\xE2\x80\x9C",
				[SYMBOL_RIGHT_DOUBLE] = "\xE2\x80\x9D",
				[SYMBOL_ELLIPSIS] = "\xE2\x80\xA6",
				[SYMBOL_EN_DASH] = "\xE2\x80\x93",
				[SYMBOL_EM_DASH] = "\xE2\x80\x94",
				[SYMBOL_LEFT_ANGLE] = "\xC2\xAB",
				[SYMBOL_RIGHT_ANGLE] = "\xC2\xBB",
				[SYMBOL_LEFT_ANGLE_SPACE] = "\xC2\xAB\xC2\xA0",
				[SYMBOL_RIGHT_ANGLE_SPACE] = "\xC2\xA0\xC2\xBB",
				[SYMBOL_BACKLINK] = "\xE2\x86\xA9"}};

/* What is too long stays as it was: two bytes become those of a symbol, each escaped. */
static void
set_symbol(struct markdown_options *options, enum markdown_symbol symbol, struct slice text)
{
	const size_t longest = symbol == SYMBOL_BACKLINK ? MARKDOWN_MAX_SYMBOL - 1 : 11;
	if (text.length <= longest)
		(void)snprintf(options->symbols[symbol], MARKDOWN_MAX_SYMBOL, "%.*s",
				(int)text.length, text.text);
}

/* A whole number of at most eight bytes; false, and *number stays, for any other text. */
static bool
read_number(struct slice text, int *number)
{
	bool is_negative = text.length > 0 && text.text[0] == '-';
	int sum = 0;
	if (text.length == (size_t)is_negative || text.length > 8)
		return false;
	for (size_t i = is_negative; i < text.length; i++) {
		if (!ascii_is_digit(text.text[i]))
			return false;
		sum = sum * 10 + (text.text[i] - '0');
	}
	*number = is_negative ? -sum : sum;
	return true;
}

/* `1,3` is two levels, `1..3` three. */
static void
set_toc_levels(struct markdown_options *options, struct slice value)
{
	unsigned levels = 0;
	int first = 0; /* of a span; 0: none is begun */
	for (size_t i = 0; i < value.length; i++) {
		int level = value.text[i] - '0';
		if (level < 1 || level > 6) {
			first = value.text[i] == '.' ? first : 0;
			continue;
		}
		for (int within = first > 0 ? first : level; within <= level; within++)
			levels |= 1U << within;
		first = level;
	}
	if (levels != 0)
		options->toc_levels = levels;
}

/* The next part of a list that commas part; false behind the last. */
static bool
next_part(struct slice *rest, struct slice *part)
{
	if (rest->text == NULL)
		return false;
	const char *comma = memchr(rest->text, ',', rest->length);
	size_t length = comma != NULL ? (size_t)(comma - rest->text) : rest->length;
	*part = slice_trim(slice_of(rest->text, length));
	*rest = comma != NULL ? slice_between(rest->text, length + 1, rest->length)
			      : slice_of(NULL, 0);
	return true;
}

/* Four names of entities or code points; another number of them is none of kramdown's. */
static void
set_quotes(struct markdown_options *options, struct slice value)
{
	struct slice rest = value, part, parts[4];
	size_t count = 0;
	for (; next_part(&rest, &part); count++) {
		if (count < 4)
			parts[count] = part;
	}
	for (int i = 0; i < 4 && count == 4; i++) {
		int number = 0;
		char text[UTF8_MAX];
		bool is_number = read_number(parts[i], &number);
		uint32_t codepoint =
				is_number ? (uint32_t)number
					  : char_reference_html4(parts[i].text, parts[i].length);
		if (codepoint != 0)
			set_symbol(options, SYMBOL_LEFT_SINGLE + (enum markdown_symbol)i,
					slice_of(text, utf8_encode(codepoint, text)));
	}
}

/* GFM's own ways; `paragraph_end` is on where the site says nothing. */
static void
set_quirks(struct markdown_options *options, struct slice value)
{
	static const char *const typed[] = {"...", "--", "---", "<<", ">>", "<< ", " >>"};
	struct slice rest = value, part;
	options->interrupts_text = false;
	while (next_part(&rest, &part)) {
		options->interrupts_text |= slice_is(part, "paragraph_end");
		for (int i = 0; i < 7 && slice_is(part, "no_auto_typographic"); i++)
			set_symbol(options, SYMBOL_ELLIPSIS + (enum markdown_symbol)i,
					slice_of(typed[i], strlen(typed[i])));
	}
}

static void
set_backlink(struct markdown_options *options, struct slice value)
{
	struct buf text = buf_empty();
	char_reference_decode(&text, value.text, value.length);
	set_symbol(options, SYMBOL_BACKLINK, slice_of(text.data, text.length));
	buf_free(&text);
}

/* Sets a switch or a number; false when the name is of neither. */
static bool
set_plain(struct markdown_options *options, struct slice name, struct slice value)
{
	const struct {
		const char *name;
		bool *is_on;
		int *number;
	} settings[] = {{"auto_ids", &options->auto_ids, NULL},
			{"hard_wrap", &options->hard_wrap, NULL},
			{"parse_block_html", &options->reads_block_html, NULL},
			{"parse_span_html", &options->reads_span_html, NULL},
			{"footnote_nr", NULL, &options->footnote_number},
			{"header_offset", NULL, &options->heading_offset}};
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		if (!slice_is(name, settings[i].name))
			continue;
		if (settings[i].is_on != NULL)
			*settings[i].is_on = value.length > 0 && !slice_is(value, "false");
		else if (settings[i].number != NULL)
			read_number(value, settings[i].number);
		return true;
	}
	return false;
}

static bool
set_typographic_symbol(struct markdown_options *options, struct slice name, struct slice value)
{
	static const char prefix[] = "typographic_symbols-";
	static const char *const names[] = {
			"hellip", "ndash", "mdash", "laquo", "raquo", "laquo_space", "raquo_space"};
	size_t length = strlen(prefix);
	if (name.length < length || memcmp(name.text, prefix, length) != 0)
		return false;
	struct slice symbol = slice_between(name.text, length, name.length);
	for (int i = 0; i < 7; i++) {
		if (slice_is(symbol, names[i]))
			set_symbol(options, SYMBOL_ELLIPSIS + (enum markdown_symbol)i, value);
	}
	return true;
}

static void
set(struct markdown_options *options, struct slice name, struct slice value)
{
	if (set_plain(options, name, value) || set_typographic_symbol(options, name, value))
		return;
	if (slice_is(name, "toc_levels"))
		set_toc_levels(options, value);
	else if (slice_is(name, "smart_quotes"))
		set_quotes(options, value);
	else if (slice_is(name, "gfm_quirks"))
		set_quirks(options, value);
	else if (slice_is(name, "footnote_backlink"))
		set_backlink(options, value);
}

void
markdown_read_options(struct markdown_options *options, struct arena *arena, const char *text,
		size_t length)
{
	struct attributes list = {0};
	bool is_gfm = true;
	attributes_parse(&list, arena, slice_of(text, length));
	for (const struct attribute *at = list.first; at != NULL; at = at->next) {
		if (at->kind == ATTRIBUTE_PAIR && slice_is(at->name, "input"))
			is_gfm = at->value.length == 3 &&
				 ascii_compare_n(at->value.text, "GFM", 3) == 0;
		else if (at->kind == ATTRIBUTE_PAIR)
			set(options, at->name, at->value);
	}
	/* kramdown's own parser knows none of GFM's ways. */
	if (!is_gfm)
		options->hard_wrap = options->interrupts_text = false;
}
