/*
 * Export and import: a state that goes out and comes in is the same, two that meet keep the later of two
 * changes, and a file with nonsense in it changes nothing.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/out.h"
#include "state/export.h"
#include "state/import.h"
#include "state/state.h"

#include "child.h"
#include "one_folder.h"

#include <fcntl.h>
#include <stdlib.h>

enum { FILE_MAX = 64 << 20, MARKS = 70000, MUTATIONS = 2000 };

#define HEAD "{\"type\":\"state\",\"version\":1}\n"
#define TIME "\"time\":\"2022-05-09T08:30:00.123Z\""
#define TIME_MS INT64_C(1652085000123)
#define ARCHIVE                                                                                    \
	"{\"type\":\"archive\",\"archive\":1,\"path\":\"/nowhere/"                                 \
	"a\",\"url\":\"\",\"time\":null}\n"

/* The state of a home of this name. */
static struct state *
open_home(const char *name)
{
	char *notice;
	char *home = folder_path(folder, name);
	assert_int_equal(setenv("XDG_STATE_HOME", home, 1), 0);
	struct state *state = state_start(&notice);
	assert_null(notice);
	assert_true(state_is_kept(state));
	free(home);
	return state;
}

/* What the state is as an export; to be freed. */
static struct buf
export_of(struct state *state)
{
	struct err err;
	char *path = folder_path(folder, "export");
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	struct out *out = out_open(fd);
	assert_true(state_export(state, out, &err));
	assert_true(out_close(out, &err));
	close(fd);
	struct buf bytes = buf_empty();
	assert_true(file_read(path, FILE_MAX, &bytes, &err));
	free(path);
	return bytes;
}

static bool
import_bytes(struct state *state, const char *bytes, size_t length, struct err *err)
{
	folder_write_bytes(folder, "import", bytes, length);
	char *path = folder_path(folder, "import");
	int fd = open(path, O_RDONLY);
	bool is_good = state_import(state, fd, "import", err);
	close(fd);
	free(path);
	return is_good;
}

static bool
import_text(struct state *state, const char *text, struct err *err)
{
	return import_bytes(state, text, strlen(text), err);
}

static void
assert_export(struct state *state, const struct buf *expected)
{
	struct buf found = export_of(state);
	if (strcmp(found.data, expected->data) != 0)
		fail_msg("exported:\n%s\nnot:\n%s", found.data, expected->data);
	buf_free(&found);
}

/* --- There and back --- */

