/* A theme on a terminal of some number of colours. */

#include "theme/theme.h"

#include <math.h>

enum {
	DIRECT = 1 << 24, /* colours of a terminal whose numbers are RGB values */
	NAMED = 8,	  /* of these are the user's */
	BLACK = 0x000000,
	WHITE = 0xFFFFFF,
};

/* How far a colour may be from the one wanted where another way is left: a quiet bar may not turn glaring. */
static const double near_enough = 0.2;

static const double readable = 4.5; /* WCAG 2.1, 1.4.3 */

struct shower {
	int colors;
	struct palette palette; /* unless they are direct */
	color_value paper;	/* the ground of `text` */
	color_value taken[256]; /* the ground that each number stands for */
	bool has_taken[256];
};

static int
show_named(const struct shower *shower, color_value value)
{
	int number = value - COLOR_NAMED;
	return number < shower->colors && shower->colors != DIRECT ? number : number % NAMED;
}

static int
show_direct(color_value value)
{
	return value >= NAMED ? value : 0x010101;
}

static int
show_ground(const struct shower *shower, color_value ground)
{
	if (!color_is_known(ground))
		return ground == COLOR_OWN ? COLOR_OWN : show_named(shower, ground);
	if (shower->colors == DIRECT)
		return show_direct(ground);
	return palette_nearest(&shower->palette, ground, -1, 0);
}

/*
 * On the terminal's own ground nobody knows what can be read but the terminal's own text. With 256 colours the
 * theme is taken at its word; with fewer, only what is near and can be read on black and on white.
 */
static int
show_ink_on_own(const struct shower *shower, color_value ink)
{
	int number = palette_nearest(&shower->palette, ink, -1, 0);
	color_value shown = palette_color(number);
	bool is_read = color_distance(ink, shown) < near_enough &&
		       fmin(color_contrast(shown, BLACK), color_contrast(shown, WHITE)) >= 3;
	return shower->palette.first > 0 || is_read ? number : COLOR_OWN;
}

/* `ground` is the number of a colour. */
static int
show_ink(const struct shower *shower, color_value ink, int ground, double least)
{
	if (!color_is_known(ink))
		return ink == COLOR_OWN ? COLOR_OWN : show_named(shower, ink);
	if (shower->colors == DIRECT)
		return show_direct(ink);
	if (ground == COLOR_OWN)
		return show_ink_on_own(shower, ink);
	return palette_nearest(&shower->palette, ink, ground, least);
}

/*
 * Whether a ground can be shown as the colour of this number: that is no other ground's, and near enough. If
 * so it is this ground's from here on.
 */
static bool
take_ground(struct shower *shower, color_value ground, int shown)
{
	if (!color_is_known(ground) || shower->colors == DIRECT)
		return true;
	if (shower->has_taken[shown])
		return shower->taken[shown] == ground;
	if (ground != shower->paper && color_distance(ground, palette_color(shown)) >= near_enough)
		return false;
	shower->taken[shown] = ground;
	return shower->has_taken[shown] = true;
}

static struct shown_look
show_look(struct shower *shower, const struct theme_look *look)
{
	struct shown_look shown = {.attributes = look->attributes,
			.ground = show_ground(shower, look->ground)};
	double least = readable;
	if (!take_ground(shower, look->ground, shown.ground)) {
		shown.ground = show_ground(shower, shower->paper);
		shown.attributes |= look->mono;
	} else if (color_is_known(look->ink) && color_is_known(look->ground)) {
		least = fmin(least, color_contrast(look->ink, look->ground));
	}
	shown.ink = show_ink(shower, look->ink, shown.ground, least);
	return shown;
}

void
theme_show(const struct theme *theme, int colors, struct shown_look looks[ROLE_COUNT_OF_ROLES])
{
	const struct theme_look *text = &theme->looks[ROLE_TEXT];
	struct shower shower = {.colors = colors, .paper = text->ground};
	if (colors > 0 && colors < DIRECT)
		palette_init(&shower.palette, colors);
	for (int role = 0; role < ROLE_COUNT_OF_ROLES; role++) {
		const struct theme_look *look = &theme->looks[role];
		looks[role] = colors > 0 ? show_look(&shower, look)
					 : (struct shown_look){COLOR_OWN, COLOR_OWN, look->mono};
	}
}
