#include "tui/theme.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

enum { OWN = -1, MANY_COLORS = 256 };

/* One look: colours of 256, colours of 8, attributes with colours, attributes without. */
struct paint_values {
	short foreground, background;
	short basic_foreground, basic_background;
	unsigned attributes, mono_attributes;
};

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };
enum {
	PLAIN = 0,
	BOLD = LOOK_BOLD,
	DIM = LOOK_DIM,
	LINE = LOOK_UNDERLINE,
	TURNED = LOOK_REVERSE,
};

/* Must be read on light and on dark: middle tones, and never a background of its own for text. */
static const struct paint_values default_paints[PAINT_COUNT] = {
		[ROLE_TEXT] = {OWN, OWN, OWN, OWN, PLAIN, PLAIN},
		[ROLE_TITLE_BAR] = {231, 24, WHITE, BLUE, BOLD, TURNED | BOLD},
		[ROLE_STATUS] = {OWN, OWN, OWN, OWN, TURNED, TURNED},
		[ROLE_PROMPT] = {OWN, OWN, OWN, OWN, PLAIN, PLAIN},
		[ROLE_ERROR] = {231, 160, WHITE, RED, BOLD, TURNED | BOLD},
		[ROLE_PENDING] = {OWN, OWN, OWN, OWN, BOLD, BOLD},
		[ROLE_CURSOR] = {OWN, OWN, OWN, OWN, TURNED, TURNED},
		[ROLE_CURSOR_IDLE] = {16, 248, BLACK, WHITE, PLAIN, BOLD | LINE},
		[ROLE_DATE] = {37, OWN, CYAN, OWN, PLAIN, PLAIN},
		[ROLE_COUNT] = {244, OWN, OWN, OWN, PLAIN, DIM},
		[ROLE_TAG] = {71, OWN, GREEN, OWN, PLAIN, DIM},
		[ROLE_DIM] = {244, OWN, OWN, OWN, DIM, DIM},
		[ROLE_HEADING] = {OWN, OWN, OWN, OWN, BOLD, BOLD},
		[ROLE_MATCH] = {16, 220, BLACK, YELLOW, PLAIN, BOLD | LINE},
		[ROLE_BORDER] = {244, OWN, OWN, OWN, PLAIN, PLAIN},
		[ROLE_KEY] = {37, OWN, CYAN, OWN, BOLD, BOLD},
		[ROLE_HEAT_1] = {65, OWN, GREEN, OWN, PLAIN, PLAIN},
		[ROLE_HEAT_2] = {71, OWN, GREEN, OWN, PLAIN, PLAIN},
		[ROLE_HEAT_3] = {35, OWN, GREEN, OWN, BOLD, BOLD},
		[ROLE_HEAT_4] = {208, OWN, YELLOW, OWN, BOLD, BOLD},
		[PAINT_BODY_HEADING] = {37, OWN, CYAN, OWN, BOLD, BOLD},
		[PAINT_CODE] = {136, OWN, YELLOW, OWN, PLAIN, BOLD},
		[PAINT_MARK] = {16, 186, BLACK, YELLOW, PLAIN, TURNED},
		[PAINT_LINK] = {33, OWN, CYAN, OWN, LINE, LINE},
		[PAINT_IMAGE] = {133, OWN, MAGENTA, OWN, PLAIN, DIM},
		[PAINT_QUOTE] = {71, OWN, GREEN, OWN, PLAIN, PLAIN},
		[PAINT_FURNITURE] = {244, OWN, OWN, OWN, DIM, DIM},
		[PAINT_NUMBER] = {244, OWN, OWN, OWN, DIM, DIM},
		[PAINT_BODY_MATCH] = {16, 220, BLACK, YELLOW, PLAIN, TURNED},
		[PAINT_CURRENT_MATCH] = {231, 160, WHITE, RED, BOLD, TURNED | BOLD | LINE},
};

