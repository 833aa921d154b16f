#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

/*
 * The session without a screen: the library, what is asked of it, what was found,
 * which post is open, what was said. One thread owns it; threads that work for it make
 * model_wake_fd readable, and model_wake takes over what they made.
 *
 * Other rooms read its fields and change them by the verbs of its parts (asked.h,
 * found.h, opened.h, views.h, marking.h, undo.h, messages.h). A verb notes in `changed` what it has
 * changed; when the event is over, model_follow does what follows, in one order.
 */

#include "library/library.h"
#include "library/loader.h"
#include "model/asked.h"
#include "model/bookmarks.h"
#include "model/found.h"
#include "model/keeping.h"
#include "model/kept_searches.h"
#include "model/known_problems.h"
#include "model/marking.h"
#include "model/messages.h"
#include "model/opened.h"
#include "model/programs.h"
#include "model/undo.h"
#include "model/update.h"
#include "model/views.h"
#include "settings/settings.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct full_text;
struct keeper;
struct state;
struct zone;

/* What an event has changed, a bit each. */
enum changed {
	CHANGED_LIBRARY = 1 << 0,  /* another library has come */
	CHANGED_PROGRESS = 1 << 1, /* how far reading and indexing are */
	CHANGED_ASKED = 1 << 2,	   /* what is asked for */
	CHANGED_SUBJECT = 1 << 3,  /* so much that a list never shown begins with its first post */
	CHANGED_GROUP = 1 << 4,	   /* which group is chosen, or the kind to choose from */
	CHANGED_QUERY = 1 << 5,	   /* what is searched for in all posts */
	CHANGED_DAYS = 1 << 6,	   /* how many posts each day has */
	CHANGED_FOUND = 1 << 7,	   /* the listing */
	CHANGED_SNIPPETS = 1 << 8, /* snippets that were asked for have come */
	CHANGED_POST = 1 << 9,	   /* which post is chosen */
	CHANGED_ATTENTION = 1 << 10, /* how much the post is looked at */
	CHANGED_CLOSED = 1 << 11,    /* the post that was open has been closed */
	CHANGED_OPENING = 1 << 12,   /* whether a post is being opened */
	CHANGED_OPENED = 1 << 13,    /* a post has been opened, maybe a newer state of the same */
	CHANGED_GOAL = 1 << 14,	     /* where to go in the post that is open */
	CHANGED_SAID = 1 << 15,	     /* a message */
	CHANGED_MARKS = 1 << 16,     /* which posts are read, starred, new */
	CHANGED_COUNTS = 1 << 17,    /* how many posts are found of each group */
	CHANGED_SEARCHES = 1 << 18,  /* which searches are kept, or how many posts they find */
};

struct model {
	unsigned changed; /* of enum changed, since model_follow */
	struct messages said;
	struct known_problems known_problems;

	struct loader *loader;	 /* NULL: a lone file is open, and there is nothing else */
	struct library *library; /* NULL until the first one comes */
	bool has_whole;		 /* one that was not partial has come */
	int64_t whole;		 /* its catalogue (catalogue_identity) */
	size_t whole_count;	 /* its posts */
	bool is_reload;		 /* the user asked to read it again */
	bool makes_index;	 /* indexes the full text (BACKGROUND_INDEX) */
	int renewals;		 /* how often a damaged or missing catalogue was rebuilt */
	bool has_damage;	 /* another thread has found the catalogue damaged */
	int64_t now;		 /* seconds, of the start: what `7d` counts from */
	int64_t begun_ms;	 /* the same moment in ticks_ms */
	const struct zone *zone; /* borrowed; for model_zone alone */

	struct asked asked;
	struct found found;
	struct full_text *full_text; /* private to the room */
	struct opened opened;
	struct views views;
	struct bookmarks bookmarks;
	struct state *state;   /* what the reader did, to be read here */
	struct keeper *keeper; /* writes that, in a thread; NULL: nothing can be written */
	struct keeping keeping;
	struct kept_searches kept_searches;
	struct marking marking;
	struct undo undo;
	struct programs programs;
	struct update update;
	const struct settings *settings; /* borrowed */
	struct arena *scratch;		 /* what lives until the event is over */
};

/* What a session begins with. */
struct model_start {
	const char *path;		       /* of the archive; NULL: there is none */
	const char *root;		       /* its folder, where the path is that of _posts */
	const struct archive_options *options; /* the archive's; copied */
	const struct zone *zone; /* the archive's until it is read, borrowed; NULL: the machine's */
	const struct selection *selection; /* what of the archive is shown; copied */
	struct article *article; /* a lone file, if there is no archive; the model takes it over */
	unsigned background;	 /* of enum background */
	const struct settings *settings; /* of marks and of programs; borrowed */
};

/* Reading the archive starts at once in a thread. */
struct model *model_new(const struct model_start *start);
void model_free(struct model *model); /* stops the threads and waits for them */

/* The archive is being read, for the first time or again. */
bool model_is_reading(const struct model *model);
void model_reload(struct model *model); /* reads it, or the lone file, again */

/*
 * The snippet that a search has found in a post, borrowed until the next call; "" if there is
 * none. NULL: it is being made, and CHANGED_SNIPPETS is noted when it is there.
 */
const char *model_snippet(struct model *model, const char *path);

/* How far indexing is, in posts; a search finds those done. False: nothing is being indexed. */
bool model_indexing(const struct model *model, size_t *done, size_t *total);

/* The archive's time zone: of the library, and until the first one comes the one that was given. */
const struct zone *model_zone(const struct model *model);

/* The day it is now in that zone, since 1970-01-01: of the start's moment and the time since. */
int64_t model_today(const struct model *model);

/* A descriptor that becomes readable when model_wake is to be called; -1: never. */
int model_wake_fd(const struct model *model);
void model_wake(struct model *model);

/*
 * Whether a thread is at work or has something to hand over, so that model_wake_fd
 * will become readable; watching folders for changes is no work.
 */
bool model_is_busy(const struct model *model);

/* When model_tick is to be called, in ticks_ms; 0: never. */
int64_t model_due(const struct model *model);
void model_tick(struct model *model);

/*
 * Ends an event: does what follows from its changes, in the order library, asked,
 * found, post, marks. Returns all of them, of enum changed.
 */
unsigned model_follow(struct model *model);

/* The number of the post that is being opened, which rises with each; 0: none is. */
unsigned long model_opening(const struct model *model);

#endif
