#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "theme/color.h"

#include <math.h>

static void
test_contrast(void **state)
{
	(void)state;
	/* As WCAG's own examples have it. */
	static const struct {
		color_value a, b;
		double contrast;
	} cases[] = {{0x000000, 0xFFFFFF, 21.0}, {0x777777, 0xFFFFFF, 4.48},
			{0x767676, 0xFFFFFF, 4.54}, {0xFF0000, 0xFFFFFF, 4.00},
			{0x0000FF, 0xFFFFFF, 8.59}, {0x123456, 0x123456, 1.0}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(fabs(color_contrast(cases[i].a, cases[i].b) - cases[i].contrast) <
				0.01);
		assert_true(color_contrast(cases[i].a, cases[i].b) ==
				color_contrast(cases[i].b, cases[i].a));
	}
}

static void
test_distance(void **state)
{
	(void)state;
	assert_true(color_distance(0xABCDEF, 0xABCDEF) == 0);
	assert_true(fabs(color_distance(0x000000, 0xFFFFFF) - 1) < 0.001);
	/* RGB has these the other way round: the eye sees a step in green more than one in blue. */
	assert_true(color_distance(0x0000FF, 0x0000C0) < color_distance(0x00FF00, 0x00B000));
}

static int
nearest(int colors, color_value wanted)
{
	static struct palette palette;
	palette_init(&palette, colors);
	return palette_nearest(&palette, wanted, -1, 0);
}

static bool
is_grey(color_value value)
{
	return value >> 16 == (value >> 8 & 0xFF) && (value & 0xFF) == (value >> 8 & 0xFF);
}

static void
test_palettes(void **state)
{
	(void)state;
	/* A colour of the palette is itself; the first sixteen, which users set, are not chosen of 256. */
	static struct palette palette;
	palette_init(&palette, 256);
	for (int number = 16; number < 256; number++) {
		int found = palette_nearest(&palette, palette_color(number), -1, 0);
		assert_int_equal(palette_color(found), palette_color(number));
		assert_true(found >= 16);
	}
	assert_int_equal(palette_color(16), 0x000000);
	assert_int_equal(palette_color(67), 0x5F87AF);
	assert_int_equal(palette_color(231), 0xFFFFFF);
	assert_int_equal(palette_color(232), 0x080808);
	assert_int_equal(palette_color(255), 0xEEEEEE);
	assert_int_equal(nearest(256, 0x17181D), 234);
	assert_int_equal(nearest(16, 0x7A7F80), 8);
	assert_int_equal(nearest(16, 0xF8F8F8), 15);
	assert_int_equal(nearest(16, 0xFF1010), 9);
	assert_int_equal(nearest(8, 0xFF1010), 1);
	assert_int_equal(nearest(8, 0xF8F8F8), 7);
	assert_int_equal(nearest(88, 0xF8F8F8), 15);
}

static void
test_greys_stay_grey(void **state)
{
	(void)state;
	for (color_value grey = 0; grey < 0xFFFFFF; grey += 0x030303) {
		assert_true(is_grey(palette_color(nearest(256, grey))));
		assert_true(is_grey(palette_color(nearest(16, grey))));
		assert_true(is_grey(palette_color(nearest(8, grey))));
	}
	/* What nearly is one gets one, but no clear tint does. */
	assert_true(is_grey(palette_color(nearest(256, 0xBED0D3))));
	assert_false(is_grey(palette_color(nearest(256, 0xA68B83))));
}

/* Whatever is wanted, on whatever ground: as far as the palette has such colours, it can be read. */
static void
test_contrast_holds(void **state)
{
	(void)state;
	static const int sizes[] = {8, 16, 256};
	static struct palette palette;
	for (size_t i = 0; i < 3; i++) {
		palette_init(&palette, sizes[i]);
		for (int ground = palette.first; ground < palette.end; ground++) {
			double white = color_contrast(0xFFFFFF, palette_color(ground));
			for (color_value wanted = 0; wanted <= 0xFFFFFF; wanted += 0x2A1B0D) {
				int number = palette_nearest(&palette, wanted, ground, 4.5);
				double contrast = color_contrast(
						palette_color(number), palette_color(ground));
				assert_int_not_equal(number, ground);
				/* Black or white can be read on any colour; 8 have no pure white. */
				assert_true(contrast >= 4.5 || (sizes[i] == 8 && white > 4.5));
			}
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_contrast),
			cmocka_unit_test(test_distance),
			cmocka_unit_test(test_palettes),
			cmocka_unit_test(test_greys_stay_grey),
			cmocka_unit_test(test_contrast_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
