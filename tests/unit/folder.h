#ifndef TESTS_UNIT_FOLDER_H
#define TESTS_UNIT_FOLDER_H

/*
 * A folder for the files of a test, in $TMPDIR (tests/run.sh names one in memory where there is
 * such a place, since a catalogue is synced with each commit), else in /tmp.
 */

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_SIZE = 64 };

/* Makes a folder with a name of its own; false when there can be none. */
static inline bool
folder_make(char folder[FOLDER_SIZE])
{
	const char *base = getenv("TMPDIR");
	bool fits = base != NULL && base[0] == '/' && strlen(base) < FOLDER_SIZE / 2;
	snprintf(folder, FOLDER_SIZE, "%s/reader-test-XXXXXX", fits ? base : "/tmp");
	return mkdtemp(folder) != NULL;
}

static inline int
folder_remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
	(void)status, (void)kind, (void)where;
	return remove(path);
}

/* Removes a folder and all that is in it; 0 if that could be done. */
static inline int
folder_remove(const char *folder)
{
	char command[600];
	if (nftw(folder, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0)
		return 0;
	/* Paths may be longer than the system takes. */
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

/* The whole path of a name in the folder; the folders on the way to it are made. To be freed. */
static inline char *
folder_path(const char *folder, const char *name)
{
	size_t start = strlen(folder) + 1;
	char *path = malloc(start + strlen(name) + 1);
	assert_non_null(path);
	sprintf(path, "%s/%s", folder, name);
	for (char *slash = path + start; (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		(void)mkdir(path, 0700);
		*slash = '/';
	}
	return path;
}

static inline void
folder_write_bytes(const char *folder, const char *name, const char *bytes, size_t length)
{
	char *path = folder_path(folder, name);
	FILE *file = fopen(path, "w");
	if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
		fail_msg("cannot write %s", path);
	free(path);
}

static inline void
folder_write(const char *folder, const char *name, const char *text)
{
	folder_write_bytes(folder, name, text, strlen(text));
}

#endif
