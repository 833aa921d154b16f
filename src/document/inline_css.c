#include "document/inline_css.h"

#include <string.h>

enum { MAX_PROPERTY = 32, MAX_VALUE = 128 };

static bool
is(const char *value, const char *word)
{
	return strcmp(value, word) == 0;
}

/* Whether `word` stands in a list of words. */
static bool
has_word(const char *value, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = value; (at = strstr(at, word)) != NULL; at += length) {
		bool starts = at == value || at[-1] == ' ';
		if (starts && (at[length] == '\0' || at[length] == ' '))
			return true;
	}
	return false;
}

/* A length's number and its unit; false when the value does not start with a number. */
static bool
read_length(const char *value, double *number, const char **unit)
{
	bool is_negative = *value == '-', has_digit = false;
	double sum = 0, place = 1;
	value += *value == '-' || *value == '+';
	for (; *value >= '0' && *value <= '9'; value++, has_digit = true)
		sum = sum < 1e6 ? sum * 10 + (*value - '0') : sum;
	if (*value == '.')
		value++;
	for (; *value >= '0' && *value <= '9'; value++, has_digit = true)
		sum += (place /= 10) * (*value - '0');
	*number = is_negative ? -sum : sum;
	*unit = value;
	return has_digit;
}

bool
css_number(const char *text, double *number)
{
	double read;
	const char *unit;
	if (text == NULL || !read_length(text, &read, &unit))
		return false;
	*number = read;
	return true;
}

static bool
is_zero(const char *value)
{
	double number;
	const char *unit;
	return read_length(value, &number, &unit) && number == 0;
}

static int
pixels(const char *value)
{
	double number;
	const char *unit;
	if (!read_length(value, &number, &unit) || number < 0)
		return -1;
	return *unit == '\0' || is(unit, "px") ? (int)number : -1;
}

/* --- Properties --- */

static void
set_display(struct inline_css *css, const char *value)
{
	static const struct {
		const char *name;
		enum css_display display;
	} names[] = {{"none", DISPLAY_NONE}, {"inline", DISPLAY_INLINE}, {"block", DISPLAY_BLOCK},
			{"flex", DISPLAY_BLOCK}, {"grid", DISPLAY_BLOCK},
			{"list-item", DISPLAY_BLOCK}, {"flow-root", DISPLAY_BLOCK},
			{"table", DISPLAY_BLOCK}};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (is(value, names[i].name))
			css->display = names[i].display;
	}
}

enum {
	BY_VISIBILITY = 1 << 0,
	BY_OPACITY = 1 << 1,
	BY_FONT_SIZE = 1 << 2,
	BY_MSO = 1 << 3,
	BY_LEFT = 1 << 4,
	BY_INDENT = 1 << 5,
};

static void
hide(struct inline_css *css, unsigned by, bool hidden)
{
	css->hidden_by = hidden ? css->hidden_by | by : css->hidden_by & ~by;
}

static void
set_visibility(struct inline_css *css, const char *value)
{
	hide(css, BY_VISIBILITY, is(value, "hidden") || is(value, "collapse"));
}

static void
set_opacity(struct inline_css *css, const char *value)
{
	hide(css, BY_OPACITY, is_zero(value));
}

static void
set_font_size(struct inline_css *css, const char *value)
{
	hide(css, BY_FONT_SIZE, is_zero(value));
}

static void
set_mso_hide(struct inline_css *css, const char *value)
{
	hide(css, BY_MSO, is(value, "all"));
}

static void
set_height(struct inline_css *css, const char *value)
{
	css->has_no_height = is_zero(value);
	css->height = pixels(value);
}

static void
set_max_height(struct inline_css *css, const char *value)
{
	if (is_zero(value))
		css->has_no_height = true;
}

static void
set_width(struct inline_css *css, const char *value)
{
	css->width = pixels(value);
	css->percent = css_percent(value);
}

static void
set_overflow(struct inline_css *css, const char *value)
{
	css->hides_overflow = has_word(value, "hidden") || has_word(value, "clip");
}

static void
set_left(struct inline_css *css, const char *value)
{
	double number;
	const char *unit;
	hide(css, BY_LEFT, read_length(value, &number, &unit) && number <= -999);
}

