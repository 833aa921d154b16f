#include "layout/flow.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { MARKER_SIZE = 64 };

/* 1 to 3999 (CSS Counter Styles 3, 6.1). */
static void
put_roman(char *out, int number, bool is_upper)
{
	static const struct {
		int value;
		const char *letters;
	} numerals[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"},
			{50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
	for (size_t i = 0; i < sizeof(numerals) / sizeof(numerals[0]); i++) {
		for (; number >= numerals[i].value; number -= numerals[i].value) {
			for (const char *letter = numerals[i].letters; *letter != '\0'; letter++)
				*out++ = is_upper ? ascii_upper(*letter) : *letter;
		}
	}
	*out = '\0';
}

/* a to z, aa to zz, and on: numbers in base 26 without a zero. */
static void
put_letters(char *out, int number, char first)
{
	char reversed[16];
	size_t count = 0;
	for (; number > 0; number = (number - 1) / 26)
		reversed[count++] = (char)(first + (number - 1) % 26);
	for (size_t i = 0; i < count; i++)
		out[i] = reversed[count - 1 - i];
	out[count] = '\0';
}

/* Appends `text` at *out and moves on; there is room (MARKER_SIZE). */
static void
put_part(char **out, const char *text)
{
	while (*text != '\0')
		*(*out)++ = *text++;
	**out = '\0';
}

/* Chinese numbers up to 9999 (CSS Counter Styles 3, 7.2): 十二, 一百零三. */
static void
put_hanzi(char *out, int number)
{
	static const char *const digits[] = {
			"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	static const char *const units[] = {"千", "百", "十", ""};
	bool has_digit = false, has_gap = false;
	for (int place = 1000, i = 0; place > 0; place /= 10, i++) {
		int digit = number / place % 10;
		has_gap = has_gap || (digit == 0 && has_digit);
		if (digit == 0)
			continue;
		bool is_bare_ten = place == 10 && digit == 1 && !has_digit;
		put_part(&out, has_gap ? digits[0] : "");
		put_part(&out, is_bare_ten ? "" : digits[digit]);
		put_part(&out, units[i]);
		has_digit = true;
		has_gap = false;
	}
}

static void
put_number(char out[MARKER_SIZE], enum list_style style, int number)
{
	bool is_letters = style == LIST_LOWER_ALPHA || style == LIST_UPPER_ALPHA;
	bool is_roman = style == LIST_LOWER_ROMAN || style == LIST_UPPER_ROMAN;
	if (is_letters && number >= 1)
		put_letters(out, number, style == LIST_LOWER_ALPHA ? 'a' : 'A');
	else if (is_roman && number >= 1 && number <= 3999)
		put_roman(out, number, style == LIST_UPPER_ROMAN);
	else if (style == LIST_HANZI && number >= 1 && number <= 9999)
		put_hanzi(out, number);
	else
		(void)snprintf(out, MARKER_SIZE, "%d", number);
}

/* What follows a number: two columns, which a marker reserves for it. */
static const char *
suffix_of(const char *number)
{
	return (unsigned char)number[0] < 0x80 ? ". " : "、";
}

static size_t
number_columns(const char *number)
{
	return text_columns(number, strlen(number)) + 2;
}

static const char *
bullet(const struct context *context, size_t depth)
{
	static const char *const bullets[] = {"• ", "◦ ", "▪ "};
	static const char *const ascii_bullets[] = {"* ", "- ", "+ "};
	return (context->options.ascii ? ascii_bullets : bullets)[depth % 3];
}

const char *
marker_text(struct context *context, const struct block *item, size_t depth, size_t *columns)
{
	enum list_style style = item->parent->list.style;
	*columns = 2;
	if (style == LIST_NONE || item->item.is_unmarked) {
		*columns = 0;
		return "";
	}
	if (style == LIST_BULLET)
		return bullet(context, depth);
	char number[MARKER_SIZE];
	put_number(number, style, item->item.number);
	*columns = number_columns(number);
	return arena_format(context->arena, "%s%s", number, suffix_of(number));
}

size_t
marker_widest(const struct block *list)
{
	if (list->list.style == LIST_NONE)
		return 0;
	if (list->list.style == LIST_BULLET)
		return 2;
	size_t widest = 0;
	for (const struct block *item = list->first; item != NULL; item = item->next) {
		char number[MARKER_SIZE];
		if (item->kind != BLOCK_ITEM)
			continue;
		put_number(number, list->list.style, item->item.number);
		if (number_columns(number) > widest)
			widest = number_columns(number);
	}
	return widest;
}
