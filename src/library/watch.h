#ifndef LIBRARY_WATCH_H
#define LIBRARY_WATCH_H

/*
 * Private to the room: notices changes in an archive's folders, on systems that
 * report them (Linux's inotify). One thread owns it.
 */

struct watch;

/* A watch for folders below `root`, without any yet. NULL where the system reports no changes. */
struct watch *watch_new(const char *root);
void watch_free(struct watch *watch); /* NULL is fine */

/*
 * Watches one folder, relative to the root; it may be watched already. The system
 * takes a while for a large one.
 */
void watch_add(struct watch *watch, const char *folder);

/* Readable when there is something to drain; -1 for NULL. */
int watch_fd(const struct watch *watch);

/* Discards the changes reported so far. */
void watch_drain(struct watch *watch);

#endif
