#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "keymap/keymap.h"
#include "settings/action.h"
#include "settings/keymap_files.h"
#include "settings/named_files.h"

#include "config_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
assert_problem(size_t index, const char *part)
{
	assert_true(index < problems_count(problems));
	struct buf text = buf_empty();
	problem_format(problems_get(problems, index), &text);
	if (strstr(text.data, part) == NULL)
		fail_msg("'%s' is not in '%s'", part, text.data);
	buf_free(&text);
}

static void
test_shipped_maps_are_in_the_program(void **state)
{
	(void)state;
	static const char *const names[] = {"default", "emacs", "less", "newsboat", "vim"};
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(shipped_keymaps[i].name, names[i]);
		assert_int_equal(strlen(shipped_keymaps[i].text), shipped_keymaps[i].length);
		struct keymap *keymap = keymap_files_load(names[i], problems);
		assert_non_null(keymap);
		assert_string_equal(keymap_name(keymap), names[i]);
		keymap_free(keymap);
	}
	assert_null(shipped_keymaps[5].name);
	assert_int_equal(problems_count(problems), 0);
}

static enum keymap_result
press(const struct keymap *keymap, const char *key, const struct keymap_binding **binding)
{
	struct keymap_pending pending = {0};
	struct chord chord;
	assert_true(chord_parse(key, strlen(key), &chord));
	return keymap_step(keymap, CONTEXT_LIST, &pending, chord, binding);
}

static void
test_the_users_maps(void **state)
{
	(void)state;
	static const char over[] = "contexts: {list: {x: browse}}\n";
	static const char own[] = "inherit: default\ncontexts: {list: {w: browse}}\n";
	folder_write(folder, "reader/keymaps/default.yaml", over);
	folder_write(folder, "reader/keymaps/mine.yaml", own);
	struct keymap *keymap = keymap_files_load("mine", problems);
	assert_non_null(keymap);
	assert_int_equal(problems_count(problems), 0);
	const struct keymap_binding *binding;
	assert_int_equal(press(keymap, "w", &binding), KEYMAP_MATCH);
	assert_int_equal(press(keymap, "x", &binding), KEYMAP_MATCH);
	assert_int_equal(binding->calls[0].action, ACTION_BROWSE);
	char *path = folder_path(folder, "reader/keymaps/default.yaml");
	assert_string_equal(binding->path, path);
	free(path);
	assert_int_equal(press(keymap, "j", &binding), KEYMAP_MATCH);
	assert_string_equal(binding->path, "keymaps/default.yaml");
	keymap_free(keymap);
}

static void
test_names_without_a_map(void **state)
{
	(void)state;
	assert_null(keymap_files_load("vmi", problems));
	assert_problem(0, "no key map 'vmi'; did you mean 'vim'? (shipped: default, emacs, less");
	assert_problem(0, "/reader/keymaps/vmi.yaml");
	static const char misspelt[] = "inherit: defalut\n";
	folder_write(folder, "reader/keymaps/misspelt.yaml", misspelt);
	assert_null(keymap_files_load("misspelt", problems));
	assert_problem(problems_count(problems) - 1,
			"1:10: no key map 'defalut'; did you mean 'default'? (your misspelt > ");
	static const char *const bad[] = {"", ".", "..", "../keymaps/mine", "/etc/passwd"};
	static const char own[] = "inherit: default\n";
	folder_write(folder, "reader/keymaps/mine.yaml", own);
	for (size_t i = 0; i < 5; i++)
		assert_null(keymap_files_load(bad[i], problems));
	assert_int_equal(problems_error_count(problems), 7);
}

