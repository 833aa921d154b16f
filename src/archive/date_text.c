/*
 * Ruby's Date._parse (ext/date/date_parse.c) without its rarest forms: the
 * time is taken out of the text first, then the first date form that matches.
 */

#include "archive/date_text.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { TEXT_SIZE = 128 }; /* as Time.parse's own limit */

struct number {
	int value;
	int digits;
	bool is_year; /* more than two digits, a sign or an apostrophe before it */
};

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool
is_letter(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static const char *
skip_space(const char *at)
{
	return at + strspn(at, " ");
}

static bool
is_boundary(const char *text, const char *at)
{
	return at == text || (!is_letter(at[-1]) && !is_digit(at[-1]));
}

/* `'?-?\d+`; NULL when it does not stand at `at`. */
static const char *
take_number(const char *at, bool may_be_signed, struct number *number)
{
	bool is_marked = *at == '\'';
	if (*at == '\'')
		at++;
	bool is_negative = may_be_signed && *at == '-';
	if (may_be_signed && (*at == '-' || *at == '+'))
		at++;
	if (!is_digit(*at))
		return NULL;
	*number = (struct number){0};
	for (; is_digit(*at); at++, number->digits++)
		number->value = number->value < 100000 ? number->value * 10 + (*at - '0') : 1000000;
	number->is_year = is_marked || number->digits > 2;
	if (is_negative)
		number->value = -number->value;
	return at;
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

/* Years of two digits are 1969 to 2068. */
static int
full_year(struct number year)
{
	if (year.is_year || year.value < 0 || year.digits > 2)
		return year.value;
	return year.value + (year.value >= 69 ? 1900 : 2000);
}

/* date_parse.c, s3e: year, month, day as written may stand in another order. */
static void
set_ymd(struct date_parts *parts, struct number year, struct number month, struct number day)
{
	if (month.is_year) {
		struct number old = year;
		year = month;
		month = day;
		day = old;
	}
	if (day.is_year) {
		struct number old = year;
		year = day;
		day = old;
	}
	parts->year = full_year(year);
	parts->month = month.value;
	parts->day = day.value;
}

/* Ditto where the month was a word: `day` may be the year, and either may be missing. */
static void
set_named(struct date_parts *parts, int month, struct number day, const struct number *year)
{
	parts->month = month;
	if (day.is_year && year != NULL) {
		parts->year = full_year(day);
		parts->day = year->value;
	} else if (day.is_year) {
		parts->year = full_year(day);
	} else {
		parts->day = day.value;
		if (year != NULL)
			parts->year = full_year(*year);
	}
}

static void
drop_weekday(char *text)
{
	static const char names[] = "sunmontuewedthufrisat";
	for (char *at = text; *at != '\0'; at++) {
		if (!is_letter(*at) || !is_boundary(text, at))
			continue;
		for (int i = 0; i < 7; i++) {
			if (strncmp(at, names + 3 * i, 3) != 0)
				continue;
			const char *end = at;
			while (*end != '\0' && *end != '-' && *end != '/' && *end != ' ' &&
					!is_digit(*end))
				end++;
			erase(at, end);
			return;
		}
	}
}

/* `am`, `p.m.`: the hour is of twelve. */
static const char *
take_half(const char *at, int *hour)
{
	const char *half = skip_space(at);
	if (*half != 'a' && *half != 'p')
		return at;
	size_t length = strncmp(half + 1, ".m.", 3) == 0 ? 4 : 2;
	if (length == 2 && (half[1] != 'm' || is_letter(half[2]) || is_digit(half[2])))
		return at;
	*hour %= 12;
	if (*half == 'p')
		*hour += 12;
	return half + length;
}

static const char *
take_zone(const char *at, char zone[16])
{
	const char *start = skip_space(at), *end = start;
	while (is_letter(*end))
		end++;
	const char *digits;
	if (*end == '+' || *end == '-') {
		digits = end + 1;
		while (is_digit(*digits) || (digits > end + 1 && strchr(",.:", *digits) != NULL &&
							    *digits != '\0' && is_digit(digits[1])))
			digits++;
		if (digits > end + 1)
			end = digits;
	}
	if (end == start || end - start > 15)
		return at;
	memcpy(zone, start, (size_t)(end - start));
	zone[end - start] = '\0';
	return end;
}

/* `\d+:\d+(:\d+(.\d*)?)?`, `\d+h…` or `\d+pm` at `at`; NULL when none. */
static const char *
take_clock(const char *at, struct date_parts *parts)
{
	struct number hour, minute, second;
	const char *end = take_number(at, false, &hour);
	const char *next = skip_space(end);
	parts->hour = hour.value;
	if (*next != ':' && *next != 'h') {
		const char *half = take_half(end, &parts->hour);
		return half == end ? NULL : half;
	}
	bool is_lettered = *next == 'h';
	const char *after = take_number(skip_space(next + 1), false, &minute);
	if (after == NULL)
		return is_lettered ? next + 1 : NULL;
	parts->minute = minute.value;
	end = after;
	next = skip_space(after);
	if (*next == (is_lettered ? 'm' : ':') &&
			(after = take_number(skip_space(next + 1), false, &second)) != NULL) {
		parts->second = second.value;
		end = after;
		if (*end == '.' || *end == ',')
			end += 1 + strspn(end + 1, "0123456789");
	}
	return take_half(end, &parts->hour);
}

static void
scan_time(char *text, struct date_parts *parts)
{
	for (char *at = text; *at != '\0'; at++) {
		if (!is_digit(*at) || (at > text && is_digit(at[-1])))
			continue;
		struct date_parts found = *parts;
		const char *end = take_clock(at, &found);
		if (end == NULL)
			continue;
		*parts = found;
		erase(at, take_zone(end, parts->zone));
		return;
	}
}

/* What may follow the number or the word of a date with a month's name. */
static const char *
skip_suffix(const char *at)
{
	while (*at != '\0' && *at != '-' && *at != ' ' && *at != '\'' && !is_digit(*at))
		at++;
	return at;
}

/* 13 May 2022, 13th May, 13May2022 */
static const char *
scan_european(const char *text, const char *at, struct date_parts *parts)
{
	struct number day, year;
	const char *end;
	(void)text;
	if ((end = take_number(at, false, &day)) == NULL)
		return NULL;
	if (month_at(end) == 0)
		end = skip_space(skip_suffix(end));
	int month = month_at(end);
	if (month == 0)
		return NULL;
	end = skip_suffix(end);
	const char *after = take_number(skip_space(end), true, &year);
	set_named(parts, month, day, after != NULL ? &year : NULL);
	return after != NULL ? after : end;
}

/* May 13, 2022; May 2022 */
static const char *
scan_american(const char *text, const char *at, struct date_parts *parts)
{
	struct number day, year;
	int month = month_at(at);
	if (month == 0 || !is_boundary(text, at))
		return NULL;
	const char *end = take_number(skip_space(skip_suffix(at)), false, &day);
	if (end == NULL)
		return NULL;
	end = skip_suffix(end);
	const char *after = skip_space(end);
	if (*after == ',')
		after = skip_space(after + 1);
	after = take_number(after, true, &year);
	set_named(parts, month, day, after != NULL ? &year : NULL);
	return after != NULL ? after : end;
}

/* Three numbers with `separator` between them; the last may be missing where `is_short`. */
static const char *
scan_numbers(const char *at, char separator, bool is_short, struct date_parts *parts)
{
	struct number a, b, c;
	const char *end = take_number(at, true, &a);
	if (end == NULL || *end != separator)
		return NULL;
	end = take_number(separator == '-' ? end + 1 : skip_space(end + 1), false, &b);
	if (end == NULL)
		return NULL;
	const char *after = NULL;
	if (*end == separator)
		after = take_number(separator == '-' ? end + 1 : skip_space(end + 1), true, &c);
	if (after != NULL)
		set_ymd(parts, a, b, c);
	else if (is_short) {
		parts->month = a.value;
		parts->day = b.value;
		after = end;
	}
	return after;
}

static const char *
scan_iso(const char *text, const char *at, struct date_parts *parts)
{
	(void)text;
	return scan_numbers(at, '-', false, parts);
}

static const char *
scan_slashes(const char *text, const char *at, struct date_parts *parts)
{
	(void)text;
	return scan_numbers(at, '/', true, parts);
}

static const char *
scan_dots(const char *text, const char *at, struct date_parts *parts)
{
	(void)text;
	return scan_numbers(at, '.', false, parts);
}

/* R04.05.26: the year of a Japanese era. */
static const char *
scan_japanese(const char *text, const char *at, struct date_parts *parts)
{
	static const char eras[] = "mtshr";
	static const int first[] = {1867, 1911, 1925, 1988, 2018};
	const char *era = *at != '\0' ? strchr(eras, *at) : NULL;
	struct number year, month, day;
	if (era == NULL || !is_boundary(text, at))
		return NULL;
	const char *end = take_number(at + 1, false, &year);
	if (end == NULL || *end != '.' || (end = take_number(end + 1, false, &month)) == NULL)
		return NULL;
	if (*end != '.' || (end = take_number(end + 1, false, &day)) == NULL)
		return NULL;
	parts->year = first[era - eras] + year.value;
	parts->month = month.value;
	parts->day = day.value;
	return end;
}

/* 12-May-2022 */
static const char *
scan_dashed_month(const char *text, const char *at, struct date_parts *parts)
{
	struct number day, year;
	(void)text;
	const char *end = take_number(at, true, &day);
	if (end == NULL || *end != '-' || month_at(end + 1) == 0)
		return NULL;
	int month = month_at(end + 1);
	end = skip_suffix(end + 1);
	if (*end != '-' || (end = take_number(end + 1, true, &year)) == NULL)
		return NULL;
	set_named(parts, month, day, &year);
	return end;
}

/* 2022-146: the day of the year. */
static const char *
scan_year_day(const char *text, const char *at, struct date_parts *parts)
{
	struct number year, day;
	const char *end = take_number(at, false, &year);
	if (end == NULL || *end != '-' || (year.digits != 4 && year.digits != 2) ||
			!is_boundary(text, at))
		return NULL;
	end = take_number(end + 1, false, &day);
	if (end == NULL || day.digits != 3 || is_letter(*end))
		return NULL;
	parts->year = full_year(year);
	parts->year_day = day.value;
	return end;
}

/* A month alone. */
static const char *
scan_month(const char *text, const char *at, struct date_parts *parts)
{
	int month = month_at(at);
	if (month == 0 || !is_boundary(text, at))
		return NULL;
	parts->month = month;
	return skip_suffix(at);
}

static int
digits_value(const char *at, int count)
{
	int value = 0;
	for (int i = 0; i < count; i++)
		value = value * 10 + (at[i] - '0');
	return value;
}

/* The digits after the date: hhmmss, or less of it. */
static void
set_clock_digits(const char *at, int count, struct date_parts *parts)
{
	int *const places[] = {&parts->hour, &parts->minute, &parts->second};
	for (int i = 0; i < 3 && count >= 2; i++, at += 2, count -= 2)
		*places[i] = digits_value(at, 2);
}

/* A run of digits, by its length: 20220513, 20220513100000, 220513, 0513. */
static const char *
scan_digits(const char *text, const char *at, struct date_parts *parts)
{
	int count = (int)strspn(at, "0123456789");
	(void)text;
	if (count < 2 || count > 14)
		return NULL;
	bool is_odd = count % 2 == 1;
	int year_digits = count >= 7 ? 4 : (count >= 5 ? 2 : 0);
	const char *next = at + year_digits;
	if (year_digits > 0)
		parts->year = full_year((struct number){
				digits_value(at, year_digits), year_digits, year_digits == 4});
	if (is_odd && count <= 7) {
		parts->year_day = digits_value(next, 3);
		next += 3;
	} else {
		if (count > 2) {
			parts->month = digits_value(next, 2);
			next += 2;
		}
		parts->day = digits_value(next, 2);
		next += 2;
	}
	set_clock_digits(next, (int)(at + count - next), parts);
	const char *end = at + count;
	const char *clock = skip_space(end);
	if (*clock == 't')
		clock = skip_space(clock + 1);
	int more = (int)strspn(clock, "0123456789");
	if (count == 8 && more >= 2 && more <= 6) {
		set_clock_digits(clock, more, parts);
		end = take_zone(clock + more, parts->zone);
	}
	return end;
}

/* In Ruby's order. */
static const char *(*const scanners[])(const char *text, const char *at,
		struct date_parts *parts) = {scan_european, scan_american, scan_iso, scan_japanese,
		scan_dashed_month, scan_slashes, scan_dots, scan_year_day, scan_month, scan_digits};

/* The leftmost match of a form is taken, and blanked. */
static bool
scan_form(char *text, size_t form, struct date_parts *parts)
{
	for (char *at = text; *at != '\0'; at++) {
		if (at > text && is_digit(at[-1]) && is_digit(*at))
			continue;
		struct date_parts found = *parts;
		const char *end = scanners[form](text, at, &found);
		if (end == NULL)
			continue;
		*parts = found;
		erase(at, end);
		return true;
	}
	return false;
}

/* A lone number that is left is the hour. */
static void
scan_rest(const char *text, struct date_parts *parts)
{
	struct number number;
	const char *end = take_number(skip_space(text), false, &number);
	if (end != NULL && *skip_space(end) == '\0' && parts->hour == DATE_UNSET &&
			parts->day != DATE_UNSET && number.digits <= 2 && number.value <= 24)
		parts->hour = number.value;
}

static const struct {
	const char *sign;
	char to;
} chinese[] = {{"年", '-'}, {"月", '-'}, {"日", ' '}, {"时", ':'}, {"点", ':'}, {"分", ' '}};

/* Lower case, what is no part of a date a space; 年月日 as dashes where there is a 年. */
static void
simplify(const char *text, char out[TEXT_SIZE])
{
	bool is_chinese = strstr(text, "年") != NULL;
	size_t length = 0;
	while (*text != '\0' && length + 1 < TEXT_SIZE) {
		char byte = *text;
		if (byte >= 'A' && byte <= 'Z')
			byte = (char)(byte - 'A' + 'a');
		else if (!is_letter(byte) && !is_digit(byte) && strchr("-+',./:@[]", byte) == NULL)
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
	char plain[TEXT_SIZE];
	*parts = (struct date_parts){DATE_UNSET, DATE_UNSET, DATE_UNSET, DATE_UNSET, DATE_UNSET,
			DATE_UNSET, DATE_UNSET, ""};
	if (strlen(text) >= TEXT_SIZE)
		return false;
	simplify(text, plain);
	drop_weekday(plain);
	scan_time(plain, parts);
	for (size_t i = 0; i < sizeof(scanners) / sizeof(scanners[0]); i++) {
		if (scan_form(plain, i, parts)) {
			scan_rest(plain, parts);
			return true;
		}
	}
	return false;
}
