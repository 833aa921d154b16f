#include "tui/theme.h"

#include "settings/settings.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };
enum {
	PLAIN = 0,
	BOLD = LOOK_BOLD,
	DIM = LOOK_DIM,
	LINE = LOOK_UNDERLINE,
	TURNED = LOOK_REVERSE,
};

enum { OWN = -1, MANY_COLORS = 256 };

/* Of a terminal's 256 colours and of its 8; OWN is its own. Number 0 here: the theme's own. */
struct color {
	short number, basic;
};

enum { THEMES = 3 }; /* with colours: the first of settings_themes, default, light and dark */

static const struct color own_inks[THEMES] = {{OWN, OWN}, {235, BLACK}, {252, WHITE}};
static const struct color own_papers[THEMES] = {{OWN, OWN}, {231, WHITE}, {234, BLACK}};

/*
 * What is painted, in each theme. The default one must be read on light and on dark: middle tones,
 * and never a background of its own for text.
 */
static const struct {
	unsigned attributes;	  /* with colours of its own */
	unsigned mono_attributes; /* without */
	struct color inks[THEMES];
} paints[PAINT_COUNT] = {
		[ROLE_TITLE_BAR] = {BOLD, TURNED | BOLD,
				{{231, WHITE}, {231, WHITE}, {255, WHITE}}},
		[ROLE_STATUS] = {PLAIN, TURNED, {{0}, {235, WHITE}, {252, BLACK}}},
		[ROLE_ERROR] = {BOLD, TURNED | BOLD, {{231, WHITE}, {231, WHITE}, {231, WHITE}}},
		[ROLE_PENDING] = {BOLD, BOLD, {{0}, {90, MAGENTA}, {221, YELLOW}}},
		[ROLE_CURSOR] = {PLAIN, TURNED, {{0}, {231, WHITE}, {16, BLACK}}},
		[ROLE_CURSOR_IDLE] = {PLAIN, BOLD | LINE, {{16, BLACK}, {0}, {0}}},
		[ROLE_DATE] = {PLAIN, PLAIN, {{37, CYAN}, {24, BLUE}, {110, CYAN}}},
		[ROLE_COUNT] = {PLAIN, DIM, {{244, OWN}, {242, BLACK}, {246, WHITE}}},
		[ROLE_TAG] = {PLAIN, DIM, {{71, GREEN}, {22, BLACK}, {114, GREEN}}},
		[ROLE_DIM] = {DIM, DIM, {{244, OWN}, {242, BLACK}, {246, WHITE}}},
		[ROLE_HEADING] = {BOLD, BOLD, {{0}, {16, BLACK}, {255, WHITE}}},
		[ROLE_FOCUS] = {BOLD, BOLD | LINE, {{37, CYAN}, {24, BLUE}, {117, CYAN}}},
		[ROLE_MATCH] = {PLAIN, BOLD | LINE, {{16, BLACK}, {16, BLACK}, {16, BLACK}}},
		[ROLE_BORDER] = {PLAIN, PLAIN, {{244, OWN}, {247, BLACK}, {242, WHITE}}},
		[ROLE_UNREAD] = {BOLD, BOLD, {{0}, {16, BLACK}, {255, WHITE}}},
		[ROLE_UNREAD_MARK] = {BOLD, BOLD, {{0}, {16, BLACK}, {255, WHITE}}},
		[ROLE_STAR] = {BOLD, BOLD, {{208, YELLOW}, {124, RED}, {215, YELLOW}}},
		[ROLE_KEY] = {BOLD, BOLD, {{37, CYAN}, {90, MAGENTA}, {221, YELLOW}}},
		[ROLE_HEAT_1] = {PLAIN, PLAIN, {{65, GREEN}, {65, GREEN}, {65, GREEN}}},
		[ROLE_HEAT_2] = {PLAIN, PLAIN, {{71, GREEN}, {28, GREEN}, {107, GREEN}}},
		[ROLE_HEAT_3] = {BOLD, BOLD, {{35, GREEN}, {22, BLACK}, {149, CYAN}}},
		[ROLE_HEAT_4] = {BOLD, BOLD, {{208, YELLOW}, {124, RED}, {215, YELLOW}}},
		[PAINT_BODY_HEADING] = {BOLD, BOLD, {{37, CYAN}, {24, BLUE}, {117, CYAN}}},
		[PAINT_CODE] = {PLAIN, BOLD, {{136, YELLOW}, {88, RED}, {180, YELLOW}}},
		[PAINT_MARK] = {PLAIN, TURNED, {{16, BLACK}, {16, BLACK}, {16, BLACK}}},
		[PAINT_LINK] = {LINE, LINE, {{33, CYAN}, {26, BLUE}, {75, CYAN}}},
		[PAINT_IMAGE] = {PLAIN, DIM, {{133, MAGENTA}, {90, MAGENTA}, {176, MAGENTA}}},
		[PAINT_QUOTE] = {PLAIN, PLAIN, {{71, GREEN}, {239, BLACK}, {250, WHITE}}},
		[PAINT_FURNITURE] = {DIM, DIM, {{244, OWN}, {247, BLACK}, {242, WHITE}}},
		[PAINT_NUMBER] = {DIM, DIM, {{244, OWN}, {242, BLACK}, {246, WHITE}}},
		[PAINT_BODY_MATCH] = {PLAIN, TURNED, {{16, BLACK}, {16, BLACK}, {16, BLACK}}},
		[PAINT_CURRENT_MATCH] = {BOLD, TURNED | BOLD | LINE,
				{{231, WHITE}, {231, WHITE}, {16, WHITE}}},
};

