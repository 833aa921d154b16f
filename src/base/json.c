#include "base/json.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/language.h"
#include "base/utf8.h"

#include <string.h>

enum {
	LAST_BMP = 0xFFFF,
	LONE_BYTE = 0xDC00, /* a byte that is no UTF-8 stands as this surrogate and itself */
	LAST_LONE_BYTE = 0xDCFF,
	NUMBER_DIGITS = 18, /* that fit in 64 bits */
};

/* --- Writing --- */

static void
add_escape(struct buf *out, uint32_t codepoint)
{
	if (codepoint <= LAST_BMP) {
		buf_format(out, "\\u%04x", (unsigned)codepoint);
		return;
	}
	/* RFC 8259, section 7: as the two halves that UTF-16 has. */
	uint32_t rest = codepoint - LAST_BMP - 1;
	buf_format(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + (rest >> 10)),
			(unsigned)(0xDC00 + (rest & 0x3FF)));
}

static bool
is_bad_byte(const char *bytes, size_t step, uint32_t codepoint)
{
	return codepoint == UTF8_REPLACEMENT &&
	       !(step == 3 && memcmp(bytes, "\xEF\xBF\xBD", 3) == 0);
}

static void
add_character(struct buf *out, const char *bytes, size_t step, uint32_t codepoint)
{
	if (is_bad_byte(bytes, step, codepoint)) {
		for (size_t i = 0; i < step; i++)
			add_escape(out, LONE_BYTE + (unsigned char)bytes[i]);
	} else if (codepoint == '"' || codepoint == '\\') {
		buf_add_char(out, '\\');
		buf_add_char(out, (char)codepoint);
	} else if (codepoint == '\n') {
		buf_add_text(out, "\\n");
	} else if (codepoint == '\t') {
		buf_add_text(out, "\\t");
	} else if (gate_codepoint(codepoint, GATE_LINE) != codepoint) {
		add_escape(out, codepoint);
	} else {
		buf_add(out, bytes, step);
	}
}

void
json_add_string(struct buf *out, const char *text)
{
	size_t length = strlen(text);
	buf_add_char(out, '"');
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		size_t step = utf8_decode(text + at, length - at, &codepoint);
		add_character(out, text + at, step, codepoint);
		at += step;
	}
	buf_add_char(out, '"');
}

/* --- Reading --- */

struct reader {
	char *at, *end;
	size_t column; /* of `at` */
	struct err *err;
};

static bool
fail(struct reader *reader, const char *reason)
{
	err_set_at(reader->err, NULL, 0, reader->column, "%s", reason);
	return false;
}

static int
next(const struct reader *reader)
{
	return reader->at < reader->end ? (unsigned char)*reader->at : -1;
}

static void
step(struct reader *reader)
{
	reader->at++;
	reader->column += reader->at == reader->end || ((unsigned char)*reader->at & 0xC0) != 0x80;
}

static void
skip_space(struct reader *reader)
{
	while (reader->at < reader->end && strchr(" \t\r", *reader->at) != NULL &&
			*reader->at != '\0')
		step(reader);
}

/* Whether the character, behind white space, is next; then steps over it. */
static bool
takes(struct reader *reader, char wanted)
{
	skip_space(reader);
	if (next(reader) != wanted)
		return false;
	step(reader);
	return true;
}

/* The four digits of a \\u escape; -1 if they are not there. */
static int
read_hex(struct reader *reader)
{
	int number = 0;
	for (int i = 0; i < 4; i++) {
		int digit = ascii_hex_value(next(reader));
		if (digit < 0)
			return -1;
		number = number * 16 + digit;
		step(reader);
	}
	return number;
}

