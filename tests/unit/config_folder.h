#ifndef TESTS_UNIT_CONFIG_FOLDER_H
#define TESTS_UNIT_CONFIG_FOLDER_H

/* A folder that the user's configuration is in, and what is wrong in it: set-up and tear-down of a test. */

#include "base/err.h"

#include "folder.h"

#include <stdlib.h>

static char folder[FOLDER_SIZE];
static struct problems *problems;

static int
set_up(void **state)
{
	(void)state;
	assert_true(folder_make(folder));
	setenv("XDG_CONFIG_HOME", folder, 1);
	problems = problems_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	problems_free(problems);
	return folder_remove(folder);
}

#endif
