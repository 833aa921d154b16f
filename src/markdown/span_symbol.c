/* Quotes, dashes, HTML and addresses within a text (kramdown, "Typographic Symbols", "HTML Spans", "Automatic Links"). */

#include "markdown/span_private.h"

#include "base/ascii.h"
#include "base/char_reference.h"

#include <string.h>

static void
add_symbol(struct span_parser *parser, enum markdown_symbol symbol, size_t next)
{
	const char *character = parser->options->symbols[symbol];
	span_add(parser, SPAN_CHARACTER, slice_of(character, strlen(character)), next);
}

/* --- Quotes --- */

static void
add_quote(struct span_parser *parser, char quote, bool is_left)
{
	enum markdown_symbol symbol =
			quote == '"' ? (is_left ? SYMBOL_LEFT_DOUBLE : SYMBOL_RIGHT_DOUBLE)
				     : (is_left ? SYMBOL_LEFT_SINGLE : SYMBOL_RIGHT_SINGLE);
	add_symbol(parser, symbol, parser->source.at + 1);
}

/* Whether the quote at `at` stands before punctuation that ends something: no word's boundary is behind that. */
static bool
is_before_punctuation(const struct span_parser *parser, size_t at)
{
	char mark = span_byte(parser, at + 1), next = span_byte(parser, at + 2);
	bool is_mark = mark > ' ' && (unsigned char)mark < 0x7F && !ascii_is_alnum(mark) &&
		       mark != '&';
	if (!is_mark || (next == '.' && span_byte(parser, at + 3) == '.'))
		return false;
	return (next == '_' || span_is_word(parser, at + 2)) == (mark == '_');
}

/* Whether the quote at `at` stands before the end, white space, or an s that ends a word. */
static bool
is_before_end(const struct span_parser *parser, size_t at)
{
	char after = span_byte(parser, at + 1);
	return at + 1 >= parser->end || ascii_is_space(after) ||
	       (after == 's' && span_byte(parser, at + 2) != '_' && !span_is_word(parser, at + 2));
}

/* '80s */
static bool
begins_decade(const struct span_parser *parser, size_t at)
{
	return parser->source.text[at] == '\'' && ascii_is_digit(span_byte(parser, at + 1)) &&
	       ascii_is_digit(span_byte(parser, at + 2)) && span_byte(parser, at + 3) == 's';
}

/* kramdown's rules; the byte before counts unless another construct has taken it. */
void
span_quote(struct span_parser *parser)
{
	size_t at = parser->source.at;
	const char *text = parser->source.text;
	char quote = text[at], after = span_byte(parser, at + 1),
	     second = span_byte(parser, at + 2);
	bool has_before = at > parser->floor && at > parser->plain && text[at - 1] != '\\';
	bool is_first = !has_before || ascii_is_space(text[at - 1]);
	bool is_before_quote = after == '"' || after == '\'';
	if (is_first && is_before_quote && after != quote && source_is_word(second)) {
		/* One of each kind open what is quoted within a quotation. */
		add_quote(parser, quote, true);
		add_quote(parser, after, true);
		return;
	}
	bool is_before_emphasis = !has_before && (after == '_' || after == '*') && second != '\0' &&
				  !ascii_is_space(second);
	bool is_right = !is_before_emphasis &&
			((!has_before && is_before_punctuation(parser, at)) ||
					(is_first && begins_decade(parser, at)));
	if (!has_before && !is_right && is_before_quote) {
		/* The first of two is what stands before the second. */
		parser->source.at++;
		add_quote(parser, after, false);
		return;
	}
	bool is_left = has_before ? is_first || strchr("[{(-", text[at - 1]) != NULL
				  : !is_before_end(parser, at);
	add_quote(parser, quote, is_before_emphasis || (is_left && !is_right));
}

/* --- Dashes, ellipses, guillemets --- */

static size_t
run_length(const struct span_parser *parser, size_t most)
{
	size_t at = parser->source.at, length = 1;
	while (length < most && span_byte(parser, at + length) == parser->source.text[at])
		length++;
	return length;
}

void
span_symbol(struct span_parser *parser)
{
	size_t at = parser->source.at;
	const char *text = parser->source.text;
	char byte = text[at];
	size_t run = run_length(parser, 3);
	if (byte == '-' && run == 3) {
		add_symbol(parser, SYMBOL_EM_DASH, at + 3);
	} else if (byte == '-' && run == 2) {
		add_symbol(parser, SYMBOL_EN_DASH, at + 2);
	} else if (byte == '.' && run == 3) {
		add_symbol(parser, SYMBOL_ELLIPSIS, at + 3);
	} else if (byte == '<' && run >= 2) {
		bool is_spaced = span_byte(parser, at + 2) == ' ';
		add_symbol(parser, is_spaced ? SYMBOL_LEFT_ANGLE_SPACE : SYMBOL_LEFT_ANGLE,
				at + 2 + is_spaced);
	} else if (byte == '>' && run >= 2) {
		bool is_spaced = at > parser->plain && at > parser->floor && text[at - 1] == ' ';
		parser->source.at -= is_spaced;
		add_symbol(parser, is_spaced ? SYMBOL_RIGHT_ANGLE_SPACE : SYMBOL_RIGHT_ANGLE,
				at + 2);
	} else {
		parser->source.at++;
	}
}

