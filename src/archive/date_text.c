/* Finds the time and blanks it, then takes the first form of a date that matches. */

#include "archive/date_text.h"

#include "base/ascii.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { TEXT_SIZE = 128 }; /* as Time.parse's own limit */

struct number {
	int value;
	size_t digits;
};

static const char *
skip_space(const char *at)
{
	return at + strspn(at, " ");
}

/* At most `most` digits, `least` or more, behind a sign or none; NULL when they do not stand at `at`. */
static const char *
take_number(const char *at, bool may_be_signed, size_t least, size_t most, struct number *number)
{
	bool is_negative = may_be_signed && *at == '-';
	at += may_be_signed && (*at == '-' || *at == '+');
	*number = (struct number){0};
	for (; ascii_is_digit(*at) && number->digits < most; at++, number->digits++)
		number->value = number->value < 100000 ? number->value * 10 + (*at - '0') : 1000000;
	if (is_negative)
		number->value = -number->value;
	return number->digits >= least ? at : NULL;
}

static void
erase(char *from, const char *to)
{
	memset(from, ' ', (size_t)(to - from));
}

static int
month_at(const char *at)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	for (int i = 0; i < 12; i++)
		if (strncmp(at, names + 3 * i, 3) == 0)
			return i + 1;
	return 0;
}

/* More than two digits are a year for sure. */
static bool
is_year(struct number number)
{
	return number.digits > 2;
}

/* Years of two digits are 1969 to 2068. */
static int
full_year(struct number year)
{
	if (is_year(year) || year.value < 0)
		return year.value;
	return year.value + (year.value >= 69 ? 1900 : 2000);
}

/* ---- the date ---- */

/* What a form found, in the order it stands there. */
struct found {
	struct number numbers[6];
	int count;
	int month; /* by name */
	char era;
};

static void
swap(struct number *one, struct number *other)
{
	struct number old = *one;
	*one = *other;
	*other = old;
}

/* Year, month and day as they are written may stand in another order (date_parse.c, s3e). */
static void
set_numbers(struct found *found, struct date_parts *parts)
{
	struct number *year = &found->numbers[0], *month = year + 1, *day = year + 2;
	if (found->count == 2) {
		parts->month = year->value;
		parts->day = month->value;
		return;
	}
	if (is_year(*month)) {
		swap(year, month);
		swap(month, day);
	}
	if (is_year(*day))
		swap(year, day);
	parts->year = full_year(*year);
	parts->month = month->value;
	parts->day = day->value;
}

/* The same with a month by name: the first number may be the year, and either may be missing. */
static void
set_named(struct found *found, struct date_parts *parts)
{
	struct number *day = &found->numbers[0], *year = day + 1;
	bool is_swapped = found->count > 0 && is_year(*day);
	if (is_swapped)
		swap(day, year);
	parts->month = found->month;
	if (found->count > 1 || (found->count == 1 && !is_swapped))
		parts->day = day->value;
	if (found->count > 1 || is_swapped)
		parts->year = full_year(*year);
}

/* R04.05.26: the year of a Japanese era. */
static void
set_japanese(struct found *found, struct date_parts *parts)
{
	static const char eras[] = "mtshr";
	static const int first[] = {1867, 1911, 1925, 1988, 2018};
	parts->year = first[strchr(eras, found->era) - eras] + found->numbers[0].value;
	parts->month = found->numbers[1].value;
	parts->day = found->numbers[2].value;
}

static void
set_year_day(struct found *found, struct date_parts *parts)
{
	parts->year = found->numbers[0].value;
	parts->year_day = found->numbers[1].value;
}

static void
set_all(struct found *found, struct date_parts *parts)
{
	int *const places[] = {&parts->year, &parts->month, &parts->day, &parts->hour,
			&parts->minute, &parts->second};
	for (int i = 0; i < found->count; i++)
		*places[i] = found->numbers[i].value;
}

