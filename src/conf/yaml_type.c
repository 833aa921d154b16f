/* How SafeYAML 1.0.5 types a plain scalar (lib/safe_yaml/transform/, in its order). */

#include "conf/yaml.h"

#include <string.h>

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* The bytes at `text` that are all of `set`. */
static bool
is_all(const char *text, const char *set)
{
	return *text != '\0' && text[strspn(text, set)] == '\0';
}

static const char *
skip_sign(const char *text)
{
	return *text == '-' || *text == '+' ? text + 1 : text;
}

/* transform/to_integer.rb: decimal with commas, octal, hexadecimal, binary. */
static bool
is_integer(const char *text)
{
	const char *digits = skip_sign(text);
	if (strcmp(digits, "0") == 0)
		return true;
	if (*digits >= '1' && *digits <= '9')
		return is_all(digits, "0123456789_,");
	if (text[0] != '0')
		return false;
	if (text[1] == 'x' || text[1] == 'X')
		return is_all(text + 2, "0123456789abcdefABCDEF");
	if (text[1] == 'b')
		return is_all(text + 2, "01_") && strpbrk(text + 2, "01") != NULL;
	return is_all(text + 1, "01234567");
}

/* Digits with single underscores between them, as Ruby's Float() takes them; NULL if there are none. */
static const char *
skip_digits(const char *text)
{
	if (!is_digit(*text))
		return NULL;
	while (is_digit(*text) || (*text == '_' && is_digit(text[1])))
		text++;
	return text;
}

static bool
is_exponent(const char *text)
{
	if (*text == '\0')
		return true;
	if ((*text != 'e' && *text != 'E') || (text[1] != '-' && text[1] != '+'))
		return false;
	return is_all(text + 2, "0123456789");
}

/* The base 60 numbers of YAML 1.1: 12:30, 190:20:30.15. */
static bool
is_base_60(const char *text)
{
	const char *rest = skip_digits(text);
	if (rest == NULL || *rest != ':')
		return false;
	while (*rest == ':') {
		rest++;
		if (!is_digit(*rest))
			return false;
		if (*rest <= '5' && is_digit(rest[1]))
			rest++;
		rest++;
	}
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789_");
	return *rest == '\0';
}

/* transform/to_float.rb */
static bool
is_float(const char *text)
{
	static const char *const words[] = {".inf", ".Inf", ".INF"};
	static const char *const nans[] = {".nan", ".NaN", ".NAN"};
	const char *digits = skip_sign(text);
	for (size_t i = 0; i < 3; i++)
		if (strcmp(digits, words[i]) == 0 || strcmp(text, nans[i]) == 0)
			return true;
	if (is_base_60(digits))
		return true;
	const char *point = is_digit(*digits) ? skip_digits(digits) : digits;
	if (*point != '.')
		return false;
	const char *end = skip_digits(point + 1);
	return end != NULL && is_exponent(end);
}

static bool
is_one_of(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

/* Reads `least` to `most` digits; NULL if there are fewer. */
static const char *
read_number(const char *text, int least, int most, int *number)
{
	int digits = 0;
	*number = 0;
	for (; digits < most && is_digit(*text); digits++)
		*number = *number * 10 + (*text++ - '0');
	return digits < least ? NULL : text;
}

static bool
is_valid_day(int year, int month, int day)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	if (month < 1 || month > 12 || day < 1)
		return false;
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return day <= lengths[month - 1] + (month == 2 && is_leap);
}

/* YYYY-MM-DD, months and days of at least `least` digits; NULL if there is none, or no such day. */
static const char *
read_day(const char *text, int least)
{
	int year, month, day;
	text = read_number(text, 4, 4, &year);
	if (text == NULL || *text != '-')
		return NULL;
	text = read_number(text + 1, least, 2, &month);
	if (text == NULL || *text != '-')
		return NULL;
	text = read_number(text + 1, least, 2, &day);
	return text != NULL && is_valid_day(year, month, day) ? text : NULL;
}

/* H:MM:SS with an optional fraction. */
static const char *
read_clock(const char *text)
{
	int hour, minute, second;
	text = read_number(text, 1, 2, &hour);
	if (text == NULL || *text != ':')
		return NULL;
	text = read_number(text + 1, 2, 2, &minute);
	if (text == NULL || *text != ':')
		return NULL;
	text = read_number(text + 1, 2, 2, &second);
	if (text == NULL || minute > 59 || second > 60)
		return NULL;
	if (hour > 24 || (hour == 24 && minute + second > 0))
		return NULL;
	if (*text == '.')
		text += 1 + strspn(text + 1, "0123456789");
	return text;
}

/* Nothing, Z, or an offset: +8, +08, +0800, +8:00. */
static bool
is_zone(const char *text)
{
	text += strspn(text, " \t");
	if (*text == '\0' || strcmp(text, "Z") == 0)
		return true;
	if (*text != '+' && *text != '-')
		return false;
	int number;
	text = read_number(text + 1, 1, 2, &number);
	if (text == NULL)
		return false;
	if (*text == ':')
		text++;
	if (*text == '\0')
		return true;
	text = read_number(text, 2, 2, &number);
	return text != NULL && *text == '\0';
}

/* transform/to_date.rb, parse/date.rb */
static bool
is_date(const char *text)
{
	const char *end = read_day(text, 2);
	return end != NULL && *end == '\0';
}

static bool
is_time(const char *text)
{
	const char *day_end = read_day(text, 1);
	if (day_end == NULL)
		return false;
	const char *clock = day_end + strspn(day_end, " \t");
	if (*day_end == 'T' || *day_end == 't')
		clock = day_end + 1;
	if (clock == day_end)
		return false;
	const char *zone = read_clock(clock);
	return zone != NULL && is_zone(zone);
}

enum yaml_type
yaml_type(const struct yaml_node *scalar)
{
	static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
	static const char *const trues[] = {
			"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", NULL};
	static const char *const falses[] = {
			"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", NULL};
	const char *text = scalar->text;
	/* A plain scalar cannot hold a NUL. */
	if (scalar->kind != YAML_SCALAR || !scalar->is_plain)
		return YAML_STRING;
	if (is_integer(text))
		return YAML_INTEGER;
	if (is_float(text))
		return YAML_FLOAT;
	if (is_one_of(text, nulls))
		return YAML_NULL;
	if (is_one_of(text, trues))
		return YAML_TRUE;
	if (is_one_of(text, falses))
		return YAML_FALSE;
	if (is_date(text))
		return YAML_DATE;
	return is_time(text) ? YAML_TIME : YAML_STRING;
}
