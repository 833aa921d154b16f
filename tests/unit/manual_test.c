#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "keymap/keymap.h"
#include "settings/action.h"
#include "settings/named_files.h"
#include "settings/settings.h"
#include "theme/theme.h"

#include <stdlib.h>
#include <string.h>

static struct buf keymap_manual;
static struct buf reader_manual;

static int
set_up(void **state)
{
	(void)state;
	buf_init(&keymap_manual);
	buf_init(&reader_manual);
	bool are_there = file_read("man/reader-keymap.5", 1 << 20, &keymap_manual, NULL) &&
			 file_read("man/reader.1", 1 << 20, &reader_manual, NULL);
	return are_there ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	buf_free(&keymap_manual);
	buf_free(&reader_manual);
	return 0;
}

/* The line after the item `.It MACRO NAME`; NULL when there is no such item. */
static const char *
find_item(const struct buf *manual, const char *macro, const char *name)
{
	char *start = xformat(".It %s %s", macro, name);
	const char *found = NULL;
	const char *at = manual->data;
	while (found == NULL && (at = strstr(at, start)) != NULL) {
		at += strlen(start);
		if (*at == '\n' || *at == ' ')
			found = at + strcspn(at, "\n") + 1;
	}
	free(start);
	return found;
}

/* "global, all views", as the manual names an action's contexts. */
static void
format_contexts(const struct action_info *info, struct buf *out)
{
	const struct vocabulary *vocabulary = action_vocabulary();
	unsigned views = 1 << CONTEXT_GROUPS | 1 << CONTEXT_LIST | 1 << CONTEXT_PAGER |
			 1 << CONTEXT_HELP;
	bool has_views = (info->contexts & views) == views;
	for (size_t i = 0; i < vocabulary->context_count; i++) {
		unsigned bit = 1U << i;
		if (!(info->contexts & bit) || (has_views && (bit & views)))
			continue;
		buf_format(out, "%s%s", out->length > 0 ? ", " : "", vocabulary->contexts[i]);
	}
	if (has_views)
		buf_format(out, "%sall views", out->length > 0 ? ", " : "");
}

static void
test_every_action_stands_in_the_manual(void **state)
{
	(void)state;
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *info = action_info((enum action)i);
		const char *item = find_item(&keymap_manual, "Cm", info->name);
		if (item == NULL)
			fail_msg("%s is not in reader-keymap(5)", info->name);
		struct buf places = buf_empty();
		struct buf entry = buf_empty();
		format_contexts(info, &places);
		const char *end = strstr(item, ".It ");
		const char *list_end = strstr(item, ".El");
		end = end == NULL || (list_end != NULL && list_end < end) ? list_end : end;
		buf_add(&entry, item, (size_t)(end - item));
		char *wanted = xformat(".Pq %s\n", places.data);
		if (strstr(entry.data, wanted) == NULL)
			fail_msg("%s: no '%s'", info->name, wanted);
		free(wanted);
		buf_free(&places);
		buf_free(&entry);
	}
}

/* And none stands there that there is not. */
static void
test_no_other_action_does(void **state)
{
	(void)state;
	const char *at = keymap_manual.data;
	size_t count = 0;
	while ((at = strstr(at, ".It Cm ")) != NULL) {
		at += strlen(".It Cm ");
		char *name = xstrndup(at, strcspn(at, " \n"));
		if (vocabulary_find(action_vocabulary(), name) < 0)
			fail_msg("there is no action '%s'", name);
		free(name);
		count++;
	}
	assert_int_equal(count, ACTION_COUNT);
}

static void
test_contexts_and_shipped_maps(void **state)
{
	(void)state;
	const struct vocabulary *vocabulary = action_vocabulary();
	for (size_t i = 0; i < vocabulary->context_count; i++)
		if (find_item(&keymap_manual, "Ic", vocabulary->contexts[i]) == NULL)
			fail_msg("context %s is not in the manual", vocabulary->contexts[i]);
	for (const struct shipped_file *map = shipped_keymaps; map->name != NULL; map++)
		if (find_item(&keymap_manual, "Ic", map->name) == NULL)
			fail_msg("map %s is not in the manual", map->name);
}