/*
 * The forms in Ruby's order. `9` is a number and `+` one with a sign, `4` and `2` so many
 * digits, `3` so many and no more, `#` where 8 to 14 of them are, an even number; `M` a
 * month's name and what is left of its word, `E` an era's letter; `<` is where a word begins,
 * `*` what is left of one up to a month's name, `_` blanks, `,` a comma or none; behind `[` all
 * may be missing.
 */
static const struct form {
	const char *pattern;
	void (*set)(struct found *found, struct date_parts *parts);
} forms[] = {
		{"9*_M[_+", set_named},	   /* 13 May 2022, 13th May, 13May2022 */
		{"<M_9*[_,_+", set_named}, /* May 13, 2022; May 2022 */
		{"+-9-+", set_numbers},	   /* 2022-05-13 */
		{"<E9.9.9", set_japanese}, {"+-M-+", set_named}, /* 13-May-2022 */
		{"+/_9[/_+", set_numbers},			 /* 2022/5/13, 5/13 */
		{"+._9._+", set_numbers},			 /* 2022.5.13 */
		{"<4-3", set_year_day},				 /* 2022-133 */
		{"<M", set_named},				 /* May */
		{"#422_t2[2[2", set_all},			 /* 20220513T083000 */
		{"#422[_2[2[2", set_all}, /* 20220513, 20220513083000, 20220513 0830 */
};

static const char *
skip_word(const char *at, bool stops_at_month)
{
	while (*at != '\0' && strchr("- 0123456789", *at) == NULL &&
			!(stops_at_month && month_at(at) != 0))
		at++;
	return at;
}

/* Matches one sign of a pattern; returns where the match ends, or NULL. */
static const char *
match_sign(char sign, const char *text, const char *at, struct found *found)
{
	size_t digits = strspn(at, "0123456789"), wanted = (size_t)(sign - '0');
	switch (sign) {
	case '9':
	case '+':
		return take_number(at, sign == '+', 1, SIZE_MAX, &found->numbers[found->count++]);
	case '4':
	case '3':
	case '2':
		if (sign == '3' && digits != wanted)
			return NULL;
		return take_number(at, false, wanted, wanted, &found->numbers[found->count++]);
	case '#':
		return digits >= 8 && digits <= 14 && digits % 2 == 0 ? at : NULL;
	case 'M':
		found->month = month_at(at);
		return found->month != 0 ? skip_word(at, false) : NULL;
	case 'E':
		found->era = *at;
		return *at != '\0' && strchr("mtshr", *at) != NULL ? at + 1 : NULL;
	case '<':
		return at == text || (!ascii_is_alnum(at[-1])) ? at : NULL;
	case '*':
		return skip_word(at, true);
	case '_':
		return skip_space(at);
	case ',':
		return at + (*at == ',');
	default:
		return *at == sign ? at + 1 : NULL;
	}
}

/* Matches a pattern at `at`; returns where the match ends, or NULL. */
static const char *
match(const char *pattern, const char *text, const char *at, struct found *found)
{
	const char *good = NULL; /* where what must be there ends */
	struct found kept = {0};
	for (; *pattern != '\0' && at != NULL; pattern++) {
		if (*pattern == '[') {
			good = at;
			kept = *found;
		} else {
			at = match_sign(*pattern, text, at, found);
		}
	}
	if (at != NULL)
		return at;
	*found = kept;
	return good;
}

/* ---- the time ---- */

/* `am`, `p.m.`: the hour is of twelve. */
static const char *
take_half(const char *at, int *hour)
{
	const char *half = skip_space(at);
	if (*half != 'a' && *half != 'p')
		return at;
	size_t length = strncmp(half + 1, ".m.", 3) == 0 ? 4 : 2;
	if (length == 2 && (half[1] != 'm' || ascii_is_alnum(half[2])))
		return at;
	*hour %= 12;
	if (*half == 'p')
		*hour += 12;
	return half + length;
}

