#ifndef MODEL_SEARCHING_H
#define MODEL_SEARCHING_H

/*
 * Lists what is asked for: at once where that is quick, else by the searcher's
 * thread, which answers later.
 */

#include <stdbool.h>

struct model;

/* What a search has found in the text of a post; "" if that is not indexed. NULL: it will come. */
const char *searching_snippet(struct model *model, const char *path);

/* Whether a thread is at work or has something to hand over. */
bool searching_is_busy(const struct model *model);

/* --- For the room --- */

/* Lists what is asked for; with keeps_post the chosen post stays chosen. */
void searching_list(struct model *model, bool keeps_post);

/* Another search is in force: forgets what was found before. */
void searching_forget(struct model *model);

/* Takes what threads have made: answers, snippets, the index. */
void searching_wake(struct model *model);

/* Asks again for what the index has got since. */
void searching_tick(struct model *model);

#endif
