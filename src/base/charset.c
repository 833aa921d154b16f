#include "base/charset.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

enum { CONVERT_STEP = 4096, NAME_MAX_BYTES = 63 };

/*
 * Opens a converter from `encoding`. What iconv takes behind a slash are orders for the output,
 * and what it takes for no name at all is the locale's encoding: neither is a text's encoding.
 */
static iconv_t
open_converter(const char *encoding)
{
	char name[NAME_MAX_BYTES + 1];
	size_t length = 0;
	for (; encoding[length] != '\0' && encoding[length] != '/'; length++) {
		char byte = encoding[length];
		bool is_good = ascii_is_letter(byte) || ascii_is_digit(byte) ||
			       strchr("-_.:+()", byte) != NULL;
		if (!is_good || length == NAME_MAX_BYTES)
			return (iconv_t)-1;
		name[length] = byte;
	}
	name[length] = '\0';
	return length > 0 ? iconv_open("UTF-8", name) : (iconv_t)-1;
}

bool
charset_is_known(const char *encoding)
{
	iconv_t converter = open_converter(encoding);
	return converter != (iconv_t)-1 && iconv_close(converter) == 0;
}

/* What is left to convert. */
struct source {
	char *at;
	size_t left;
};

/* What is bad in UTF-16: one unit becomes U+FFFD and reading goes on. */
static void
skip_bad(struct buf *out, struct source *source, size_t unit)
{
	buf_add_codepoint(out, UTF8_REPLACEMENT);
	size_t step = source->left < unit ? source->left : unit;
	source->at += step;
	source->left -= step;
}

/* A step of iconv; without a source what the converter still holds. Returns 0 or errno. */
static int
convert_step(iconv_t converter, struct source *source, struct buf *out)
{
	char *place = buf_reserve(out, CONVERT_STEP);
	size_t room = CONVERT_STEP;
	size_t result = source != NULL ? iconv(converter, &source->at, &source->left, &place, &room)
				       : iconv(converter, NULL, NULL, &place, &room);
	int number = errno;
	out->length += CONVERT_STEP - room;
	out->data[out->length] = '\0';
	return result == (size_t)-1 ? number : 0;
}

struct conversion {
	iconv_t converter;
	struct source source;
	struct buf *out;
	size_t unit, most; /* bytes */
	bool is_good;
};

static void
run(void *context)
{
	struct conversion *run = context;
	struct source *source = &run->source;
	struct buf *out = run->out;
	while (source->left > 0 && run->is_good) {
		size_t left = source->left, written = out->length;
		int number = convert_step(run->converter, source, out);
		if (number == EINVAL)
			skip_bad(out, source, source->left);
		else if (number == EILSEQ && run->unit != 0)
			skip_bad(out, source, run->unit);
		else if (number != 0 && number != E2BIG)
			run->is_good = false;
		run->is_good = run->is_good && (source->left < left || out->length > written) &&
			       out->length <= run->most;
	}
	/* Stateful encodings keep a letter until they know that no accent follows it. */
	if (run->is_good)
		(void)convert_step(run->converter, NULL, out);
}

/*
 * Appends `length` bytes of `encoding` as UTF-8. An unfinished character at
 * the end is U+FFFD, since files are read up to a limit; other bad bytes end
 * it, unless `unit` is not 0: then each unit of that size becomes U+FFFD.
 */
static bool
convert(struct buf *out, const char *bytes, size_t length, const char *encoding, size_t unit)
{
	struct conversion conversion = {
			.converter = open_converter(encoding),
			/* iconv does not write there */
			.source = {(char *)(uintptr_t)bytes, length},
			.out = out,
			.unit = unit,
			.most = CHARSET_MOST(length),
			.is_good = true,
	};
	if (conversion.converter == (iconv_t)-1)
		return false;
	bool is_done = arena_try(out->arena, run, &conversion);
	iconv_close(conversion.converter);
	if (!is_done)
		arena_fail(out->arena);
	return conversion.is_good;
}

static void
replace(struct buf *text, struct buf *with)
{
	buf_free(text);
	*text = *with;
	buf_init_in(with, text->arena);
}

static void
drop_start(struct buf *text, size_t count)
{
	memmove(text->data, text->data + count, text->length - count);
	buf_truncate(text, text->length - count);
}