/* Something of each kind, in a folder that is there, and in two of one address that are not. */
static void
fill(struct state *state)
{
	struct err err;
	char *moved;
	int64_t ids[3], far = state_now() + INT64_C(86400000) * 4000;
	const char *paths[] = {folder, "/nowhere/\xFF\"\\中\x1B", "/nowhere/b"};
	const struct state_star stars[] = {
			{7, TIME_MS, true}, {UINT64_MAX, TIME_MS + 1, false}, {8, 0, true}};
	struct state_mark *marks = calloc(MARKS, sizeof(*marks));
	assert_non_null(marks);
	for (size_t i = 0; i < MARKS; i++)
		marks[i] = (struct state_mark){UINT64_MAX / MARKS * i,
				i % 3 == 0 ? 0 : TIME_MS + (int64_t)i, i % 2 == 0};
	marks[MARKS - 1].time = far;
	folder_write(folder, "_posts/2022-05-09-\xE4\xB8\xAD.md", "---\n---\n");
	folder_write(folder, "_drafts/one.md", "---\n---\n");
	const struct state_mark named[] = {
			{state_post_key("_posts/2022-05-09-中.md"), TIME_MS, true}};
	const struct state_star draft[] = {{state_post_key("_drafts/one.md"), TIME_MS, true}};
	assert_true(state_begin(state, &err));
	for (size_t i = 0; i < 3; i++) {
		ids[i] = state_add_archive(
				state, paths[i], i == 0 ? "" : "https://a.example", &moved, &err)
					 .id;
		assert_true(ids[i] > 0);
		/* The third is where the second was, for all that is known. */
		free(moved);
	}
	assert_true(state_put_first_visit(state, ids[0], TIME_MS, &err));
	assert_true(state_put_marks(state, ids[2], marks, MARKS, &err));
	assert_true(state_put_marks(state, ids[0], named, 1, &err));
	assert_true(state_put_stars(state, ids[0], draft, 1, &err));
	assert_true(state_put_stars(state, ids[2], stars, 3, &err));
	assert_true(state_put_place(state, ids[0], named[0].key, 0, TIME_MS, &err));
	assert_true(state_put_place(state, ids[0], 12, -1, TIME_MS, &err));
	assert_true(state_put_place(state, ids[2], 12, INT64_C(99999999999), 0, &err));
	assert_true(state_put_session(
			state, ids[2], "group: 快讯\n\tpost: \"x\\y\"\n", TIME_MS, &err));
	assert_true(state_put_search(state, ids[2], "名", "银行 -\"债 券\"", TIME_MS, &err));
	assert_true(state_put_search(state, ids[2], "gone", "", TIME_MS, &err));
	for (int i = 0; i < STATE_HISTORY_LINES + 5; i++) {
		char line[32];
		snprintf(line, sizeof(line), "命令 %d", i * 7919 % 1000);
		assert_true(state_put_history(state, HISTORY_COMMANDS, line, TIME_MS, &err));
	}
	assert_true(state_put_history(state, HISTORY_FILTERS, "x", TIME_MS, &err));
	assert_true(state_put_history(state, HISTORY_FILTERS, "\u202E\u200B", TIME_MS, &err));
	assert_true(state_end(state, true, &err));
	free(marks);
}

static void
a_state_comes_back_as_the_same_bytes(void **unused)
{
	(void)unused;
	struct err err;
	struct state *state = open_home("one/");
	fill(state);
	struct buf first = export_of(state);
	assert_non_null(strstr(first.data, "\"post\":\"_posts/2022-05-09-中.md\",\"read\":true,"));
	assert_non_null(strstr(first.data, "\"post\":\"_drafts/one.md\",\"starred\":true,"));
	assert_non_null(strstr(first.data, "\"key\":\"0000000000000007\",\"starred\":true," TIME));
	assert_export(state, &first);
	/* Of itself, it changes nothing. */
	assert_true(import_bytes(state, first.data, first.length, &err));
	assert_export(state, &first);
	state_close(state);
	state = open_home("two/");
	assert_true(import_bytes(state, first.data, first.length, &err));
	assert_export(state, &first);
	/* The last line may have no end. */
	assert_true(import_bytes(state, first.data, first.length - 1, &err));
	assert_export(state, &first);
	state_close(state);
	buf_free(&first);
}

static void
archives_of_one_address_stay_apart(void **unused)
{
	(void)unused;
	struct err err;
	struct state *state = open_home("apart/");
	struct buf expected = buf_empty();
	buf_format(&expected,
			HEAD "{\"type\":\"archive\",\"archive\":1,\"path\":\"/0\","
			     "\"url\":\"https://a.example\"," TIME "}\n"
			     "{\"type\":\"archive\",\"archive\":2,\"path\":\"%s\","
			     "\"url\":\"https://a.example\",\"time\":null}\n"
			     "{\"type\":\"archive\",\"archive\":3,\"path\":\"/zero\","
			     "\"url\":\"https://a.example\",\"time\":null}\n",
			folder);
	assert_true(import_text(state, expected.data, &err));
	assert_export(state, &expected);
	state_close(state);
	buf_free(&expected);
}

/* --- Meeting --- */

static void
take_mark(void *context, const struct state_mark *mark)
{
	((struct state_mark *)context)[mark->key % 4] = *mark;
}