static const struct paint_values light_paints[PAINT_COUNT] = {
		[ROLE_TEXT] = {235, 231, BLACK, WHITE, PLAIN, PLAIN},
		[ROLE_TITLE_BAR] = {231, 25, WHITE, BLUE, BOLD, TURNED | BOLD},
		[ROLE_STATUS] = {235, 252, WHITE, BLACK, PLAIN, TURNED},
		[ROLE_PROMPT] = {235, 231, BLACK, WHITE, PLAIN, PLAIN},
		[ROLE_ERROR] = {231, 160, WHITE, RED, BOLD, TURNED | BOLD},
		[ROLE_PENDING] = {90, 231, MAGENTA, WHITE, BOLD, BOLD},
		[ROLE_CURSOR] = {231, 31, WHITE, BLUE, PLAIN, TURNED},
		[ROLE_CURSOR_IDLE] = {235, 253, BLACK, CYAN, PLAIN, BOLD | LINE},
		[ROLE_DATE] = {24, 231, BLUE, WHITE, PLAIN, PLAIN},
		[ROLE_COUNT] = {242, 231, BLACK, WHITE, PLAIN, DIM},
		[ROLE_TAG] = {22, 231, BLACK, WHITE, PLAIN, DIM},
		[ROLE_DIM] = {242, 231, BLACK, WHITE, DIM, DIM},
		[ROLE_HEADING] = {16, 231, BLACK, WHITE, BOLD, BOLD},
		[ROLE_MATCH] = {16, 222, BLACK, YELLOW, PLAIN, BOLD | LINE},
		[ROLE_BORDER] = {247, 231, BLACK, WHITE, PLAIN, PLAIN},
		[ROLE_KEY] = {90, 231, MAGENTA, WHITE, BOLD, BOLD},
		[ROLE_HEAT_1] = {65, 231, GREEN, WHITE, PLAIN, PLAIN},
		[ROLE_HEAT_2] = {28, 231, GREEN, WHITE, PLAIN, PLAIN},
		[ROLE_HEAT_3] = {22, 231, BLACK, WHITE, BOLD, BOLD},
		[ROLE_HEAT_4] = {124, 231, RED, WHITE, BOLD, BOLD},
		[PAINT_BODY_HEADING] = {24, 231, BLUE, WHITE, BOLD, BOLD},
		[PAINT_CODE] = {88, 231, RED, WHITE, PLAIN, BOLD},
		[PAINT_MARK] = {16, 229, BLACK, YELLOW, PLAIN, TURNED},
		[PAINT_LINK] = {26, 231, BLUE, WHITE, LINE, LINE},
		[PAINT_IMAGE] = {90, 231, MAGENTA, WHITE, PLAIN, DIM},
		[PAINT_QUOTE] = {239, 231, BLACK, WHITE, PLAIN, PLAIN},
		[PAINT_FURNITURE] = {247, 231, BLACK, WHITE, DIM, DIM},
		[PAINT_NUMBER] = {242, 231, BLACK, WHITE, DIM, DIM},
		[PAINT_BODY_MATCH] = {16, 222, BLACK, YELLOW, PLAIN, TURNED},
		[PAINT_CURRENT_MATCH] = {231, 166, WHITE, RED, BOLD, TURNED | BOLD | LINE},
};