/* Each role, theme, and what a theme's file may hold. */
static void
test_themes(void **state)
{
	(void)state;
	for (int role = 0; role < ROLE_COUNT_OF_ROLES; role++) {
		char *macro = xformat("\n.Ic %s", role_name((enum role)role));
		const char *at = strstr(reader_manual.data, macro);
		while (at != NULL && strchr(" \n", at[strlen(macro)]) == NULL)
			at = strstr(at + 1, macro);
		/* heat_2 and heat_3 stand between two others. */
		if (at == NULL && role != ROLE_HEAT_2 && role != ROLE_HEAT_3)
			fail_msg("role %s is not in the manual", role_name((enum role)role));
		free(macro);
	}
	for (const struct shipped_file *theme = shipped_themes; theme->name != NULL; theme++)
		if (find_item(&reader_manual, "Cm", theme->name) == NULL)
			fail_msg("theme %s is not in the manual", theme->name);
}

/* The theme of the manual, as a user would copy it. */
static bool
read_theme(void *context, const char *name, bool is_user, struct buf *text, struct buf *path)
{
	(void)context;
	buf_add_text(path, name);
	if (!is_user || strcmp(name, "example") != 0) {
		const struct shipped_file *theme = shipped_themes;
		while (theme->name != NULL && strcmp(theme->name, name) != 0)
			theme++;
		buf_add_text(text, theme->name != NULL ? theme->text : "");
		return theme->name != NULL && !is_user;
	}
	const char *at = strstr(reader_manual.data, "inherit: dark\n");
	const char *end = at != NULL ? strstr(at, ".Ed\n") : NULL;
	for (; at != NULL && at < end; at++) {
		bool is_quote = strncmp(at, "\\(dq", 4) == 0;
		buf_add_char(text, is_quote ? '"' : *at);
		at += is_quote ? 3 : 0;
	}
	return true;
}

static void
test_the_theme_loads(void **state)
{
	(void)state;
	const struct theme_source source = {.read = read_theme, .suggest = NULL};
	struct problems *problems = problems_new();
	struct theme theme;
	assert_true(theme_load(&theme, "example", &source, problems));
	assert_int_equal(theme.looks[ROLE_TAG].ink, 0xE0A0FF);
	assert_int_equal(theme.looks[ROLE_HEADING].mono, LOOK_BOLD | LOOK_UNDERLINE);
	problems_free(problems);
}

/* The example at the start of the manual, as a user would copy it. */
static bool
read_example(void *context, const char *name, bool is_user, struct buf *text, struct buf *path)
{
	(void)context;
	if (is_user)
		return false;
	buf_add_text(path, name);
	if (strcmp(name, "example") != 0) {
		buf_add(text, shipped_keymaps[0].text, shipped_keymaps[0].length);
		return strcmp(name, shipped_keymaps[0].name) == 0;
	}
	const char *start = strstr(keymap_manual.data, "inherit: default\n");
	const char *end = start != NULL ? strstr(start, ".Ed\n") : NULL;
	if (end == NULL)
		return false;
	buf_add(text, start, (size_t)(end - start));
	return true;
}

static void
test_the_example_loads(void **state)
{
	(void)state;
	static const struct keymap_source source = {.read = read_example};
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_load("example", &source, action_vocabulary(), problems);
	struct buf said = buf_empty();
	for (size_t i = 0; i < problems_count(problems); i++)
		problem_format(problems_get(problems, i), &said);
	assert_string_equal(said.data, "");
	assert_non_null(keymap);
	buf_free(&said);
	problems_free(problems);
	keymap_free(keymap);
}

static void
test_settings_stand_in_the_manual(void **state)
{
	(void)state;
	static const char *const values[][2] = {{"archive", "/x"}, {"keymap", "vim"},
			{"theme", "dark"}, {"language", "zh_CN"}, {"measure", "60"},
			{"open", "full"}, {"links", "none"}, {"line_graphics", "ascii"},
			{"mouse", "false"}, {"center", "false"}};
	assert_non_null(find_item(&reader_manual, "Ic", "archives"));
	struct settings *settings = settings_new();
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct err err;
		if (!settings_set(settings, values[i][0], values[i][1], &err))
			fail_msg("%s", err.reason);
		if (find_item(&reader_manual, "Ic", values[i][0]) == NULL)
			fail_msg("%s is not in reader(1)", values[i][0]);
	}
	settings_free(settings);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_every_action_stands_in_the_manual),
			cmocka_unit_test(test_no_other_action_does),
			cmocka_unit_test(test_contexts_and_shipped_maps),
			cmocka_unit_test(test_the_example_loads),
			cmocka_unit_test(test_themes),
			cmocka_unit_test(test_the_theme_loads),
			cmocka_unit_test(test_settings_stand_in_the_manual),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
