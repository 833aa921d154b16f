#include "archive/glob.h"

#include "base/utf8.h"

#include <string.h>

/* The character at *at, which is passed over; 0 at the end. */
static uint32_t
take(const char **at)
{
	uint32_t codepoint;
	if (**at == '\0')
		return 0;
	*at += utf8_decode(*at, strlen(*at), &codepoint);
	return codepoint;
}

/* One character of a set, with its escape. */
static uint32_t
take_member(const char **at)
{
	*at += **at == '\\';
	return take(at);
}

/* Whether `wanted` is in the set behind a `[`; *at is then behind its `]`. An open set matches nothing. */
static bool
is_in_set(const char **at, uint32_t wanted)
{
	bool is_in = false;
	bool is_negated = **at == '^' || **at == '!';
	*at += is_negated;
	while (**at != ']') {
		uint32_t first = take_member(at), last = first;
		if (first == 0)
			return false;
		if (**at == '-' && (*at)[1] != ']') {
			++*at;
			last = take_member(at);
		}
		is_in = is_in || (wanted >= first && wanted <= last);
	}
	++*at;
	return is_in != is_negated;
}

struct glob {
	const char *text;
	bool is_path;
};

static bool
is_leading_period(const struct glob *glob, const char *at)
{
	return *at == '.' && (at == glob->text || (glob->is_path && at[-1] == '/'));
}

/* Whether no wildcard takes what stands at `at`. */
static bool
is_apart(const struct glob *glob, const char *at)
{
	return *at == '\0' || (*at == '/' && glob->is_path) || is_leading_period(glob, at);
}

/* Matches one character by one item of the pattern, which is no star; both are passed over. */
static bool
match_one(const struct glob *glob, const char **pattern, const char **text)
{
	const char *at = *text;
	uint32_t codepoint = take(text);
	if (**pattern != '?' && **pattern != '[')
		return codepoint != 0 && take_member(pattern) == codepoint;
	if (is_apart(glob, at))
		return false;
	bool is_set = *(*pattern)++ == '[';
	return !is_set || is_in_set(pattern, codepoint);
}

bool
glob_matches(const char *pattern, const char *text, bool is_path)
{
	const struct glob glob = {text, is_path};
	/* Where to go on when a match fails: behind the last star, which takes one more character. */
	const char *star = NULL, *taken = NULL;
	for (;;) {
		if (*pattern == '*') {
			if (is_leading_period(&glob, text))
				return false;
			star = ++pattern;
			taken = text;
			continue;
		}
		if (*pattern == '\0' && *text == '\0')
			return true;
		if (*pattern != '\0' && match_one(&glob, &pattern, &text))
			continue;
		if (star == NULL || is_apart(&glob, taken))
			return false;
		(void)take(&taken);
		pattern = star;
		text = taken;
	}
}
