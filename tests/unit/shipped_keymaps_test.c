#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "keymap/keymap.h"
#include "settings/action.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static const char *const names[] = {"default", "emacs", "less", "newsboat", "vim"};

enum { NAME_COUNT = sizeof(names) / sizeof(names[0]) };

/* Verbs that want a name or a date and so belong to the command line. */
static const char *const without_key[] = {"tag", "category", "since", "until", "overwrite",
		"pipe-all", "archive", "keymap", "theme", "mark-unread"};

/* A user's file, to be laid over the shipped one of its name. */
struct user_file {
	const char *name;
	const char *text;
};

/* The maps as they stand in the source, and the user's file that `context` is, if any. */
static bool
read_map(void *context, const char *name, bool is_user, struct buf *text, struct buf *path)
{
	const struct user_file *file = context;
	if (is_user && (file == NULL || strcmp(file->name, name) != 0))
		return false;
	if (is_user) {
		buf_add_text(text, file->text);
		buf_add_text(path, "user.yaml");
		return true;
	}
	buf_format(path, "keymaps/%s.yaml", name);
	return file_read_at(AT_FDCWD, path->data, 1 << 20, text, NULL, NULL);
}

static struct keymap *
load_under(const char *name, struct user_file *file)
{
	const struct keymap_source source = {.read = read_map, .context = file};
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_load(name, &source, action_vocabulary(), problems);
	struct buf text = buf_empty();
	for (size_t i = 0; i < problems_count(problems); i++) {
		problem_format(problems_get(problems, i), &text);
		buf_add_char(&text, '\n');
	}
	if (text.length > 0)
		fail_msg("%s", text.data);
	assert_non_null(keymap);
	buf_free(&text);
	problems_free(problems);
	return keymap;
}

static struct keymap *
load(const char *name)
{
	return load_under(name, NULL);
}

static void
test_all_load_without_a_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < NAME_COUNT; i++) {
		struct keymap *keymap = load(names[i]);
		assert_string_equal(keymap_name(keymap), names[i]);
		keymap_free(keymap);
	}
}

static bool
is_without_key(const char *name)
{
	for (size_t i = 0; i < sizeof(without_key) / sizeof(without_key[0]); i++)
		if (strcmp(without_key[i], name) == 0)
			return true;
	return false;
}

/* N where the one is on the key that the other has elsewhere counts for prev-match. */
static bool
does(int bound, int action)
{
	return bound == action ||
	       (bound == ACTION_PREV_MATCH_OR_READ && action == ACTION_PREV_MATCH);
}

static bool
is_bound(const struct keymap *keymap, int context, int action)
{
	for (size_t i = 0; i < keymap_binding_count(keymap, context); i++) {
		const struct keymap_binding *binding = keymap_get_binding(keymap, context, i);
		for (size_t j = 0; j < binding->call_count; j++)
			if (does(binding->calls[j].action, action))
				return true;
	}
	return false;
}

/* In each context that an action is for, or in all at once. */
static void
assert_bound_everywhere(const char *map, const struct keymap *keymap, int action)
{
	const struct action_info *info = action_info((enum action)action);
	for (int context = CONTEXT_GLOBAL + 1; context < CONTEXT_COUNT; context++) {
		if (!(info->contexts & (1U << context)))
			continue;
		bool is_global = context != CONTEXT_PROMPT && is_bound(keymap, 0, action);
		if (!is_global && !is_bound(keymap, context, action))
			fail_msg("%s: no key for %s in context %d", map, info->name, context);
	}
}

/*
 * Moving sideways between groups has no sense where there are none, and from unread to unread they
 * are changed without a key. Esc takes a filter away before all else.
 */
static bool
may_be_missing(int action, const char *map)
{
	if (action == ACTION_NEXT_GROUP || action == ACTION_PREV_GROUP ||
			action == ACTION_NEXT_UNREAD_GROUP || action == ACTION_PREV_UNREAD_GROUP ||
			action == ACTION_CLEAR_FILTER)
		return true;
	return strcmp(map, "default") != 0 && action == ACTION_PERCENT;
}

static void
test_every_action_has_a_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < NAME_COUNT; i++) {
		struct keymap *keymap = load(names[i]);
		for (int action = 0; action < ACTION_COUNT; action++) {
			const char *name = action_info((enum action)action)->name;
			bool has_key = false;
			for (int context = 0; context < CONTEXT_COUNT; context++)
				has_key = has_key || is_bound(keymap, context, action);
			/* Only for maps whose users know N as prev-match and as toggle-read. */
			if (action == ACTION_PREV_MATCH_OR_READ)
				continue;
			if (has_key == is_without_key(name))
				fail_msg("%s: %s has %s key", names[i], name, has_key ? "a" : "no");
			if (has_key && !may_be_missing(action, names[i]))
				assert_bound_everywhere(names[i], keymap, action);
		}
		keymap_free(keymap);
	}
}

