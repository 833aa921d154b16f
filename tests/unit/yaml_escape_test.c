/* Escapes of double-quoted scalars that writers of JSON and PHP put, and libyaml refuses. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/front_matter.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "conf/yaml.h"
#include "conf/yaml_escape.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text, *meaning;
} escapes[] = {
		{"", ""},
		{"a b", "a b"},
		{"\\u4e2d\\u6587", "中文"},
		{"\\ud83d\\ude00!", "😀!"},
		{"\\uD83D\\uDE00", "😀"},
		{"\\ud83dx", "\uFFFDx"},
		{"\\ude00\\ud83d", "\uFFFD\uFFFD"},
		{"\\ud83d\\ud83d\\ude00", "\uFFFD😀"},
		{"\\ud83d\\u0041", "\uFFFDA"},
		{"\\U0001F600\\U00110000\\UFFFFFFFF", "😀\uFFFD\uFFFD"},
		{"\\x41\\xe9", "Aé"},
		{"\\a\\b\\t\\n\\v\\f\\r\\e\\\t\\ ", "\a\b\t\n\v\f\r\x1B\t "},
		{"\\\"\\/\\\\\\'", "\"/\\'"},
		{"\\N\\_\\L\\P", "\xC2\x85\u00A0\u2028\u2029"},
		{"\\s\\d\\q", "\\s\\d\\q"},
		{"\\u12\\x\\U0001F60", "\\u12\\x\\U0001F60"},
		{"\\\\ud83d\\\\ude00", "\\ud83d\\ude00"},
		{"a\\", "a\\"},
};

static void
test_unescape(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		struct buf out = buf_empty();
		yaml_unescape(&out, escapes[i].text, strlen(escapes[i].text));
		assert_string_equal(out.data, escapes[i].meaning);
		buf_free(&out);
	}
}

/* The same escapes in a front matter; a trailing backslash would end no scalar. */
static void
test_front_matter(void **state)
{
	(void)state;
	for (size_t i = 0; i + 1 < sizeof(escapes) / sizeof(escapes[0]); i++) {
		struct arena *arena = arena_new();
		const struct yaml_node *root;
		struct err err;
		struct buf yaml = buf_empty();
		buf_format(&yaml,
				"---\ntitle: \"%s\"\nplain: '\\ud83d\\ude00'\n"
				"tags:\n  - \"%s\"\n  - [a, \"%s\"]\n# \"\nlast: it's "
				"\"\\ud83d\"\n",
				escapes[i].text, escapes[i].text, escapes[i].text);
		front_matter_parse(arena, yaml.data, yaml.length, &root, &err);
		assert_string_equal(yaml_get(root, "title")->text, escapes[i].meaning);
		assert_string_equal(yaml_get(root, "plain")->text, "\\ud83d\\ude00");
		assert_string_equal(yaml_get(root, "last")->text, "it's \"\\ud83d\"");
		const struct yaml_node *tags = yaml_get(root, "tags");
		assert_string_equal(tags->items[0]->text, escapes[i].meaning);
		assert_string_equal(tags->items[1]->items[1]->text, escapes[i].meaning);
		buf_free(&yaml);
		arena_free(arena);
	}
}

/* A front matter that is no YAML for another reason is read by lines, escapes and all. */
static void
test_loose(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	const struct yaml_node *root;
	struct err err;
	static const char yaml[] = "---\nnote: a: b\ntitle: \"\\u4e2d \\ud83d\\ude00\"\n"
				   "raw: '\\u4e2d'\ntags: [\"\\u8d22\", '\\u4e2d', \\u4e2d]\n"
				   "category:\n- \"\\u7ecf\"\n";
	assert_false(front_matter_parse(arena, yaml, strlen(yaml), &root, &err));
	assert_string_equal(yaml_get(root, "title")->text, "中 😀");
	assert_string_equal(yaml_get(root, "raw")->text, "\\u4e2d");
	const struct yaml_node *tags = yaml_get(root, "tags");
	assert_string_equal(tags->items[0]->text, "财");
	assert_string_equal(tags->items[1]->text, "\\u4e2d");
	assert_string_equal(tags->items[2]->text, "\\u4e2d");
	assert_string_equal(yaml_get(root, "category")->items[0]->text, "经");
	arena_free(arena);
}

/* Blanks, full-width colons, lists that are YAML or nearly so, and what is none of these. */
static void
test_loose_lines(void **state)
{
	(void)state;
	static const char yaml[] =
			"---\n- lost\nnote: a: b \t\r\ntitle：  题 目  \ntags: \n - 甲 \n"
			"  - '乙'\nno key\nslug: s\n- lost\ncategories: [ , @a,, 'b c' ]\n"
			"category:\n- *x\n-y\n- '*z'\nlast: [x, *y]\nmore: [a,\n  b]\n";
	struct arena *arena = arena_new();
	const struct yaml_node *root;
	assert_false(front_matter_parse(arena, yaml, strlen(yaml), &root, NULL));
	assert_string_equal(yaml_get(root, "note")->text, "a: b");
	assert_string_equal(yaml_get(root, "title")->text, "题 目");
	const struct yaml_node *tags = yaml_get(root, "tags");
	assert_int_equal(tags->count, 2);
	assert_string_equal(tags->items[0]->text, "甲");
	assert_string_equal(tags->items[1]->text, "乙");
	assert_string_equal(yaml_get(root, "slug")->text, "s");
	const struct yaml_node *categories = yaml_get(root, "categories");
	assert_int_equal(categories->count, 2);
	assert_string_equal(categories->items[0]->text, "@a");
	assert_string_equal(categories->items[1]->text, "b c");
	const struct yaml_node *category = yaml_get(root, "category");
	assert_int_equal(category->count, 2);
	assert_string_equal(category->items[0]->text, "*x");
	assert_string_equal(category->items[1]->text, "*z");
	assert_string_equal(yaml_get(root, "last")->text, "[x, *y]");
	assert_int_equal(yaml_get(root, "last")->line, 16);
	assert_string_equal(yaml_get(root, "more")->items[1]->text, "b");
	arena_free(arena);
}