static void
replace_bad_bytes(struct buf *text)
{
	struct buf out = buf_in(text->arena);
	for (size_t offset = 0; offset < text->length;) {
		size_t good = utf8_valid_prefix(text->data + offset, text->length - offset);
		buf_add(&out, text->data + offset, good);
		offset += good;
		if (offset == text->length)
			break;
		uint32_t codepoint;
		offset += utf8_decode(text->data + offset, text->length - offset, &codepoint);
		buf_add_codepoint(&out, codepoint);
	}
	replace(text, &out);
}

/*
 * Whether the text is UTF-8 with a few bad bytes (a cut tail, one broken
 * character) rather than another encoding: in text of another encoding
 * hardly any bytes happen to form UTF-8 characters.
 */
static bool
is_mostly_utf8(const struct buf *text)
{
	size_t good = 0, bad = 0;
	for (size_t offset = 0; offset < text->length;) {
		if ((unsigned char)text->data[offset] < 0x80) {
			offset++;
			continue;
		}
		uint32_t codepoint;
		size_t step = utf8_decode(text->data + offset, text->length - offset, &codepoint);
		if (utf8_is_valid(text->data + offset, step))
			good++;
		else
			bad++;
		offset += step;
	}
	return bad <= good / 4;
}

static bool
is_utf8_name(const char *encoding)
{
	return encoding == NULL || ascii_compare(encoding, "utf-8") == 0 ||
	       ascii_compare(encoding, "utf8") == 0;
}

/* Encodings whose every text is one of ASCII as well, escape sequences and all. */
static bool
is_seven_bit(const char *encoding)
{
	static const char *const names[] = {
			"ISO-2022-", "ISO2022", "CSISO2022", "UTF-7", "UTF7", "HZ"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (ascii_compare_n(encoding, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static bool
is_ascii(const struct buf *text)
{
	for (size_t i = 0; i < text->length; i++)
		if ((unsigned char)text->data[i] >= 0x80)
			return false;
	return true;
}

bool
charset_is_plain(const struct buf *text, const char *encoding)
{
	bool has_mark = text->length >= 3 && memcmp(text->data, "\xEF\xBB\xBF", 3) == 0;
	bool may_hide = !is_utf8_name(encoding) && is_seven_bit(encoding) && is_ascii(text);
	return !has_mark && !may_hide && utf8_is_valid(text->data, text->length);
}

/* Makes the text of `encoding`; a text out of iconv is checked like one from a file. */
static bool
take(struct buf *text, size_t start, const char *encoding, size_t unit)
{
	struct buf out = buf_in(text->arena);
	bool is_good = convert(&out, text->data + start, text->length - start, encoding, unit);
	if (is_good) {
		if (!utf8_is_valid(out.data, out.length))
			replace_bad_bytes(&out);
		replace(text, &out);
	}
	buf_free(&out);
	return is_good;
}

/* Converts by the byte order mark; NULL when there is none. UTF-8's is removed. */
static const char *
take_marked(struct buf *text)
{
	if (text->length >= 3 && memcmp(text->data, "\xEF\xBB\xBF", 3) == 0)
		drop_start(text, 3);
	const char *encoding = NULL;
	if (text->length >= 2 && memcmp(text->data, "\xFF\xFE", 2) == 0)
		encoding = "UTF-16LE";
	else if (text->length >= 2 && memcmp(text->data, "\xFE\xFF", 2) == 0)
		encoding = "UTF-16BE";
	if (encoding == NULL)
		return NULL;
	return take(text, 2, encoding, 2) ? encoding : NULL;
}

const char *
charset_to_utf8(struct buf *text, const char *encoding)
{
	const char *marked = take_marked(text);
	if (marked != NULL)
		return marked;
	if (charset_is_plain(text, encoding))
		return "UTF-8";
	bool is_guess = is_utf8_name(encoding) || !charset_is_known(encoding);
	const char *name = is_guess ? "GB18030" : encoding;
	bool is_foreign = !is_guess || !is_mostly_utf8(text);
	if (is_foreign && take(text, 0, name, 0))
		return name;
	replace_bad_bytes(text);
	return "UTF-8";
}

char *
charset_copy(struct arena *arena, const char *bytes, size_t length)
{
	struct buf text = buf_in(arena);
	buf_add(&text, bytes, length);
	if (!utf8_is_valid(bytes, length))
		charset_to_utf8(&text, NULL);
	return buf_take(&text);
}