static void
the_later_change_stands(void **unused)
{
	(void)unused;
	struct err err;
	struct state_mark marks[4];
	struct state *state = open_home("later/");
#define MARK(key, read, second)                                                                    \
	"{\"type\":\"mark\",\"archive\":1,\"key\":\"000000000000000" #key "\",\"read\":" #read     \
	",\"time\":\"2022-05-09T08:30:" #second ".000Z\"}\n"
	assert_true(import_text(state,
			HEAD ARCHIVE MARK(2, true, 20) MARK(1, true, 20) MARK(3, true, 20)
					MARK(3, false, 21) MARK(3, true, 19),
			&err));
	assert_true(import_text(state, HEAD ARCHIVE MARK(1, false, 19) MARK(2, false, 21), &err));
	int64_t id = state_find_archive(state, "/nowhere/a").id;
	assert_true(state_each_mark(state, id, take_mark, marks, &err));
	assert_true(marks[1].is_read);
	assert_false(marks[2].is_read);
	assert_false(marks[3].is_read);
	state_close(state);
}

/* The folder of the first machine is not on the second, which has the archive elsewhere. */
static void
an_archive_elsewhere_is_known_by_its_url(void **unused)
{
	(void)unused;
	struct err err;
	char *moved;
	struct state *state = open_home("elsewhere/");
	assert_true(state_begin(state, &err));
	int64_t id = state_add_archive(state, folder, "https://a.example", &moved, &err).id;
	assert_true(state_end(state, true, &err));
	assert_true(import_text(state,
			HEAD "{\"type\":\"archive\",\"archive\":1,\"path\":\"/nowhere/a\","
			     "\"url\":\"https://a.example\",\"time\":null}\n"
			     "{\"type\":\"place\",\"archive\":1,\"post\":\"_posts/x.md\","
			     "\"offset\":77," TIME "}\n",
			&err));
	assert_int_equal(state_place(state, id, state_post_key("_posts/x.md")), 77);
	assert_int_equal(state_find_archive(state, "/nowhere/a").id, 0);
	state_close(state);
}

/* --- Nonsense --- */

#define PLACE(fields) HEAD ARCHIVE "{\"type\":\"place\"," fields "}\n"
#define GOOD_PLACE "\"archive\":1,\"post\":\"x\",\"offset\":1," TIME

