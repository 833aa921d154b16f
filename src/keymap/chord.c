#include "keymap/chord.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

struct key_name {
	const char *name;
	uint32_t code;
};

/* The first name of a code is the one it is written with. */
static const struct key_name key_names[] = {
		{"Space", ' '},
		{"Enter", CHORD_ENTER},
		{"Esc", CHORD_ESCAPE},
		{"Tab", CHORD_TAB},
		{"BS", CHORD_BACKSPACE},
		{"Del", CHORD_DELETE},
		{"Ins", CHORD_INSERT},
		{"Up", CHORD_UP},
		{"Down", CHORD_DOWN},
		{"Left", CHORD_LEFT},
		{"Right", CHORD_RIGHT},
		{"Home", CHORD_HOME},
		{"End", CHORD_END},
		{"PgUp", CHORD_PAGE_UP},
		{"PgDn", CHORD_PAGE_DOWN},
		{"F1", CHORD_F1},
		{"F2", CHORD_F1 + 1},
		{"F3", CHORD_F1 + 2},
		{"F4", CHORD_F1 + 3},
		{"F5", CHORD_F1 + 4},
		{"F6", CHORD_F1 + 5},
		{"F7", CHORD_F1 + 6},
		{"F8", CHORD_F1 + 7},
		{"F9", CHORD_F1 + 8},
		{"F10", CHORD_F1 + 9},
		{"F11", CHORD_F1 + 10},
		{"F12", CHORD_F12},
		{"Return", CHORD_ENTER},
		{"CR", CHORD_ENTER},
		{"Escape", CHORD_ESCAPE},
		{"Backspace", CHORD_BACKSPACE},
		{"Delete", CHORD_DELETE},
		{"Insert", CHORD_INSERT},
		{"PageUp", CHORD_PAGE_UP},
		{"PageDown", CHORD_PAGE_DOWN},
};

static const struct {
	const char *prefix;
	unsigned modifier;
} modifier_names[] = {
		{"C-", CHORD_CTRL},
		{"Ctrl-", CHORD_CTRL},
		{"M-", CHORD_META},
		{"Alt-", CHORD_META},
		{"Meta-", CHORD_META},
		{"S-", CHORD_SHIFT},
		{"Shift-", CHORD_SHIFT},
};

enum { NAME_COUNT = sizeof(key_names) / sizeof(key_names[0]) };

bool
chord_equal(struct chord a, struct chord b)
{
	return a.code == b.code && a.modifiers == b.modifiers;
}

const char *
chord_key_name(size_t index)
{
	return index < NAME_COUNT ? key_names[index].name : NULL;
}

/* Takes one `C-`, `Alt-`, … off the front; what follows must not be empty. */
static bool
take_modifier(const char **name, size_t *length, unsigned *modifiers)
{
	for (size_t i = 0; i < sizeof(modifier_names) / sizeof(modifier_names[0]); i++) {
		size_t prefix_length = strlen(modifier_names[i].prefix);
		if (*length <= prefix_length || ascii_compare_n(*name, modifier_names[i].prefix,
								prefix_length) != 0)
			continue;
		*modifiers |= modifier_names[i].modifier;
		*name += prefix_length;
		*length -= prefix_length;
		return true;
	}
	return false;
}

static bool
parse_code(const char *name, size_t length, uint32_t *code)
{
	for (size_t i = 0; i < NAME_COUNT; i++) {
		if (strlen(key_names[i].name) == length &&
				ascii_compare_n(key_names[i].name, name, length) == 0) {
			*code = key_names[i].code;
			return true;
		}
	}
	if (length == 0 || !utf8_is_valid(name, length))
		return false;
	bool is_single = utf8_decode(name, length, code) == length;
	bool is_control = *code <= ' ' || (*code >= 0x7F && *code < 0xA0);
	return is_single && !is_control;
}

/* Ctrl with a character: the 32 control codes of ASCII, some of which are keys of their own. */
static bool
normalise_ctrl(struct chord *chord)
{
	uint32_t code = chord->code;
	if (code >= 'A' && code <= 'Z')
		code += 'a' - 'A';
	static const struct {
		char character;
		uint32_t key;
	} keys[] = {{'i', CHORD_TAB}, {'m', CHORD_ENTER}, {'[', CHORD_ESCAPE}};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (code == (uint32_t)keys[i].character) {
			chord->code = keys[i].key;
			chord->modifiers &= ~(unsigned)CHORD_CTRL;
			return true;
		}
	}
	if (code == '@')
		code = ' ';
	if (code == '/')
		code = '_';
	chord->code = code;
	return (code >= 'a' && code <= 'z') || code == ' ' || code == '\\' || code == ']' ||
	       code == '^' || code == '_';
}

