#ifndef STORE_PAGE_SUMS_H
#define STORE_PAGE_SUMS_H

/*
 * Private to the room: a layer between SQLite and the file system that keeps a
 * sum at the end of each page, so that a changed bit is noticed wherever it is.
 * SQLite itself notices only what breaks its structure. Pages in the write-ahead
 * log have sums of SQLite's own.
 *
 * A page that is not as it was written cannot be read: SQLITE_CORRUPT.
 */

#include <stdbool.h>

struct err;
struct sqlite3;

/* The name of the layer, to open files with. NULL where it cannot be had. */
const char *page_sums_layer(void);

/* Makes room for the sums in a file that is still empty. False with err. */
bool page_sums_begin(struct sqlite3 *db, struct err *err);

/* Whether a file that is not empty has room for them, or was opened without the layer. */
bool page_sums_are_kept(struct sqlite3 *db);

#endif