static void
a_file_with_nonsense_changes_nothing(void **unused)
{
	(void)unused;
	static const struct {
		const char *text;
		size_t line, column;
	} cases[] = {
			{"", 0, 1},
			{"\n", 1, 1},
			{"nonsense", 1, 1},
			{"{}", 1, 1},
			{ARCHIVE, 1, 1},
			{HEAD HEAD, 2, 1},
			{"{\"type\":\"state\",\"version\":2}", 1, 27},
			{"{\"type\":\"state\",\"version\":\"1\"}", 1, 27},
			{"{\"type\":\"state\"}", 1, 1},
			{"{\"type\":7}", 1, 1},
			{HEAD "\n", 2, 1},
			{HEAD "{\"type\":\"thing\"}", 2, 9},
			{HEAD ARCHIVE ARCHIVE, 3, 29},
			{HEAD "{\"type\":\"archive\",\"archive\":0,\"path\":\"/"
			      "a\",\"url\":\"\",\"time\":null}",
					2, 29},
			{HEAD "{\"type\":\"archive\",\"archive\":1,\"path\":\"a\",\"url\":\"\","
			      "\"time\":null}",
					2, 38},
			{HEAD "{\"type\":\"archive\",\"archive\":1,\"path\":\"/"
			      "a\",\"url\":\"\\u001b\",\"time\":null}",
					2, 49},
			{PLACE("\"archive\":2,\"post\":\"x\",\"offset\":1," TIME), 3, 27},
			{PLACE(GOOD_PLACE ",\"x\":1"), 3, 89},
			{PLACE(GOOD_PLACE ",\"archive\":1"), 3, 85},
			{PLACE(GOOD_PLACE ",\"key\":\"0000000000000000\""), 3, 91},
			{PLACE("\"archive\":1,\"offset\":1," TIME), 3, 1},
			{PLACE("\"archive\":1,\"post\":\"x\"," TIME), 3, 1},
			{PLACE("\"archive\":1,\"post\":\"\",\"offset\":1," TIME), 3, 36},
			{PLACE("\"archive\":1,\"key\":\"123\",\"offset\":1," TIME), 3, 35},
			{PLACE("\"archive\":1,\"key\":\"00000000000000001\",\"offset\":1," TIME), 3,
					35},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":-1," TIME), 3, 49},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":"
			       "99999999999999999999," TIME),
					3, 67},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":[[[[[[[[1]]]]]]]]," TIME),
					3, 49},
			{PLACE("\"archive\":1,\"post\":\"x\\u0000\",\"offset\":1," TIME), 3, 44},
			{PLACE("\"archive\":1,\"post\":\"x\xFF\",\"offset\":1," TIME), 3, 38},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":1,\"time\":null"), 3, 58},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":1,\"time\":1652085000123"),
					3, 58},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":1,\"time\":\"2022-05-09\""),
					3, 58},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":1,\"time\":\"2022-02-30T08:"
			       "30:00."
			       "000Z\""),
					3, 58},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":1,\"time\":\"2022-05-09T25:"
			       "30:00."
			       "000Z\""),
					3, 58},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":1,\"time\":\"1969-12-31T23:"
			       "59:59."
			       "999Z\""),
					3, 58},
			{PLACE("\"archive\":1,\"post\":\"x\",\"offset\":1,\"time\":\"2022-05-09T08:"
			       "30:00."
			       "000+01:00\""),
					3, 58},
			{HEAD ARCHIVE "{\"type\":\"mark\",\"archive\":1,\"post\":\"x\",\"read\":"
				      "1," TIME "}",
					3, 46},
			{HEAD ARCHIVE "{\"type\":\"session\",\"archive\":1,\"text\":"
				      "\"\\u009b2J\"," TIME "}",
					3, 38},
			{HEAD ARCHIVE "{\"type\":\"search\",\"archive\":1,\"name\":\"\",\"query\":"
				      "\"x\"," TIME "}",
					3, 37},
			{HEAD ARCHIVE "{\"type\":\"search\",\"archive\":1,\"name\":\"x\",\"query\":"
				      "\"\"," TIME "}",
					3, 49},
			{HEAD "{\"type\":\"history\",\"history\":\"bash\",\"line\":\"x\"," TIME "}",
					2, 29},
			{HEAD "{\"type\":\"history\",\"history\":\"commands\",\"line\":"
			      "\"a\\nb\"," TIME "}",
					2, 47},
			{HEAD "{\"type\":\"history\",\"history\":\"commands\",\"line\":"
			      "\"\\udcff\"," TIME "}",
					2, 47},
	};
	struct state *state = open_home("nonsense/");
	struct err err;
	assert_true(import_text(state, PLACE(GOOD_PLACE), &err));
	struct buf before = export_of(state);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (import_text(state, cases[i].text, &err))
			fail_msg("imported: %s", cases[i].text);
		if (err.line != cases[i].line || err.column != cases[i].column)
			fail_msg("%s\n%zu:%zu: %s", cases[i].text, err.line, err.column,
					err.reason);
		assert_string_equal(err.path, "import");
		assert_export(state, &before);
	}
	buf_free(&before);
	state_close(state);
}

/* What is good before the bad line is not kept either. */
static void
a_bad_line_at_the_end_takes_all_with_it(void **unused)
{
	(void)unused;
	struct err err;
	struct state *one = open_home("one/");
	struct buf bytes = export_of(one);
	state_close(one);
	struct state *state = open_home("bad_end/");
	struct buf before = export_of(state);
	buf_add_text(&bytes, "{\"type\":\"place\"");
	assert_false(import_bytes(state, bytes.data, bytes.length, &err));
	assert_true(err.line > MARKS);
	assert_export(state, &before);
	state_close(state);
	buf_free(&bytes);
	buf_free(&before);
}

