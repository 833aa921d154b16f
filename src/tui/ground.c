#include "tui/ground.h"

#include "base/ascii.h"
#include "theme/color.h"
#include "tui/input.h"

#include <stdlib.h>
#include <string.h>

const char ground_question[] = "\033]11;?\033\\";

bool
ground_may_be_asked(int colors)
{
	static const char xterm[] = "xterm";
	const char *type = getenv("TERM");
	bool is_xterm = type != NULL && strncmp(type, xterm, sizeof(xterm) - 1) == 0;
	return is_xterm || colors >= 256;
}

bool
ground_of_environment(bool *is_light)
{
	const char *colors = getenv("COLORFGBG");
	const char *last = colors != NULL ? strrchr(colors, ';') : NULL;
	unsigned long number;
	if (last == NULL || !ascii_read_number(last + 1, 15, &number))
		return false;
	*is_light = color_is_light(palette_color((int)number));
	return true;
}

bool
ground_is_light(const struct event *answer)
{
	color_value ground = 0;
	for (int i = 0; i < 3; i++)
		ground = ground << 8 | answer->background[i] >> 8;
	return color_is_light(ground);
}