static void
set_indent(struct inline_css *css, const char *value)
{
	double number;
	const char *unit;
	if (!read_length(value, &number, &unit))
		return;
	hide(css, BY_INDENT, number <= -999);
	bool is_em = strncmp(unit, "em", 2) == 0 || strncmp(unit, "rem", 3) == 0;
	/* Two hanzi are two em, or 32 pixels at the usual size. */
	double em = is_em ? number : number / 16;
	css->has_indent = true;
	css->indent = em >= 1.5 ? 4 : 0;
}

/* Two columns an em; 16 pixels or 12 points are one. Hanging outwards there is no room for. */
static void
set_margin(struct inline_css *css, const char *value)
{
	double number;
	const char *unit;
	const double most = 4;
	css->margin = 0;
	if (!read_length(value, &number, &unit) || number <= 0 || unit[0] == '%')
		return;
	bool is_em = strncmp(unit, "em", 2) == 0 || strncmp(unit, "rem", 3) == 0;
	double em = is_em ? number : strncmp(unit, "pt", 2) == 0 ? number / 12 : number / 16;
	css->margin = (int)(2 * (em < most ? em : most) + 0.5);
}

static void
set_weight(struct inline_css *css, const char *value)
{
	double number;
	const char *unit;
	if (is(value, "bold") || is(value, "bolder"))
		css->bold = CSS_ON;
	else if (is(value, "normal") || is(value, "lighter"))
		css->bold = CSS_OFF;
	else if (read_length(value, &number, &unit))
		css->bold = number >= 600 ? CSS_ON : CSS_OFF;
}

static void
set_font_style(struct inline_css *css, const char *value)
{
	if (is(value, "italic") || strncmp(value, "oblique", 7) == 0)
		css->italic = CSS_ON;
	else if (is(value, "normal"))
		css->italic = CSS_OFF;
}

static void
set_font(struct inline_css *css, const char *value)
{
	if (has_word(value, "bold"))
		css->bold = CSS_ON;
	if (has_word(value, "italic"))
		css->italic = CSS_ON;
}

static void
set_decoration(struct inline_css *css, const char *value)
{
	if (is(value, "none"))
		css->underline = css->strike = CSS_OFF;
	if (has_word(value, "underline"))
		css->underline = CSS_ON;
	if (has_word(value, "line-through"))
		css->strike = CSS_ON;
}

static void
set_white_space(struct inline_css *css, const char *value)
{
	static const struct {
		const char *name;
		enum space_mode mode;
	} names[] = {{"normal", SPACE_NORMAL}, {"nowrap", SPACE_NOWRAP}, {"pre", SPACE_PRE},
			{"pre-wrap", SPACE_PRE}, {"break-spaces", SPACE_PRE},
			{"pre-line", SPACE_PRE_LINE}};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!is(value, names[i].name))
			continue;
		css->has_space = true;
		css->space = names[i].mode;
	}
}

static void
set_align(struct inline_css *css, const char *value)
{
	css->has_align = true;
	if (is(value, "center") || is(value, "-webkit-center"))
		css->align = ALIGN_CENTER;
	else if (is(value, "right") || is(value, "end"))
		css->align = ALIGN_RIGHT;
	else if (is(value, "left") || is(value, "start") || is(value, "justify"))
		css->align = ALIGN_START;
	else
		css->has_align = false;
}

bool
list_style_named(const char *name, enum list_style *style)
{
	static const struct {
		const char *name;
		enum list_style style;
	} names[] = {{"none", LIST_NONE}, {"disc", LIST_BULLET}, {"circle", LIST_BULLET},
			{"square", LIST_BULLET}, {"decimal", LIST_DECIMAL},
			{"decimal-leading-zero", LIST_DECIMAL}, {"cjk-ideographic", LIST_HANZI},
			{"simp-chinese-informal", LIST_HANZI},
			{"trad-chinese-informal", LIST_HANZI}, {"cjk-decimal", LIST_DECIMAL},
			{"lower-alpha", LIST_LOWER_ALPHA}, {"lower-latin", LIST_LOWER_ALPHA},
			{"upper-alpha", LIST_UPPER_ALPHA}, {"upper-latin", LIST_UPPER_ALPHA},
			{"lower-roman", LIST_LOWER_ROMAN}, {"upper-roman", LIST_UPPER_ROMAN}};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (is(name, names[i].name)) {
			*style = names[i].style;
			return true;
		}
	}
	return false;
}

