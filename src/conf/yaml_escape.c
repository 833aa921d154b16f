#include "conf/yaml_escape.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* What an escape is. */
struct escape {
	size_t length; /* bytes with the backslash */
	uint32_t codepoint;
	bool is_known; /* has a meaning */
	bool is_yaml;  /* libyaml takes it as it is */
};

/* `digits` of them at `at`; false when there are fewer. */
static bool
read_hex(const char *at, const char *end, size_t digits, uint32_t *value)
{
	*value = 0;
	if ((size_t)(end - at) < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		int digit = ascii_hex_value(at[i]);
		if (digit < 0)
			return false;
		*value = *value << 4 | (uint32_t)digit;
	}
	return true;
}

/* `\x41`, `\u4e2d`, `\U0001f600`, and a surrogate pair of two. */
static struct escape
read_number(const char *at, const char *end)
{
	size_t digits = at[1] == 'x' ? 2 : (at[1] == 'u' ? 4 : 8);
	struct escape escape = {.length = 2};
	uint32_t high, low;
	if (!read_hex(at + 2, end, digits, &high))
		return escape;
	escape.length += digits;
	escape.is_known = true;
	escape.is_yaml = high < 0xD800 || (high > 0xDFFF && high <= 0x10FFFF);
	escape.codepoint = escape.is_yaml ? high : UTF8_REPLACEMENT;
	bool is_pair = high >= 0xD800 && high < 0xDC00 && end - at >= 12 && at[6] == '\\' &&
		       at[7] == 'u' && read_hex(at + 8, end, 4, &low) && low >= 0xDC00 &&
		       low <= 0xDFFF;
	if (digits == 4 && is_pair) {
		escape.length = 12;
		escape.codepoint = 0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00));
	}
	return escape;
}

/* The escape whose backslash is at `at`; a lone one at the end is one without a meaning. */
static struct escape
read_escape(const char *at, const char *end)
{
	static const char names[] = "0abt\tnvfre \"/\\N_LP'";
	static const uint32_t meanings[] = {0, 7, 8, 9, 9, 10, 11, 12, 13, 27, ' ', '"', '/', '\\',
			0x85, 0xA0, 0x2028, 0x2029, '\''};
	struct escape escape = {.length = end - at > 1 ? 2 : 1};
	if (escape.length == 1)
		return escape;
	if (at[1] == 'x' || at[1] == 'u' || at[1] == 'U')
		return read_number(at, end);
	const char *name = at[1] != '\0' ? strchr(names, at[1]) : NULL;
	if (name == NULL) {
		escape.is_yaml = at[1] == '\n' || at[1] == '\r';
		return escape;
	}
	escape.is_known = true;
	escape.is_yaml = at[1] != '\'';
	escape.codepoint = meanings[name - names];
	return escape;
}

static void
add_meaning(struct buf *out, const struct escape *escape)
{
	if (escape->codepoint == 0)
		buf_add_char(out, '\0');
	else
		buf_add_codepoint(out, escape->codepoint);
}

void
yaml_unescape(struct buf *out, const char *text, size_t length)
{
	const char *end = text + length;
	while (text < end) {
		if (*text != '\\') {
			buf_add_char(out, *text++);
			continue;
		}
		struct escape escape = read_escape(text, end);
		if (escape.is_known)
			add_meaning(out, &escape);
		else
			buf_add(out, text, escape.length);
		text += escape.length;
	}
}

/* ---- in a whole document ---- */

/* Copies a double-quoted scalar from its opening quote on; returns what is behind it. */
static const char *
mend_scalar(struct buf *out, const char *at, const char *end)
{
	buf_add_char(out, *at++);
	while (at < end) {
		if (*at != '\\') {
			buf_add_char(out, *at);
			if (*at++ == '"')
				break;
			continue;
		}
		struct escape escape = read_escape(at, end);
		if (escape.is_known && !escape.is_yaml) {
			add_meaning(out, &escape);
		} else {
			if (!escape.is_yaml)
				buf_add_char(out, '\\');
			buf_add(out, at, escape.length);
		}
		at += escape.length;
	}
	return at;
}

/* Past a single-quoted scalar or a comment. */
static const char *
skip_to(const char *at, const char *end, char last)
{
	const char *found = memchr(at + 1, last, (size_t)(end - at - 1));
	return found != NULL ? found + 1 : end;
}

void
yaml_mend_escapes(struct buf *out, const char *yaml, size_t length)
{
	const char *end = yaml + length;
	bool may_open = true; /* a scalar may begin here */
	size_t depth = 0;     /* of [ and { */
	for (const char *at = yaml; at < end;) {
		const char *next = at + 1;
		if (may_open && *at == '"') {
			at = mend_scalar(out, at, end);
			may_open = false;
			continue;
		}
		if (may_open && (*at == '\'' || *at == '#'))
			next = skip_to(at, end, *at == '#' ? '\n' : '\'');
		buf_add(out, at, (size_t)(next - at));
		bool is_open = may_open && (*at == '[' || *at == '{');
		depth += is_open;
		depth -= depth > 0 && (*at == ']' || *at == '}');
		if (*at != ' ' && *at != '\t')
			may_open = is_open || next[-1] == '\n' || *at == ':' ||
				   (may_open && (*at == '-' || *at == '?')) ||
				   (depth > 0 && *at == ',');
		at = next;
	}
}
