#include "model/opened.h"

#include <stdlib.h>

void
opened_free(struct opened *opened)
{
	article_close(opened->article);
	free(opened->opening);
	free(opened->goal.fragment);
	free(opened->notice);
	free(opened->wanted);
	while (opened->history_count > 0)
		free(opened->history[--opened->history_count].path);
}