static struct chord
chord(const char *name)
{
	struct chord parsed;
	assert_true(chord_parse(name, strlen(name), &parsed));
	return parsed;
}

/* What one key does; -1 when nothing, -2 when it waits. */
static int
press(const struct keymap *keymap, int context, const char *key)
{
	struct keymap_pending pending = {0};
	const struct keymap_binding *binding;
	switch (keymap_step(keymap, context, &pending, chord(key), &binding)) {
	case KEYMAP_MATCH:
		return binding->call_count > 0 ? binding->calls[0].action : -1;
	case KEYMAP_MORE:
		return -2;
	default:
		return -1;
	}
}

static void
test_plain_keys_move_in_every_map(void **state)
{
	(void)state;
	static const struct {
		const char *key;
		int action;
	} keys[] = {{"Up", ACTION_UP}, {"Down", ACTION_DOWN}, {"PgUp", ACTION_PAGE_UP},
			{"PgDn", ACTION_PAGE_DOWN}, {"Home", ACTION_TOP}, {"End", ACTION_BOTTOM},
			{"F1", ACTION_HELP}, {"Q", ACTION_QUIT}, {"C-l", ACTION_REDRAW},
			{"C-z", ACTION_SUSPEND}, {":", ACTION_COMMAND}, {"q", ACTION_BACK}};
	for (size_t i = 0; i < NAME_COUNT; i++) {
		struct keymap *keymap = load(names[i]);
		for (int context = CONTEXT_GROUPS; context <= CONTEXT_HELP; context++)
			for (size_t j = 0; j < sizeof(keys) / sizeof(keys[0]); j++)
				if (press(keymap, context, keys[j].key) != keys[j].action)
					fail_msg("%s: %s in context %d", names[i], keys[j].key,
							context);
		keymap_free(keymap);
	}
}

/* Keys that end the program. */
static void
test_no_map_binds_reserved_keys(void **state)
{
	(void)state;
	static const char *const reserved[] = {"C-c", "C-\\"};
	for (size_t i = 0; i < NAME_COUNT; i++) {
		struct keymap *keymap = load(names[i]);
		for (int context = 0; context < CONTEXT_COUNT; context++)
			for (size_t j = 0; j < 2; j++)
				assert_int_equal(press(keymap, context, reserved[j]), -1);
		keymap_free(keymap);
	}
}

/* Some terminals have no Alt: whatever it does, another key does as well. */
static void
test_alt_is_never_needed(void **state)
{
	(void)state;
	for (size_t i = 0; i < NAME_COUNT; i++) {
		struct keymap *keymap = load(names[i]);
		for (int context = 0; context < CONTEXT_COUNT; context++) {
			for (size_t j = 0; j < keymap_binding_count(keymap, context); j++) {
				const struct keymap_binding *binding =
						keymap_get_binding(keymap, context, j);
				if (binding->call_count == 0)
					continue;
				struct buf keys = buf_empty();
				/* The help screen shows the first key, so that one is without. */
				keymap_format_keys(
						keymap, context, binding->calls[0].action, &keys);
				bool is_meta = strncmp(keys.data, "M-", 2) == 0;
				if (is_meta)
					fail_msg("%s: %s", names[i], keys.data);
				buf_free(&keys);
			}
		}
		keymap_free(keymap);
	}
}

