#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "keymap/keymap.h"

#include <stdio.h>
#include <string.h>

/* A small vocabulary of the test's own: the room knows no other than what it is given. */
enum { GLOBAL, LIST, PAGER, PROMPT, CONTEXT_TOTAL };

enum { IN_GLOBAL = 1, IN_LIST = 2, IN_PAGER = 4, IN_PROMPT = 8, IN_VIEWS = 7 };

enum { UP, DOWN, TOP, ALL, MARK_READ, TAG, SORT, PERCENT, QUIT, CANCEL, ACTION_TOTAL };

static const struct vocabulary_action actions[ACTION_TOTAL] = {
		[UP] = {"up", IN_VIEWS, ARGUMENT_NONE},
		[DOWN] = {"down", IN_VIEWS, ARGUMENT_NONE},
		[TOP] = {"top", IN_VIEWS, ARGUMENT_NONE},
		[ALL] = {"all-posts", IN_VIEWS, ARGUMENT_NONE},
		[MARK_READ] = {"mark-read", IN_LIST | IN_PAGER, ARGUMENT_NONE},
		[TAG] = {"tag", IN_GLOBAL, ARGUMENT_REQUIRED},
		[SORT] = {"sort", IN_VIEWS, ARGUMENT_OPTIONAL},
		[PERCENT] = {"percent", IN_VIEWS, ARGUMENT_NUMBER},
		[QUIT] = {"quit", IN_VIEWS, ARGUMENT_NONE},
		[CANCEL] = {"cancel", IN_PROMPT, ARGUMENT_NONE},
};

static const char *const contexts[CONTEXT_TOTAL] = {"global", "list", "pager", "prompt"};

static const struct vocabulary vocabulary = {
		.actions = actions,
		.action_count = ACTION_TOTAL,
		.contexts = contexts,
		.context_count = CONTEXT_TOTAL,
		.prompt_context = PROMPT,
};

/* Ways out, without which no map is taken. */
#define BASE                                                                                       \
	"contexts:\n"                                                                              \
	"  global: {Q: quit}\n"                                                                    \
	"  prompt: {Esc: cancel}\n"

/* Files by name; a shipped one is "name", a user's "~name". */
struct file {
	const char *name;
	const char *text;
};

static struct file files[16];
static struct problems *problems;
static struct buf said;

static bool
read_map(void *context, const char *name, bool is_user, struct buf *text, struct buf *path)
{
	assert_ptr_equal(context, files);
	char wanted[64];
	snprintf(wanted, sizeof(wanted), "%s%s", is_user ? "~" : "", name);
	for (size_t i = 0; i < 16 && files[i].name != NULL; i++) {
		if (strcmp(files[i].name, wanted) != 0)
			continue;
		buf_add_text(text, files[i].text);
		buf_format(path, "%s.yaml", wanted);
		return true;
	}
	return false;
}

static int
set_up(void **state)
{
	(void)state;
	memset(files, 0, sizeof(files));
	problems = problems_new();
	buf_init(&said);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	problems_free(problems);
	buf_free(&said);
	return 0;
}

static void
add_file(const char *name, const char *text)
{
	size_t i = 0;
	while (files[i].name != NULL)
		i++;
	files[i] = (struct file){name, text};
}

/* Loads, and gathers what was said in `said`, one problem a line. */
static struct keymap *
try_load(const char *name)
{
	const struct keymap_source source = {.read = read_map, .context = files};
	problems_free(problems);
	problems = problems_new();
	buf_clear(&said);
	struct keymap *keymap = keymap_load(name, &source, &vocabulary, problems);
	for (size_t i = 0; i < problems_count(problems); i++) {
		problem_format(problems_get(problems, i), &said);
		buf_add_char(&said, '\n');
	}
	return keymap;
}

/* A shipped base, and over it a map `m` that inherits it. */
static void
use_map(const char *text)
{
	memset(files, 0, sizeof(files));
	add_file("base", BASE);
	add_file("m", text);
}

static struct keymap *
load_map(const char *text)
{
	use_map(text);
	struct keymap *keymap = try_load("m");
	if (said.length > 0)
		fail_msg("%s", said.data);
	assert_non_null(keymap);
	return keymap;
}

static void
assert_said(const char *wanted)
{
	if (strcmp(said.data, wanted) != 0)
		fail_msg("said:\n%swanted:\n%s", said.data, wanted);
}

/* The map fails, and exactly this is said. */
static void
assert_refused(const char *text, const char *wanted)
{
	use_map(text);
	struct keymap *keymap = try_load("m");
	assert_said(wanted);
	assert_null(keymap);
}

/* The map is taken, and exactly this is said. */
static void
assert_warned(const char *text, const char *wanted)
{
	use_map(text);
	struct keymap *keymap = try_load("m");
	assert_said(wanted);
	assert_non_null(keymap);
	keymap_free(keymap);
}

static struct chord
key(const char *name)
{
	struct chord chord;
	assert_true(chord_parse(name, strlen(name), &chord));
	return chord;
}

