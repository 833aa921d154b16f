#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"

#include "folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct place {
	char directory[FOLDER_SIZE];
	int fd;
};

static int
make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	if (!folder_make(place->directory))
		return -1;
	place->fd = open(place->directory, O_RDONLY | O_DIRECTORY);
	*state = place;
	return 0;
}

static int
drop_place(void **state)
{
	struct place *place = *state;
	close(place->fd);
	int status = folder_remove(place->directory);
	free(place);
	return status;
}

static void
write_file(struct place *place, const char *name, const char *text, size_t length)
{
	folder_write_bytes(place->directory, name, text, length);
}

static void
reads_up_to_a_limit(void **state)
{
	struct place *place = *state;
	write_file(place, "plain", "0123456789", 10);
	struct buf out = buf_empty();
	buf_add_text(&out, ">");
	struct file_state state_read;
	struct err err;
	assert_true(file_read_at(place->fd, "plain", 4, &out, &state_read, &err));
	assert_string_equal(out.data, ">0123");
	assert_int_equal(state_read.size, 10);
	struct stat status;
	assert_int_equal(fstatat(place->fd, "plain", &status, 0), 0);
	assert_int_equal(state_read.mtime, file_state_of(&status).mtime);
	assert_int_equal(state_read.mtime / 1000000000, status.st_mtim.tv_sec);
	buf_clear(&out);
	assert_true(file_read_at(place->fd, "plain", 100, &out, NULL, NULL));
	assert_string_equal(out.data, "0123456789");
	buf_free(&out);
}

static void
whole_files(void **state)
{
	struct place *place = *state;
	size_t length = 300000;
	char *text = malloc(length);
	for (size_t i = 0; i < length; i++)
		text[i] = (char)(i * 7);
	write_file(place, "plain", text, length);
	write_file(place, "empty", "", 0);
	char *path = file_join(place->directory, "plain");
	struct err err;
	struct buf out = buf_empty();
	assert_true(file_read(path, length, &out, &err));
	assert_int_equal(out.length, length);
	assert_memory_equal(out.data, text, length);
	assert_false(file_read(path, length - 1, &out, &err));
	assert_string_equal(err.reason, "is larger than 299999 bytes");
	assert_string_equal(err.path, path);
	assert_int_equal(out.length, length);
	free(path);
	path = file_join(place->directory, "empty");
	assert_true(file_read(path, 0, &out, &err));
	assert_int_equal(out.length, length);
	free(path);
	free(text);
	buf_free(&out);
}

static void
assert_refused(struct place *place, const char *name, const char *reason)
{
	struct err err;
	struct buf out = buf_empty();
	assert_false(file_read_at(place->fd, name, 100, &out, NULL, &err));
	assert_string_equal(err.reason, reason);
	assert_string_equal(err.path, name);
	assert_int_equal(out.length, 0);
	assert_false(file_read_at(place->fd, name, 100, &out, NULL, NULL));
	buf_free(&out);
}

static void
only_regular_files(void **state)
{
	struct place *place = *state;
	assert_int_equal(mkfifoat(place->fd, "fifo", 0600), 0);
	assert_int_equal(mkdirat(place->fd, "sub", 0700), 0);
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", place->directory);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_refused(place, "fifo", "is a FIFO");
	assert_refused(place, "sub", "is a directory");
	assert_refused(place, "socket", "is a socket");
	assert_refused(place, "none", "No such file or directory");
	assert_refused(place, "/dev/null", "is a device");
	close(fd);
}

static void
descriptors(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "abc", 3), 3);
	close(ends[1]);
	struct err err;
	struct buf out = buf_empty();
	assert_true(file_read_all(ends[0], 3, &out, &err));
	assert_string_equal(out.data, "abc");
	close(ends[0]);
	assert_false(file_read_all(ends[0], 3, &out, &err));
	assert_string_equal(err.reason, "Bad file descriptor");
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "abc", 3), 3);
	close(ends[1]);
	assert_false(file_read_all(ends[0], 2, &out, &err));
	assert_string_equal(err.reason, "more than 2 bytes");
	assert_string_equal(out.data, "abc");
	close(ends[0]);
	buf_free(&out);
}

static void
assert_path(char *path, const char *expected)
{
	if (expected == NULL) {
		assert_null(path);
		return;
	}
	assert_string_equal(path, expected);
	free(path);
}

static void
xdg_folders(void **state)
{
	(void)state;
	setenv("HOME", "/home/me", 1);
	unsetenv("XDG_CONFIG_HOME");
	setenv("XDG_CACHE_HOME", "relative", 1);
	assert_path(file_config_path("config.yaml"), "/home/me/.config/reader/config.yaml");
	assert_path(file_cache_path("x"), "/home/me/.cache/reader/x");
	setenv("XDG_CACHE_HOME", "/cache", 1);
	assert_path(file_cache_path("x"), "/cache/reader/x");
	setenv("XDG_CACHE_HOME", "", 1);
	assert_path(file_cache_path("x"), "/home/me/.cache/reader/x");
	unsetenv("HOME");
	assert_path(file_cache_path("x"), NULL);
}

static void
joining(void **state)
{
	(void)state;
	assert_path(file_join("a", "b"), "a/b");
	assert_path(file_join("a//", "/b"), "a/b");
	assert_path(file_join("/", "b"), "/b");
	assert_path(file_join("", "b"), "b");
}

static void
times_of_all_ages(void **state)
{
	(void)state;
	static const struct {
		time_t seconds;
		long nanoseconds;
		int64_t expected;
	} times[] = {{0, 0, 0}, {1, 5, 1000000005}, {-1, 999999999, -1},
			{9223372035, 999999999, 9223372035999999999}, {9223372036, 0, INT64_MAX},
			{13569465600, 0, INT64_MAX}, /* 2400 */
			{-9223372035, 0, -9223372035000000000}, {-9223372037, 0, INT64_MIN},
			{INT64_MAX, 999999999, INT64_MAX}, {INT64_MIN, 0, INT64_MIN}};
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct stat status = {.st_mtim = {times[i].seconds, times[i].nanoseconds}};
		assert_int_equal(file_state_of(&status).mtime, times[i].expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(
					reads_up_to_a_limit, make_place, drop_place),
			cmocka_unit_test_setup_teardown(whole_files, make_place, drop_place),
			cmocka_unit_test_setup_teardown(only_regular_files, make_place, drop_place),
			cmocka_unit_test(descriptors),
			cmocka_unit_test(times_of_all_ages),
			cmocka_unit_test(xdg_folders),
			cmocka_unit_test(joining),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