/* What is painted on another background than the theme's. */
static const struct color papers[PAINT_COUNT][THEMES] = {
		[ROLE_TITLE_BAR] = {{24, BLUE}, {25, BLUE}, {24, BLUE}},
		[ROLE_STATUS] = {{0}, {252, BLACK}, {238, WHITE}},
		[ROLE_ERROR] = {{160, RED}, {160, RED}, {124, RED}},
		[ROLE_CURSOR] = {{0}, {31, BLUE}, {110, CYAN}},
		[ROLE_CURSOR_IDLE] = {{248, WHITE}, {253, CYAN}, {239, BLUE}},
		[ROLE_MATCH] = {{220, YELLOW}, {222, YELLOW}, {221, YELLOW}},
		[PAINT_MARK] = {{186, YELLOW}, {229, YELLOW}, {186, YELLOW}},
		[PAINT_BODY_MATCH] = {{220, YELLOW}, {222, YELLOW}, {221, YELLOW}},
		[PAINT_CURRENT_MATCH] = {{160, RED}, {166, RED}, {209, RED}},
};

/* Whether colours may be shown: the terminal has them, and https://no-color.org does not forbid. */
static bool
is_color_wanted(void)
{
	const char *no_color = getenv("NO_COLOR");
	return has_colors() && (no_color == NULL || no_color[0] == '\0');
}

/* The colour's number on this terminal; `own` is used where the colour has none. */
static short
number_of(struct color color, struct color own)
{
	struct color chosen = color.number != 0 ? color : own;
	return COLORS == MANY_COLORS ? chosen.number
				     : chosen.basic; /* with more, numbers are RGB values */
}

static struct look
colored_look(enum paint paint, int theme, bool has_own)
{
	struct color ink = paints[paint].inks[theme], paper = papers[paint][theme];
	short foreground = number_of(ink, own_inks[theme]);
	short background = number_of(paper, own_papers[theme]);
	struct look look = {.attributes = paints[paint].attributes, .pair = (short)(paint + 1)};
	if (ink.number == 0 && paper.number == 0)
		look.attributes = paints[paint].mono_attributes;
	else if (ink.number != 0 && COLORS == MANY_COLORS)
		look.attributes &= ~(unsigned)LOOK_DIM; /* a dimmed grey cannot be read */
	/* A terminal that cannot name its own colours starts from white on black. */
	if (foreground == OWN && !has_own)
		foreground = WHITE;
	if (background == OWN && !has_own)
		background = BLACK;
	if (foreground == OWN && background == OWN)
		look.pair = 0;
	else if (init_pair(look.pair, foreground, background) != OK)
		look = (struct look){.attributes = paints[paint].mono_attributes};
	return look;
}

void
theme_load(struct theme *theme, const char *name)
{
	int chosen = 0;
	while (settings_themes[chosen] != NULL && strcmp(settings_themes[chosen], name) != 0)
		chosen++;
	bool has_color = chosen < THEMES && is_color_wanted();
	/* curses knows COLORS only after start_color. */
	has_color = has_color && start_color() == OK && COLORS >= 8;
	bool has_own = has_color && use_default_colors() == OK;
	theme->has_italic = (termattrs() & A_ITALIC) != 0;
	theme->has_bold = has_color && (termattrs() & A_BOLD) != 0;
	for (int i = 0; i < PAINT_COUNT; i++)
		theme->looks[i] =
				has_color ? colored_look((enum paint)i, chosen, has_own)
					  : (struct look){.attributes = paints[i].mono_attributes};
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
	} of_styles[] = {
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
	for (size_t i = 0; i < sizeof(of_styles) / sizeof(of_styles[0]); i++) {
		if (!(style & of_styles[i].style))
			continue;
		look.attributes |= theme->looks[of_styles[i].paint].attributes;
		if (!has_color)
			look.pair = theme->looks[of_styles[i].paint].pair;
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