/* --- Pressing keys --- */

static struct keymap_pending pending;
static const struct keymap_binding *binding;

static enum keymap_result
press(const struct keymap *keymap, int context, const char *name)
{
	return keymap_step(keymap, context, &pending, key(name), &binding);
}

/* The key alone does this; -1: nothing. */
static void
assert_does(const struct keymap *keymap, int context, const char *name, int action)
{
	keymap_clear(&pending);
	enum keymap_result result = press(keymap, context, name);
	if (action < 0) {
		assert_int_equal(result, KEYMAP_NONE);
		assert_null(binding);
		return;
	}
	assert_int_equal(result, KEYMAP_MATCH);
	assert_int_equal(binding->call_count, 1);
	assert_int_equal(binding->calls[0].action, action);
}

static void
test_a_plain_map(void **state)
{
	(void)state;
	struct keymap *keymap = load_map("name: m\ninherit: base\ndigits: count\ntimeout_ms: 250\n"
					 "contexts:\n  list: {j: down, k: up}\n  pager:\n");
	assert_string_equal(keymap_name(keymap), "m");
	assert_int_equal(keymap_digits(keymap), DIGITS_COUNT);
	assert_int_equal(keymap_timeout_ms(keymap), 250);
	assert_int_equal(keymap_binding_count(keymap, LIST), 2);
	assert_int_equal(keymap_binding_count(keymap, PAGER), 0);
	assert_int_equal(keymap_binding_count(keymap, GLOBAL), 1);
	const struct keymap_binding *first = keymap_get_binding(keymap, LIST, 0);
	assert_int_equal(first->context, LIST);
	assert_int_equal(first->keys.count, 1);
	assert_true(chord_equal(first->keys.chords[0], key("j")));
	assert_string_equal(first->path, "m.yaml");
	assert_int_equal(first->line, 6);
	assert_string_equal(first->calls[0].argument, "");
	assert_does(keymap, LIST, "j", DOWN);
	assert_does(keymap, LIST, "Q", QUIT);
	assert_does(keymap, PAGER, "j", -1);
	assert_does(keymap, PROMPT, "Q", -1);
	assert_does(keymap, PROMPT, "Esc", CANCEL);
	keymap_free(keymap);
	keymap_free(NULL);
}

static void
test_arguments_and_lists(void **state)
{
	(void)state;
	struct keymap *keymap = load_map("inherit: base\ncontexts:\n"
					 "  global: {x: tag 四川 经济 }\n"
					 "  list: {y: [top, sort  date, percent 50]}\n");
	assert_does(keymap, LIST, "x", TAG);
	assert_string_equal(binding->calls[0].argument, "四川 经济");
	keymap_clear(&pending);
	assert_int_equal(press(keymap, LIST, "y"), KEYMAP_MATCH);
	assert_int_equal(binding->call_count, 3);
	assert_int_equal(binding->calls[0].action, TOP);
	assert_int_equal(binding->calls[1].action, SORT);
	assert_string_equal(binding->calls[1].argument, "date");
	assert_string_equal(binding->calls[2].argument, "50");
	keymap_free(keymap);
}

static void
test_null_drops_and_none_blocks(void **state)
{
	(void)state;
	add_file("base", "contexts:\n"
			 "  global: {Q: quit, x: up, y: up, z: up}\n"
			 "  list: {x: down, y: down, z: down}\n"
			 "  prompt: {Esc: cancel}\n");
	add_file("m", "inherit: base\ncontexts:\n  list: {x: ~, y: none, z: top}\n");
	struct keymap *keymap = try_load("m");
	assert_said("");
	assert_does(keymap, LIST, "x", UP);
	assert_does(keymap, LIST, "z", TOP);
	keymap_clear(&pending);
	assert_int_equal(press(keymap, LIST, "y"), KEYMAP_MATCH);
	assert_int_equal(binding->call_count, 0);
	assert_does(keymap, PAGER, "y", UP);
	assert_int_equal(keymap_binding_count(keymap, LIST), 2);
	keymap_free(keymap);
}

static void
test_the_users_file_lies_over_the_shipped_one(void **state)
{
	(void)state;
	add_file("m", BASE "  list: {j: down, k: up}\n");
	add_file("~m", "digits: link\ncontexts:\n  list: {j: top, k: null, l: sort}\n");
	struct keymap *keymap = try_load("m");
	assert_said("");
	assert_does(keymap, LIST, "j", TOP);
	assert_string_equal(binding->path, "~m.yaml");
	assert_does(keymap, LIST, "k", -1);
	assert_does(keymap, LIST, "l", SORT);
	assert_does(keymap, LIST, "Q", QUIT);
	assert_int_equal(keymap_digits(keymap), DIGITS_LINK);
	keymap_free(keymap);
	/* To inherit one's own name means the shipped map of that name. */
	files[1].text = "inherit: m\ncontexts: {list: {j: top}}\n";
	keymap = try_load("m");
	assert_said("");
	assert_does(keymap, LIST, "k", UP);
	keymap_free(keymap);
	/* `none` begins from nothing, though a map of that name is shipped. */
	files[1].text = "inherit: none\n" BASE "  list: {x: down}\n";
	keymap = try_load("m");
	assert_said("");
	assert_does(keymap, LIST, "k", -1);
	keymap_free(keymap);
}

