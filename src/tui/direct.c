#include "tui/direct.h"

#include "base/buf.h"
#include "base/xalloc.h"
#include "tui/clipboard.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

enum {
	MAGIC = 01036 /* of an entry whose numbers have 32 bits */,
	COLORS_DIRECT = 1 << 24,
	PAIRS = 1 << 15
};

static const char entry_name[] = "reader-direct";

/* What is changed of the terminal's own entry; NULL: it has no such thing. */
static const struct {
	const char *name, *text;
} changed[] = {
		{"setaf", "\033[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;"
			  "%p1%{255}%&%d%;m"},
		{"setab", "\033[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;"
			  "%p1%{255}%&%d%;m"},
		{"setf", NULL},
		{"setb", NULL},
		{"initc", NULL},
		{"oc", NULL},
};

static void
add_short(struct buf *out, int value)
{
	buf_add_char(out, (char)(value & 0xFF));
	buf_add_char(out, (char)(value >> 8 & 0xFF));
}

static void
add_number(struct buf *out, int value)
{
	add_short(out, value & 0xFFFF);
	add_short(out, value >> 16 & 0xFFFF);
}

/* Numbers begin at even bytes. */
static void
align(struct buf *out)
{
	if (out->length % 2 != 0)
		buf_add_char(out, '\0');
}

/* A text's place in the table, to which it is added; -1 for NULL, which is of what is not there. */
static int
add_text(struct buf *texts, const char *text)
{
	int place = (int)texts->length;
	if (text == NULL)
		return -1;
	buf_add(texts, text, strlen(text) + 1);
	return place;
}

static const char *
text_of(const char *name)
{
	const char *text = tigetstr(name);
	for (size_t i = 0; i < sizeof(changed) / sizeof(changed[0]); i++) {
		if (strcmp(name, changed[i].name) == 0)
			return changed[i].text;
	}
	return text != (const char *)-1 ? text : NULL;
}

static int
number_of(const char *name)
{
	if (strcmp(name, "colors") == 0)
		return COLORS_DIRECT;
	return strcmp(name, "pairs") == 0 ? PAIRS : tigetnum(name);
}

static size_t
count_names(NCURSES_CONST char *const *names)
{
	size_t count = 0;
	while (names[count] != NULL)
		count++;
	return count;
}

/* That colours are direct is said by a flag without a place of its own: one flag, one name. */
static void
add_flag(struct buf *out)
{
	static const char flag[] = "RGB";
	add_short(out, 1); /* flags */
	add_short(out, 0); /* numbers */
	add_short(out, 0); /* texts */
	add_short(out, 1); /* these and the names */
	add_short(out, sizeof(flag));
	buf_add_char(out, 1);
	align(out);
	add_short(out, 0); /* where its name begins */
	buf_add(out, flag, sizeof(flag));
}

/* The entry of the terminal that setupterm has found, with direct colours. */
static struct buf
make_entry(void)
{
	struct buf out = buf_empty(), texts = buf_empty(), places = buf_empty();
	for (size_t i = 0; strnames[i] != NULL; i++)
		add_short(&places, add_text(&texts, text_of(strnames[i])));
	add_short(&out, MAGIC);
	add_short(&out, sizeof(entry_name));
	add_short(&out, (int)count_names(boolnames));
	add_short(&out, (int)count_names(numnames));
	add_short(&out, (int)count_names(strnames));
	add_short(&out, (int)texts.length);
	buf_add(&out, entry_name, sizeof(entry_name));
	for (size_t i = 0; boolnames[i] != NULL; i++)
		buf_add_char(&out, strcmp(boolnames[i], "ccc") != 0 && tigetflag(boolnames[i]) > 0);
	align(&out);
	for (size_t i = 0; numnames[i] != NULL; i++)
		add_number(&out, number_of(numnames[i]));
	buf_add(&out, places.data, places.length);
	buf_add(&out, texts.data, texts.length);
	align(&out);
	add_flag(&out);
	buf_free(&texts);
	buf_free(&places);
	return out;
}

/*
 * Whether the terminal takes `CSI 38;2;r;g;b m`: it says so, and its entry has the 256 colours of `CSI 38;5`.
 * GNU screen takes neither what it hands on nor $COLORTERM from the programs in it.
 */
static bool
is_direct(void)
{
	const char *says = getenv("COLORTERM");
	const char *foreground = tigetstr("setaf");
	return says != NULL && clipboard_multiplexer() != MULTIPLEXER_SCREEN &&
	       (strcmp(says, "truecolor") == 0 || strcmp(says, "24bit") == 0) &&
	       tigetnum("colors") == 256 && foreground != NULL && foreground != (const char *)-1 &&
	       strstr(foreground, "38;5;") != NULL;
}

/* What $TERMINFO is to be while curses opens the terminal; NULL: as it is. */
static char *
direct_terminfo(const char *type)
{
	int status = 0;
	if (type == NULL || setupterm(type, STDOUT_FILENO, &status) != OK)
		return NULL;
	struct buf hex = buf_empty();
	if (is_direct()) {
		struct buf entry = make_entry();
		buf_add_text(&hex, "hex:");
		for (size_t i = 0; i < entry.length; i++)
			buf_format(&hex, "%02x", (unsigned char)entry.data[i]);
		buf_free(&entry);
	}
	del_curterm(cur_term);
	if (hex.length > 0)
		return buf_take(&hex);
	buf_free(&hex);
	return NULL;
}

struct screen *
direct_newterm(FILE *output, FILE *input)
{
	struct screen *screen = NULL;
	char *entry = direct_terminfo(getenv("TERM"));
	if (entry != NULL) {
		const char *set = getenv("TERMINFO");
		char *before = set != NULL ? xstrdup(set) : NULL;
		(void)setenv("TERMINFO", entry, 1);
		screen = newterm(entry_name, output, input);
		if (before != NULL)
			(void)setenv("TERMINFO", before, 1);
		else
			(void)unsetenv("TERMINFO");
		free(before);
		free(entry);
	}
	return screen != NULL ? screen : newterm(NULL, output, input);
}
