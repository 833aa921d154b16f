/* How SafeYAML 1.0.5 types a plain scalar (lib/safe_yaml/transform/, in its order). */

#include "conf/yaml.h"

#include "base/ascii.h"
#include "base/iso_date.h"

#include <string.h>

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
	if (!ascii_is_digit(*text))
		return NULL;
	while (ascii_is_digit(*text) || (*text == '_' && ascii_is_digit(text[1])))
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
		if (!ascii_is_digit(*rest))
			return false;
		if (*rest <= '5' && ascii_is_digit(rest[1]))
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
	const char *point = ascii_is_digit(*digits) ? skip_digits(digits) : digits;
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

/* transform/to_date.rb, parse/date.rb: a day alone has two digits for its month and its day. */
static bool
is_date(const char *text)
{
	struct iso_date date;
	const char *end = iso_date_read(text, &date);
	return end == text + strlen("YYYY-MM-DD") && *end == '\0' && text[4] == '-' &&
	       text[7] == '-' && iso_date_is_valid(&date);
}

static bool
is_time(const char *text)
{
	struct iso_date date;
	const char *end = iso_date_read(text, &date);
	return end != NULL && *end == '\0' && text[4] == '-' && date.unit == ISO_SECOND &&
	       iso_date_is_valid(&date);
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

bool
yaml_is_null(const struct yaml_node *node)
{
	return node == NULL || yaml_type(node) == YAML_NULL;
}

bool
yaml_is_truthy(const struct yaml_node *node)
{
	return !yaml_is_null(node) && yaml_type(node) != YAML_FALSE;
}

const char *
yaml_text_or(const struct yaml_node *node, const char *fallback)
{
	return !yaml_is_null(node) && node->kind == YAML_SCALAR ? node->text : fallback;
}