/* A key of its own that a user's file has goes before whatever is shipped, now and later. */
static void
test_any_key_can_be_bound_over_any_map(void **state)
{
	(void)state;
	const struct vocabulary *vocabulary = action_vocabulary();
	/* Q leaves, which some key must, and digits may begin counts. */
	static const char keys[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ"
				   "!\"#$%&()*+,-./:;<=>?@[]^_`{|}~";
	for (size_t i = 0; i < NAME_COUNT * (sizeof(keys) - 1); i++) {
		const char *map = names[i % NAME_COUNT];
		const char key[] = {keys[i / NAME_COUNT], '\0'};
		for (int context = 0; context <= CONTEXT_HELP; context++) {
			char text[64];
			/* No shipped map has a list of actions that draws twice. */
			snprintf(text, sizeof(text), "contexts: {%s: {'%s': [redraw, redraw]}}\n",
					vocabulary->contexts[context], key);
			struct user_file file = {map, text};
			struct keymap *keymap = load_under(map, &file);
			struct keymap_pending pending = {0};
			const struct keymap_binding *binding;
			(void)keymap_step(keymap, context, &pending, chord(key), &binding);
			if (keymap_timeout_ms(keymap) > 0)
				binding = keymap_timeout(keymap, context, &pending);
			if (binding == NULL || binding->call_count != 2 ||
					binding->calls[1].action != ACTION_REDRAW)
				fail_msg("%s: %s", map, text);
			keymap_free(keymap);
		}
	}
}

static void
test_default_keys(void **state)
{
	(void)state;
	struct keymap *keymap = load("default");
	assert_int_equal(keymap_digits(keymap), DIGITS_LINK);
	assert_int_equal(keymap_timeout_ms(keymap), 0);
	assert_int_equal(press(keymap, CONTEXT_PAGER, "Space"), ACTION_PAGE_OR_NEXT);
	assert_int_equal(press(keymap, CONTEXT_PAGER, "5"), -1);
	assert_int_equal(press(keymap, CONTEXT_PAGER, "g"), -2);
	assert_int_equal(press(keymap, CONTEXT_PAGER, "／"), ACTION_SEARCH);
	assert_int_equal(press(keymap, CONTEXT_LIST, "？"), ACTION_HELP);
	assert_int_equal(press(keymap, CONTEXT_LIST, "/"), ACTION_SEARCH_ALL);
	assert_int_equal(press(keymap, CONTEXT_GROUPS, "l"), ACTION_OPEN);
	assert_int_equal(press(keymap, CONTEXT_LIST, "h"), ACTION_FOCUS_GROUPS);
	assert_int_equal(press(keymap, CONTEXT_PROMPT, "q"), -1);
	assert_int_equal(press(keymap, CONTEXT_PROMPT, "Enter"), ACTION_ACCEPT);
	assert_int_equal(press(keymap, CONTEXT_LIST, "A"), ACTION_MARK_READ);
	assert_int_equal(press(keymap, CONTEXT_PAGER, "u"), ACTION_NEXT_UNREAD);
	assert_int_equal(press(keymap, CONTEXT_PAGER, "N"), ACTION_PREV_MATCH_OR_READ);
	assert_int_equal(press(keymap, CONTEXT_CALENDAR, "z"), ACTION_UNDO);
	keymap_free(keymap);
}

static void
test_keys_of_the_others(void **state)
{
	(void)state;
	struct keymap *vim = load("vim");
	assert_int_equal(keymap_digits(vim), DIGITS_COUNT);
	assert_int_equal(press(vim, CONTEXT_LIST, "5"), -2);
	assert_int_equal(press(vim, CONTEXT_PAGER, "?"), ACTION_SEARCH_BACK);
	assert_int_equal(press(vim, CONTEXT_LIST, "v"), -1);
	assert_int_equal(press(vim, CONTEXT_LIST, "u"), ACTION_UNDO);
	assert_int_equal(press(vim, CONTEXT_PAGER, "C-r"), ACTION_REDO);
	assert_int_equal(press(vim, CONTEXT_PAGER, "N"), ACTION_PREV_MATCH);
	assert_int_equal(press(vim, CONTEXT_PAGER, "Z"), -2);
	keymap_free(vim);
	struct keymap *less = load("less");
	assert_int_equal(keymap_digits(less), DIGITS_COUNT);
	assert_int_equal(keymap_timeout_ms(less), 400);
	assert_int_equal(press(less, CONTEXT_PAGER, "g"), -2);
	assert_int_equal(press(less, CONTEXT_PAGER, ">"), ACTION_BOTTOM);
	assert_int_equal(press(less, CONTEXT_PAGER, "u"), ACTION_HALF_UP);
	assert_int_equal(press(less, CONTEXT_LIST, "N"), ACTION_PREV_MATCH);
	assert_int_equal(press(less, CONTEXT_PAGER, "N"), ACTION_PREV_MATCH);
	keymap_free(less);
	struct keymap *emacs = load("emacs");
	assert_int_equal(press(emacs, CONTEXT_PAGER, "k"), -1);
	assert_int_equal(press(emacs, CONTEXT_PROMPT, "C-g"), ACTION_CANCEL);
	keymap_free(emacs);
	struct keymap *newsboat = load("newsboat");
	assert_int_equal(press(newsboat, CONTEXT_LIST, "r"), ACTION_RELOAD);
	assert_int_equal(press(newsboat, CONTEXT_PAGER, "n"), ACTION_NEXT_UNREAD);
	assert_int_equal(press(newsboat, CONTEXT_LIST, "N"), ACTION_TOGGLE_READ);
	assert_int_equal(press(newsboat, CONTEXT_LIST, "C-e"), ACTION_STAR);
	assert_int_equal(press(newsboat, CONTEXT_PAGER, "u"), ACTION_LINKS);
	keymap_free(newsboat);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_all_load_without_a_word),
			cmocka_unit_test(test_every_action_has_a_key),
			cmocka_unit_test(test_plain_keys_move_in_every_map),
			cmocka_unit_test(test_no_map_binds_reserved_keys),
			cmocka_unit_test(test_alt_is_never_needed),
			cmocka_unit_test(test_any_key_can_be_bound_over_any_map),
			cmocka_unit_test(test_default_keys),
			cmocka_unit_test(test_keys_of_the_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