/* A word, an offset, or both (`gmt+8`). */
static const char *
take_zone(const char *at, char zone[16])
{
	const char *start = skip_space(at), *end = start;
	while (ascii_is_letter(*end))
		end++;
	if ((*end == '+' || *end == '-') && ascii_is_digit(end[1])) {
		end += 2;
		while (ascii_is_digit(*end) || (*end == ':' && ascii_is_digit(end[1])))
			end++;
	}
	if (end == start || end - start > 15)
		return at;
	memcpy(zone, start, (size_t)(end - start));
	zone[end - start] = '\0';
	return end;
}

/* `10:00:00.5`, `10:00 pm`, `10pm` */
static void
scan_time(char *text, struct date_parts *parts)
{
	for (char *at = text; *at != '\0'; at++) {
		struct found found = {0};
		if (!ascii_is_digit(*at) || (at > text && ascii_is_digit(at[-1])))
			continue;
		const char *end = match("9_:_9[_:_9", text, at, &found);
		if (end == NULL)
			end = match("9", text, at, &found);
		if (found.count == 3 && (*end == '.' || *end == ','))
			end += 1 + strspn(end + 1, "0123456789");
		const char *half = take_half(end, &found.numbers[0].value);
		if (found.count == 1 && half == end)
			continue;
		int *const places[] = {&parts->hour, &parts->minute, &parts->second};
		for (int i = 0; i < found.count && i < 3; i++)
			*places[i] = found.numbers[i].value;
		erase(at, take_zone(half, parts->zone));
		return;
	}
}

/* ---- the whole ---- */

/* Takes the leftmost match of the first form that matches, and blanks it. */
static bool
scan_date(char *text, struct date_parts *parts)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		for (char *at = text; *at != '\0'; at++) {
			struct found found = {0};
			if (at > text && ascii_is_digit(at[-1]) && ascii_is_digit(*at))
				continue;
			const char *end = match(forms[i].pattern, text, at, &found);
			if (end == NULL)
				continue;
			forms[i].set(&found, parts);
			erase(at, found.count > 3 ? take_zone(end, parts->zone) : end);
			return true;
		}
	}
	return false;
}

/* A lone number that is left is the hour. */
static void
scan_rest(const char *text, struct date_parts *parts)
{
	struct number number;
	const char *end = take_number(skip_space(text), false, 1, 2, &number);
	if (end != NULL && *skip_space(end) == '\0' && parts->hour == DATE_UNSET &&
			parts->day != DATE_UNSET && number.value <= 24)
		parts->hour = number.value;
}

/* To lower case, with spaces for what is no part of a date; with a 年, 年月日 become dashes. */
static void
simplify(const char *text, char out[TEXT_SIZE])
{
	static const struct {
		const char *sign;
		char to;
	} chinese[] = {{"年", '-'}, {"月", '-'}, {"日", ' '}, {"时", ':'}, {"点", ':'},
			{"分", ' '}};
	bool is_chinese = strstr(text, "年") != NULL;
	size_t length = 0;
	while (*text != '\0') {
		char byte = ascii_lower(*text);
		if (!ascii_is_alnum(byte) && strchr("-+,./:", byte) == NULL)
			byte = ' ';
		size_t step = 1;
		for (size_t i = 0; is_chinese && i < sizeof(chinese) / sizeof(chinese[0]); i++) {
			if (strncmp(text, chinese[i].sign, 3) == 0) {
				byte = chinese[i].to;
				step = 3;
			}
		}
		out[length++] = byte;
		text += step;
	}
	while (length > 0 && (out[length - 1] == ' ' || out[length - 1] == ':'))
		length--;
	out[length] = '\0';
}

bool
date_text_scan(const char *text, struct date_parts *parts)
{
	char plain[TEXT_SIZE] = "";
	*parts = (struct date_parts){DATE_UNSET, DATE_UNSET, DATE_UNSET, DATE_UNSET, DATE_UNSET,
			DATE_UNSET, DATE_UNSET, ""};
	if (strlen(text) >= TEXT_SIZE)
		return false;
	simplify(text, plain);
	scan_time(plain, parts);
	if (!scan_date(plain, parts))
		return false;
	scan_rest(plain, parts);
	return true;
}