/* What stands behind `\\u`, as UTF-8 or a byte at *out. */
static bool
read_codepoint(struct reader *reader, char **out)
{
	int high = read_hex(reader);
	if (high > LONE_BYTE + 0x7F && high <= LAST_LONE_BYTE) {
		*(*out)++ = (char)(high - LONE_BYTE);
		return true;
	}
	uint32_t codepoint = (uint32_t)high;
	if (high >= 0xD800 && high < 0xDC00) {
		bool is_pair = reader->end - reader->at >= 2 && memcmp(reader->at, "\\u", 2) == 0;
		if (is_pair) {
			step(reader);
			step(reader);
		}
		int low = is_pair ? read_hex(reader) : -1;
		if (low < 0xDC00 || low > 0xDFFF)
			return fail(reader, _("half a character"));
		codepoint = LAST_BMP + 1 + ((codepoint - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
	}
	if (high <= 0 || (high >= 0xDC00 && high <= 0xDFFF))
		return fail(reader, high == 0 ? _("a text with a NUL")
					      : _("no character has this number"));
	*out += utf8_encode(codepoint, *out);
	return true;
}

static bool
read_escape(struct reader *reader, char **out)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meant[] = "\"\\/\b\f\n\r\t";
	int letter = next(reader);
	const char *found = letter > 0 ? strchr(letters, letter) : NULL;
	if (letter != 'u' && found == NULL)
		return fail(reader, _("no such escape"));
	step(reader);
	if (letter == 'u')
		return read_codepoint(reader, out);
	*(*out)++ = meant[found - letters];
	return true;
}

/* A string, which gets a NUL at its end and is decoded in its place: that is never longer. */
static bool
read_string(struct reader *reader, const char **text)
{
	if (!takes(reader, '"'))
		return fail(reader, _("a text in double quotes is missing"));
	char *out = reader->at;
	*text = out;
	for (int byte; (byte = next(reader)) != '"';) {
		if (byte < ' ')
			return fail(reader, byte < 0 ? _("the text does not end")
						     : _("a control character in a text"));
		step(reader);
		if (byte != '\\')
			*out++ = (char)byte;
		else if (!read_escape(reader, &out))
			return false;
	}
	step(reader);
	*out = '\0';
	return true;
}

static bool
read_number(struct reader *reader, int64_t *number)
{
	bool is_negative = takes(reader, '-');
	const char *start = reader->at;
	for (*number = 0; ascii_is_digit(next(reader)); step(reader)) {
		if (reader->at - start == NUMBER_DIGITS)
			return fail(reader, _("the number is too large"));
		*number = *number * 10 + (next(reader) - '0');
	}
	if (reader->at == start)
		return fail(reader, _("a number is missing"));
	if (*start == '0' && reader->at - start > 1)
		return fail(reader, _("a number does not begin with 0"));
	if (next(reader) >= 0 && strchr(".eE", next(reader)) != NULL)
		return fail(reader, _("only whole numbers are expected"));
	*number = is_negative ? -*number : *number;
	return true;
}

static bool
read_word(struct reader *reader, struct json_field *field)
{
	static const struct {
		const char *text;
		size_t length;
		enum json_kind kind;
		int64_t number;
	} words[] = {{"true", 4, JSON_BOOL, 1}, {"false", 5, JSON_BOOL, 0},
			{"null", 4, JSON_NULL, 0}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = words[i].length;
		if ((size_t)(reader->end - reader->at) < length ||
				memcmp(reader->at, words[i].text, length) != 0)
			continue;
		reader->at += length;
		reader->column += length;
		field->kind = words[i].kind;
		field->number = words[i].number;
		return true;
	}
	return fail(reader, _("a value is missing: a text, a whole number, true, false or null"));
}

static bool
read_value(struct reader *reader, struct json_field *field)
{
	skip_space(reader);
	field->column = reader->column;
	int byte = next(reader);
	if (byte == '"') {
		field->kind = JSON_STRING;
		return read_string(reader, &field->text);
	}
	if (byte == '-' || ascii_is_digit(byte)) {
		field->kind = JSON_INTEGER;
		return read_number(reader, &field->number);
	}
	if (byte == '[' || byte == '{')
		return fail(reader, byte == '[' ? _("no list is expected here")
						: _("no object is expected here"));
	return read_word(reader, field);
}

static bool
read_field(struct reader *reader, struct json_field *fields, size_t count)
{
	struct json_field *field = &fields[count];
	skip_space(reader);
	size_t column = reader->column;
	*field = (struct json_field){.text = ""};
	if (!read_string(reader, &field->name))
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].name, field->name) == 0)
			return err_set_at(reader->err, NULL, 0, column,
					_("\"%s\" stands here twice"), field->name);
	if (!takes(reader, ':'))
		return fail(reader, _("a colon is missing"));
	return read_value(reader, field);
}

bool
json_read_object(char *line, size_t length, struct json_field *fields, size_t most, size_t *count,
		struct err *err)
{
	struct reader reader = {line, line + length, 1, err};
	size_t valid = utf8_valid_prefix(line, length);
	*count = 0;
	if (valid < length)
		return err_set_at(err, NULL, 0, utf8_count(line, valid) + 1, _("no valid UTF-8"));
	if (!takes(&reader, '{'))
		return fail(&reader, _("an object in braces is missing"));
	bool has_more = !takes(&reader, '}');
	while (has_more) {
		if (*count == most)
			return fail(&reader, _("more fields than there are"));
		if (!read_field(&reader, fields, *count))
			return false;
		++*count;
		has_more = takes(&reader, ',');
		if (!has_more && !takes(&reader, '}'))
			return fail(&reader, _("a comma or a closing brace is missing"));
	}
	skip_space(&reader);
	return reader.at == reader.end || fail(&reader, _("more behind the object"));
}