static void
test_a_parent_has_the_users_changes(void **state)
{
	(void)state;
	add_file("base", BASE "  list: {j: down}\n");
	add_file("~base", "contexts: {list: {j: top}}\n");
	add_file("m", "inherit: base\ncontexts: {list: {k: up}}\n");
	struct keymap *keymap = try_load("m");
	assert_said("");
	assert_does(keymap, LIST, "j", TOP);
	assert_does(keymap, LIST, "k", UP);
	keymap_free(keymap);
}

static void
test_sequences(void **state)
{
	(void)state;
	struct keymap *keymap = load_map("inherit: base\ncontexts:\n"
					 "  global: {'g a': all-posts}\n"
					 "  list: {'g g': top, 'a b c d': up}\n");
	keymap_clear(&pending);
	assert_int_equal(press(keymap, LIST, "g"), KEYMAP_MORE);
	assert_int_equal(press(keymap, LIST, "g"), KEYMAP_MATCH);
	assert_int_equal(binding->calls[0].action, TOP);
	keymap_clear(&pending);
	press(keymap, LIST, "g");
	assert_int_equal(press(keymap, LIST, "a"), KEYMAP_MATCH);
	assert_int_equal(binding->calls[0].action, ALL);
	keymap_clear(&pending);
	/* In the pager only the global one counts. */
	press(keymap, PAGER, "g");
	assert_int_equal(press(keymap, PAGER, "g"), KEYMAP_NONE);
	assert_int_equal(pending.keys.count, 0);
	press(keymap, LIST, "a");
	press(keymap, LIST, "b");
	assert_int_equal(press(keymap, LIST, "c"), KEYMAP_MORE);
	assert_int_equal(press(keymap, LIST, "d"), KEYMAP_MATCH);
	/* A caller that forgets to clear does no harm. */
	assert_int_equal(press(keymap, LIST, "d"), KEYMAP_MATCH_BEFORE);
	keymap_free(keymap);
}

static void
test_a_view_hides_the_global_key(void **state)
{
	(void)state;
	struct keymap *keymap = load_map("inherit: base\ncontexts:\n"
					 "  global: {x: up, 'g g': up}\n"
					 "  list: {x: down, 'g g': top}\n");
	assert_does(keymap, LIST, "x", DOWN);
	assert_does(keymap, PAGER, "x", UP);
	struct buf keys = buf_empty();
	keymap_format_keys(keymap, LIST, UP, &keys);
	assert_string_equal(keys.data, "");
	keymap_format_keys(keymap, PAGER, UP, &keys);
	assert_string_equal(keys.data, "x");
	buf_clear(&keys);
	keymap_format_keys(keymap, LIST, TOP, &keys);
	assert_string_equal(keys.data, "g g");
	buf_clear(&keys);
	keymap_format_keys(keymap, PROMPT, QUIT, &keys);
	assert_string_equal(keys.data, "");
	buf_free(&keys);
	keymap_free(keymap);
}

static void
assert_pending(const struct keymap *keymap, int context, const char *wanted)
{
	struct buf text = buf_empty();
	keymap_format_pending(keymap, context, &pending, &text);
	assert_string_equal(text.data, wanted);
	buf_free(&text);
}

static void
test_what_may_follow(void **state)
{
	(void)state;
	struct keymap *keymap =
			load_map("inherit: base\ndigits: count\ncontexts:\n"
				 "  global: {'g a': all-posts, 'g g': up}\n"
				 "  list: {'g g': top, 'g x y': [up, sort date], 'g n': none}\n");
	keymap_clear(&pending);
	assert_pending(keymap, LIST, "");
	press(keymap, LIST, "g");
	assert_pending(keymap, LIST, "g  g top, x y up; sort date, a all-posts");
	assert_pending(keymap, PAGER, "g  a all-posts, g up");
	press(keymap, LIST, "x");
	assert_pending(keymap, LIST, "g x  y up; sort date");
	keymap_clear(&pending);
	press(keymap, LIST, "1");
	press(keymap, LIST, "2");
	assert_pending(keymap, LIST, "12");
	press(keymap, LIST, "g");
	assert_pending(keymap, PAGER, "12 g  a all-posts, g up");
	keymap_free(keymap);
}

