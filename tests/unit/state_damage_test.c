/*
 * A state file that is damaged, cut, another program's, of a newer version, or that cannot be
 * written: nothing that can be read is lost, nothing is written where it must not be, and it is said.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "state/keeper.h"
#include "state/state.h"
#include "store/database.h"

#include "folder.h"

#include <dirent.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum {
	MARKS = 40000,
	STARS = 2000,
	PAGE_BYTES = 8192,
	MARKS_A_PAGE = PAGE_BYTES / 16,
	SPOILED_BYTES = 64,
	FILE_MAX = 16 << 20,
	NOBODY = 65534,
	PROGRAMS = 4,
	ASIDE_SIZE = FOLDER_SIZE + 300,
};

static char folder[FOLDER_SIZE];
static char *place, *program;
static struct buf good; /* the bytes of a state that is sound and whole */

/* --- The state that is damaged --- */

static void
fill(struct state *state)
{
	struct err err;
	char *moved;
	struct state_mark *marks = calloc(MARKS, sizeof(*marks));
	struct state_star *stars = calloc(STARS, sizeof(*stars));
	assert_non_null(marks);
	assert_non_null(stars);
	for (size_t i = 0; i < MARKS; i++)
		marks[i] = (struct state_mark){UINT64_MAX / MARKS * i, 1000, true};
	for (size_t i = 0; i < STARS; i++)
		stars[i] = (struct state_star){i * 7, 1000, true};
	assert_true(state_begin(state, &err));
	int64_t archive =
			state_add_archive(state, "/archive", "https://a.example", &moved, &err).id;
	assert_int_equal(archive, 1);
	assert_true(state_put_marks(state, archive, marks, MARKS, &err));
	assert_true(state_put_stars(state, archive, stars, STARS, &err));
	assert_true(state_put_session(state, archive, "a session", 1000, &err));
	assert_true(state_put_history(state, HISTORY_COMMANDS, "a command", 1000, &err));
	assert_true(state_put_search(state, archive, "a name", "a query", 1000, &err));
	assert_true(state_put_place(state, archive, 1, 5, 1000, &err));
	assert_true(state_end(state, true, &err));
	free(marks);
	free(stars);
}

static struct state *
start(char **notice)
{
	struct state *state = state_start(notice);
	assert_non_null(state);
	return state;
}

static int
begin(void **unused)
{
	(void)unused;
	struct err err;
	char *notice;
	if (!folder_make(folder) || setenv("XDG_STATE_HOME", folder, 1) != 0)
		return -1;
	place = state_path();
	struct state *state = start(&notice);
	fill(state);
	state_close(state);
	buf_init(&good);
	return file_read(place, FILE_MAX, &good, &err) ? 0 : -1;
}

/* Removes all files beside the state, and the state. */
static int
clean(void **unused)
{
	(void)unused;
	char *reader = folder_path(folder, "reader");
	chmod(reader, 0700);
	folder_remove(reader);
	mkdir(reader, 0700);
	free(reader);
	return 0;
}

static int
end(void **unused)
{
	(void)unused;
	buf_free(&good);
	free(place);
	return folder_remove(folder);
}

static void
write_state(const char *bytes, size_t length)
{
	clean(NULL);
	folder_write_bytes(folder, "reader/state.db", bytes, length);
}

/* The number of files beside the state whose names say that they were moved aside; *name is of one. */
static int
count_aside(char name[ASIDE_SIZE])
{
	int count = 0;
	char *path = folder_path(folder, "reader");
	DIR *reader = opendir(path);
	assert_non_null(reader);
	for (struct dirent *entry; (entry = readdir(reader)) != NULL;)
		if (strstr(entry->d_name, ".damaged-") != NULL &&
				strstr(entry->d_name, "-wal") == NULL) {
			snprintf(name, ASIDE_SIZE, "%s/%s", path, entry->d_name);
			count++;
		}
	closedir(reader);
	free(path);
	return count;
}

static void
assert_bytes(const char *path, const char *bytes, size_t length)
{
	struct err err;
	struct buf found = buf_empty();
	assert_true(file_read(path, FILE_MAX, &found, &err));
	assert_int_equal(found.length, length);
	assert_memory_equal(found.data, bytes, length);
	buf_free(&found);
}

static void
count_mark(void *context, const struct state_mark *mark)
{
	if (mark->time == 1000 && mark->is_read && mark->key % (UINT64_MAX / MARKS) == 0)
		++*(size_t *)context;
}

