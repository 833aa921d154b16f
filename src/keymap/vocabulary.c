#include "keymap/keymap.h"

#include <string.h>

int
vocabulary_find(const struct vocabulary *vocabulary, const char *name)
{
	for (size_t i = 0; i < vocabulary->action_count; i++)
		if (strcmp(vocabulary->actions[i].name, name) == 0)
			return (int)i;
	return -1;
}