static void
test_counts(void **state)
{
	(void)state;
	struct keymap *keymap = load_map("inherit: base\ndigits: count\ncontexts:\n"
					 "  list: {j: down, '0': top, 'g g': top, 'g 5': up}\n");
	assert_does(keymap, LIST, "0", TOP);
	keymap_clear(&pending);
	assert_int_equal(press(keymap, LIST, "1"), KEYMAP_MORE);
	assert_int_equal(press(keymap, LIST, "0"), KEYMAP_MORE);
	assert_int_equal(press(keymap, LIST, "j"), KEYMAP_MATCH);
	assert_int_equal(pending.count, 10);
	keymap_clear(&pending);
	assert_int_equal(pending.count, 0);
	/* Inside a sequence a digit is a key. */
	press(keymap, LIST, "3");
	press(keymap, LIST, "g");
	assert_int_equal(press(keymap, LIST, "5"), KEYMAP_MATCH);
	assert_int_equal(binding->calls[0].action, UP);
	assert_int_equal(pending.count, 3);
	keymap_clear(&pending);
	for (int i = 0; i < 100; i++)
		assert_int_equal(press(keymap, LIST, "9"), KEYMAP_MORE);
	assert_int_equal(pending.count, 999999999);
	/* What is bound to nothing ends the count. */
	assert_int_equal(press(keymap, LIST, "x"), KEYMAP_NONE);
	assert_int_equal(pending.count, 0);
	assert_int_equal(press(keymap, PROMPT, "5"), KEYMAP_NONE);
	assert_int_equal(press(keymap, LIST, "M-5"), KEYMAP_NONE);
	keymap_free(keymap);
}

static void
test_digits_without_counts(void **state)
{
	(void)state;
	struct keymap *keymap =
			load_map("inherit: base\ndigits: link\ncontexts: {list: {'1': down}}\n");
	assert_does(keymap, LIST, "1", DOWN);
	assert_does(keymap, LIST, "2", -1);
	assert_int_equal(pending.count, 0);
	keymap_free(keymap);
}

static void
test_full_width_twins(void **state)
{
	(void)state;
	struct keymap *keymap = load_map("inherit: base\ndigits: count\ncontexts:\n"
					 "  list: {/: sort, '。': up, .: down, 'g g': top}\n");
	assert_does(keymap, LIST, "／", SORT);
	assert_does(keymap, LIST, "、", SORT);
	/* A map may bind the character itself. */
	assert_does(keymap, LIST, "。", UP);
	keymap_clear(&pending);
	assert_int_equal(press(keymap, LIST, "５"), KEYMAP_MORE);
	assert_int_equal(pending.count, 5);
	assert_int_equal(press(keymap, LIST, "ｇ"), KEYMAP_MORE);
	assert_int_equal(press(keymap, LIST, "ｇ"), KEYMAP_MATCH);
	assert_int_equal(binding->calls[0].action, TOP);
	keymap_free(keymap);
	/* In the prompt it is text, also after a key that begins a sequence. */
	keymap = load_map("inherit: base\ncontexts: {prompt: {C-x a: cancel}}\n");
	assert_does(keymap, PROMPT, "／", -1);
	press(keymap, PROMPT, "C-x");
	assert_int_equal(press(keymap, PROMPT, "ａ"), KEYMAP_NONE);
	press(keymap, PROMPT, "C-x");
	assert_int_equal(press(keymap, PROMPT, "a"), KEYMAP_MATCH);
	keymap_free(keymap);
}

static void
test_timeout(void **state)
{
	(void)state;
	struct keymap *keymap =
			load_map("inherit: base\ntimeout_ms: 400\ndigits: count\ncontexts:\n"
				 "  global: {'g a': all-posts}\n"
				 "  list: {g: top, j: down, 'x y': up}\n");
	keymap_clear(&pending);
	assert_null(keymap_timeout(keymap, LIST, &pending));
	press(keymap, LIST, "7");
	assert_int_equal(press(keymap, LIST, "g"), KEYMAP_MORE);
	assert_pending(keymap, LIST, "7 g  a all-posts");
	const struct keymap_binding *alone = keymap_timeout(keymap, LIST, &pending);
	assert_non_null(alone);
	assert_int_equal(alone->calls[0].action, TOP);
	assert_int_equal(pending.count, 7);
	/* Before the time is out, the next key decides. */
	assert_int_equal(press(keymap, LIST, "a"), KEYMAP_MATCH);
	assert_int_equal(binding->calls[0].action, ALL);
	keymap_clear(&pending);
	press(keymap, LIST, "g");
	assert_int_equal(press(keymap, LIST, "j"), KEYMAP_MATCH_BEFORE);
	assert_int_equal(binding->calls[0].action, TOP);
	keymap_clear(&pending);
	assert_int_equal(press(keymap, LIST, "j"), KEYMAP_MATCH);
	assert_int_equal(binding->calls[0].action, DOWN);
	keymap_clear(&pending);
	press(keymap, LIST, "x");
	assert_null(keymap_timeout(keymap, LIST, &pending));
	keymap_free(keymap);
}

/* --- The rules --- */

