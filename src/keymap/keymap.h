#ifndef KEYMAP_KEYMAP_H
#define KEYMAP_KEYMAP_H

/*
 * Key maps: data files that bind sequences of chords to actions in contexts.
 *
 * What actions and contexts there are comes from a vocabulary that the caller
 * gives; what an action does is none of this room's business. A map is loaded
 * whole or not at all: all problems of all its files are gathered at once.
 * A map's file lies on those that it inherits: of a key and a sequence that
 * begins with it, only what the upper file binds is in force, unless a
 * timeout lets both be. In one file they clash, which is an error.
 * The grammar is that of reader-keymap(5).
 */

#include "keymap/chord.h"

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct problems;

/* What an action takes after its name in a map or on the command line. */
enum action_argument { ARGUMENT_NONE, ARGUMENT_OPTIONAL, ARGUMENT_REQUIRED, ARGUMENT_NUMBER };

struct vocabulary_action {
	const char *name;
	unsigned contexts; /* a bit per context index: where it may be bound */
	enum action_argument argument;
};

struct vocabulary {
	const struct vocabulary_action *actions;
	size_t action_count;
	const char *const *contexts; /* index 0 is below all others: their fallback */
	size_t context_count;
	int prompt_context; /* the one without fallback, where digits and letters are text */
};

/* The action of this name; -1 if there is none. */
int vocabulary_find(const struct vocabulary *vocabulary, const char *name);

enum { KEYMAP_MAX_ACTIONS = 8 };

/* One action with its argument. */
struct keymap_call {
	int action;	      /* index into the vocabulary */
	const char *argument; /* "" if none */
};

/* A binding in force. */
struct keymap_binding {
	int context;
	struct chord_sequence keys;
	/* Done in order. None of them is "none": the key is blocked. */
	struct keymap_call calls[KEYMAP_MAX_ACTIONS];
	size_t call_count;
	const char *path; /* the file that bound it */
	size_t line;
};

enum keymap_digits { DIGITS_NONE, DIGITS_COUNT, DIGITS_LINK };

struct keymap;

/*
 * Where maps are found: `read` appends the text of the map named `name` (the
 * part before .yaml) and its path for messages, and returns false if there is none.
 * `is_user` asks for the user's file of that name, which is laid over the shipped one.
 * A file that exists but cannot be read: report the problem and return true.
 * `suggest` (may be NULL) appends what to say after the name of a map that is not there.
 */
struct keymap_source {
	bool (*read)(void *context, const char *name, bool is_user, struct buf *text,
			struct buf *path);
	void (*suggest)(const char *name, struct buf *out);
	void *context;
};

/*
 * Loads the map `name` with all it inherits. NULL when there are errors;
 * warnings alone do not fail it. The vocabulary must outlive the map.
 */
struct keymap *keymap_load(const char *name, const struct keymap_source *source,
		const struct vocabulary *vocabulary, struct problems *problems);
void keymap_free(struct keymap *keymap);

const char *keymap_name(const struct keymap *keymap);
enum keymap_digits keymap_digits(const struct keymap *keymap);
int keymap_timeout_ms(const struct keymap *keymap); /* 0: wait for ever */

/* The bindings in force of one context, its own only (without the fallback's), in the map's order. */
size_t keymap_binding_count(const struct keymap *keymap, int context);
const struct keymap_binding *keymap_get_binding(
		const struct keymap *keymap, int context, size_t index);

/* Keys pressed so far towards a binding. Zero-initialised is none. */
struct keymap_pending {
	struct chord_sequence keys;
	long count; /* typed digits; 0: none */
};

enum keymap_result {
	KEYMAP_NONE,  /* no binding: pending is cleared */
	KEYMAP_MORE,  /* a prefix, or a digit of a count: wait for the next key */
	KEYMAP_MATCH, /* *binding is to be run with pending->count, then keymap_clear */
	/*
	 * The keys before this one were bound by themselves, and this one does not go on from
	 * them: run *binding as for a match, keymap_clear, and give the same chord again.
	 * Happens only in maps with a timeout.
	 */
	KEYMAP_MATCH_BEFORE,
};

/*
 * Takes one more chord in `context`. In all but the prompt context a chord
 * that fits nothing is tried as its ASCII twin, and under DIGITS_COUNT digits
 * that begin nothing make a count. Under DIGITS_LINK an unbound digit is
 * KEYMAP_NONE like any other key: what it does is the caller's business.
 */
enum keymap_result keymap_step(const struct keymap *keymap, int context,
		struct keymap_pending *pending, struct chord chord,
		const struct keymap_binding **binding);

/* What the pending chords are bound to by themselves, for when time is out; NULL if nothing. */
const struct keymap_binding *keymap_timeout(
		const struct keymap *keymap, int context, struct keymap_pending *pending);
void keymap_clear(struct keymap_pending *pending);

/* Appends the pending keys and what may follow them: "g  g top, a all-posts"; for the status line. */
void keymap_format_pending(const struct keymap *keymap, int context,
		const struct keymap_pending *pending, struct buf *out);

/*
 * Appends the map in force as a file that inherits nothing: loaded under any name, it has the same bindings.
 * What a terminal acts on or never shows stands there as escapes.
 */
void keymap_format(const struct keymap *keymap, struct buf *out);

/* Appends what a binding does: "all-posts; mark-read"; nothing if its key is blocked. */
void keymap_format_calls(
		const struct keymap *keymap, const struct keymap_binding *binding, struct buf *out);

/*
 * Appends the keys of the first binding of `action` in `context` or its fallback, without an argument if
 * there is one: "g g"; nothing if unbound.
 */
void keymap_format_keys(const struct keymap *keymap, int context, int action, struct buf *out);

#endif
