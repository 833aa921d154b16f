#include "document/inline_css.h"

#include "base/ascii.h"
#include "document/dom.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

enum { MAX_PROPERTY = 32, MAX_VALUE = 128 };

static bool
is(const char *value, const char *word)
{
	return strcmp(value, word) == 0;
}

/* Whether `word` of `length` bytes stands in a list of words. */
static bool
has_word(const char *list, const char *word, size_t length)
{
	for (const char *at = list; at != NULL; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (strncmp(at, word, length) == 0 && (at[length] == ' ' || at[length] == '\0'))
			return true;
	}
	return false;
}

/* --- Values that are words --- */

#define FIELD(name) offsetof(struct inline_css, name)

static const struct {
	const char *property, *words;
	size_t field;
	int value;
} keywords[] = {
		{"display", "none", FIELD(display), DISPLAY_NONE},
		{"display", "inline", FIELD(display), DISPLAY_INLINE},
		{"display", "block flex grid list-item flow-root table", FIELD(display),
				DISPLAY_BLOCK},
		{"visibility", "hidden collapse", FIELD(hidden_by[BY_VISIBILITY]), true},
		{"visibility", "visible inherit initial", FIELD(hidden_by[BY_VISIBILITY]), false},
		{"mso-hide", "all", FIELD(hidden_by[BY_MSO]), true},
		{"mso-hide", "none", FIELD(hidden_by[BY_MSO]), false},
		{"overflow", "hidden clip", FIELD(hides_overflow), true},
		{"overflow", "visible auto scroll", FIELD(hides_overflow), false},
		{"font-weight", "bold bolder", FIELD(bold), true},
		{"font", "bold bolder", FIELD(bold), true},
		{"font-weight", "normal lighter", FIELD(bold), false},
		{"font-style", "italic oblique", FIELD(italic), true},
		{"font", "italic oblique", FIELD(italic), true},
		{"font-style", "normal", FIELD(italic), false},
		{"text-decoration", "none", FIELD(underline), false},
		{"text-decoration", "none", FIELD(strike), false},
		{"text-decoration", "underline", FIELD(underline), true},
		{"text-decoration", "line-through", FIELD(strike), true},
		{"white-space", "normal", FIELD(space), SPACE_NORMAL},
		{"white-space", "nowrap", FIELD(space), SPACE_NOWRAP},
		{"white-space", "pre pre-wrap break-spaces", FIELD(space), SPACE_PRE},
		{"white-space", "pre-line", FIELD(space), SPACE_PRE_LINE},
		{"text-align", "center -webkit-center", FIELD(align), ALIGN_CENTER},
		{"text-align", "right end", FIELD(align), ALIGN_RIGHT},
		{"text-align", "left start justify", FIELD(align), ALIGN_START},
		{"list-style", "none", FIELD(list_style), LIST_NONE},
		{"list-style", "disc circle square", FIELD(list_style), LIST_BULLET},
		{"list-style", "decimal decimal-leading-zero cjk-decimal", FIELD(list_style),
				LIST_DECIMAL},
		{"list-style", "cjk-ideographic simp-chinese-informal trad-chinese-informal",
				FIELD(list_style), LIST_HANZI},
		{"list-style", "lower-alpha lower-latin", FIELD(list_style), LIST_LOWER_ALPHA},
		{"list-style", "upper-alpha upper-latin", FIELD(list_style), LIST_UPPER_ALPHA},
		{"list-style", "lower-roman", FIELD(list_style), LIST_LOWER_ROMAN},
		{"list-style", "upper-roman", FIELD(list_style), LIST_UPPER_ROMAN},
};

static void
set_words(struct inline_css *css, const char *property, const char *value)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
		if (!is(keywords[i].property, property))
			continue;
		for (const char *word = value; word != NULL; word = strchr(word, ' ')) {
			word += *word == ' ';
			if (has_word(keywords[i].words, word, strcspn(word, " ")))
				memcpy((char *)css + keywords[i].field, &keywords[i].value,
						sizeof(int));
		}
	}
}

int
list_style_named(const char *name)
{
	struct inline_css css = {.list_style = CSS_UNSET};
	set_words(&css, "list-style", name);
	return css.list_style;
}

/* --- Values that are lengths --- */

/* A length's number, and where its unit is; NAN, which compares as nothing, for what is no length. */
static double
read_length(const char *value, const char **unit)
{
	bool is_negative = *value == '-', has_digit = false;
	double sum = 0, place = 1;
	value += *value == '-' || *value == '+';
	for (; ascii_is_digit(*value); value++, has_digit = true)
		sum = sum < 1e6 ? sum * 10 + (*value - '0') : sum;
	if (*value == '.')
		value++;
	for (; ascii_is_digit(*value); value++, has_digit = true)
		sum += (place /= 10) * (*value - '0');
	*unit = value;
	if (!has_digit)
		return (double)NAN;
	return is_negative ? -sum : sum;
}

bool
css_number(const char *text, double *number)
{
	const char *unit;
	double read = text != NULL ? read_length(text, &unit) : (double)NAN;
	if (isnan(read))
		return false;
	*number = read;
	return true;
}

int
css_percent(const char *text)
{
	double number;
	bool is_percent = css_number(text, &number) && strchr(text, '%') != NULL;
	return is_percent && number >= 1 && number <= 100 ? (int)number : 0;
}

static int
pixels(double number, const char *unit)
{
	return number >= 0 && (*unit == '\0' || is(unit, "px")) ? (int)number : CSS_UNSET;
}

/* An em is a hanzi, 16 pixels or 12 points at the usual size; shares of the width are none. */
static double
em_of(double number, const char *unit)
{
	if (strncmp(unit, "em", 2) == 0 || strncmp(unit, "rem", 3) == 0)
		return number;
	if (isnan(number) || *unit == '%')
		return 0;
	return strncmp(unit, "pt", 2) == 0 ? number / 12 : number / 16;
}