static void
test_unknown_names(void **state)
{
	(void)state;
	assert_refused("inherit: base\n"
		       "digit: count\n"
		       "contexts:\n"
		       "  lst: {j: down}\n"
		       "  list:\n"
		       "    m: mark-raed\n"
		       "    j: zzzzzz\n"
		       "    Entr: down\n"
		       "    gx: up\n",
			"m.yaml:2:1: unknown field 'digit'; did you mean 'digits'?"
			" (one of: name, inherit, digits, timeout_ms, contexts)\n"
			"m.yaml:4:3: unknown context 'lst'; did you mean 'list'?"
			" (one of: global, list, pager, prompt)\n"
			"m.yaml:6:8: unknown action 'mark-raed'; did you mean 'mark-read'?\n"
			"m.yaml:7:8: unknown action 'zzzzzz'\n"
			"m.yaml:8:5: unknown key 'Entr'; did you mean 'Enter'?\n"
			"m.yaml:9:5: unknown key 'gx'; a sequence is written 'g x'\n");
	assert_refused("inherit: base\nlist: {j: down}\n",
			"m.yaml:2:1: unknown field 'list'; a context stands under 'contexts:'\n");
}

static void
test_columns_are_characters(void **state)
{
	(void)state;
	assert_refused("inherit: base\ncontexts: {list: {中: 顶, 国: down}}\n",
			"m.yaml:2:22: unknown action '顶'\n");
}

static void
test_same_key_twice(void **state)
{
	(void)state;
	assert_refused("inherit: base\ncontexts:\n  list:\n    j: down\n    k: up\n    j: top\n"
		       "    Tab: up\n    C-d: up\n    <c-d>: down\n    k: null\n",
			"m.yaml:6:5: 'j' is bound on line 4 already\n"
			"m.yaml:9:5: '<c-d>' is bound on line 8 already\n"
			"m.yaml:10:5: 'k' is bound on line 5 already\n");
	assert_refused("inherit: base\ninherit: base\ncontexts:\n  list: {j: up}\n  list: {k: "
		       "up}\n",
			"m.yaml:2:1: 'inherit' stands on line 1 already\n"
			"m.yaml:5:3: 'list' stands on line 4 already\n");
}

static void
test_prefix_clash(void **state)
{
	(void)state;
	assert_refused("inherit: base\ncontexts:\n  list:\n    g: top\n    'g a': all-posts\n",
			"m.yaml:5:5: 'g a' cannot be told from 'g' of m.yaml:4: drop one with "
			"null, or set timeout_ms\n");
	/* Against the fallback, once. */
	assert_refused("inherit: base\ncontexts:\n  global: {'g a': up}\n  list: {g: top}\n",
			"m.yaml:4:10: 'g' cannot be told from 'g a' of m.yaml:3: drop one with "
			"null, or set timeout_ms\n");
	assert_refused("inherit: base\ncontexts:\n  global: {'g a': up, g: up}\n",
			"m.yaml:3:23: 'g' cannot be told from 'g a' of m.yaml:3: drop one with "
			"null, or set timeout_ms\n");
	/* The pager and the list do not meet. */
	keymap_free(load_map("inherit: base\ncontexts: {pager: {'g a': up}, list: {g: top}}\n"));
	assert_refused("inherit: base\ncontexts: {prompt: {C-x: cancel, C-x a: cancel}}\n",
			"m.yaml:2:34: 'C-x a' cannot be told from 'C-x' of m.yaml:2: drop one "
			"with null, or set timeout_ms\n");
	keymap_free(load_map("inherit: base\ntimeout_ms: 1\n"
			     "contexts: {list: {'g a': up, g: top}}\n"));
}

/* Presses keys one after the other; the last result counts. */
static enum keymap_result
press_all(const struct keymap *keymap, int context, const char *keys)
{
	char copy[64];
	snprintf(copy, sizeof(copy), "%s", keys);
	keymap_clear(&pending);
	enum keymap_result result = KEYMAP_NONE;
	for (char *name = strtok(copy, " "); name != NULL; name = strtok(NULL, " "))
		result = press(keymap, context, name);
	return result;
}

static void
assert_keys_do(const struct keymap *keymap, int context, const char *keys, int action)
{
	enum keymap_result result = press_all(keymap, context, keys);
	bool is_done = result == KEYMAP_MATCH && binding->call_count > 0;
	int done = is_done ? binding->calls[0].action : -1;
	if (result == KEYMAP_MORE || done != action)
		fail_msg("'%s' in %s: %d, action %d", keys, contexts[context], (int)result, done);
}

