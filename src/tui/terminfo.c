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
} named_keys[] = {
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
};

/* Keys whose names, with Shift, may have xterm's number for other modifiers behind them. */
static const struct {
	const char *name;
	uint32_t code;
} shifted_keys[] = {{"kUP", CHORD_UP}, {"kDN", CHORD_DOWN}, {"kRIT", CHORD_RIGHT},
		{"kLFT", CHORD_LEFT}, {"kHOM", CHORD_HOME}, {"kEND", CHORD_END},
		{"kPRV", CHORD_PAGE_UP}, {"kNXT", CHORD_PAGE_DOWN}, {"kIC", CHORD_INSERT},
		{"kDC", CHORD_DELETE}};

static size_t
add_key(struct input_key *keys, size_t count, const char *name, struct chord chord)
{
	if (count == TERMINFO_KEYS || !terminfo_has(name))
		return count;
	keys[count] = (struct input_key){tigetstr(name), chord};
	return count + 1;
}

size_t
terminfo_keys(struct input_key keys[TERMINFO_KEYS])
{
	enum { FUNCTION_KEYS = 12, MOST_MODIFIERS = 8 };
	size_t count = 0;
	char name[16];
	for (size_t i = 0; i < sizeof(named_keys) / sizeof(named_keys[0]); i++)
		count = add_key(keys, count, named_keys[i].name, named_keys[i].chord);
	for (uint32_t i = 0; i < FUNCTION_KEYS; i++) {
		(void)snprintf(name, sizeof(name), "kf%u", (unsigned)i + 1);
		count = add_key(keys, count, name, (struct chord){CHORD_F1 + i, 0});
	}
	for (size_t i = 0; i < sizeof(shifted_keys) / sizeof(shifted_keys[0]); i++) {
		uint32_t code = shifted_keys[i].code;
		count = add_key(keys, count, shifted_keys[i].name,
				(struct chord){code, CHORD_SHIFT});
		for (unsigned number = 3; number <= MOST_MODIFIERS; number++) {
			(void)snprintf(name, sizeof(name), "%s%u", shifted_keys[i].name, number);
			count = add_key(keys, count, name,
					(struct chord){code, input_modifiers(number)});
		}
	}
	return count;
}
