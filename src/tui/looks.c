#include "tui/looks.h"

#include "document/document.h"

#include <curses.h>
#include <stdlib.h>

/* Whether colours may be shown: the terminal has them, and https://no-color.org does not forbid. */
static bool
is_color_wanted(void)
{
	const char *no_color = getenv("NO_COLOR");
	return has_colors() && (no_color == NULL || no_color[0] == '\0');
}

/* A terminal that cannot name its own colours starts from white on black. */
static struct look
make_look(enum role role, struct shown_look shown, bool has_own)
{
	struct look look = {.attributes = shown.attributes, .pair = (short)(role + 1)};
	if (shown.ink == COLOR_OWN && !has_own)
		shown.ink = COLOR_WHITE;
	if (shown.ground == COLOR_OWN && !has_own)
		shown.ground = COLOR_BLACK;
	bool is_own = shown.ink == COLOR_OWN && shown.ground == COLOR_OWN;
	if (is_own || init_extended_pair(look.pair, shown.ink, shown.ground) != OK)
		look.pair = 0;
	return look;
}

void
looks_load(struct looks *looks, const struct theme *theme)
{
	struct shown_look shown[ROLE_COUNT_OF_ROLES];
	/* curses knows COLORS only after start_color. */
	int colors = is_color_wanted() && start_color() == OK && COLORS >= 8 ? COLORS : 0;
	bool has_own = colors > 0 && use_default_colors() == OK;
	theme_show(theme, colors, shown);
	looks->has_italic = (termattrs() & A_ITALIC) != 0;
	looks->has_bold = colors > 0 && (termattrs() & A_BOLD) != 0;
	for (int role = 0; role < ROLE_COUNT_OF_ROLES; role++)
		looks->roles[role] =
				colors > 0 ? make_look((enum role)role, shown[role], has_own)
					   : (struct look){.attributes = shown[role].attributes};
}

struct look
looks_role(const struct looks *looks, enum role role)
{
	return looks->roles[role];
}

struct look
looks_cell(const struct looks *looks, enum role role, enum role fill)
{
	bool is_bar = fill == ROLE_CURSOR || fill == ROLE_CURSOR_IDLE || fill == ROLE_STATUS ||
		      fill == ROLE_TITLE_BAR;
	struct look look = looks->roles[role];
	if (!is_bar || role == fill || role == ROLE_ERROR)
		return look;
	look.attributes = looks->roles[fill].attributes | (look.attributes & LOOK_BOLD);
	look.pair = looks->roles[fill].pair;
	if (role == ROLE_MATCH)
		look.attributes |= LOOK_BOLD | LOOK_UNDERLINE;
	return look;
}

struct look
looks_style(const struct looks *looks, unsigned style)
{
	/* The first that holds gives the colour; each gives its attributes. */
	static const struct {
		unsigned style;
		enum role role;
	} of_styles[] = {
			{STYLE_MARK, ROLE_MARK},
			{STYLE_NUMBER, ROLE_NUMBER},
			{STYLE_CODE, ROLE_CODE},
			{STYLE_IMAGE, ROLE_IMAGE},
			{STYLE_LINK, ROLE_LINK},
			{STYLE_HEADING, ROLE_POST_HEADING},
			{STYLE_DIM | STYLE_STRIKE, ROLE_DIM}, /* curses knows no strike */
			{STYLE_FURNITURE, ROLE_FURNITURE},
			{STYLE_QUOTE, ROLE_QUOTE},
	};
	struct look look = looks->roles[ROLE_TEXT];
	bool has_color = false;
	for (size_t i = 0; i < sizeof(of_styles) / sizeof(of_styles[0]); i++) {
		if (!(style & of_styles[i].style))
			continue;
		look.attributes |= looks->roles[of_styles[i].role].attributes;
		if (!has_color)
			look.pair = looks->roles[of_styles[i].role].pair;
		has_color = true;
	}
	if (style & STYLE_BOLD)
		look.attributes |= LOOK_BOLD;
	if (style & STYLE_ITALIC)
		look.attributes |= looks->has_italic ? LOOK_ITALIC : LOOK_UNDERLINE;
	if (style & STYLE_UNDERLINE)
		look.attributes |= LOOK_UNDERLINE;
	return look;
}

struct look
looks_match(const struct looks *looks, unsigned style, bool is_current)
{
	struct look look = looks->roles[is_current ? ROLE_CURRENT_MATCH : ROLE_POST_MATCH];
	if (style & STYLE_BOLD)
		look.attributes |= LOOK_BOLD;
	return look;
}
