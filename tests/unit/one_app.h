#ifndef TESTS_UNIT_ONE_APP_H
#define TESTS_UNIT_ONE_APP_H

/* The session that each test of a file gets from its set-up; its tear-down ends it. */

#include "app_session.h"

static struct app *app;

static inline int
begin_app(void **state, int rows, int columns)
{
	if (session_set_up(state) != 0)
		return -1;
	app = session_open(rows, columns);
	return 0;
}

static inline int
end_app(void **state)
{
	app_free(app);
	return session_tear_down(state);
}

#endif