static void
count_star(void *context, const struct state_star *star)
{
	*(size_t *)context += star->is_starred;
}

static size_t
marks_of(struct state *state)
{
	size_t count = 0;
	assert_true(state_each_mark(state, 1, count_mark, &count, NULL));
	return count;
}

static size_t
stars_of(struct state *state)
{
	size_t count = 0;
	assert_true(state_each_star(state, 1, count_star, &count, NULL));
	return count;
}

/* Whether the small things are there: what takes one page each. */
static int
count_small(struct state *state)
{
	size_t lines, searches;
	char *session = state_session(state, 1);
	char **history = state_history(state, HISTORY_COMMANDS, &lines);
	struct state_search *kept = state_searches(state, 1, &searches);
	int count = (session != NULL) + (lines == 1) + (searches == 1) +
		    (state_place(state, 1, 1) == 5);
	for (size_t i = 0; i < lines; i++)
		free(history[i]);
	for (size_t i = 0; i < searches; i++) {
		free(kept[i].name);
		free(kept[i].query);
	}
	free(session);
	free(history);
	free(kept);
	return count;
}

/* Opens the state and looks at all of it, as a session does; what it says, to be freed. */
static struct state *
open_and_check(char **notice)
{
	struct err err;
	struct state *state = start(notice);
	if (*notice == NULL)
		assert_true(state_check(state, notice, &err));
	return state;
}

static bool
can_write(struct state *state)
{
	struct err err;
	return state_begin(state, &err) && state_put_place(state, 1, 2, 9, 2000, &err) &&
	       state_end(state, true, &err) && state_place(state, 1, 2) == 9;
}

/* --- Damage --- */

static void
any_page_may_be_spoiled(void **unused)
{
	(void)unused;
	for (size_t page = 0; page < good.length / PAGE_BYTES; page++) {
		char *notice, aside[ASIDE_SIZE];
		struct buf bad = buf_empty();
		buf_add(&bad, good.data, good.length);
		memset(bad.data + page * PAGE_BYTES, 0xA5, SPOILED_BYTES);
		write_state(bad.data, bad.length);
		struct state *state = open_and_check(&notice);
		assert_non_null(strstr(notice, "was damaged"));
		assert_int_equal(count_aside(aside), 1);
		assert_bytes(aside, bad.data, bad.length);
		assert_true(state_is_kept(state));
		/* The page of the archives says whose all is. */
		bool has_archive = state_find_archive(state, "/archive").id == 1;
		assert_true(has_archive || page > 0);
		/* What a page is missing of its table, or at most that table. */
		if (has_archive)
			assert_true((marks_of(state) + MARKS_A_PAGE < MARKS) +
							(stars_of(state) < STARS) + 4 -
							count_small(state) <=
					1);
		assert_true(can_write(state));
		state_close(state);
		free(notice);
		state = open_and_check(&notice);
		assert_null(notice);
		state_close(state);
		buf_free(&bad);
	}
}