static void
test_files_that_cannot_be_read(void **state)
{
	(void)state;
	size_t length = 1024 * 1024 + 1;
	char *big = malloc(length);
	assert_non_null(big);
	memset(big, '#', length);
	folder_write_bytes(folder, "reader/keymaps/big.yaml", big, length);
	free(big);
	assert_null(keymap_files_load("big", problems));
	assert_int_equal(problems_count(problems), 1);
	assert_problem(0, "big.yaml: ");
	char *path = folder_path(folder, "reader/keymaps/fifo.yaml");
	assert_int_equal(mkfifo(path, 0600), 0);
	free(path);
	problems_free(problems);
	problems = problems_new();
	assert_null(keymap_files_load("fifo", problems));
	assert_int_equal(problems_count(problems), 1);
	assert_problem(0, "fifo.yaml: is a FIFO");
}

static void
test_without_a_home(void **state)
{
	(void)state;
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("HOME");
	struct keymap *keymap = keymap_files_load("default", problems);
	assert_non_null(keymap);
	keymap_free(keymap);
	assert_null(keymap_files_load("nope", problems));
}

static void
assert_same_binding(const struct keymap_binding *a, const struct keymap_binding *b)
{
	assert_true(chord_sequence_equal(&a->keys, &b->keys));
	assert_int_equal(a->call_count, b->call_count);
	for (size_t i = 0; i < a->call_count; i++) {
		assert_int_equal(a->calls[i].action, b->calls[i].action);
		assert_string_equal(a->calls[i].argument, b->calls[i].argument);
	}
}

/* A map as keymap_format writes it, read as the user's own of its name, is the same map. */
static void
assert_comes_back(const char *name)
{
	struct buf text = buf_empty();
	struct keymap *keymap = keymap_files_load(name, problems);
	assert_non_null(keymap);
	size_t before = problems_count(problems);
	keymap_format(keymap, &text);
	char *path = xformat("reader/keymaps/%s.yaml", name);
	folder_write(folder, path, text.data);
	struct keymap *again = keymap_files_load(name, problems);
	assert_non_null(again);
	assert_int_equal(problems_count(problems), 2 * before);
	assert_int_equal(keymap_digits(keymap), keymap_digits(again));
	assert_int_equal(keymap_timeout_ms(keymap), keymap_timeout_ms(again));
	for (int context = 0; context < CONTEXT_COUNT; context++) {
		size_t count = keymap_binding_count(keymap, context);
		assert_int_equal(count, keymap_binding_count(again, context));
		for (size_t i = 0; i < count; i++)
			assert_same_binding(keymap_get_binding(keymap, context, i),
					keymap_get_binding(again, context, i));
	}
	keymap_free(keymap);
	keymap_free(again);
	free(path);
	buf_free(&text);
}

static void
test_maps_as_files(void **state)
{
	(void)state;
	static const char odd[] =
			"inherit: vim\ntimeout_ms: 300\ndigits: none\ncontexts:\n"
			"  list:\n"
			"    x: [top, 'filter \"a, b\": \\\\ #1', open]\n"
			"    j: none\n    o: null\n    '中 国': browse\n    \"'\": bottom\n"
			"    '\"': bottom\n    '\\': bottom\n    '~ #': top\n    '- ,': top\n"
			"    M-F3: top\n    C-Space: top\n    \"\\u200b\": top\n    "
			"\"\\U000e0101\": top\n"
			"  global:\n    '[ {': 'tag 新 能源'\n    'M-!': 'tag null'\n    'M-&': "
			"'shell '\n"
			"    \"M-1\": \"tag a\\tb\\e\\U000e0041\u9F98\"\n";
	folder_write(folder, "reader/keymaps/我的 map.yaml", odd);
	for (const struct shipped_file *map = shipped_keymaps; map->name != NULL; map++)
		assert_comes_back(map->name);
	assert_int_equal(problems_count(problems), 0);
	assert_comes_back("我的 map");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
			TEST(test_shipped_maps_are_in_the_program),
			TEST(test_the_users_maps),
			TEST(test_names_without_a_map),
			TEST(test_files_that_cannot_be_read),
			TEST(test_without_a_home),
			TEST(test_maps_as_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
