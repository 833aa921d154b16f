#include "state/kept_text.h"

#include "base/utf8.h"
#include "state/state.h"

#include <stdint.h>
#include <string.h>

static bool
is_text(const char *text, size_t limit, bool has_lines)
{
	size_t length = strnlen(text, limit + 1);
	if (length > limit)
		return false;
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		size_t step = utf8_decode(text + at, length - at, &codepoint);
		bool is_control = codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0);
		bool is_bad = codepoint == UTF8_REPLACEMENT &&
			      !(step == 3 && memcmp(text + at, "\xEF\xBF\xBD", 3) == 0);
		if (is_bad || (is_control && !(has_lines && (codepoint == '\n' ||
									    codepoint == '\t'))))
			return false;
		at += step;
	}
	return true;
}

bool
state_is_line(const char *text, size_t limit)
{
	return is_text(text, limit, false);
}

bool
state_is_session(const char *text)
{
	return is_text(text, STATE_SESSION_BYTES, true);
}
