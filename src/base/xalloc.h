#ifndef BASE_XALLOC_H
#define BASE_XALLOC_H

/*
 * Memory that is always there: each function returns memory or ends the
 * program with one line on stderr and abort(), whose signal lets tui restore
 * the terminal. Sizes are checked for overflow. Free the result with free().
 */

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *memory, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *bytes, size_t length); /* NUL-terminated copy */
void xreplace(char **text,
		const char *value); /* an owned string by a copy of another; NULL: none */
char *xformat(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Room for one more item in a growing array: returns `items`, moved if it had
 * to grow, with *capacity (items) at least `count` + 1. The sole growth policy
 * of the program's arrays:
 *     list->items = xgrow(list->items, list->count, &list->capacity, sizeof(*list->items));
 */
void *xgrow(void *items, size_t count, size_t *capacity, size_t item_size);

/* The capacity that a growing array has next, so that `count` + 1 items fit; SIZE_MAX: too many. */
size_t xgrown(size_t count, size_t capacity);

/*
 * Lets all threads allocate from one heap, where the C library has a setting for it; before the first
 * thread. A heap for each takes memory, and tens of megabytes of addresses: where these
 * are limited (ulimit -v), every single allocation looks for them in vain.
 */
void xalloc_share(void);

/* Returns free memory to the system, where the C library can; after large work. */
void xalloc_trim(void);

/* Ends the program for want of memory. */
_Noreturn void xalloc_die(void);

#endif
