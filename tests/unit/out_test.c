#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/out.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What a writer sent, read back from a file that has no name. */
struct sink {
	FILE *file;
	struct out *out;
};

static void
open_sink(struct sink *sink)
{
	sink->file = tmpfile();
	assert_non_null(sink->file);
	sink->out = out_open(fileno(sink->file));
}

static void
assert_sent(struct sink *sink, const char *expected)
{
	struct err err;
	assert_true(out_close(sink->out, &err));
	struct buf got = buf_empty();
	assert_int_equal(lseek(fileno(sink->file), 0, SEEK_SET), 0);
	assert_true(file_read_all(fileno(sink->file), 1 << 22, &got, &err));
	assert_string_equal(got.data, expected);
	buf_free(&got);
	fclose(sink->file);
}

static void
text_passes_the_gate(void **state)
{
	(void)state;
	struct sink sink;
	open_sink(&sink);
	out_string(sink.out, "a\033[31mb\nc");
	out_text(sink.out, "\0", 1);
	out_format(sink.out, "%s|%d", "\x9B", 5);
	out_spaces(sink.out, 3);
	out_newline(sink.out);
	assert_sent(&sink, "a\xEF\xBF\xBD[31mb c\xEF\xBF\xBD\xEF\xBF\xBD|5   \n");
}

static void
no_style_without_color(void **state)
{
	(void)state;
	struct sink sink;
	open_sink(&sink);
	out_style(sink.out, OUT_BOLD);
	out_link(sink.out, "https://x/");
	out_string(sink.out, "a");
	assert_sent(&sink, "a");
}

static void
styles_end_with_the_line(void **state)
{
	(void)state;
	struct sink sink;
	open_sink(&sink);
	out_set_color(sink.out, true);
	out_style(sink.out, OUT_BOLD | OUT_RED);
	out_string(sink.out, "a");
	out_string(sink.out, "b");
	out_newline(sink.out);
	out_string(sink.out, "c");
	out_style(sink.out, 0);
	out_string(sink.out, "d");
	assert_sent(&sink, "\033[0;1;31mab\033[0m\n\033[0;1;31mc\033[0md");
}

static void
links_are_encoded(void **state)
{
	(void)state;
	struct sink sink;
	open_sink(&sink);
	out_set_color(sink.out, true);
	out_link(sink.out, "https://x/a b\033\\中");
	out_string(sink.out, "t");
	out_link(sink.out, NULL);
	out_string(sink.out, "u");
	assert_sent(&sink, "\033]8;;https://x/a%20b%1B\\%E4%B8%AD\033\\t\033]8;;\033\\u");
}

/* Only what a click may open, and only whole. */
static void
links_are_chosen(void **state)
{
	(void)state;
	static const char *const refused[] = {"file:///etc/passwd", "javascript:alert(1)", "/p/1",
			"httpx://x/", "data:text/html,x", ""};
	struct sink sink;
	open_sink(&sink);
	out_set_color(sink.out, true);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		out_link(sink.out, refused[i]);
		out_string(sink.out, "a");
	}
	struct buf url = buf_empty();
	buf_add_text(&url, "HTTPS://x/");
	buf_add_repeated(&url, 'y', OUT_LINK_BYTES - url.length + 1);
	out_link(sink.out, url.data);
	out_string(sink.out, "b");
	out_link(sink.out, "MAILTO:a@b.cn");
	out_string(sink.out, "c");
	buf_free(&url);
	assert_sent(&sink, "aaaaaab\033]8;;MAILTO:a@b.cn\033\\c\033]8;;\033\\");
}

static void
a_lot_of_text(void **state)
{
	(void)state;
	struct sink sink;
	open_sink(&sink);
	for (int i = 0; i < 20000; i++)
		out_string(sink.out, "0123456789");
	out_spaces(sink.out, 100000);
	out_flush(sink.out);
	assert_int_equal(lseek(fileno(sink.file), 0, SEEK_END), 300000);
	assert_true(out_close(sink.out, NULL));
	fclose(sink.file);
}

static void
closed_pipe_is_no_error(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	struct out *out = out_open(ends[1]);
	assert_false(out_is_closed(out));
	out_string(out, "x");
	out_flush(out);
	assert_true(out_is_closed(out));
	out_string(out, "y");
	assert_true(out_close(out, NULL));
	close(ends[1]);
}

static void
full_disk_is_an_error(void **state)
{
	(void)state;
	int fd = open("/dev/full", O_WRONLY);
	if (fd < 0) {
		print_message("there is no /dev/full here\n");
		skip();
	}
	struct out *out = out_open(fd);
	out_string(out, "x");
	struct err err;
	assert_false(out_close(out, &err));
	assert_string_equal(err.reason, "No space left on device");
	close(fd);
}

int
main(void)
{
	signal(SIGPIPE, SIG_IGN);
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(text_passes_the_gate),
			cmocka_unit_test(no_style_without_color),
			cmocka_unit_test(styles_end_with_the_line),
			cmocka_unit_test(links_are_encoded),
			cmocka_unit_test(links_are_chosen),
			cmocka_unit_test(a_lot_of_text),
			cmocka_unit_test(closed_pipe_is_no_error),
			cmocka_unit_test(full_disk_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
