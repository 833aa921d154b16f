#include "base/charset.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

enum { CONVERT_STEP = 4096 };

/* What is bad in UTF-16: one unit becomes U+FFFD and reading goes on. */
static void
skip_bad(struct buf *out, char **at, size_t *left, size_t unit)
{
	buf_add_codepoint(out, UTF8_REPLACEMENT);
	size_t step = *left < unit ? *left : unit;
	*at += step;
	*left -= step;
}

struct conversion {
	iconv_t converter;
	struct buf *out;
	char *at;
	size_t left, unit; /* bytes */
	bool is_good;
};

static void
run(void *context)
{
	struct conversion *run = context;
	struct buf *out = run->out;
	while (run->left > 0 && run->is_good) {
		char *place = buf_reserve(out, CONVERT_STEP);
		size_t room = CONVERT_STEP;
		size_t result = iconv(run->converter, &run->at, &run->left, &place, &room);
		int number = errno;
		out->length += CONVERT_STEP - room;
		out->data[out->length] = '\0';
		if (result != (size_t)-1 || number == E2BIG)
			continue;
		if (number == EINVAL)
			skip_bad(out, &run->at, &run->left, run->left);
		else if (run->unit != 0)
			skip_bad(out, &run->at, &run->left, run->unit);
		else
			run->is_good = false;
	}
}

/*
 * Appends `length` bytes of `encoding` as UTF-8. An unfinished character at
 * the end is U+FFFD, since files are read up to a limit; other bad bytes end
 * it, unless `unit` is not 0: then each unit of that size becomes U+FFFD.
 */
static bool
convert(struct buf *out, const char *bytes, size_t length, const char *encoding, size_t unit)
{
	iconv_t converter = iconv_open("UTF-8", encoding);
	if (converter == (iconv_t)-1)
		return false;
	struct conversion conversion = {
			.converter = converter,
			.out = out,
			.at = (char *)(uintptr_t)bytes, /* iconv does not write there */
			.left = length,
			.unit = unit,
			.is_good = true,
	};
	bool is_done = buf_try(out, run, &conversion);
	iconv_close(converter);
	if (!is_done)
		buf_fail(out);
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
	struct buf out;
	buf_init_in(&out, text->arena);
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

/* By a byte order mark; NULL when there is none but UTF-8's, which is dropped. */
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
	struct buf out;
	buf_init_in(&out, text->arena);
	bool is_good = convert(&out, text->data + 2, text->length - 2, encoding, 2);
	if (is_good)
		replace(text, &out);
	buf_free(&out);
	return is_good ? encoding : NULL;
}

const char *
charset_to_utf8(struct buf *text, const char *encoding)
{
	const char *marked = take_marked(text);
	if (marked != NULL)
		return marked;
	if (utf8_is_valid(text->data, text->length))
		return "UTF-8";
	bool is_guess = is_utf8_name(encoding);
	if (!is_guess || !is_mostly_utf8(text)) {
		const char *name = is_guess ? "GB18030" : encoding;
		struct buf out;
		buf_init_in(&out, text->arena);
		bool is_good = convert(&out, text->data, text->length, name, 0);
		if (is_good)
			replace(text, &out);
		buf_free(&out);
		if (is_good)
			return name;
	}
	replace_bad_bytes(text);
	return "UTF-8";
}