/* Shift with a character: the terminal sends another character. */
static bool
normalise_shift(struct chord *chord)
{
	chord->modifiers &= ~(unsigned)CHORD_SHIFT;
	if (chord->code >= 'a' && chord->code <= 'z')
		chord->code -= 'a' - 'A';
	bool is_capital = chord->code >= 'A' && chord->code <= 'Z';
	return is_capital || chord->code == ' ';
}

bool
chord_normalise(struct chord *chord)
{
	bool is_character = chord->code < CHORD_ENTER;
	if (!is_character) {
		unsigned lost = 0;
		if (chord->code == CHORD_ENTER || chord->code == CHORD_ESCAPE ||
				chord->code == CHORD_BACKSPACE)
			lost = CHORD_CTRL | CHORD_SHIFT;
		if (chord->code == CHORD_TAB)
			lost = CHORD_CTRL;
		chord->modifiers &= ~lost;
		return true;
	}
	if ((chord->modifiers & CHORD_SHIFT) && !normalise_shift(chord))
		return false;
	return !(chord->modifiers & CHORD_CTRL) || normalise_ctrl(chord);
}

bool
chord_parse_as_written(const char *name, size_t length, struct chord *chord)
{
	*chord = (struct chord){0};
	if (length > 2 && name[0] == '<' && name[length - 1] == '>') {
		name++;
		length -= 2;
	}
	while (take_modifier(&name, &length, &chord->modifiers))
		continue;
	if (length == 2 && name[0] == '^') {
		chord->modifiers |= CHORD_CTRL;
		name++;
		length--;
	}
	return parse_code(name, length, &chord->code);
}

bool
chord_parse(const char *name, size_t length, struct chord *chord)
{
	return chord_parse_as_written(name, length, chord) && chord_normalise(chord);
}

void
chord_format(struct chord chord, struct buf *out)
{
	if (chord.modifiers & CHORD_CTRL)
		buf_add_text(out, "C-");
	if (chord.modifiers & CHORD_META)
		buf_add_text(out, "M-");
	if (chord.modifiers & CHORD_SHIFT)
		buf_add_text(out, "S-");
	for (size_t i = 0; i < NAME_COUNT; i++) {
		if (key_names[i].code == chord.code) {
			buf_add_text(out, key_names[i].name);
			return;
		}
	}
	buf_add_codepoint(out, chord.code);
}

/* What a Chinese input method types for the keys of an ASCII keyboard, beside the full-width forms. */
static const struct {
	uint32_t from;
	char to;
} twins[] = {
		{0x3000, ' '}, {0x3001, '/'}, /* 、 */
		{0x3002, '.'},		      /* 。 */
		{0x3008, '<'},		      /* 〈 */
		{0x3009, '>'},		      /* 〉 */
		{0x300A, '<'},		      /* 《 */
		{0x300B, '>'},		      /* 》 */
		{0x300C, '{'},		      /* 「 */
		{0x300D, '}'},		      /* 」 */
		{0x300E, '{'},		      /* 『 */
		{0x300F, '}'},		      /* 』 */
		{0x3010, '['},		      /* 【 */
		{0x3011, ']'},		      /* 】 */
		{0x3014, '['},		      /* 〔 */
		{0x3015, ']'},		      /* 〕 */
		{0x00A5, '$'},		      /* ¥ */
		{0xFFE5, '$'},		      /* ￥ */
		{0x00B7, '`'},		      /* · */
		{0x2014, '_'},		      /* — */
		{0x2018, '\''}, {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x2026, '^'}, /* … */
};

struct chord
chord_ascii_twin(struct chord chord)
{
	if (chord.code >= 0xFF01 && chord.code <= 0xFF5E) {
		chord.code -= 0xFF01 - '!';
		return chord;
	}
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++)
		if (twins[i].from == chord.code)
			chord.code = (unsigned char)twins[i].to;
	return chord;
}

bool
chord_sequence_equal(const struct chord_sequence *a, const struct chord_sequence *b)
{
	return a->count == b->count && chord_sequence_begins(a, b);
}

bool
chord_sequence_begins(const struct chord_sequence *sequence, const struct chord_sequence *start)
{
	if (sequence->count < start->count)
		return false;
	for (size_t i = 0; i < start->count; i++)
		if (!chord_equal(sequence->chords[i], start->chords[i]))
			return false;
	return true;
}

void
chord_sequence_format(const struct chord_sequence *sequence, size_t first, struct buf *out)
{
	for (size_t i = first; i < sequence->count; i++) {
		buf_add_text(out, i > first ? " " : "");
		chord_format(sequence->chords[i], out);
	}
}