/* Of a key and a sequence that begins with it, the one in the upper file is bound. */
static void
test_an_upper_file_wins(void **state)
{
	(void)state;
	static const struct {
		const char *base, *upper; /* contexts */
		int context;
		const char *keys;
		int action; /* -1: nothing */
	} cases[] = {
			{"  list: {g a: up}", "  list: {g: top}", LIST, "g", TOP},
			{"  list: {g a: up, g b c: up}", "  list: {g: top}", LIST, "g", TOP},
			{"  list: {g: top}", "  list: {g a: up}", LIST, "g a", UP},
			{"  list: {g: top}", "  list: {g a: up}", LIST, "g b", -1},
			{"  list: {g a: up}", "  list: {g a b: top}", LIST, "g a b", TOP},
			{"  list: {g a: up, g b: down}", "  list: {g a b: top}", LIST, "g b", DOWN},
			{"  list: {g a: up}", "  list: {g: none}", LIST, "g", -1},
			{"  prompt: {C-x a: cancel}", "  prompt: {C-x: cancel}", PROMPT, "C-x",
					CANCEL},
			/* A view and its fallback: only where both are in force. */
			{"  list: {g a: up}", "  global: {g: top}", LIST, "g", TOP},
			{"  list: {g: top}", "  global: {g a: up}", LIST, "g a", UP},
			{"  global: {g a: up}", "  list: {g: top}", LIST, "g", TOP},
			{"  global: {g a: up}", "  list: {g: top}", PAGER, "g a", UP},
			{"  global: {g: up}", "  list: {g a: top}", LIST, "g a", TOP},
			{"  global: {g: up}", "  list: {g a: top}", PAGER, "g", UP},
			{"  global: {g a: up}", "  global: {g: top}", PAGER, "g", TOP},
			{"  prompt: {C-x a: cancel}", "  global: {C-x: top}", PROMPT, "C-x a",
					CANCEL},
			{"  pager: {g a: up}", "  list: {g: top}", PAGER, "g a", UP},
			/* The same key: the view's own goes first, whatever file it is of. */
			{"  list: {g: up}", "  global: {g: top}", LIST, "g", UP},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char base[256];
		char upper[256];
		snprintf(base, sizeof(base), "inherit: root\ncontexts:\n%s\n", cases[i].base);
		snprintf(upper, sizeof(upper), "contexts:\n%s\n", cases[i].upper);
		memset(files, 0, sizeof(files));
		add_file("root", BASE);
		add_file("m", base);
		add_file("~m", upper);
		struct keymap *keymap = try_load("m");
		assert_said("");
		assert_non_null(keymap);
		assert_keys_do(keymap, cases[i].context, cases[i].keys, cases[i].action);
		keymap_free(keymap);
	}
}

static void
test_the_uppermost_file_wins(void **state)
{
	(void)state;
	add_file("root", BASE "  list: {g a: up, y: down}\n");
	add_file("m", "inherit: root\ncontexts:\n  list: {g: top, y l: up}\n");
	add_file("~m", "contexts: {list: {g a: up, y l: null}}\n");
	/* What the lowest has is bound again over the one between: a change. */
	struct keymap *keymap = try_load("m");
	assert_said("");
	assert_keys_do(keymap, LIST, "g a", UP);
	/* What took a key away is dropped: the key is back. */
	assert_keys_do(keymap, LIST, "y", DOWN);
	keymap_free(keymap);
	files[2].text = "contexts: {list: {g a: up}}\n";
	keymap = try_load("m");
	assert_said("");
	keymap_free(keymap);
	/* With a timeout both are bound; without one again, the upper. */
	files[2].text = "timeout_ms: 100\n";
	keymap = try_load("m");
	assert_said("");
	assert_int_equal(press_all(keymap, LIST, "g"), KEYMAP_MORE);
	assert_keys_do(keymap, LIST, "g a", UP);
	keymap_free(keymap);
	/* Within one file it is still an error. */
	files[2].text = "contexts:\n  global: {y: top}\n  list: {y l: up}\n";
	assert_null(try_load("m"));
	assert_said("~m.yaml:3:10: 'y l' cannot be told from 'y' of ~m.yaml:2: drop one with "
		    "null, or set timeout_ms\n");
}

static void
test_keys_that_are_another(void **state)
{
	(void)state;
	assert_warned("inherit: base\ncontexts:\n  list:\n    C-i: up\n    C-m: down\n    'C-[': "
		      "top\n"
		      "    C-D: up\n    S-a: up\n    S-Space: up\n",
			"m.yaml:4:5: warning: 'C-i' is Tab: terminals cannot tell them apart\n"
			"m.yaml:5:5: warning: 'C-m' is Enter: terminals cannot tell them apart\n"
			"m.yaml:6:5: warning: 'C-[' is Esc: terminals cannot tell them apart\n"
			"m.yaml:9:5: warning: 'S-Space' is Space: terminals cannot tell them "
			"apart\n");
	assert_refused("inherit: base\ncontexts: {list: {C-1: up}}\n",
			"m.yaml:2:19: no terminal can send 'C-1'\n");
}

static void
test_bad_keys(void **state)
{
	(void)state;
	assert_refused("inherit: base\ncontexts:\n  list:\n    'a b c d e': up\n    '': up\n"
		       "    ' ': up\n    [a, b]: up\n    \"a\\0\": up\n",
			"m.yaml:4:5: 'a b c d e' is longer than 4 keys\n"
			"m.yaml:5:5: no key's name; the space bar is 'Space'\n"
			"m.yaml:6:5: no key's name; the space bar is 'Space'\n"
			"m.yaml:7:5: a key's name must be a single text\n"
			"m.yaml:8:5: a key's name must be a single text\n");
}

