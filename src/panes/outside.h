#ifndef PANES_OUTSIDE_H
#define PANES_OUTSIDE_H

/*
 * Posts on their way out of the program: to the clipboard, to files, to other programs.
 * Private to the room.
 */

#include "panes/panes.h"

struct article;
struct buf;
struct err;
struct out;

/* --- outside.c: a post that need not be open --- */

/* Opens the post at a path, or takes the one that is open; to be given back. NULL, with err: it cannot be read. */
struct article *outside_open(struct panes *panes, const char *path, struct err *err);
void outside_close(struct panes *panes, struct article *article);

/* The post's file; NULL: it is standard input. To be freed. */
char *outside_path(const struct panes *panes, const struct post *post);

/* Prints it as --dump does. */
void outside_print(struct panes *panes, struct article *article, bool is_first, struct out *out);

/* --- Verbs, whichever pane has the keys --- */
unsigned copy_run(struct panes *panes, const struct call *call); /* copy.c */
unsigned save_run(struct panes *panes, const struct call *call); /* save.c */
unsigned pipe_run(struct panes *panes, const struct call *call); /* commands.c */
unsigned edit_run(struct panes *panes, const struct call *call); /* the same, as the next */
unsigned shell_run(struct panes *panes, const struct call *call);
unsigned where_run(struct panes *panes, const struct call *call); /* places.c, as the next */
unsigned bookmark_run(struct panes *panes, const struct call *call);

#endif