/* --- Addresses --- */

static size_t
scheme_length(struct slice text)
{
	static const char *const schemes[] = {"mailto:", "http:", "https:", "ftp:", "ftps:"};
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t scheme = strlen(schemes[i]);
		if (text.length > scheme && memcmp(text.text, schemes[i], scheme) == 0)
			return scheme;
	}
	return 0;
}

/* A mail address: letters, digits, `-_.` on both sides of one `@`. */
static bool
is_mail(struct slice text)
{
	size_t ats = 0, at = 0;
	for (size_t i = 0; i < text.length; i++) {
		char byte = text.text[i];
		bool is_part = source_is_word(byte) || byte == '-' || byte == '.' ||
			       (byte & 0x80) != 0;
		if (byte == '@') {
			ats++;
			at = i;
		} else if (!is_part) {
			return false;
		}
	}
	return ats == 1 && at > 0 && at + 1 < text.length;
}

/* <http://…> and <name@host>; false when it is none. */
static bool
read_autolink(struct span_parser *parser)
{
	struct source *source = &parser->source;
	size_t at = source->at;
	size_t scheme = scheme_length(slice_between(source->text, at + 1, parser->end));
	size_t close = source_find(source, MARK_ANGLE, at + 2 + scheme);
	if (close >= parser->end || close > source_find(source, MARK_FEED, at + 1))
		return false;
	struct slice text = slice_between(source->text, at + 1, close);
	if (scheme == 0 && (text.length > 320 || !is_mail(text)))
		return false;
	span_add(parser, SPAN_ADDRESS, text, close + 1);
	return true;
}

static bool
may_stand_before_address(char byte)
{
	return !ascii_is_alnum(byte) && byte != '/' && byte != '@' && byte != '.';
}

/* Where a bare address begins whose `:` or first `.` is at source.at; SOURCE_NOWHERE. */
static size_t
find_address(const struct span_parser *parser)
{
	static const char *const beginnings[] = {"http://", "https://", "ftp://", "www."};
	const char *text = parser->source.text;
	size_t at = parser->source.at;
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		size_t length = strlen(beginnings[i]);
		size_t before = strcspn(beginnings[i], ":.");
		if (text[at] != beginnings[i][before] || at - parser->plain < before)
			continue;
		size_t start = at - before;
		char next = span_byte(parser, start + length);
		if (start + length < parser->end &&
				ascii_compare_n(text + start, beginnings[i], length) == 0 &&
				(ascii_is_alnum(next) || next == '[') &&
				(start == 0 || may_stand_before_address(text[start - 1])))
			return start;
	}
	return SOURCE_NOWHERE;
}

/* Whether a reference to a character begins at `at`, but for that to `&`, which addresses have. */
static bool
is_reference_at(const struct span_parser *parser, size_t at)
{
	size_t start = at + 1, end = start;
	if (span_byte(parser, start) == '#')
		return true;
	while (ascii_is_alnum(span_byte(parser, end)))
		end++;
	uint32_t codepoint = char_reference_html4(parser->source.text + start, end - start);
	return span_byte(parser, end) == ';' && codepoint != 0 && codepoint != '&';
}

/*
 * Where the bare address that begins at `at` ends. What is not ASCII ends it: Chinese
 * text follows addresses without a space far more often than it stands in one.
 * Punctuation at its end is the sentence's, and brackets that close nothing in it.
 */
static size_t
address_end(const struct span_parser *parser, size_t at)
{
	const char *text = parser->source.text;
	size_t end = at;
	long closed = 0, closed_square = 0;
	for (; end < parser->end; end++) {
		char byte = text[end];
		if (byte <= ' ' || (unsigned char)byte >= 0x7F ||
				strchr("<>\"|\\^{}", byte) != NULL ||
				(byte == '&' && is_reference_at(parser, end)))
			break;
		closed += (byte == ')') - (byte == '(');
		closed_square += (byte == ']') - (byte == '[');
	}
	while (end > at) {
		char last = text[end - 1];
		bool is_open = (last == ')' && closed > 0) || (last == ']' && closed_square > 0);
		if (!is_open && strchr(".,:;!?'*_~`", last) == NULL)
			break;
		closed -= last == ')';
		closed_square -= last == ']';
		end--;
	}
	return end;
}

