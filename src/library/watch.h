#ifndef LIBRARY_WATCH_H
#define LIBRARY_WATCH_H

/*
 * Private to the room: tells that something in an archive's folders changes, as
 * far as the system can tell that (Linux's inotify). One thread owns it.
 */

#include <stdbool.h>

struct watch;

/* A watch of folders below `root`, of none yet. NULL where there is no such thing. */
struct watch *watch_new(const char *root);
void watch_free(struct watch *watch); /* NULL is fine */

/*
 * Watches one folder, relative to the root; it may be watched already. The system
 * takes a while for a large one.
 */
void watch_add(struct watch *watch, const char *folder);

/* Readable when there is something to drain; -1 for NULL. */
int watch_fd(const struct watch *watch);

/* Forgets what was told so far. */
void watch_drain(struct watch *watch);

#endif
