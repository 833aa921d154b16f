#ifndef SETTINGS_NAMED_FILES_H
#define SETTINGS_NAMED_FILES_H

/*
 * Data files by name: the user's, FOLDER/NAME.yaml of the configuration folder (XDG), over those that
 * the program brings along.
 */

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct problems;

/* A file of the source tree, made part of the program by the Makefile. */
struct shipped_file {
	const char *name; /* the file's, without .yaml */
	const char *text; /* NUL-terminated YAML */
	size_t length;	  /* bytes */
};

/* In the order of their names; each list ends with a NULL name. */
extern const struct shipped_file shipped_keymaps[], shipped_themes[];

struct file_kind {
	const char *folder;
	const struct shipped_file *shipped;
};

/* Whether a file can have this name: one that does not lead elsewhere. */
bool named_files_is_name(const char *name);

/* Whether there is a file of this name, the user's or a shipped one. */
bool named_files_has(const struct file_kind *kind, const char *name);

/*
 * Appends the text and the path of the user's file if `is_user`, else of the shipped one. False: there is
 * none. One that exists but cannot be read is reported, and true: the shipped one in its place would hide it.
 */
bool named_files_read(const struct file_kind *kind, const char *name, bool is_user,
		struct buf *text, struct buf *path, struct problems *problems);

/* Appends "; did you mean 'NAME'?" of the shipped ones: users know what is in their own folder. */
void named_files_suggest(const struct file_kind *kind, const char *name, struct buf *out);

/* Appends that, all shipped names, and where the user's own file of this name would be. */
void named_files_explain(const struct file_kind *kind, const char *name, struct buf *out);

/* Calls `take` with each name, the shipped ones first. */
void named_files_each(const struct file_kind *kind, void (*take)(void *context, const char *name),
		void *context);

#endif