bool
span_bare_address(struct span_parser *parser)
{
	char byte = parser->source.text[parser->source.at];
	if (!parser->options->links_addresses || (byte != ':' && byte != '.') ||
			(parser->state & (STATE_LINK | STATE_IMAGE)) != 0)
		return false;
	size_t start = find_address(parser);
	if (start == SOURCE_NOWHERE)
		return false;
	size_t end = address_end(parser, start);
	if (end <= parser->source.at + 1)
		return false;
	parser->source.at = start;
	span_add(parser, SPAN_ADDRESS, slice_between(parser->source.text, start, end), end);
	return true;
}

/* --- HTML --- */

/* A tag that is shown as it is; `next` is where reading goes on. */
static void
add_html(struct span_parser *parser, size_t from, size_t to, size_t next)
{
	span_add(parser, SPAN_HTML, slice_between(parser->source.text, from, to), next);
}

static void
open_element(struct span_parser *parser, const struct tag *tag, bool is_raw)
{
	struct open *open = span_open(parser, OPEN_HTML, ELEMENT_HTML, tag->end);
	memcpy(open->name, tag->name, sizeof(open->name));
	open->is_raw = is_raw;
}

/* An element that holds text alone, like script: as it is, or nothing when it is not closed. */
static void
read_text_only(struct span_parser *parser, const struct tag *tag)
{
	size_t end = html_element_end(&parser->source, parser->arena, tag->start);
	bool is_closed = end <= parser->end;
	add_html(parser, tag->start, is_closed ? end : tag->start, is_closed ? end : tag->end);
}

static void
read_start_tag(struct span_parser *parser, const struct tag *tag)
{
	enum html_content content;
	bool says = html_tag_content(&parser->source, tag, &content);
	bool is_raw = html_content_of(tag) == HTML_RAW || span_top(parser)->is_raw ||
		      !parser->reads_html;
	/* markdown="block" means nothing within a line. */
	if (says && (content != HTML_BLOCK || html_content_of(tag) == HTML_BLOCK))
		is_raw = content == HTML_RAW;
	if (html_is(tag, IS_BLOCK) || html_is(tag, IS_VOID)) {
		add_html(parser, tag->start, tag->end, tag->end);
	} else if (html_is(tag, IS_TEXT)) {
		read_text_only(parser, tag);
	} else {
		open_element(parser, tag, is_raw);
		if (tag->is_self_closed)
			span_close(parser, tag->end);
	}
}

/*
 * Close tags that close nothing are not shown. Those of div and its kin may close what
 * was opened as a block; those of lists and tables would close the Markdown's own.
 */
static void
read_close_tag(struct span_parser *parser, const struct tag *tag)
{
	bool is_shown = html_is(tag, IS_SECTION);
	add_html(parser, tag->start, is_shown ? tag->end : tag->start, tag->end);
}

static bool
is_lone_brackets(const struct span_parser *parser)
{
	size_t at = parser->source.at;
	const char *text = parser->source.text;
	if (span_byte(parser, at + 1) != '>')
		return false;
	return (at == 0 || text[at - 1] == '\n') && (at + 2 == parser->end || text[at + 2] == '\n');
}

/* <!-- … -->; false when nothing closes it. */
static bool
read_comment(struct span_parser *parser)
{
	size_t at = parser->source.at;
	if (!source_has(&parser->source, at, "<!--"))
		return false;
	size_t end = source_find(&parser->source, MARK_COMMENT, at + 4);
	/* For HTML <!--> is a comment too. */
	if (end == SOURCE_NOWHERE && span_byte(parser, at + 4) == '>')
		end = at + 2;
	if (end == SOURCE_NOWHERE || end + 3 > parser->end)
		return false;
	add_html(parser, at, end + 3, end + 3);
	return true;
}

void
span_angle(struct span_parser *parser)
{
	struct tag tag;
	size_t at = parser->source.at;
	const struct open *top = span_top(parser);
	if ((!top->is_raw && read_autolink(parser)) || read_comment(parser))
		return;
	if (is_lone_brackets(parser)) {
		add_html(parser, at, at, at + 2);
		return;
	}
	if (!html_tag_read(&parser->source, at, &tag) || tag.end > parser->end) {
		if (top->is_raw)
			parser->source.at++;
		else
			span_symbol(parser);
		return;
	}
	if (tag.is_close && top->kind == OPEN_HTML && strcmp(top->name, tag.name) == 0)
		span_close(parser, tag.end);
	else if (tag.is_close)
		read_close_tag(parser, &tag);
	else
		read_start_tag(parser, &tag);
}
