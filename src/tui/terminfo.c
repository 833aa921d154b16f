#include "tui/terminfo.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "tui/signals.h"

#include <curses.h>
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
