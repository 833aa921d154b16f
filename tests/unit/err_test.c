#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/utf8.h"

#include <errno.h>
#include <string.h>

static void
assert_err(const struct err *err, const char *expected)
{
	struct buf out = buf_empty();
	buf_add_text(&out, "x: ");
	err_format(err, &out);
	assert_string_equal(out.data + 3, expected);
	buf_free(&out);
}

static void
sentences(void **state)
{
	(void)state;
	struct err err;
	assert_false(err_set(&err, "no %s", "posts"));
	assert_err(&err, "no posts");
	assert_false(err_set_at(&err, "a.yml", 3, 7, "bad"));
	assert_err(&err, "a.yml:3:7: bad");
	err_set_at(&err, "a.yml", 3, 0, "bad");
	assert_err(&err, "a.yml:3: bad");
	err_set_at(&err, NULL, 3, 7, "bad");
	assert_err(&err, "3:7: bad");
	err_add_path(&err, "b.yml");
	err_add_path(&err, "c.yml");
	assert_err(&err, "b.yml:3:7: bad");
	assert_false(err_set_errno(&err, "f", ENOENT));
	assert_err(&err, "f: No such file or directory");
	err_set(&err, "again");
	assert_err(&err, "again");
}

static void
nobody_listens(void **state)
{
	(void)state;
	assert_false(err_set(NULL, "x"));
	assert_false(err_set_at(NULL, "p", 1, 1, "x"));
	assert_false(err_set_errno(NULL, "p", ENOENT));
	err_add_path(NULL, "p");
}

static void
quoting_itself(void **state)
{
	(void)state;
	struct err err;
	err_set_at(&err, "a", 1, 2, "inner");
	err_set_at(&err, err.path, err.line, 0, "outer: %s", err.reason);
	assert_err(&err, "a:1: outer: inner");
}

static void
long_ones_are_cut_between_characters(void **state)
{
	(void)state;
	char text[3 * 600 + 1] = "";
	for (int i = 0; i < 600; i++)
		memcpy(text + 3 * i, "中", 4);
	struct err err;
	err_set_at(&err, text, 0, 0, "%s", text);
	assert_true(strlen(err.reason) > ERR_REASON_SIZE - 4);
	assert_true(utf8_is_valid(err.reason, strlen(err.reason)));
	assert_true(strlen(err.path) > ERR_PATH_SIZE - 4);
	assert_true(utf8_is_valid(err.path, strlen(err.path)));
}

static void
several_problems(void **state)
{
	(void)state;
	struct problems *problems = problems_new();
	struct err err;
	problems_add(problems, SEVERITY_ERROR, "m.yaml", 2, 3, "no action %s", "fly");
	problems_add(problems, SEVERITY_WARNING, NULL, 0, 0, "odd");
	err_set_at(&err, "x", 4, 0, "why");
	problems_add_err(problems, SEVERITY_WARNING, &err);
	for (int i = 0; i < 100; i++)
		problems_add(problems, SEVERITY_WARNING, "p", (size_t)i, 0, "n%d", i);
	assert_int_equal(problems_count(problems), 103);
	assert_int_equal(problems_error_count(problems), 1);
	const char *const expected[] = {
			"m.yaml:2:3: no action fly", "warning: odd", "x:4: warning: why"};
	for (size_t i = 0; i < 3; i++) {
		struct buf out = buf_empty();
		problem_format(problems_get(problems, i), &out);
		assert_string_equal(out.data, expected[i]);
		buf_free(&out);
	}
	assert_null(problems_get(problems, 103));
	problems_free(problems);
	problems_free(NULL);
}

/* What the C library says of files that are on other machines, encrypted or on damaged disks can be translated. */
static void
reasons_of_the_system_are_marked(void **state)
{
	(void)state;
	static const char *const marked[] = {
#define N_(text) text,
#include "base/foreign.def"
#undef N_
	};
	static const int numbers[] = {EPERM, ENOENT, EINTR, EIO, ENXIO, EACCES, ENOTDIR, ESTALE,
			ETIMEDOUT, EDEADLK, ENOLCK, ENOSYS, ENOTEMPTY, ENODATA, ENOLINK, EPROTO,
			EBADMSG, EILSEQ, EOPNOTSUPP, ENETDOWN, ENETUNREACH, ECONNABORTED,
			ECONNRESET, ENOBUFS, ENOTCONN, ECONNREFUSED, EHOSTUNREACH, ECANCELED};
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		bool is_marked = false;
		for (size_t at = 0; at < sizeof(marked) / sizeof(marked[0]); at++)
			is_marked = is_marked || strcmp(marked[at], strerror(numbers[i])) == 0;
		if (!is_marked)
			fail_msg("not marked: %s", strerror(numbers[i]));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(sentences),
			cmocka_unit_test(nobody_listens),
			cmocka_unit_test(quoting_itself),
			cmocka_unit_test(long_ones_are_cut_between_characters),
			cmocka_unit_test(several_problems),
			cmocka_unit_test(reasons_of_the_system_are_marked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
