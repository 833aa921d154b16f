#include "theme/color.h"

#include <math.h>

/* A channel of sRGB, 0 to 255, as light (IEC 61966-2-1). */
static double
light_of(int channel)
{
	double value = channel / 255.0;
	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* Oklab by Björn Ottosson, "A perceptual color_value space for image processing" (2020). */
static struct shade
shade_of(color_value value)
{
	double red = light_of(value >> 16 & 0xFF), green = light_of(value >> 8 & 0xFF),
	       blue = light_of(value & 0xFF);
	double l = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
	double m = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
	double s = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
	struct shade shade = {
			.lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
			.a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
			.b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
			.luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue,
	};
	shade.is_grey = shade.a * shade.a + shade.b * shade.b < 0.03 * 0.03;
	return shade;
}

static double
contrast_of(const struct shade *one, const struct shade *other)
{
	double high = fmax(one->luminance, other->luminance);
	double low = fmin(one->luminance, other->luminance);
	return (high + 0.05) / (low + 0.05);
}

/* The square of the distance. */
static double
square_of(const struct shade *one, const struct shade *other)
{
	double lightness = one->lightness - other->lightness;
	double a = one->a - other->a, b = one->b - other->b;
	return lightness * lightness + a * a + b * b;
}

double
color_contrast(color_value a, color_value b)
{
	struct shade one = shade_of(a), other = shade_of(b);
	return contrast_of(&one, &other);
}

double
color_distance(color_value a, color_value b)
{
	struct shade one = shade_of(a), other = shade_of(b);
	return sqrt(square_of(&one, &other));
}

bool
color_is_light(color_value ground)
{
	return color_contrast(ground, 0x000000) > color_contrast(ground, 0xFFFFFF);
}

/* --- Palettes --- */

enum { CUBE = 16, SIDE = 6, GREYS = CUBE + SIDE * SIDE * SIDE, ALL = 256 };

color_value
palette_color(int number)
{
	static const color_value basic[CUBE] = {0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE,
			0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00,
			0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF};
	static const color_value steps[SIDE] = {0x00, 0x5F, 0x87, 0xAF, 0xD7, 0xFF};
	if (number < CUBE)
		return basic[number];
	if (number >= GREYS)
		return (8 + (number - GREYS) * 10) * 0x010101;
	int place = number - CUBE;
	return steps[place / SIDE / SIDE] << 16 | steps[place / SIDE % SIDE] << 8 |
	       steps[place % SIDE];
}

void
palette_init(struct palette *palette, int colors)
{
	palette->first = colors >= ALL ? CUBE : 0;
	palette->end = colors >= ALL ? ALL : colors >= CUBE ? CUBE : 8;
	for (int number = 0; number < palette->end; number++)
		palette->shades[number] = shade_of(palette_color(number));
}

int
palette_nearest(const struct palette *palette, color_value wanted, int ground, double least)
{
	struct shade shade = shade_of(wanted);
	int best = -1, most = palette->first;
	double best_square = INFINITY, most_contrast = 0;
	for (int number = palette->first; number < palette->end; number++) {
		const struct shade *candidate = &palette->shades[number];
		double square = square_of(&shade, candidate), contrast = INFINITY;
		if (ground >= 0)
			contrast = contrast_of(candidate, &palette->shades[ground]);
		if (shade.is_grey && !candidate->is_grey)
			square += 1; /* any grey is nearer */
		if (contrast > most_contrast) {
			most_contrast = contrast;
			most = number;
		}
		if (contrast >= least && square < best_square) {
			best_square = square;
			best = number;
		}
	}
	return best >= 0 ? best : most;
}
