#include "tui/terminfo.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "tui/signals.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

bool
terminfo_has(const char *name)
{
	const char *text = tigetstr(name);
	return text != NULL && text != (const char *)-1;
}

bool
terminfo_is_ecma48(void)
{
	return terminfo_has("cup") && strncmp(tigetstr("cup"), "\033[", 2) == 0;
}

/* Appends a terminfo string without its padding ("$<5>"), which only old hardware needs. */
static void
add_capability(struct buf *out, const char *name)
{
	if (!terminfo_has(name))
		return;
	for (const char *text = tigetstr(name); *text != '\0'; text++) {
		const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
		if (end != NULL)
			text = end;
		else
			buf_add_char(out, *text);
	}
}

/* What a crash has to send: kept ready, since then nothing can be looked up. */
static void
prepare_reset(int fd, bool has_mouse)
{
	struct buf reset = buf_empty();
	if (has_mouse)
		buf_add_text(&reset, "\033[?1000l\033[?1002l\033[?1003l\033[?1006l");
	if (terminfo_is_ecma48())
		buf_add_text(&reset, "\033[?2004l");
	const char *const names[] = {"rmacs", "sgr0", "op", "rmkx", "cnorm", "rmcup"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		add_capability(&reset, names[i]);
	signals_prepare(fd, reset.data, reset.length);
	buf_free(&reset);
}

bool
terminfo_check(int fd, bool has_mouse, struct err *err)
{
	const char *type = getenv("TERM");
	if (type == NULL || type[0] == '\0')
		return err_set(err, _("TERM is not set; it names the terminal's type"));
	int status = 0;
	if (setupterm(type, fd, &status) != OK)
		return err_set(err, _("TERM=%s is not known to terminfo"), type);
	bool is_usable = terminfo_has("cup");
	if (is_usable)
		prepare_reset(fd, has_mouse);
	del_curterm(cur_term);
	if (!is_usable)
		return err_set(err,
				_("TERM=%s cannot place its cursor; --list and --dump can do "
				  "without"),
				type);
	return true;
}

/* --- Keys --- */

static const struct {
	const char *name;
	struct chord chord;
} named_keys[TERMINFO_KEYS] = {
		{"kbs", {CHORD_BACKSPACE, 0}},
		{"kent", {CHORD_ENTER, 0}},
		{"kcbt", {CHORD_TAB, CHORD_SHIFT}},
		{"kcuu1", {CHORD_UP, 0}},
		{"kcud1", {CHORD_DOWN, 0}},
		{"kcuf1", {CHORD_RIGHT, 0}},
		{"kcub1", {CHORD_LEFT, 0}},
		{"khome", {CHORD_HOME, 0}},
		{"ka1", {CHORD_HOME, 0}},
		{"kend", {CHORD_END, 0}},
		{"kc1", {CHORD_END, 0}},
		{"kpp", {CHORD_PAGE_UP, 0}},
		{"ka3", {CHORD_PAGE_UP, 0}},
		{"knp", {CHORD_PAGE_DOWN, 0}},
		{"kc3", {CHORD_PAGE_DOWN, 0}},
		{"kich1", {CHORD_INSERT, 0}},
		{"kdch1", {CHORD_DELETE, 0}},
		{"kri", {CHORD_UP, CHORD_SHIFT}},
		{"kind", {CHORD_DOWN, CHORD_SHIFT}},
		{"kRIT", {CHORD_RIGHT, CHORD_SHIFT}},
		{"kLFT", {CHORD_LEFT, CHORD_SHIFT}},
		{"kHOM", {CHORD_HOME, CHORD_SHIFT}},
		{"kEND", {CHORD_END, CHORD_SHIFT}},
		{"kPRV", {CHORD_PAGE_UP, CHORD_SHIFT}},
		{"kNXT", {CHORD_PAGE_DOWN, CHORD_SHIFT}},
		{"kIC", {CHORD_INSERT, CHORD_SHIFT}},
		{"kDC", {CHORD_DELETE, CHORD_SHIFT}},
		{"kf1", {CHORD_F1, 0}},
		{"kf2", {CHORD_F1 + 1, 0}},
		{"kf3", {CHORD_F1 + 2, 0}},
		{"kf4", {CHORD_F1 + 3, 0}},
		{"kf5", {CHORD_F1 + 4, 0}},
		{"kf6", {CHORD_F1 + 5, 0}},
		{"kf7", {CHORD_F1 + 6, 0}},
		{"kf8", {CHORD_F1 + 7, 0}},
		{"kf9", {CHORD_F1 + 8, 0}},
		{"kf10", {CHORD_F1 + 9, 0}},
		{"kf11", {CHORD_F1 + 10, 0}},
		{"kf12", {CHORD_F1 + 11, 0}},
};

size_t
terminfo_keys(struct input_key keys[TERMINFO_KEYS])
{
	size_t count = 0;
	for (size_t i = 0; i < TERMINFO_KEYS; i++) {
		if (terminfo_has(named_keys[i].name))
			keys[count++] = (struct input_key){
					tigetstr(named_keys[i].name), named_keys[i].chord};
	}
	return count;
}
