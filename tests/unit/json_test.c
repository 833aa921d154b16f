/* JSON: what is written can be read back, and nothing else than one plain object is read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 4 };

static struct json_field fields[MOST];
static size_t count;
static struct err err;

/* Reads a copy, which stays for the texts until the next one. */
static bool
read_bytes(const char *text, size_t length)
{
	static char *line;
	free(line);
	line = malloc(length + 1);
	assert_non_null(line);
	memcpy(line, text, length);
	line[length] = '\0';
	return json_read_object(line, length, fields, MOST, &count, &err);
}

static bool
read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

static void
values_are_read(void **unused)
{
	(void)unused;
	assert_true(read_text(" {\"a\" : \"x\\u4e2d\\n\\\"\\/\", \"b\":-120,\t\"c\":true,\"\":null "
			      "} \r"));
	assert_int_equal(count, 4);
	assert_string_equal(fields[0].name, "a");
	assert_int_equal(fields[0].kind, JSON_STRING);
	assert_string_equal(fields[0].text, "x中\n\"/");
	assert_int_equal(fields[1].kind, JSON_INTEGER);
	assert_int_equal(fields[1].number, -120);
	assert_int_equal(fields[1].column, 30);
	assert_int_equal(fields[2].kind, JSON_BOOL);
	assert_int_equal(fields[2].number, 1);
	assert_int_equal(fields[3].kind, JSON_NULL);
	assert_string_equal(fields[3].name, "");
	assert_true(read_text("{}"));
	assert_int_equal(count, 0);
	assert_true(read_text("{\"a\":999999999999999999,\"b\":0,\"c\":false}"));
	assert_int_equal(fields[0].number, 999999999999999999);
	assert_int_equal(fields[2].number, 0);
}

static void
any_text_is_read_as_it_was_written(void **unused)
{
	(void)unused;
	for (unsigned high = 0; high < 256; high++) {
		for (unsigned low = 1; low < 256; low++) {
			const char text[] = {(char)low, (char)high, '\0'};
			struct buf line = buf_empty();
			buf_add_text(&line, "{\"a\":");
			json_add_string(&line, text);
			buf_add_text(&line, "}");
			assert_true(read_bytes(line.data, line.length));
			assert_string_equal(fields[0].text, text);
			buf_free(&line);
		}
	}
	assert_true(read_text("{\"a\":\"\\ud83d\\ude00\"}"));
	assert_string_equal(fields[0].text, "\U0001F600");
}

static void
nonsense_is_refused_where_it_stands(void **unused)
{
	(void)unused;
	static const struct {
		const char *text;
		size_t column;
	} cases[] = {
			{"", 1},
			{"[]", 1},
			{"x", 1},
			{"{", 2},
			{"{\"a\"}", 5},
			{"{\"a\":1", 7},
			{"{\"a\":1,}", 8},
			{"{\"a\":1 \"b\":2}", 8},
			{"{\"a\":1}}", 8},
			{"{\"a\":1}{}", 8},
			{"{a:1}", 2},
			{"{'a':1}", 2},
			{"{\"a\":}", 6},
			{"{\"a\":tru}", 6},
			{"{\"a\":TRUE}", 6},
			{"{\"a\":NaN}", 6},
			{"{\"a\":truefalse}", 10},
			{"{\"a\":01}", 8},
			{"{\"a\":-}", 7},
			{"{\"a\":+1}", 6},
			{"{\"a\":1.5}", 7},
			{"{\"a\":1e3}", 7},
			{"{\"a\":1234567890123456789}", 24},
			{"{\"a\":[1]}", 6},
			{"{\"a\":{}}", 6},
			{"{\"a\":\"x}", 9},
			{"{\"中文\":\"x\ty\"}", 9},
			{"{\"a\":\"\\x\"}", 8},
			{"{\"a\":\"\\u12\"}", 11},
			{"{\"a\":\"\\u0000\"}", 13},
			{"{\"a\":\"\\ud800\"}", 13},
			{"{\"a\":\"\\ud800\\u0041\"}", 19},
			{"{\"a\":\"\\udc00\"}", 13},
			{"{\"a\":\"\\udd00\"}", 13},
			{"{\"a\":1,\"a\":2}", 8},
			{"{\"a\":\"中\xFF\"}", 8},
			{"{\"a\":\"\xED\xA0\x80\"}", 7},
			{"{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1}", 26},
			{"{\"a\":1/* */}", 7},
			{"\xEF\xBB\xBF{}", 1},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (read_text(cases[i].text))
			fail_msg("%s is read", cases[i].text);
		if (err.column != cases[i].column)
			fail_msg("%s: column %zu, %s", cases[i].text, err.column, err.reason);
	}
	assert_false(read_bytes("{\"a\":\"x\0y\"}", 11));
	assert_int_equal(err.column, 8);
	assert_false(read_bytes("{\"a\"\0:1}", 8));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(values_are_read),
			cmocka_unit_test(any_text_is_read_as_it_was_written),
			cmocka_unit_test(nonsense_is_refused_where_it_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
