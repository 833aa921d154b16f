#ifndef TESTS_UNIT_ONE_FOLDER_H
#define TESTS_UNIT_ONE_FOLDER_H

/* The folder of a file's tests, or of each of them: made by a set-up, removed by a tear-down. */

#include "folder.h"

static char folder[FOLDER_SIZE];

static inline int
begin_folder(void **state)
{
	(void)state;
	return folder_make(folder) ? 0 : -1;
}

static inline int
end_folder(void **state)
{
	(void)state;
	return folder_remove(folder);
}

#endif