static const struct paint_values dark_paints[PAINT_COUNT] = {
		[ROLE_TEXT] = {252, 234, WHITE, BLACK, PLAIN, PLAIN},
		[ROLE_TITLE_BAR] = {255, 24, WHITE, BLUE, BOLD, TURNED | BOLD},
		[ROLE_STATUS] = {252, 238, BLACK, WHITE, PLAIN, TURNED},
		[ROLE_PROMPT] = {252, 234, WHITE, BLACK, PLAIN, PLAIN},
		[ROLE_ERROR] = {231, 124, WHITE, RED, BOLD, TURNED | BOLD},
		[ROLE_PENDING] = {221, 234, YELLOW, BLACK, BOLD, BOLD},
		[ROLE_CURSOR] = {16, 110, BLACK, CYAN, PLAIN, TURNED},
		[ROLE_CURSOR_IDLE] = {252, 239, WHITE, BLUE, PLAIN, BOLD | LINE},
		[ROLE_DATE] = {110, 234, CYAN, BLACK, PLAIN, PLAIN},
		[ROLE_COUNT] = {246, 234, WHITE, BLACK, PLAIN, DIM},
		[ROLE_TAG] = {114, 234, GREEN, BLACK, PLAIN, DIM},
		[ROLE_DIM] = {246, 234, WHITE, BLACK, DIM, DIM},
		[ROLE_HEADING] = {255, 234, WHITE, BLACK, BOLD, BOLD},
		[ROLE_MATCH] = {16, 221, BLACK, YELLOW, PLAIN, BOLD | LINE},
		[ROLE_BORDER] = {242, 234, WHITE, BLACK, PLAIN, PLAIN},
		[ROLE_KEY] = {221, 234, YELLOW, BLACK, BOLD, BOLD},
		[ROLE_HEAT_1] = {65, 234, GREEN, BLACK, PLAIN, PLAIN},
		[ROLE_HEAT_2] = {107, 234, GREEN, BLACK, PLAIN, PLAIN},
		[ROLE_HEAT_3] = {149, 234, CYAN, BLACK, BOLD, BOLD},
		[ROLE_HEAT_4] = {215, 234, YELLOW, BLACK, BOLD, BOLD},
		[PAINT_BODY_HEADING] = {117, 234, CYAN, BLACK, BOLD, BOLD},
		[PAINT_CODE] = {180, 234, YELLOW, BLACK, PLAIN, BOLD},
		[PAINT_MARK] = {16, 186, BLACK, YELLOW, PLAIN, TURNED},
		[PAINT_LINK] = {75, 234, CYAN, BLACK, LINE, LINE},
		[PAINT_IMAGE] = {176, 234, MAGENTA, BLACK, PLAIN, DIM},
		[PAINT_QUOTE] = {250, 234, WHITE, BLACK, PLAIN, PLAIN},
		[PAINT_FURNITURE] = {242, 234, WHITE, BLACK, DIM, DIM},
		[PAINT_NUMBER] = {246, 234, WHITE, BLACK, DIM, DIM},
		[PAINT_BODY_MATCH] = {16, 221, BLACK, YELLOW, PLAIN, TURNED},
		[PAINT_CURRENT_MATCH] = {16, 209, WHITE, RED, BOLD, TURNED | BOLD | LINE},
};

static const struct {
	const char *name;
	const struct paint_values *paints;
	bool has_color;
} themes[] = {
		{"default", default_paints, true},
		{"light", light_paints, true},
		{"dark", dark_paints, true},
		{"mono", default_paints, false},
};

/* Whether colours may be shown: the terminal has them, and https://no-color.org does not forbid. */
static bool
is_color_wanted(void)
{
	const char *no_color = getenv("NO_COLOR");
	return has_colors() && (no_color == NULL || no_color[0] == '\0');
}

static struct look
colored_look(const struct paint_values *paint, short pair, bool has_own)
{
	bool has_many = COLORS == MANY_COLORS; /* with more, numbers are RGB values */
	short foreground = has_many ? paint->foreground : paint->basic_foreground;
	short background = has_many ? paint->background : paint->basic_background;
	/* A terminal that cannot name its own colours starts from white on black. */
	if (foreground == OWN && !has_own)
		foreground = WHITE;
	if (background == OWN && !has_own)
		background = BLACK;
	struct look look = {.attributes = paint->attributes, .pair = pair};
	if (has_many && paint->foreground != OWN)
		look.attributes &= ~(
				unsigned)LOOK_DIM; /* a grey of its own, dimmed, is not to be read */
	if (foreground == OWN && background == OWN)
		look.pair = 0;
	else if (init_pair(pair, foreground, background) != OK)
		look = (struct look){.attributes = paint->mono_attributes, .pair = 0};
	return look;
}

