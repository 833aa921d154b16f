#include "base/out.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/gate.h"
#include "base/xalloc.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH_SIZE = 32 * 1024 };

struct out {
	int fd;
	bool (*may_write)(void *context); /* asked before each write; NULL: not asked */
	void *context;			  /* for it */
	int error;			  /* errno of the first write that failed */
	bool has_color;
	unsigned style;	 /* asked for */
	unsigned shown;	 /* what the terminal stands at */
	struct buf link; /* URL asked for; empty is none */
	bool has_link_open;
	struct buf bytes; /* not yet written */
};

/* SGR numbers by bit of enum out_style. */
static const char *const style_codes[] = {
		"1", "2", "3", "4", "9", "7", "31", "32", "33", "34", "35", "36"};

struct out *
out_open(int fd)
{
	struct out *out = xcalloc(1, sizeof(*out));
	out->fd = fd;
	buf_init(&out->link);
	buf_init(&out->bytes);
	return out;
}

struct out *
out_open_while(int fd, bool (*may_write)(void *context), void *context)
{
	struct out *out = out_open(fd);
	out->may_write = may_write;
	out->context = context;
	return out;
}

/* Returns 0, or an errno. */
static int
write_while_allowed(struct out *out)
{
	const char *bytes = out->bytes.data, *end = bytes + out->bytes.length;
	while (bytes < end) {
		if (!out->may_write(out->context))
			return EPIPE;
		ssize_t wrote = write(out->fd, bytes, (size_t)(end - bytes));
		if (wrote < 0 && errno != EAGAIN && errno != EINTR)
			return errno;
		bytes += wrote > 0 ? wrote : 0;
	}
	return 0;
}

void
out_flush(struct out *out)
{
	if (out->error == 0 && out->may_write != NULL)
		out->error = write_while_allowed(out);
	else if (out->error == 0)
		out->error = file_write(out->fd, out->bytes.data, out->bytes.length);
	buf_clear(&out->bytes);
}

static void
flush_if_full(struct out *out)
{
	if (out->bytes.length >= FLUSH_SIZE)
		out_flush(out);
}

static void
show_style(struct out *out, unsigned style)
{
	if (style == out->shown)
		return;
	buf_add_text(&out->bytes, "\033[0");
	for (size_t i = 0; i < sizeof(style_codes) / sizeof(style_codes[0]); i++) {
		if (style & 1u << i)
			buf_format(&out->bytes, ";%s", style_codes[i]);
	}
	buf_add_char(&out->bytes, 'm');
	out->shown = style;
}

static void
show_link(struct out *out, bool is_open)
{
	if (is_open == out->has_link_open)
		return;
	buf_add_text(&out->bytes, "\033]8;;");
	if (is_open)
		buf_add(&out->bytes, out->link.data, out->link.length);
	buf_add_text(&out->bytes, "\033\\");
	out->has_link_open = is_open;
}

void
out_text(struct out *out, const char *bytes, size_t length)
{
	if (length == 0)
		return;
	show_link(out, out->link.length != 0);
	show_style(out, out->style);
	gate_pass(&out->bytes, bytes, length, GATE_LINE);
	flush_if_full(out);
}

void
out_string(struct out *out, const char *text)
{
	out_text(out, text, strlen(text));
}

void
out_vformat(struct out *out, const char *format, va_list arguments)
{
	struct buf text = buf_empty();
	buf_vformat(&text, format, arguments);
	out_text(out, text.data, text.length);
	buf_free(&text);
}

void
out_format(struct out *out, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	out_vformat(out, format, arguments);
	va_end(arguments);
}

void
out_line(struct out *out, const char *text)
{
	out_string(out, text);
	out_newline(out);
}

void
out_newline(struct out *out)
{
	/* Colours and links end with each line: a pager or a cut file stays readable. */
	show_style(out, 0);
	show_link(out, false);
	buf_add_char(&out->bytes, '\n');
	flush_if_full(out);
}

void
out_spaces(struct out *out, size_t count)
{
	if (count == 0)
		return;
	show_link(out, out->link.length != 0);
	show_style(out, out->style);
	for (; count > FLUSH_SIZE; count -= FLUSH_SIZE) {
		buf_add_repeated(&out->bytes, ' ', FLUSH_SIZE);
		flush_if_full(out);
	}
	buf_add_repeated(&out->bytes, ' ', count);
	flush_if_full(out);
}

void
out_style(struct out *out, unsigned style)
{
	if (out->has_color)
		out->style = style;
}

void
out_set_color(struct out *out, bool color)
{
	out->has_color = color;
	if (color)
		return;
	out->style = 0;
	buf_clear(&out->link);
}

/* A terminal opens what is clicked on: nothing that could run or read a file. */
static bool
is_linkable(const char *url)
{
	static const char *const schemes[] = {"http://", "https://", "mailto:"};
	for (size_t i = 0; url != NULL && i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		if (ascii_compare_n(url, schemes[i], strlen(schemes[i])) == 0)
			return true;
	}
	return false;
}

void
out_link(struct out *out, const char *url)
{
	if (!out->has_color)
		return;
	show_link(out, false); /* before the URL changes under it */
	buf_clear(&out->link);
	if (!is_linkable(url))
		return;
	for (; *url != '\0'; url++) {
		unsigned char byte = (unsigned char)*url;
		if (byte >= 0x21 && byte <= 0x7E)
			buf_add_char(&out->link, *url);
		else
			buf_format(&out->link, "%%%02X", (unsigned)byte);
		if (out->link.length > OUT_LINK_BYTES) {
			buf_clear(&out->link); /* half an address is another one */
			return;
		}
	}
}

bool
out_is_closed(const struct out *out)
{
	return out->error != 0;
}

bool
out_close(struct out *out, struct err *err)
{
	show_style(out, 0);
	show_link(out, false);
	out_flush(out);
	int error = out->error;
	buf_free(&out->link);
	buf_free(&out->bytes);
	free(out);
	if (error == 0 || error == EPIPE)
		return true;
	return err_set_errno(err, NULL, error);
}