static void
one_bit_is_noticed(void **unused)
{
	(void)unused;
	char *notice;
	size_t at = good.length - PAGE_BYTES / 2;
	write_state(good.data, good.length);
	FILE *file = fopen(place, "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
	fputc(good.data[at] ^ 4, file);
	assert_int_equal(fclose(file), 0);
	struct state *state = open_and_check(&notice);
	assert_non_null(notice);
	assert_true(marks_of(state) + 1 >= MARKS);
	assert_true(stars_of(state) + 1 >= STARS);
	free(notice);
	state_close(state);
}

static void
without_its_first_page_all_is_there(void **unused)
{
	(void)unused;
	char *notice;
	struct buf bad = buf_empty();
	buf_add(&bad, good.data, good.length);
	memset(bad.data, 0, PAGE_BYTES);
	write_state(bad.data, bad.length);
	struct state *state = start(&notice);
	assert_non_null(notice);
	assert_int_equal(marks_of(state), MARKS);
	assert_int_equal(stars_of(state), STARS);
	assert_int_equal(count_small(state), 4);
	free(notice);
	state_close(state);
	buf_free(&bad);
}

static void
a_file_may_be_cut_anywhere(void **unused)
{
	(void)unused;
	size_t most = 0;
	for (size_t length = good.length - 1; length > 0;
			length -= length > 3 * PAGE_BYTES + 77 ? 3 * PAGE_BYTES + 77 : length) {
		char *notice;
		write_state(good.data, length);
		struct state *state = open_and_check(&notice);
		assert_non_null(strstr(notice, "was damaged"));
		if (state_find_archive(state, "/archive").id == 1 && marks_of(state) > most)
			most = marks_of(state);
		assert_true(can_write(state));
		free(notice);
		state_close(state);
	}
	assert_true(most > MARKS - 2 * MARKS_A_PAGE);
}

static void
an_empty_file_is_a_new_one(void **unused)
{
	(void)unused;
	char *notice, aside[ASIDE_SIZE];
	write_state("", 0);
	struct state *state = open_and_check(&notice);
	assert_null(notice);
	assert_true(can_write(state));
	assert_int_equal(count_aside(aside), 0);
	state_close(state);
}

static void
what_is_no_database_is_moved_aside(void **unused)
{
	(void)unused;
	char *notice, aside[ASIDE_SIZE];
	static const char text[] = "Nothing that this program has written.\n";
	write_state(text, sizeof(text) - 1);
	struct state *state = start(&notice);
	assert_non_null(strstr(notice, "was damaged"));
	assert_int_equal(count_aside(aside), 1);
	assert_bytes(aside, text, sizeof(text) - 1);
	assert_true(state_is_kept(state) && can_write(state));
	state_close(state);
	free(notice);
	/* Each has a name of its own. */
	folder_write(folder, "reader/state.db", text);
	state_close(start(&notice));
	free(notice);
	assert_int_equal(count_aside(aside), 2);
}

/* A log that was not written to the file yet is part of what it has. */
static void
what_is_in_the_log_is_carried_over(void **unused)
{
	(void)unused;
	char *notice;
	write_state(good.data, good.length);
	pid_t child = fork();
	if (child == 0) {
		struct state *state = state_start(&notice);
		_exit(can_write(state) ? 0 : 1); /* without closing it */
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	FILE *file = fopen(place, "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, (long)good.length - PAGE_BYTES, SEEK_SET), 0);
	for (int i = 0; i < PAGE_BYTES; i++)
		fputc(0xA5, file);
	assert_int_equal(fclose(file), 0);
	struct state *state = open_and_check(&notice);
	assert_non_null(notice);
	assert_int_equal(state_place(state, 1, 2), 9);
	free(notice);
	state_close(state);
}

/* What a link leads to has its log beside it, and the link stays. */
static void
a_state_behind_a_link_is_put_right_where_it_is(void **unused)
{
	(void)unused;
	char *notice, *elsewhere = folder_path(folder, "elsewhere");
	struct stat status;
	clean(NULL);
	folder_write_bytes(folder, "elsewhere", good.data, good.length - PAGE_BYTES);
	assert_int_equal(symlink(elsewhere, place), 0);
	struct state *state = open_and_check(&notice);
	assert_non_null(strstr(notice, elsewhere));
	assert_true(can_write(state));
	state_close(state);
	free(notice);
	assert_int_equal(lstat(place, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	state = open_and_check(&notice);
	assert_null(notice);
	assert_int_equal(state_place(state, 1, 2), 9);
	state_close(state);
	free(elsewhere);
}

/* Reading habits are nobody else's. */
static void
the_file_is_for_the_user_alone(void **unused)
{
	(void)unused;
	char *notice;
	struct stat status;
	mode_t mask = umask(0);
	clean(NULL);
	struct state *state = start(&notice);
	umask(mask);
	assert_int_equal(stat(place, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	state_close(state);
}

/* One connection finds the damage, another that has the file open goes on with the new one. */
static void
other_connections_go_on_with_the_new_file(void **unused)
{
	(void)unused;
	struct err err;
	char *notice;
	write_state(good.data, good.length);
	struct state *one = start(&notice);
	assert_null(notice);
	int version = state_version(one);
	FILE *file = fopen(place, "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, (long)good.length - PAGE_BYTES, SEEK_SET), 0);
	fputs("spoiled", file);
	assert_int_equal(fclose(file), 0);
	struct state *two = start(&notice);
	assert_null(notice);
	assert_true(state_check(two, &notice, &err));
	assert_non_null(notice);
	free(notice);
	assert_true(can_write(one));
	assert_int_not_equal(state_version(one), version);
	assert_int_equal(state_place(two, 1, 2), 9);
	state_close(one);
	state_close(two);
	two = open_and_check(&notice);
	assert_null(notice);
	assert_int_equal(state_place(two, 1, 2), 9);
	state_close(two);
}

static bool
count_marks(struct state *state, void *context, struct err *err)
{
	*(size_t *)context = 0;
	return state_each_mark(state, 1, count_mark, context, err);
}

/* A job that reads what is damaged is run again on what could be read of it. */
static void
a_keeper_puts_damage_right(void **unused)
{
	(void)unused;
	struct err err;
	size_t count = 0;
	struct buf bad = buf_empty();
	buf_add(&bad, good.data, good.length);
	for (size_t at = 8 * PAGE_BYTES; at < bad.length; at += 20 * PAGE_BYTES)
		memset(bad.data + at, 0xA5, SPOILED_BYTES);
	write_state(bad.data, bad.length);
	struct keeper *keeper = keeper_new(place, -1, &err);
	assert_non_null(keeper);
	keeper_add(keeper, (struct keeper_job){count_marks, NULL, &count, true});
	keeper_flush(keeper);
	assert_true(count > MARKS / 2 && count < MARKS);
	struct keeper_news news = keeper_news(keeper);
	assert_non_null(strstr(news.failure, "was damaged"));
	free(news.failure);
	keeper_free(keeper);
	buf_free(&bad);
}

/* Several programs find the damage at once: it is put right once, and each goes on. */
static int
start_beside_others(void)
{
	char *notice;
	struct state *state = open_and_check(&notice);
	bool is_good = state_is_kept(state) && state_find_archive(state, "/archive").id == 1 &&
		       can_write(state);
	state_close(state);
	free(notice);
	return is_good ? 0 : 1;
}

static void
several_programs_find_the_damage(void **unused)
{
	(void)unused;
	char *notice, aside[ASIDE_SIZE];
	pid_t children[PROGRAMS];
	struct buf bad = buf_empty();
	buf_add(&bad, good.data, good.length);
	memset(bad.data, 0xA5, SPOILED_BYTES);
	write_state(bad.data, bad.length);
	for (int i = 0; i < PROGRAMS; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			execl(program, program, "starts", (char *)NULL);
			_exit(1);
		}
	}
	for (int i = 0; i < PROGRAMS; i++) {
		int status;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(count_aside(aside), 1);
	struct state *state = open_and_check(&notice);
	assert_null(notice);
	assert_int_equal(marks_of(state), MARKS);
	assert_int_equal(state_place(state, 1, 2), 9);
	state_close(state);
	buf_free(&bad);
}

/* --- Files that are not ours to write --- */

static void
a_foreign_file_is_left_alone(void **unused)
{
	(void)unused;
	char *notice, aside[ASIDE_SIZE];
	struct err err;
	sqlite3 *db = NULL;
	clean(NULL);
	assert_int_equal(sqlite3_open(place, &db), SQLITE_OK);
	assert_true(database_run(db, "PRAGMA application_id = 77; CREATE TABLE marks(id);", &err));
	sqlite3_close(db);
	struct buf bytes = buf_empty();
	assert_true(file_read(place, FILE_MAX, &bytes, &err));
	struct state *state = start(&notice);
	assert_non_null(strstr(notice, "is not this program's"));
	assert_false(state_is_kept(state));
	assert_true(can_write(state));
	state_close(state);
	assert_bytes(place, bytes.data, bytes.length);
	assert_int_equal(count_aside(aside), 0);
	buf_free(&bytes);
	free(notice);
}

static void
a_newer_version_is_read_and_not_written(void **unused)
{
	(void)unused;
	char *notice;
	struct err err;
	write_state(good.data, good.length);
	sqlite3 *db = database_open(place, false, &err);
	assert_non_null(db);
	assert_true(database_run(db,
			"PRAGMA user_version = 99; ALTER TABLE stars ADD COLUMN colour;", &err));
	sqlite3_close(db);
	struct state *state = start(&notice);
	assert_non_null(strstr(notice, "newer version"));
	assert_false(state_is_kept(state));
	assert_int_equal(marks_of(state), MARKS);
	assert_int_equal(stars_of(state), STARS);
	assert_int_equal(count_small(state), 4);
	assert_true(can_write(state));
	state_close(state);
	free(notice);
	state = state_open(place, &notice, &err);
	assert_non_null(state);
	assert_false(state_begin(state, &err));
	assert_int_equal(state_place(state, 1, 2), -1);
	state_close(state);
	free(notice);
}

/* Of a program that keeps no sums, or leaves them out. */
static void
a_newer_version_may_have_no_sums(void **unused)
{
	(void)unused;
	char *notice, aside[ASIDE_SIZE];
	struct err err;
	sqlite3 *db = NULL;
	write_state(good.data, good.length);
	assert_int_equal(sqlite3_open(place, &db), SQLITE_OK);
	assert_true(database_run(db, "PRAGMA user_version = 2", &err));
	sqlite3_close(db);
	struct buf bytes = buf_empty();
	assert_true(file_read(place, FILE_MAX, &bytes, &err));
	struct state *state = start(&notice);
	assert_non_null(strstr(notice, "newer version"));
	assert_int_equal(marks_of(state), MARKS);
	assert_int_equal(count_small(state), 4);
	assert_true(can_write(state));
	state_close(state);
	assert_bytes(place, bytes.data, bytes.length);
	assert_int_equal(count_aside(aside), 0);
	buf_free(&bytes);
	free(notice);
}

/* What another program has changed is not lost, though the sums of its pages are gone. */
static void
changes_of_another_program_stay(void **unused)
{
	(void)unused;
	char *notice;
	struct err err;
	sqlite3 *db = NULL;
	write_state(good.data, good.length);
	assert_int_equal(sqlite3_open(place, &db), SQLITE_OK);
	assert_true(database_run(db, "UPDATE places SET offset = 66", &err));
	sqlite3_close(db);
	struct state *state = open_and_check(&notice);
	assert_true(state_is_kept(state));
	assert_int_equal(state_place(state, 1, 1), 66);
	assert_int_equal(marks_of(state), MARKS);
	assert_int_equal(stars_of(state), STARS);
	state_close(state);
	free(notice);
}

/* --- Places that cannot be written --- */

/* Runs a test in a process of its own, that may give up what it may do. */
static void
run_apart(void (*test)(void))
{
	pid_t child = fork();
	if (child == 0) {
		test();
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			_exit(__LINE__ % 200 + 1);                                                 \
	} while (0)

/* With what the file has, and what is done now is kept until the end. */
static void
use_in_memory(void)
{
	char *notice;
	struct err err;
	struct state *state = state_start(&notice);
	CHECK(notice != NULL && strchr(notice, '\n') == NULL);
	CHECK(!state_is_kept(state));
	CHECK(state_find_archive(state, "/archive").id == 1);
	CHECK(state_place(state, 1, 1) == 5);
	struct keeper *keeper = keeper_new(state_file(state), -1, &err);
	CHECK(keeper != NULL);
	keeper_flush(keeper);
	CHECK(keeper_news(keeper).failure == NULL);
	CHECK(can_write(state));
	keeper_free(keeper);
	state_close(state);
	free(notice);
}

static void
become_nobody(void)
{
	if (getuid() == 0)
		CHECK(setuid(NOBODY) == 0);
	use_in_memory();
}

static void
a_home_that_is_read_only(void **unused)
{
	(void)unused;
	char *reader = folder_path(folder, "reader");
	write_state(good.data, good.length);
	assert_int_equal(chmod(folder, 0755), 0);
	assert_int_equal(chmod(place, 0444), 0);
	assert_int_equal(chmod(reader, 0555), 0);
	run_apart(become_nobody);
	assert_bytes(place, good.data, good.length);
	free(reader);
}

static void
start_anew(void)
{
	char *notice;
	if (getuid() == 0)
		CHECK(setuid(NOBODY) == 0);
	struct state *state = state_start(&notice);
	CHECK(notice != NULL && !state_is_kept(state) && can_write(state));
	state_close(state);
	free(notice);
}

static void
a_home_where_nothing_can_be_made(void **unused)
{
	(void)unused;
	char *reader = folder_path(folder, "reader");
	clean(NULL);
	assert_int_equal(chmod(folder, 0755), 0);
	assert_int_equal(chmod(reader, 0555), 0);
	run_apart(start_anew);
	free(reader);
}

static void
forget_home(void)
{
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	start_anew();
}

static void
no_home_at_all(void **unused)
{
	(void)unused;
	run_apart(forget_home);
}

static bool
put_session(struct state *state, void *context, struct err *err)
{
	(void)context;
	char text[STATE_SESSION_BYTES];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	return state_put_session(state, 1, text, state_now(), err);
}

/* The keeper says once that it cannot write, and writes it when there is room. */
static void
fill_the_disk(void)
{
	char *notice;
	struct err err;
	struct rlimit limit = {FILE_MAX, RLIM_INFINITY};
	(void)signal(SIGXFSZ, SIG_IGN);
	struct state *state = state_start(&notice);
	CHECK(notice == NULL && state_is_kept(state));
	struct keeper *keeper = keeper_new(state_file(state), -1, &err);
	limit.rlim_cur = 32768; /* of which the index of the log takes all */
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	keeper_add(keeper, (struct keeper_job){put_session, NULL, NULL, false});
	keeper_flush(keeper);
	struct keeper_news news = keeper_news(keeper);
	CHECK(news.failure != NULL && strchr(news.failure, '\n') == NULL);
	free(news.failure);
	keeper_flush(keeper);
	CHECK(keeper_news(keeper).failure == NULL);
	char *text = state_session(state, 1);
	CHECK(text != NULL && strcmp(text, "a session") == 0);
	free(text);
	limit.rlim_cur = FILE_MAX;
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	keeper_free(keeper);
	text = state_session(state, 1);
	CHECK(text != NULL && text[0] == 'x');
	free(text);
	state_close(state);
}

static void
a_disk_that_is_full(void **unused)
{
	(void)unused;
	char *notice;
	write_state(good.data, good.length);
	run_apart(fill_the_disk);
	struct state *state = open_and_check(&notice);
	assert_null(notice);
	state_close(state);
}

static void
start_on_a_full_disk(void)
{
	struct rlimit limit = {1024, RLIM_INFINITY};
	(void)signal(SIGXFSZ, SIG_IGN);
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	use_in_memory();
}

static void
a_disk_that_is_full_from_the_start(void **unused)
{
	(void)unused;
	write_state(good.data, good.length);
	run_apart(start_on_a_full_disk);
	assert_bytes(place, good.data, good.length);
}

/* What cannot be put right for want of room is read, and left as it is. */
static void
a_damaged_file_on_a_full_disk(void **unused)
{
	(void)unused;
	char *notice;
	struct buf bad = buf_empty();
	buf_add(&bad, good.data, good.length);
	memset(bad.data + good.length - PAGE_BYTES, 0xA5, PAGE_BYTES);
	buf_truncate(&bad, good.length - 1);
	write_state(bad.data, bad.length);
	run_apart(start_on_a_full_disk);
	assert_bytes(place, bad.data, bad.length);
	struct state *state = open_and_check(&notice);
	assert_non_null(strstr(notice, "was damaged"));
	assert_true(state_is_kept(state));
	free(notice);
	state_close(state);
	buf_free(&bad);
}

int
main(int count, char **words)
{
	if (count > 1)
		return start_beside_others();
	program = words[0];
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(any_page_may_be_spoiled),
			cmocka_unit_test(one_bit_is_noticed),
			cmocka_unit_test(without_its_first_page_all_is_there),
			cmocka_unit_test(a_file_may_be_cut_anywhere),
			cmocka_unit_test(an_empty_file_is_a_new_one),
			cmocka_unit_test(what_is_no_database_is_moved_aside),
			cmocka_unit_test(what_is_in_the_log_is_carried_over),
			cmocka_unit_test(a_state_behind_a_link_is_put_right_where_it_is),
			cmocka_unit_test(the_file_is_for_the_user_alone),
			cmocka_unit_test(other_connections_go_on_with_the_new_file),
			cmocka_unit_test(a_keeper_puts_damage_right),
			cmocka_unit_test(several_programs_find_the_damage),
			cmocka_unit_test(a_foreign_file_is_left_alone),
			cmocka_unit_test(a_newer_version_is_read_and_not_written),
			cmocka_unit_test(a_newer_version_may_have_no_sums),
			cmocka_unit_test(changes_of_another_program_stay),
			cmocka_unit_test_teardown(a_home_that_is_read_only, clean),
			cmocka_unit_test_teardown(a_home_where_nothing_can_be_made, clean),
			cmocka_unit_test(no_home_at_all),
			cmocka_unit_test(a_disk_that_is_full),
			cmocka_unit_test(a_disk_that_is_full_from_the_start),
			cmocka_unit_test(a_damaged_file_on_a_full_disk),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
