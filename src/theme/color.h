#ifndef THEME_COLOR_H
#define THEME_COLOR_H

/*
 * Colours as numbers: what a terminal of few colours has nearest to one, and whether a text
 * can be read on its ground. Pure.
 */

#include <stdbool.h>
#include <stdint.h>

/*
 * 0xRRGGBB in sRGB; COLOR_NAMED and more are the sixteen that the terminal's user has chosen,
 * in ECMA-48's order, the bright ones behind; COLOR_OWN is what the terminal writes or stands on by itself.
 */
typedef int32_t color_value;
enum { COLOR_OWN = -1, COLOR_NAMED = 1 << 24 };

/* Whether it is known what the colour looks like. */
static inline bool
color_is_known(color_value value)
{
	return value >= 0 && value < COLOR_NAMED;
}

/* The contrast of two known colours, from 1 to 21 (WCAG 2.1, "contrast ratio"). */
double color_contrast(color_value a, color_value b);

/* How different two known colours look: their distance in Oklab, 1 from black to white. */
double color_distance(color_value a, color_value b);

/* Whether a known colour is a light ground: black is read better on it than white. */
bool color_is_light(color_value ground);

/* What of a colour is compared: where it lies in Oklab, and its relative luminance (WCAG). */
struct shade {
	double lightness, a, b;
	double luminance;
	bool is_grey; /* or nearly: a tint that is seen beside a grey only */
};

/*
 * A terminal's palette: 256 has xterm's cube and greys (16 to 255; the first sixteen are the
 * user's), 16 and 8 have the colours that xterm gives them, which users may have changed.
 */
struct palette {
	int first, end; /* numbers of its colours */
	struct shade shades[256];
};
void palette_init(struct palette *palette, int colors);
color_value palette_color(int number);

/*
 * The number nearest to a known colour, of those that have at least the contrast `least` to the
 * colour of number `ground` (-1: any will do); where none has, the one with the most. Greys stay
 * greys where a grey will do.
 */
int palette_nearest(const struct palette *palette, color_value wanted, int ground, double least);

#endif