void
theme_load(struct theme *theme, const char *name)
{
	size_t chosen = 0;
	for (size_t i = 0; i < sizeof(themes) / sizeof(themes[0]); i++) {
		if (strcmp(themes[i].name, name) == 0)
			chosen = i;
	}
	bool has_color = themes[chosen].has_color && is_color_wanted();
	/* curses knows COLORS only after start_color. */
	has_color = has_color && start_color() == OK && COLORS >= 8;
	bool has_own = has_color && use_default_colors() == OK;
	theme->has_italic = (termattrs() & A_ITALIC) != 0;
	for (int i = 0; i < PAINT_COUNT; i++) {
		const struct paint_values *paint = &themes[chosen].paints[i];
		if (has_color)
			theme->looks[i] = colored_look(paint, (short)(i + 1), has_own);
		else
			theme->looks[i] = (struct look){.attributes = paint->mono_attributes};
	}
}

struct look
theme_role(const struct theme *theme, enum role role)
{
	return theme->looks[role];
}

struct look
theme_cell(const struct theme *theme, enum role role, enum role fill)
{
	bool is_bar = fill == ROLE_CURSOR || fill == ROLE_CURSOR_IDLE || fill == ROLE_STATUS ||
		      fill == ROLE_TITLE_BAR;
	struct look look = theme->looks[role];
	if (!is_bar || role == fill || role == ROLE_ERROR)
		return look;
	look.attributes = theme->looks[fill].attributes | (look.attributes & LOOK_BOLD);
	look.pair = theme->looks[fill].pair;
	if (role == ROLE_MATCH)
		look.attributes |= LOOK_BOLD | LOOK_UNDERLINE;
	return look;
}

struct look
theme_style(const struct theme *theme, unsigned style)
{
	/* The first that holds gives the colour; each gives its attributes. */
	static const struct {
		unsigned style;
		enum paint paint;
	} paints[] = {
			{STYLE_MARK, PAINT_MARK},
			{STYLE_NUMBER, PAINT_NUMBER},
			{STYLE_CODE, PAINT_CODE},
			{STYLE_IMAGE, PAINT_IMAGE},
			{STYLE_LINK, PAINT_LINK},
			{STYLE_HEADING, PAINT_BODY_HEADING},
			{STYLE_FURNITURE, PAINT_FURNITURE},
			{STYLE_QUOTE, PAINT_QUOTE},
	};
	struct look look = theme->looks[ROLE_TEXT];
	bool has_color = false;
	for (size_t i = 0; i < sizeof(paints) / sizeof(paints[0]); i++) {
		if (!(style & paints[i].style))
			continue;
		look.attributes |= theme->looks[paints[i].paint].attributes;
		if (!has_color)
			look.pair = theme->looks[paints[i].paint].pair;
		has_color = true;
	}
	if (style & STYLE_BOLD)
		look.attributes |= LOOK_BOLD;
	if (style & STYLE_ITALIC)
		look.attributes |= theme->has_italic ? LOOK_ITALIC : LOOK_UNDERLINE;
	if (style & STYLE_UNDERLINE)
		look.attributes |= LOOK_UNDERLINE;
	if (style & (STYLE_DIM | STYLE_STRIKE))
		look.attributes |= LOOK_DIM; /* curses knows no strike */
	return look;
}

struct look
theme_match(const struct theme *theme, unsigned style, bool is_current)
{
	struct look look = theme->looks[is_current ? PAINT_CURRENT_MATCH : PAINT_BODY_MATCH];
	if (style & STYLE_BOLD)
		look.attributes |= LOOK_BOLD;
	return look;
}
