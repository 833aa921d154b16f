#ifndef BASE_NEW_FILE_H
#define BASE_NEW_FILE_H

/*
 * A file that is written whole or not at all: under another name beside its place, which it takes
 * when all is written and synced. Until then what is in the place stays. A link is followed; what is no
 * regular file (a FIFO, a device) is written as it is.
 */

#include <stdbool.h>

struct err;

struct new_file {
	int fd;		 /* to write to */
	char *path;	 /* the place */
	char *temporary; /* NULL: it is written in its place */
};

/*
 * A file that replaces one, which must be writable, has its permissions; another is for the user
 * alone. False with err.
 */
bool new_file_begin(struct new_file *file, const char *path, struct err *err);

/* Puts it in its place, or with is_good false gives it up. False with err if it cannot be put there. */
bool new_file_end(struct new_file *file, bool is_good, struct err *err);

#endif