static void
test_reserved_keys(void **state)
{
	(void)state;
	/* C-c alone gives up what is typed; within a sequence it is a key. */
	assert_refused("inherit: base\ncontexts:\n  list:\n    C-c: up\n    'C-c x': up\n"
		       "    C-x C-c: up\n    C-\\: up\n",
			"m.yaml:4:5: 'C-c' cannot be bound: C-c gives up what is typed, and leaves "
			"reader\n"
			"m.yaml:5:5: 'C-c x' cannot be bound: C-c gives up what is typed, and "
			"leaves "
			"reader\n");
	assert_warned("inherit: base\ncontexts: {list: {C-s: up, C-q: up}}\n", "");
}

static void
test_ways_out(void **state)
{
	(void)state;
	add_file("m", "contexts:\n  list: {q: quit}\n  prompt: {C-g: cancel}\n");
	assert_null(try_load("m"));
	assert_said("m.yaml: no key for 'quit' in pager: bind one, or inherit a map that does\n");
	files[0].text = "contexts:\n  global: {q: quit}\n  list: {q: none}\n";
	assert_null(try_load("m"));
	assert_said("m.yaml: no key for 'quit' in list: bind one, or inherit a map that does\n"
		    "m.yaml: no key for 'cancel' in prompt: bind one, or inherit a map that "
		    "does\n");
	files[0].text = "";
	assert_null(try_load("m"));
	assert_int_equal(problems_error_count(problems), 3);
}

static void
test_inherit_loops(void **state)
{
	(void)state;
	add_file("a", "inherit: b\n");
	add_file("b", "inherit: c\n");
	add_file("c", "digits: none\ninherit: a\n");
	assert_null(try_load("a"));
	assert_said("c.yaml:2:10: a loop of inherit back to 'a' (a > b > c > a)\n");
	memset(files, 0, sizeof(files));
	add_file("a", "inherit: a\n");
	assert_null(try_load("a"));
	assert_said("a.yaml:1:10: a loop of inherit back to 'a' (a > a)\n");
	memset(files, 0, sizeof(files));
	add_file("a", "inherit: b\n" BASE);
	add_file("b", BASE);
	add_file("~b", "inherit: a\n");
	assert_null(try_load("a"));
	assert_said("~b.yaml:1:10: a loop of inherit back to 'a' (a > your b > a)\n");
}

static void
test_missing_maps(void **state)
{
	(void)state;
	assert_null(try_load("m"));
	assert_said("no key map 'm'\n");
	add_file("m", "inherit: nope\ncontexts: {list: {x: nope}}\n");
	assert_null(try_load("m"));
	assert_said("m.yaml:2:22: unknown action 'nope'\n"
		    "m.yaml:1:10: no key map 'nope' (m > nope)\n");
	memset(files, 0, sizeof(files));
	add_file("~m", "inherit: m\n");
	assert_null(try_load("m"));
	assert_said("~m.yaml:1:10: no shipped key map 'm' (your m > m)\n");
}

static void
test_number_of_layers(void **state)
{
	(void)state;
	static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	static const char *const texts[] = {"inherit: b\n", "inherit: c\n", "inherit: d\n",
			"inherit: e\n", "inherit: f\n", "inherit: g\n", "inherit: h\n", BASE};
	for (size_t i = 0; i < 8; i++)
		add_file(names[i], texts[i]);
	struct keymap *keymap = try_load("a");
	assert_said("");
	keymap_free(keymap);
	/* The user's file over the last one makes nine. */
	add_file("~h", "contexts: {list: {x: up}}\n");
	assert_null(try_load("a"));
	assert_non_null(strstr(said.data, "~h.yaml: too many maps to inherit before 'h'"));
}

static void
test_changes_nothing(void **state)
{
	(void)state;
	add_file("m", BASE "  list: {j: down}\n");
	add_file("~m", "contexts: {list: {j: down}}\n");
	struct keymap *keymap = try_load("m");
	assert_non_null(keymap);
	assert_said("~m.yaml: warning: this key map changes nothing\n");
	keymap_free(keymap);
	files[1].text = "contexts:\n  list: {j: top, x: null}\n";
	keymap = try_load("m");
	assert_non_null(keymap);
	assert_said("~m.yaml:2:18: warning: this key is not bound in list, so null drops "
		    "nothing\n");
	keymap_free(keymap);
}