static void
set_list_style(struct inline_css *css, const char *value)
{
	char word[MAX_VALUE];
	for (const char *at = value; *at != '\0';) {
		size_t length = strcspn(at, " ");
		memcpy(word, at, length);
		word[length] = '\0';
		if (list_style_named(word, &css->list_style))
			css->has_list_style = true;
		at += length;
		at += strspn(at, " ");
	}
}

static void
set_border(struct inline_css *css, const char *value)
{
	css->has_border = !has_word(value, "none") && !has_word(value, "hidden") && !is_zero(value);
}

static const struct {
	const char *name;
	void (*set)(struct inline_css *css, const char *value);
} properties[] = {
		{"border", set_border},
		{"display", set_display},
		{"font", set_font},
		{"font-size", set_font_size},
		{"font-style", set_font_style},
		{"font-weight", set_weight},
		{"height", set_height},
		{"left", set_left},
		{"list-style", set_list_style},
		{"list-style-type", set_list_style},
		{"margin-left", set_margin},
		{"max-height", set_max_height},
		{"mso-hide", set_mso_hide},
		{"opacity", set_opacity},
		{"overflow", set_overflow},
		{"overflow-y", set_overflow},
		{"text-align", set_align},
		{"text-decoration", set_decoration},
		{"text-decoration-line", set_decoration},
		{"text-indent", set_indent},
		{"visibility", set_visibility},
		{"white-space", set_white_space},
		{"width", set_width},
};

int
css_percent(const char *text)
{
	double number;
	bool is_percent = css_number(text, &number) && strchr(text, '%') != NULL;
	return is_percent && number >= 1 && number <= 100 ? (int)number : 0;
}

/* --- Declarations --- */

struct declaration {
	char property[MAX_PROPERTY];
	char value[MAX_VALUE]; /* lower case, single spaces */
	bool is_important;
};

struct reader {
	const char *at;
};

/* The next byte that counts, in lower case; a comment is a space. '\0' at the end. */
static char
next_byte(struct reader *reader)
{
	if (reader->at[0] == '/' && reader->at[1] == '*') {
		const char *end = strstr(reader->at + 2, "*/");
		reader->at = end != NULL ? end + 2 : reader->at + strlen(reader->at);
		return ' ';
	}
	char byte = *reader->at;
	if (byte == '\0')
		return '\0';
	reader->at++;
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte + 32);
	return byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f' ? ' ' : byte;
}

/* Reads up to one of `stops` outside of strings and brackets; returns the byte that stopped it. */
static char
read_until(struct reader *reader, const char *stops, char *out, size_t size)
{
	size_t length = 0;
	char quote = '\0';
	int brackets = 0;
	char byte;
	while ((byte = next_byte(reader)) != '\0') {
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
	if (bang == NULL)
		return;
	const char *word = bang + 1 + strspn(bang + 1, " ");
	if (!is(word, "important"))
		return;
	declaration->is_important = true;
	*bang = '\0';
	if (bang > declaration->value && bang[-1] == ' ')
		bang[-1] = '\0';
}

static bool
next_declaration(struct reader *reader, struct declaration *declaration)
{
	memset(declaration, 0, sizeof(*declaration));
	char stop = read_until(reader, ":;", declaration->property, sizeof(declaration->property));
	if (stop == ':')
		stop = read_until(reader, ";", declaration->value, sizeof(declaration->value));
	take_important(declaration);
	return stop != '\0' || declaration->value[0] != '\0';
}

static bool
apply_all(struct inline_css *css, const char *style, bool important)
{
	struct reader reader = {style};
	struct declaration declaration;
	bool has_important = false;
	while (next_declaration(&reader, &declaration)) {
		has_important = has_important || declaration.is_important;
		if (declaration.is_important != important || declaration.value[0] == '\0')
			continue;
		for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
			if (is(declaration.property, properties[i].name)) {
				properties[i].set(css, declaration.value);
				break;
			}
		}
	}
	return has_important;
}

void
inline_css_parse(struct inline_css *css, const char *style)
{
	*css = (struct inline_css){.width = -1, .height = -1};
	if (style != NULL && apply_all(css, style, false))
		apply_all(css, style, true);
}

bool
inline_css_hides(const struct inline_css *css)
{
	return css->display == DISPLAY_NONE || css->hidden_by != 0 ||
	       (css->has_no_height && css->hides_overflow);
}
