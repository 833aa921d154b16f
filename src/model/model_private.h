#ifndef MODEL_MODEL_PRIVATE_H
#define MODEL_MODEL_PRIVATE_H

/*
 * Private to the room: what its files do for each other. A file calls only those before it
 * in this order: messages, known_problems, programs, keeping, loading, update, asked_marks, asked, undo, opened,
 * cursors, found, marking, views, bookmarks, full_text, kept_searches, searching, model.
 */

#include "model/model.h"
#include "query/query_plan.h"
#include "search/indexer.h"
#include "search/searcher.h"
#include "search/snippets.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct marks;

/* --- keeping.c: what the reader did, read here and written by a thread --- */

/* Opens the user's state, once there is a loader or will be none; `root` is the archive's, NULL: none. */
void keeping_begin(struct model *model, const char *root);

/* Says what the keeper has to say. True: another program has changed the state. */
bool keeping_wake(struct model *model);
void keeping_end(struct model *model); /* writes what is left */

/* --- loading.c: the library that is open, and why another is read --- */

/* Whether the catalogue has turned out to be damaged, deleted or replaced since it was opened. */
bool loading_needs_renewal(const struct model *model);

/* Whether the catalogue that is open can no longer be used, and another will come. */
bool loading_is_renewing(const struct model *model);

/* Rebuilds a catalogue that can no longer be used; what can be read of it is shown meanwhile. */
void loading_renew(struct model *model);

/* Reads the archive again; a message if that cannot be. */
void loading_start(struct model *model);

/* Say what went wrong with reading; what has come with a library that is whole. */
void loading_report_failure(struct model *model, const struct err *err);
void loading_report(struct model *model);

/* --- update.c --- */
void update_begin(struct model *model);
void update_tick(struct model *model);
void update_end(struct update *update); /* stops the program, without waiting for it */

/*
 * The archive has been read whole, or could not be: how many posts are new since it was
 * last, and the title of the newest of them.
 */
void update_follow(struct model *model, size_t added, const char *newest);

/* --- asked_marks.c --- */

/* The marks as they were when posts were asked for: those that decide on what is found. */
struct asked_marks {
	size_t holders;
	int64_t identity; /* of the catalogue whose post numbers they have */
	bool are_early;	  /* not all marks were known then */
	struct mark_sets sets;
};

struct asked_marks *asked_marks_new(
		const struct query_plan *plan, const struct marks *marks, int64_t identity);
struct asked_marks *asked_marks_hold(struct asked_marks *marks); /* NULL is fine, as below */
void asked_marks_release(struct asked_marks *marks);
const struct mark_sets *asked_marks(const struct asked *asked);

/* Whether posts were listed before all marks were known, and are to be listed again now. */
bool asked_marks_are_due(const struct asked *asked, const struct marks *marks);

/* --- asked.c --- */

/*
 * Takes the marks of now for what has just been asked for, or if the catalogue is another one. Called
 * before the posts are listed.
 */
void asked_take_marks(struct model *model);

/*
 * Asks for what a selection has, without its search. A single tag or category becomes the
 * chosen group; several stay in the selection for the whole session.
 */
void asked_begin(struct model *model, const struct selection *selection);

/* All that is asked for but the search: the selection with the group. To be freed with selection_free. */
struct selection asked_selection(const struct asked *asked);

/* How what is asked for is found, to be freed with query_plan_free. */
struct query_plan asked_plan(const struct asked *asked);

/*
 * Another library has come: replaces a shown name by the group's own, or by none if there is no such group, and
 * says so. True: it has.
 */
bool asked_check_group(struct model *model);

/* --- opened.c --- */

/* Another post is chosen, the one at the path: opens it as the attention says. NULL: none is. */
void opened_follow(struct model *model, const char *path);
void opened_open_wanted(struct model *model); /* without waiting any longer */
void opened_wake(struct model *model);	      /* takes what the opener has opened */

/* Another library has come: reads the post again if its file has changed, or if that is asked for. */
void opened_reload(struct model *model, bool is_asked);
void opened_read_file(struct model *model); /* a lone file, again; a message if that cannot be */
void opened_end(struct model *model);

/* --- found.c --- */

/*
 * Takes a new listing over and notes CHANGED_FOUND. With keeps_post the chosen post
 * stays chosen where it is listed, and the post that is being read stays open.
 */
void found_install(struct model *model, struct listing *listing, bool keeps_post);

/* Ends an event for the wish: one made before it is dropped if another list is asked for. */
void found_age_wish(struct model *model);

/* List at once: what is asked for, without the search; no posts. */
void found_list(struct model *model, bool keeps_post);
void found_nothing(struct model *model, bool keeps_post);

/* Whether listing takes too long between two keys: it reads every title, or most of a long list. */
bool found_takes_long(const struct model *model);
void found_free(struct found *found);

/* --- marking.c --- */

/* Another library has come. */
void marking_follow_library(struct model *model);

/* Takes what the keeper's thread has made of the marks; asks again if another program has changed them. */
void marking_wake(struct model *model, bool is_foreign);
void marking_end(struct model *model);

/* The list is there that was to begin at an unread post. */
void marking_choose_wanted(struct model *model);

/* A post that is being read becomes read. */
void marking_follow(struct model *model);

/* --- full_text.c: the index, its place, and the thread that brings it up to date --- */

struct full_text {
	char *path;		     /* of the index, or its place in memory; NULL: not known yet */
	struct search_index *memory; /* keeps the one in memory; NULL: there is none */
	bool is_given_up;	     /* an index in memory failed too */
	bool is_unread_said;	     /* reported that some posts are searched without text */
	struct indexer *indexer;     /* NULL: none runs */
	struct library *indexed;     /* what it works on, held */
	struct searcher *searcher;   /* NULL: nothing was asked yet */
	struct searcher *counter;    /* of kept searches' hits; NULL: none was counted yet */
	struct snippets *snippets;   /* NULL: none was shown yet */
	int renewals;		     /* how often a damaged or missing index was rebuilt */
	size_t covered;		     /* posts in the index when the searcher was asked last */
};

/* Whether *searcher, one of the two above, is there; starts it if not. */
bool full_text_can_search(struct model *model, struct searcher **searcher);

/* Starts indexing, unless it is not wanted, cannot be done or is being done. */
void full_text_start(struct model *model);

/* Another library has come: indexes it. */
void full_text_follow(struct model *model);

/* Frees an indexer that is done and says how it ended. True: what is indexed has changed. */
bool full_text_wake(struct model *model);
void full_text_free(struct full_text *text); /* stops the threads and waits for them */

/* --- kept_searches.c --- */

/* Takes what the thread has counted; all is to be counted again if the index is new. */
void kept_searches_wake(struct model *model, bool has_new_index);
void kept_searches_free(struct kept_searches *kept);

/* --- searching.c: lists what is asked for, at once or by a thread that answers later --- */

/* With keeps_post the chosen post stays chosen. */
void searching_list(struct model *model, bool keeps_post);

/* Another search is in force: forgets what was found before. */
void searching_forget(struct model *model);

/* Takes what threads have made: answers, snippets, the index. */
void searching_wake(struct model *model);

/* Asks the search again if the index has more posts than when it was asked. */
void searching_tick(struct model *model);

/* Whether a thread is at work or has something to hand over. */
bool searching_is_busy(const struct model *model);

#endif