static void
test_arguments_that_do_not_fit(void **state)
{
	(void)state;
	assert_refused("inherit: base\ncontexts:\n  global: {x: tag}\n  list:\n    a: up 3\n"
		       "    b: percent x\n    c: [none, up, tops]\n    d: []\n    e: {up: down}\n"
		       "    f: tag x\n    h: percent\n    i: sort\n",
			"m.yaml:3:15: 'tag' needs an argument: 'tag NAME'\n"
			"m.yaml:5:8: 'up' takes no argument\n"
			"m.yaml:6:8: 'percent' takes a number, not 'x'\n"
			"m.yaml:7:9: unknown action 'none'\n"
			"m.yaml:7:19: unknown action 'tops'; did you mean 'top'?\n"
			"m.yaml:8:8: a list of actions has 1 to 8, not 0\n"
			"m.yaml:9:8: an action must be a single text\n"
			"m.yaml:10:8: 'tag' cannot be bound in list, only in global\n");
}

static void
test_digits_under_counts(void **state)
{
	(void)state;
	assert_refused("inherit: base\ndigits: count\ncontexts:\n  list: {'0': up, '1': up, '9 a': "
		       "up}\n",
			"m.yaml:4:19: '1' begins a count, as digits is count, and cannot be bound\n"
			"m.yaml:4:28: '9' begins a count, as digits is count, and cannot be "
			"bound\n");
}

static void
test_text_in_the_prompt(void **state)
{
	(void)state;
	assert_refused("inherit: base\ncontexts:\n  prompt: {a: cancel, Space: cancel, M-a: "
		       "cancel}\n",
			"m.yaml:3:12: 'a' is text in a prompt and cannot be bound there\n"
			"m.yaml:3:23: 'Space' is text in a prompt and cannot be bound there\n");
}

static void
test_fields_of_a_wrong_kind(void **state)
{
	(void)state;
	assert_refused("inherit: [base]\ndigits: many\ntimeout_ms: -1\ncontexts: [list]\n"
		       "name: {a: b}\n[x]: y\n",
			"m.yaml:1:10: inherit must be a single text\n"
			"m.yaml:2:9: unknown use of digits 'many' (one of: none, count, link)\n"
			"m.yaml:3:13: timeout_ms must be a number of 0 to 60000, not '-1'\n"
			"m.yaml:4:11: contexts holds the contexts' names, each with keys\n"
			"m.yaml:5:7: name must be a single text\n"
			"m.yaml:6:1: a field's name must be a single text\n");
	assert_refused("inherit: base\ncontexts:\n  list: down\n",
			"m.yaml:3:9: a context holds lines of 'key: action'\n");
	assert_warned("name: other\ninherit: base\n", "m.yaml:1:7: warning: name is 'other', but "
						      "the file is that of the map 'm'\n");
}

static void
test_no_yaml(void **state)
{
	(void)state;
	use_map("inherit: base\ncontexts: {list: {?: up}\n");
	assert_null(try_load("m"));
	assert_said("m.yaml:3:1: did not find expected ',' or '}' while parsing a flow mapping of "
		    "line 2\n");
	use_map("- a\n");
	assert_null(try_load("m"));
	assert_said("m.yaml:1:1: a key map holds fields such as 'contexts:'\n");
}

static void
test_sizes(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	buf_add_text(&text, "inherit: base\n#");
	buf_add_repeated(&text, 'x', 1024 * 1024);
	use_map(text.data);
	assert_null(try_load("m"));
	assert_said("m.yaml: a key map larger than 1 MiB\n");
	buf_clear(&text);
	buf_add_text(&text, "inherit: base\ncontexts:\n  list:\n");
	for (int i = 0; i < 501; i++) {
		buf_add_text(&text, "    ");
		buf_add_codepoint(&text, (uint32_t)(0x4E00 + i));
		buf_add_text(&text, ": up\n");
	}
	use_map(text.data);
	assert_null(try_load("m"));
	assert_said("m.yaml:4:5: more than 500 bindings\n");
	buf_free(&text);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
			TEST(test_a_plain_map),
			TEST(test_arguments_and_lists),
			TEST(test_null_drops_and_none_blocks),
			TEST(test_the_users_file_lies_over_the_shipped_one),
			TEST(test_a_parent_has_the_users_changes),
			TEST(test_sequences),
			TEST(test_a_view_hides_the_global_key),
			TEST(test_what_may_follow),
			TEST(test_counts),
			TEST(test_digits_without_counts),
			TEST(test_full_width_twins),
			TEST(test_timeout),
			TEST(test_unknown_names),
			TEST(test_columns_are_characters),
			TEST(test_same_key_twice),
			TEST(test_prefix_clash),
			TEST(test_an_upper_file_wins),
			TEST(test_the_uppermost_file_wins),
			TEST(test_keys_that_are_another),
			TEST(test_bad_keys),
			TEST(test_reserved_keys),
			TEST(test_ways_out),
			TEST(test_inherit_loops),
			TEST(test_missing_maps),
			TEST(test_number_of_layers),
			TEST(test_changes_nothing),
			TEST(test_arguments_that_do_not_fit),
			TEST(test_digits_under_counts),
			TEST(test_text_in_the_prompt),
			TEST(test_fields_of_a_wrong_kind),
			TEST(test_no_yaml),
			TEST(test_sizes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