/* What else a line of YAML may be: keys with quotes or blanks, comments, and texts of several lines. */
static void
test_loose_forms(void **state)
{
	(void)state;
	static const struct {
		const char *yaml, *title;
	} cases[] = {
			{"\"title\": 甲", "甲"},
			{"'title' : '甲'", "甲"},
			{"title : 甲", "甲"},
			{"\"title: 甲", NULL},
			{"\"title", NULL},
			{"title 甲", NULL},
			{"title", NULL},
			{": 甲", NULL},
			{"title: '甲' # 注", "甲"},
			{"title: \"甲 # 乙\" # 注 # 释", "甲 # 乙"},
			{"title: '甲 # 乙", "'甲 # 乙"},
			{"title: 甲 # 乙", "甲"},
			{"title: 甲: 乙 # 丙", "甲: 乙 # 丙"},
			{"title: '#'", "#"},
			{"title: >\n  甲\n  乙\nx: y", "甲 乙\n"},
			{"title：|-\r\n  甲\r\n  乙\r\nx: y", "甲\n乙"},
			{"title: >2\nx: y", ""},
			{"title: >-\n  甲", "甲"},
			{"title: '>'\n  甲", ">"},
			{"title: >甲\n  乙", ">甲"},
			{"title: 甲\n  乙", "甲 乙"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new();
		const struct yaml_node *root;
		struct buf yaml = buf_empty();
		buf_format(&yaml, "note: a: b\n%s", cases[i].yaml);
		assert_false(front_matter_parse(arena, yaml.data, yaml.length, &root, NULL));
		const struct yaml_node *title = yaml_get(root, "title");
		if (cases[i].title == NULL)
			assert_null(title);
		else if (title == NULL || strcmp(title->text, cases[i].title) != 0)
			fail_msg("%s: %s", cases[i].yaml, title != NULL ? title->text : "none");
		buf_free(&yaml);
		arena_free(arena);
	}
}

/* No more than a thousand keys, and as many items below one; all up to there are right. */
static void
test_many_loose_lines(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	const struct yaml_node *root;
	struct buf yaml = buf_empty();
	buf_add_text(&yaml, "---\nnote: a: b\ntags:\n");
	for (int i = 0; i < 1200; i++)
		buf_format(&yaml, "- @%d\n", i);
	for (int i = 0; i < 1200; i++)
		buf_format(&yaml, "k%d: v\n", i);
	assert_false(front_matter_parse(arena, yaml.data, yaml.length, &root, NULL));
	assert_int_equal(root->count, 1000);
	const struct yaml_node *tags = yaml_get(root, "tags");
	assert_int_equal(tags->count, 1000);
	for (size_t i = 0; i < tags->count; i++)
		assert_int_equal(strtoul(tags->items[i]->text + 1, NULL, 10), i);
	assert_non_null(yaml_get(root, "k997"));
	assert_null(yaml_get(root, "k998"));
	buf_free(&yaml);
	arena_free(arena);
}

/* Jekyll stops on such an escape: it is reported, and its line is right. */
static void
test_reported(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	const struct yaml_node *root;
	struct err err = {0};
	static const char bad[] = "---\na: 1\ntitle: \"\\ud83d\\ude00\"\n";
	static const char good[] = "---\ntitle: \"\\u4e2d\"\n";
	assert_false(front_matter_parse(arena, bad, strlen(bad), &root, &err));
	assert_int_equal(err.line, 3);
	assert_true(front_matter_parse(arena, good, strlen(good), &root, &err));
	arena_free(arena);
}

/* What has nothing to mend is copied byte by byte. */
static void
test_mend(void **state)
{
	(void)state;
	static const char *const good[] = {"a: \"\\u4e2d\\n\\\\ud83d\"", "'\\ud83d'", "# \"\\ud83d",
			"a: b \"\\ud83d\"", "\"open\\", "[a, 'it''s', {b: \"c\"}] d, \"\\ud83d\"",
			"'"};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct buf out = buf_empty();
		yaml_mend_escapes(&out, good[i], strlen(good[i]));
		if (i != 4)
			assert_string_equal(out.data, good[i]);
		buf_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_unescape),
			cmocka_unit_test(test_front_matter),
			cmocka_unit_test(test_loose),
			cmocka_unit_test(test_loose_lines),
			cmocka_unit_test(test_loose_forms),
			cmocka_unit_test(test_many_loose_lines),
			cmocka_unit_test(test_reported),
			cmocka_unit_test(test_mend),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