static void
lines_and_lists_have_bounds(void **unused)
{
	(void)unused;
	struct err err;
	struct state *state = open_home("bounds/");
	struct buf before = export_of(state);
	struct buf bytes = buf_empty();
	buf_add_text(&bytes, HEAD);
	buf_add_repeated(&bytes, ' ', IMPORT_LINE_BYTES + 1);
	assert_false(import_bytes(state, bytes.data, bytes.length, &err));
	assert_int_equal(err.line, 2);
	buf_clear(&bytes);
	buf_add_text(&bytes, HEAD);
	for (int i = 0; i <= STATE_HISTORY_LINES; i++)
		buf_format(&bytes,
				"{\"type\":\"history\",\"history\":\"commands\",\"line\":\"%"
				"d\"," TIME "}\n",
				i);
	assert_false(import_bytes(state, bytes.data, bytes.length, &err));
	assert_int_equal(err.line, STATE_HISTORY_LINES + 2);
	buf_clear(&bytes);
	buf_add_text(&bytes, HEAD);
	buf_add_repeated(&bytes, '[', 100000);
	assert_false(import_bytes(state, bytes.data, bytes.length, &err));
	buf_clear(&bytes);
	buf_add_text(&bytes, HEAD ARCHIVE "{\"type\":\"session\",\"archive\":1,\"text\":\"");
	buf_add_repeated(&bytes, 'x', STATE_SESSION_BYTES + 1);
	buf_add_text(&bytes, "\"," TIME "}\n");
	assert_false(import_bytes(state, bytes.data, bytes.length, &err));
	assert_int_equal(err.line, 3);
	assert_export(state, &before);
	buf_free(&bytes);
	buf_free(&before);
	state_close(state);
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

/* Whatever becomes of a few bytes, the file is taken whole or not at all. */
static void
any_change_is_taken_whole_or_not_at_all(void **unused)
{
	(void)unused;
	static const char good[] =
			PLACE(GOOD_PLACE) "{\"type\":\"mark\",\"archive\":1,\"key\":"
					  "\"00000000000000ff\",\"read\":true,"
					  "\"time\":null}\n"
					  "{\"type\":\"search\",\"archive\":1,\"name\":\"名\","
					  "\"query\":null," TIME "}\n"
					  "{\"type\":\"history\",\"history\":\"searches\",\"line\":"
					  "\"\\ud83d\\ude00\"," TIME "}\n";
	static const char bytes[] = "\0\n\"\\{}[]:,019ntue-\xFF\xC3\x1B";
	struct err err;
	struct state *state = open_home("mutations/");
	struct buf before = export_of(state);
	uint32_t seed = 1;
	for (int i = 0; i < MUTATIONS; i++) {
		char text[sizeof(good)];
		memcpy(text, good, sizeof(good));
		for (uint32_t changes = next_random(&seed) % 3 + 1; changes > 0; changes--)
			text[next_random(&seed) % (sizeof(good) - 1)] =
					bytes[next_random(&seed) % (sizeof(bytes) - 1)];
		bool is_good = import_bytes(state, text, sizeof(good) - 1, &err);
		if (!is_good) {
			assert_true(err.line >= 1 && err.column >= 1);
			assert_export(state, &before);
			continue;
		}
		buf_free(&before);
		before = export_of(state);
		assert_true(import_bytes(state, before.data, before.length, &err));
	}
	buf_free(&before);
	state_close(state);
}

/* --- The command line --- */

static void
set_home(const char *name)
{
	char *home = folder_path(folder, name);
	setenv("XDG_STATE_HOME", home, 1);
	free(home);
}

static void
the_program_exports_and_imports(void **unused)
{
	(void)unused;
	char *file = folder_path(folder, "saved");
	struct err err;
	struct buf bytes = buf_empty();
	set_home("one/");
	struct child child = child_run("--export-state", file);
	assert_int_equal(child.status, 0);
	assert_string_equal(child.out, "");
	child_free(&child);
	assert_true(file_read(file, FILE_MAX, &bytes, &err));
	set_home("three/");
	child = child_run("--import-state", file);
	assert_int_equal(child.status, 0);
	assert_string_equal(child.out, "");
	assert_string_equal(child.err, "");
	child_free(&child);
	child = child_run("--export-state", "-");
	assert_int_equal(child.status, 0);
	assert_string_equal(child.out, bytes.data);
	set_home("four/");
	static const char *const from_input[] = {"--import-state", "-", NULL};
	struct child second = child_run_in(NULL, child.out, from_input);
	assert_int_equal(second.status, 0);
	child_free(&second);
	child_free(&child);
	child = child_run("--export-state=-");
	assert_string_equal(child.out, bytes.data);
	child_free(&child);
	free(file);
	buf_free(&bytes);
}

static void
the_program_says_what_is_wrong(void **unused)
{
	(void)unused;
	char *file = folder_path(folder, "bad");
	struct buf expected = buf_empty();
	set_home("five/");
	folder_write(folder, "bad", HEAD "{\"type\":\"x\x1B[2J\"}\n");
	struct child child = child_run("--import-state", file);
	assert_int_equal(child.status, 2);
	buf_format(&expected, "reader: %s:2:11: a control character in a text\n", file);
	assert_string_equal(child.err, expected.data);
	child_free(&child);
	child = child_run("--import-state", "/nowhere/at/all");
	assert_int_equal(child.status, 2);
	assert_string_equal(child.err, "reader: /nowhere/at/all: No such file or directory\n");
	child_free(&child);
	child = child_run("--import-state", folder);
	assert_int_equal(child.status, 2);
	child_free(&child);
	child = child_run("--export-state", "/nowhere/at/all");
	assert_int_equal(child.status, 2);
	assert_string_equal(child.err, "reader: /nowhere/at/all: No such file or directory\n");
	child_free(&child);
	child = child_run("--export-state", "/dev/full");
	assert_int_equal(child.status, 2);
	assert_string_equal(child.err, "reader: /dev/full: No space left on device\n");
	child_free(&child);
	child = child_run("--export-state", file, folder);
	assert_int_equal(child.status, 2);
	child_free(&child);
	/* No part of it is taken for the whole. */
	child = child_run("--starred", "--export-state", file);
	assert_int_equal(child.status, 2);
	assert_non_null(strstr(child.err, "--export-state takes no filters\n"));
	child_free(&child);
	child = child_run("--import-state", "-", "--tag", "a");
	assert_int_equal(child.status, 2);
	assert_non_null(strstr(child.err, "takes no filters\n"));
	child_free(&child);
	free(file);
	buf_free(&expected);
}

/* A foreign state is neither exported as an empty one nor written. */
static void
what_is_not_a_state_is_not_exported(void **unused)
{
	(void)unused;
	char *file = folder_path(folder, "saved");
	struct err err;
	set_home("foreign/");
	char *path = state_path();
	folder_write(folder, "foreign/reader/x", "");
	struct buf before = buf_empty();
	struct buf after = buf_empty();
	assert_true(file_read(file, FILE_MAX, &before, &err));
	assert_int_equal(mkdir(path, 0700), 0);
	struct child child = child_run("--export-state", file);
	assert_int_equal(child.status, 2);
	child_free(&child);
	assert_true(file_read(file, FILE_MAX, &after, &err));
	assert_string_equal(before.data, after.data);
	child = child_run("--import-state", file);
	assert_int_equal(child.status, 2);
	child_free(&child);
	buf_free(&before);
	buf_free(&after);
	free(path);
	free(file);
}

int
main(void)
{
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(a_state_comes_back_as_the_same_bytes),
			cmocka_unit_test(archives_of_one_address_stay_apart),
			cmocka_unit_test(the_later_change_stands),
			cmocka_unit_test(an_archive_elsewhere_is_known_by_its_url),
			cmocka_unit_test(a_file_with_nonsense_changes_nothing),
			cmocka_unit_test(a_bad_line_at_the_end_takes_all_with_it),
			cmocka_unit_test(lines_and_lists_have_bounds),
			cmocka_unit_test(any_change_is_taken_whole_or_not_at_all),
			cmocka_unit_test(the_program_exports_and_imports),
			cmocka_unit_test(the_program_says_what_is_wrong),
			cmocka_unit_test(what_is_not_a_state_is_not_exported),
	};
	return cmocka_run_group_tests(tests, begin_folder, end_folder);
}
