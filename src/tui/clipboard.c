#include "tui/clipboard.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

enum { SCREEN_PIECE = 512 };

static const char passed_on[] = "\033P", passed_on_by_tmux[] = "\033Ptmux;",
		  end_of_pass[] = "\033\\";

static void
add_base64(struct buf *out, const char *text, size_t length)
{
	static const char digits[] =
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t at = 0; at < length; at += 3) {
		unsigned long bits = 0;
		size_t count = length - at < 3 ? length - at : 3;
		for (size_t i = 0; i < 3; i++)
			bits = bits << 8 | (i < count ? (unsigned char)text[at + i] : 0u);
		for (size_t i = 0; i < 4; i++)
			buf_add_char(out, i <= count ? digits[bits >> (18 - 6 * i) & 63] : '=');
	}
}

static bool
is_terminal(const char *start)
{
	const char *type = getenv("TERM");
	return type != NULL && strncmp(type, start, strlen(start)) == 0;
}

bool
clipboard_is_known(void)
{
	return !is_terminal("vt") && !is_terminal("linux") && !is_terminal("ansi");
}

enum multiplexer
clipboard_multiplexer(void)
{
	if (getenv("TMUX") != NULL || is_terminal("tmux"))
		return MULTIPLEXER_TMUX;
	if (getenv("STY") != NULL || is_terminal("screen"))
		return MULTIPLEXER_SCREEN;
	return MULTIPLEXER_NONE;
}

static void
wrap_for_tmux(struct buf *out, const char *sequence)
{
	buf_add_text(out, passed_on_by_tmux);
	for (; *sequence != '\0'; sequence++)
		buf_format(out, *sequence == '\033' ? "%c\033" : "%c", *sequence);
	buf_add_text(out, end_of_pass);
}

static void
wrap_for_screen(struct buf *out, const char *sequence, size_t length)
{
	for (size_t at = 0; at < length; at += SCREEN_PIECE) {
		size_t left = length - at;
		buf_add_text(out, passed_on);
		buf_add(out, sequence + at, left < SCREEN_PIECE ? left : SCREEN_PIECE);
		buf_add_text(out, end_of_pass);
	}
}

void
clipboard_sequence(struct buf *out, const char *text, size_t length, enum multiplexer multiplexer)
{
	struct buf sequence = buf_empty();
	buf_add_text(&sequence, "\033]52;c;");
	add_base64(&sequence, text, length);
	buf_add_char(&sequence, '\007'); /* not ST, which would end what it is wrapped in */
	if (multiplexer != MULTIPLEXER_SCREEN)
		buf_add(out, sequence.data, sequence.length);
	if (multiplexer == MULTIPLEXER_TMUX)
		wrap_for_tmux(out, sequence.data);
	else if (multiplexer == MULTIPLEXER_SCREEN)
		wrap_for_screen(out, sequence.data, sequence.length);
	buf_free(&sequence);
}