static void
set_length(struct inline_css *css, const char *property, const char *value)
{
	const char *unit;
	const double far_left = -999, most_margin = 4, least_indent = 1.5;
	double number = read_length(value, &unit), em = em_of(number, unit);
	if (is(property, "opacity")) {
		css->hidden_by[BY_OPACITY] = number == 0;
	} else if (is(property, "font-size")) {
		css->hidden_by[BY_FONT_SIZE] = number == 0;
	} else if (is(property, "left")) {
		css->hidden_by[BY_LEFT] = number <= far_left;
	} else if (is(property, "height")) {
		css->has_no_height = number == 0;
		css->height = pixels(number, unit);
	} else if (is(property, "max-height")) {
		css->has_no_height = css->has_no_height || number == 0;
	} else if (is(property, "width")) {
		css->width = pixels(number, unit);
		css->percent = css_percent(value);
	} else if (is(property, "font-weight") && !isnan(number)) {
		css->bold = number >= 600;
	} else if (is(property, "text-indent") && !isnan(number)) {
		css->hidden_by[BY_INDENT] = number <= far_left;
		css->indent = em >= least_indent ? 4 : 0;
	} else if (is(property, "margin-left")) { /* outwards there is no room */
		em = em < 0 ? 0 : em < most_margin ? em : most_margin;
		css->margin = (int)(2 * em + 0.5);
	} else if (is(property, "border")) {
		css->has_border = number != 0 && !has_word(value, "none", 4) &&
				  !has_word(value, "hidden", 6);
	}
}

/* --- Declarations --- */

struct declaration {
	char property[MAX_PROPERTY];
	char value[MAX_VALUE]; /* lower case, single spaces */
	bool is_important;
};

/* The next byte that counts, in lower case; a comment is a space. '\0' at the end. */
static char
next_byte(const char **at)
{
	if (strncmp(*at, "/*", 2) == 0) {
		const char *end = strstr(*at + 2, "*/");
		*at = end != NULL ? end + 2 : *at + strlen(*at);
		return ' ';
	}
	if (**at == '\0')
		return '\0';
	char byte = ascii_lower(*(*at)++);
	return strchr(DOM_BLANKS, byte) != NULL ? ' ' : byte;
}

/* Reads up to one of `stops` outside of strings and brackets; returns the byte that stopped it. */
static char
read_until(const char **at, const char *stops, char *out, size_t size)
{
	size_t length = 0;
	char quote = '\0';
	int brackets = 0;
	char byte;
	while ((byte = next_byte(at)) != '\0') {
		if (quote == '\0' && brackets == 0 && strchr(stops, byte) != NULL)
			break;
		if (byte == '"' || byte == '\'')
			quote = quote == '\0' ? byte : (quote == byte ? '\0' : quote);
		else if (quote == '\0')
			brackets += byte == '(' ? 1 : (byte == ')' && brackets > 0 ? -1 : 0);
		bool is_spare = byte == ' ' && (length == 0 || out[length - 1] == ' ');
		if (!is_spare && length + 1 < size)
			out[length++] = byte;
	}
	while (length > 0 && out[length - 1] == ' ')
		length--;
	out[length] = '\0';
	return byte;
}

static void
take_important(struct declaration *declaration)
{
	char *bang = strrchr(declaration->value, '!');
	if (bang == NULL || !(is(bang, "!important") || is(bang, "! important")))
		return;
	declaration->is_important = true;
	*bang = '\0';
	if (bang > declaration->value && bang[-1] == ' ')
		bang[-1] = '\0';
}

/* Parts of a property that say here all that it says. */
static const char *
whole_property(const char *property)
{
	static const char *const parts[][2] = {{"overflow-y", "overflow"},
			{"text-decoration-line", "text-decoration"},
			{"list-style-type", "list-style"}};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (is(property, parts[i][0]))
			return parts[i][1];
	}
	return property;
}

static bool
next_declaration(const char **at, struct declaration *declaration)
{
	memset(declaration, 0, sizeof(*declaration));
	char stop = read_until(at, ":;", declaration->property, sizeof(declaration->property));
	if (stop == ':')
		stop = read_until(at, ";", declaration->value, sizeof(declaration->value));
	take_important(declaration);
	return stop != '\0' || declaration->value[0] != '\0';
}

static bool
apply_all(struct inline_css *css, const char *style, bool important)
{
	struct declaration declaration;
	bool has_important = false;
	while (next_declaration(&style, &declaration)) {
		has_important = has_important || declaration.is_important;
		if (declaration.is_important != important || declaration.value[0] == '\0')
			continue;
		set_words(css, whole_property(declaration.property), declaration.value);
		set_length(css, declaration.property, declaration.value);
	}
	return has_important;
}

void
inline_css_parse(struct inline_css *css, const char *style)
{
	*css = (struct inline_css){.display = CSS_UNSET,
			.bold = CSS_UNSET,
			.italic = CSS_UNSET,
			.underline = CSS_UNSET,
			.strike = CSS_UNSET,
			.space = CSS_UNSET,
			.align = CSS_UNSET,
			.list_style = CSS_UNSET,
			.indent = CSS_UNSET,
			.width = CSS_UNSET,
			.height = CSS_UNSET};
	if (style != NULL && apply_all(css, style, false))
		apply_all(css, style, true);
}

bool
inline_css_hides(const struct inline_css *css)
{
	bool is_hidden =
			css->display == DISPLAY_NONE || (css->has_no_height && css->hides_overflow);
	for (int by = 0; by < CSS_HIDINGS; by++)
		is_hidden = is_hidden || css->hidden_by[by];
	return is_hidden;
}
