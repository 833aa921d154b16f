/* A new file takes its place when it is whole, and not before. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "base/new_file.h"

#include "one_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>

/* What the file has, which is short; "" if there is none. */
static const char *
text_of(const char *path)
{
	static char text[64];
	FILE *file = fopen(path, "r");
	size_t length = file != NULL ? fread(text, 1, sizeof(text) - 1, file) : 0;
	if (file != NULL)
		fclose(file);
	text[length] = '\0';
	return text;
}

static void
write_new(const char *path, const char *text, bool is_good)
{
	struct new_file file;
	struct err err;
	assert_true(new_file_begin(&file, path, &err));
	assert_true(file_write_all(file.fd, text, strlen(text), &err));
	assert_true(new_file_end(&file, is_good, &err));
}

static mode_t
mode_of(const char *path)
{
	struct stat status;
	assert_int_equal(lstat(path, &status), 0);
	return status.st_mode;
}

static void
what_is_given_up_leaves_all_as_it_was(void **unused)
{
	(void)unused;
	char *path = folder_path(folder, "given/up");
	char *only = folder_path(folder, "given/");
	write_new(path, "new", false);
	assert_int_equal(access(path, F_OK), -1);
	folder_write(folder, "given/up", "old");
	assert_int_equal(chmod(path, 0640), 0);
	write_new(path, "new", false);
	assert_string_equal(text_of(path), "old");
	write_new(path, "new", true);
	assert_string_equal(text_of(path), "new");
	assert_int_equal(mode_of(path) & 0777, 0640);
	/* Nothing stays beside it. */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(only), 0);
	free(path);
	free(only);
}

static void
a_link_leads_to_the_file(void **unused)
{
	(void)unused;
	char *link = folder_path(folder, "link");
	char *path = folder_path(folder, "target");
	folder_write(folder, "target", "old");
	assert_int_equal(symlink("target", link), 0);
	write_new(link, "new", true);
	assert_string_equal(text_of(path), "new");
	assert_true(S_ISLNK(mode_of(link)));
	free(link);
	free(path);
}

static void
a_fifo_is_written_as_it_is(void **unused)
{
	(void)unused;
	char *path = folder_path(folder, "fifo");
	char got[4] = "";
	assert_int_equal(mkfifo(path, 0600), 0);
	int fd = open(path, O_RDONLY | O_NONBLOCK);
	write_new(path, "new", true);
	assert_int_equal(read(fd, got, 3), 3);
	assert_string_equal(got, "new");
	close(fd);
	free(path);
}

/* Begins one as a user without privileges; the errno, 0 if it could be begun. */
static int
begin_as_another(const char *path)
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		struct new_file file;
		struct err err;
		bool is_other = geteuid() != 0 || setuid(65534) == 0;
		errno = 0;
		_exit(is_other && new_file_begin(&file, path, &err) ? 0 : errno);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WEXITSTATUS(status);
}

/* Its folder may be written, but that is no right to replace it. */
static void
what_may_not_be_written_is_not_replaced(void **unused)
{
	(void)unused;
	char *path = folder_path(folder, "closed/file");
	char *closed = folder_path(folder, "closed");
	folder_write(folder, "closed/file", "old");
	assert_int_equal(chmod(folder, 0711), 0);
	assert_int_equal(chmod(closed, 0777), 0);
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(begin_as_another(path), EACCES);
	assert_int_equal(chmod(path, 0666), 0);
	assert_int_equal(begin_as_another(path), 0);
	free(closed);
	free(path);
}

static void
where_no_file_can_be_that_is_said(void **unused)
{
	(void)unused;
	struct new_file file;
	struct err err;
	char *path = folder_path(folder, "there");
	char *below = folder_path(folder, "nowhere");
	below[strlen(below) - 1] = '/';
	assert_false(new_file_begin(&file, below, &err));
	assert_string_equal(err.path, below);
	assert_false(new_file_begin(&file, folder, &err));
	free(path);
	free(below);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(what_is_given_up_leaves_all_as_it_was),
			cmocka_unit_test(a_link_leads_to_the_file),
			cmocka_unit_test(a_fifo_is_written_as_it_is),
			cmocka_unit_test(what_may_not_be_written_is_not_replaced),
			cmocka_unit_test(where_no_file_can_be_that_is_said),
	};
	return cmocka_run_group_tests(tests, begin_folder, end_folder);
}
