#include "tui/keys.h"

#include "base/ticks.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WHEEL_LINES = 3, DOUBLE_CLICK_MS = 400 };

/*
 * The Linux console has its mouse from gpm. Where that does not run, curses
 * would still load its library, which leaks.
 */
static bool
is_console_without_mouse(void)
{
	const char *term = getenv("TERM");
	return term != NULL && strncmp(term, "linux", 5) == 0 && access("/dev/gpmctl", F_OK) != 0;
}

void
mouse_start(void)
{
	if (is_console_without_mouse())
		return;
	mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
	mouseinterval(0); /* else curses waits on each click for a second one */
}

void
mouse_stop(void)
{
	if (!is_console_without_mouse())
		mousemask(0, NULL);
}

static bool
is_double_click(struct keys *keys, int row, int column)
{
	int64_t now = ticks_ms();
	bool is_double = keys->click_time != 0 && now - keys->click_time <= DOUBLE_CLICK_MS &&
			 keys->click_row == row && keys->click_column == column;
	keys->click_time = is_double ? 0 : now; /* a third click is a first one again */
	keys->click_row = row;
	keys->click_column = column;
	return is_double;
}

bool
mouse_read(struct keys *keys, struct event *event)
{
	MEVENT mouse;
	if (getmouse(&mouse) != OK)
		return false;
	*event = (struct event){.kind = EVENT_MOUSE, .row = mouse.y, .column = mouse.x};
	if (mouse.bstate & BUTTON4_PRESSED)
		event->lines = -WHEEL_LINES;
	else if (mouse.bstate & BUTTON5_PRESSED)
		event->lines = WHEEL_LINES;
	else if (mouse.bstate & BUTTON1_PRESSED)
		event->is_double = is_double_click(keys, mouse.y, mouse.x);
	else
		return false;
	return true;
}
