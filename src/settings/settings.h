#ifndef SETTINGS_SETTINGS_H
#define SETTINGS_SETTINGS_H

/*
 * What the user has set, as plain values: defaults, which config.yaml overrides, which the
 * command line overrides.
 */

#include "base/arguments.h"
#include "layout/layout.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct problems;

/* An archive that the user has named; both are owned. */
struct named_archive {
	char *name; /* on one line as the gate lets it through, without `/`, no option */
	char *path; /* `~/` expanded */
};
enum { MAX_ARCHIVES = 100 };

/* When a post becomes read. */
enum read_when { READ_WHEN_OPENED, READ_AT_ITS_END, READ_BY_HAND };

/* How a post is opened on a screen wide enough for several panes: beside the list, or alone. */
enum open_style { OPEN_SPLIT, OPEN_FULL };

struct settings {
	char *archive;			/* path, or NULL; `~/` expanded; owned */
	struct named_archive *archives; /* `archives`, in the order of the file; owned */
	size_t archive_count;
	char *keymap;	/* name; owned */
	char *theme;	/* name (theme_files.h); owned */
	char *language; /* of language_names; owned */
	size_t measure; /* columns of text, at most; as many as there are on a narrower screen */
	enum open_style open;
	enum link_style links;
	bool ascii;		      /* lines, boxes and marks in ASCII: `line_graphics` */
	struct typography typography; /* `indent`, `spacing`, `hanging`, `ambiguous` */
	bool mouse;
	bool center; /* text in the middle of a wide pager */
	enum read_when mark_read;
	bool is_first_unread; /* the posts of an archive's first visit: `first_visit` */
	bool restore;	      /* goes on where the last session was */

	/* Programs that the user has named, none by default. */
	struct arguments browser;      /* gets an address, as arguments_fill has it */
	struct arguments copy_command; /* gets what is copied on its standard input */
	struct arguments update;       /* brings new posts; runs in the archive's folder */
	struct arguments on_new;       /* runs when new posts have come */
	bool browser_in_terminal;      /* the browser gets the terminal, whatever its name */
	int64_t update_every;	       /* milliseconds; 0: only when asked */
};

/* Defaults; never NULL. */
struct settings *settings_new(void);
struct settings *settings_copy(const struct settings *settings);
void settings_free(struct settings *settings);

/*
 * Lays the file at `path` (NULL: the user's config.yaml) over `settings`. All
 * problems are reported; false when there is an error, and of the file only its language holds. It is
 * no error that the user has no config.yaml; it is one that a named file is missing.
 */
bool settings_read(struct settings *settings, const char *path, struct problems *problems);

/* The path of the archive of this name, borrowed. NULL with err, which has the nearest name. */
struct err;
const char *settings_archive(const struct settings *settings, const char *name, struct err *err);

/* The values that the setting of this name may have, NULL after the last; NULL where they cannot be listed. */
const char *const *settings_values(const char *name);

/*
 * Appends a config.yaml of all settings with their defaults, a comment before each; those without a default
 * stand in comments, with an example.
 */
void settings_describe(struct buf *out);

/* Sets one by name; false with err for an unknown name (the nearest is suggested) or a bad value. */
bool settings_set(struct settings *settings, const char *name, const char *value, struct err *err);

#endif
