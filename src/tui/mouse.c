#include "tui/keys.h"

#include <curses.h>
#include <time.h>

enum { WHEEL_LINES = 3, DOUBLE_CLICK_MS = 400 };

void
mouse_start(void)
{
	mousemask(BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
	mouseinterval(0); /* else curses waits on each click for a second one */
}

void
mouse_stop(void)
{
	mousemask(0, NULL);
}

static int64_t
now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool
is_double_click(struct keys *keys, int row, int column)
{
	int64_t now = now_ms();
	bool is_double = keys->click_time != 0 && now - keys->click_time <= DOUBLE_CLICK_MS &&
			 keys->click_row == row && keys->click_column == column;
	keys->click_time = is_double ? 0 : now; /* a third click begins anew */
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
