/* Names by what is typed: by text, and by the pinyin of their characters. */

#include "base/buf.h"
#include "base/name_filter.h"
#include "base/pinyin.h"
#include "base/text.h"
#include "base/utf8.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* --- The table of readings --- */

static bool
reads(uint32_t codepoint, const char *syllable)
{
	unsigned place = pinyin_place(codepoint);
	if (place == 0)
		return false;
	for (;; place++) {
		unsigned number = pinyin_lists[place];
		if (strcmp(pinyin_syllables[number & ~(unsigned)PINYIN_LAST], syllable) == 0)
			return true;
		if (number & PINYIN_LAST)
			return false;
	}
}

static void
test_readings(void **state)
{
	(void)state;
	static const struct {
		uint32_t codepoint;
		const char *syllables[4];
	} characters[] = {
			{0x65B0, {"xin"}},
			{0x957F, {"chang", "zhang"}},
			{0x884C, {"xing", "hang", "heng"}},
			{0x91CD, {"zhong", "chong"}},
			{0x4E50, {"le", "yue"}},
			{0x7EFF, {"lv", "lu"}},
			{0x5973, {"nv"}},
			{0x7565, {"lve"}},
			{0x5E72, {"gan", "qian"}}, /* 乾 of 乾隆 is folded to it */
			{0x3007, {"ling"}},
			{0x4E00, {"yi"}},
			{0x9FA5, {"yu"}},
	};
	for (size_t i = 0; i < sizeof(characters) / sizeof(characters[0]); i++) {
		for (size_t j = 0; j < 4 && characters[i].syllables[j] != NULL; j++)
			assert_true(reads(characters[i].codepoint, characters[i].syllables[j]));
	}
	static const uint32_t none[] = {0, 'a', 0x3006, 0x3042, 0x4DFF, 0xA000, 0x20000, 0x10FFFF};
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(pinyin_place(none[i]), 0);
}

/* Every list ends, has syllables that are there, and those of all characters folded to its own. */
static void
test_the_table_is_whole(void **state)
{
	(void)state;
	size_t with_readings = 0;
	for (size_t i = 1; i < PINYIN_SYLLABLES; i++)
		assert_true(strcmp(pinyin_syllables[i - 1], pinyin_syllables[i]) < 0);
	assert_true(pinyin_lists[PINYIN_LISTS - 1] & PINYIN_LAST);
	for (size_t i = 1; i < PINYIN_LISTS; i++)
		assert_true((pinyin_lists[i] & ~PINYIN_LAST) < PINYIN_SYLLABLES);
	for (uint32_t character = PINYIN_FIRST_HAN; character <= PINYIN_LAST_HAN; character++) {
		unsigned place = pinyin_place(character);
		assert_true(place < PINYIN_LISTS);
		with_readings += place > 0;
		for (bool is_last = place == 0; !is_last; place++) {
			unsigned number = pinyin_lists[place];
			is_last = (number & PINYIN_LAST) != 0;
			assert_true(reads(text_simplified(character),
					pinyin_syllables[number & ~(unsigned)PINYIN_LAST]));
		}
	}
	assert_true(with_readings > 20000);
}

/* --- What is found, and where --- */

struct found {
	enum name_found found;
	size_t at, length;
};

static struct found
find(const char *typed, const char *name)
{
	struct found found = {0};
	struct buf folded = buf_empty();
	struct name_filter *filter = name_filter_new(typed);
	text_fold(&folded, name, strlen(name));
	found.found = name_filter_try(filter, folded.data, NAME_TRAITS_UNKNOWN);
	assert_int_equal(name_filter_try(filter, folded.data, name_traits(folded.data)),
			found.found);
	found.at = name_filter_find(filter, folded.data, folded.length, 0, &found.length);
	assert_int_equal(found.at != SIZE_MAX, found.found != NAME_NOT_FOUND && typed[0] != '\0');
	assert_string_equal(name_filter_typed(filter), typed);
	name_filter_free(filter);
	buf_free(&folded);
	return found;
}

/* `marked` is what of the folded name is found; NULL: nothing. */
static const struct {
	const char *typed, *name, *marked;
	enum name_found found;
} names[] = {
		/* first letters, syllables, and both */
		{"xny", "新能源", "新能源", NAME_BY_PINYIN},
		{"xinneng", "新能源", "新能", NAME_BY_PINYIN},
		{"xinnengyuan", "新能源", "新能源", NAME_BY_PINYIN},
		{"xinny", "新能源", "新能源", NAME_BY_PINYIN},
		{"xnengy", "新能源", "新能源", NAME_BY_PINYIN},
		{"ny", "新能源汽车", "能源", NAME_BY_PINYIN},
		{"q", "新能源汽车", "汽", NAME_BY_PINYIN},
		/* the last syllable may break off, no other */
		{"xi", "新能源", "新", NAME_BY_PINYIN},
		{"xinn", "新能源", "新能", NAME_BY_PINYIN},
		{"xinnen", "新能源", "新能", NAME_BY_PINYIN},
		{"xinengyuan", "新能源", NULL, NAME_NOT_FOUND},
		{"xinnengx", "新能源", NULL, NAME_NOT_FOUND},
		{"nx", "新能源", NULL, NAME_NOT_FOUND},
		{"eng", "新能源", NULL, NAME_NOT_FOUND},
		/* zh, ch, sh count as first letters */
		{"zsh", "中石化", "中石", NAME_BY_PINYIN},
		{"zhsh", "中石化", "中石", NAME_BY_PINYIN},
		{"zhshh", "中石化", "中石化", NAME_BY_PINYIN},
		{"zsyh", "招商银行", "招商银行", NAME_BY_PINYIN},
		/* several readings */
		{"yh", "银行", "银行", NAME_BY_PINYIN},
		{"yinhang", "银行", "银行", NAME_BY_PINYIN},
		{"yinxing", "银行", "银行", NAME_BY_PINYIN},
		{"zhangda", "长大", "长大", NAME_BY_PINYIN},
		{"chang", "长城汽车", "长", NAME_BY_PINYIN},
		{"chongqing", "重庆", "重庆", NAME_BY_PINYIN},
		{"zhongyao", "重要", "重要", NAME_BY_PINYIN},
		{"yinyue", "音乐", "音乐", NAME_BY_PINYIN},
		{"kuaile", "快乐", "快乐", NAME_BY_PINYIN},
		/* ü */
		{"lvse", "绿色", "绿色", NAME_BY_PINYIN},
		{"lüse", "绿色", "绿色", NAME_BY_PINYIN},
		{"nvxing", "女性", "女性", NAME_BY_PINYIN},
		{"nuxing", "女性", "女性", NAME_BY_PINYIN},
		{"lve", "略", "略", NAME_BY_PINYIN},
		{"lue", "略", "略", NAME_BY_PINYIN},
		{"xv", "需", NULL, NAME_NOT_FOUND},
		/* traditional characters, capitals, full width */
		{"xny", "新能源汽車", "新能源", NAME_BY_PINYIN},
		{"qiche", "汽車", "汽车", NAME_BY_PINYIN},
		{"qianlong", "乾隆", "干隆", NAME_BY_PINYIN},
		{"XNY", "新能源", "新能源", NAME_BY_PINYIN},
		{"ＸＮＹ", "新能源", "新能源", NAME_BY_PINYIN},
		/* what separates syllables */
		{"xian", "西安", "西安", NAME_BY_PINYIN},
		{"xian", "先", "先", NAME_BY_PINYIN},
		{"xi'an", "西安", "西安", NAME_BY_PINYIN},
		{"xi an", "西安", "西安", NAME_BY_PINYIN},
		{"xi'an", "先", NULL, NAME_NOT_FOUND},
		{"xi’an", "西安", "西安", NAME_BY_PINYIN},
		{"xi’an", "先", NULL, NAME_NOT_FOUND},
		{"xi＇an", "西安", "西安", NAME_BY_PINYIN},
		{"xi　an", "西安", "西安", NAME_BY_PINYIN},
		{"x n y", "新能源", "新能源", NAME_BY_PINYIN},
		{"xin ", "新能源", "新", NAME_BY_PINYIN},
		{"xi ", "新能源", NULL, NAME_NOT_FOUND},
		{"xi ", "西安", "西", NAME_BY_PINYIN},
		{"z'h", "中华", "中华", NAME_BY_PINYIN},
		{"z'h", "中", NULL, NAME_NOT_FOUND},
		/* characters that are themselves */
		{"5g", "5G网络", "5g", NAME_BY_TEXT},
		{"5gw", "5G网络", "5g网", NAME_BY_PINYIN},
		{"5gwangl", "5G网络", "5g网络", NAME_BY_PINYIN},
		{"aixp", "AI芯片", "ai芯片", NAME_BY_PINYIN},
		{"ipx", "AI芯片", NULL, NAME_NOT_FOUND},
		{"xpai", "芯片AI", "芯片ai", NAME_BY_PINYIN},
		{"新ny", "新能源", "新能源", NAME_BY_PINYIN},
		{"x能y", "新能源", "新能源", NAME_BY_PINYIN},
		{"2024n", "2024年", "2024年", NAME_BY_PINYIN},
		{"erl", "二〇", "二〇", NAME_BY_PINYIN},
		/* spaces and punctuation of the name are passed over within a place */
		{"5gwl", "5G 网络", "5g 网络", NAME_BY_PINYIN},
		{"nyqc", "新能源·汽车", "能源·汽车", NAME_BY_PINYIN},
		{"xny", "“新”能源", "新”能源", NAME_BY_PINYIN},
		/* text goes before pinyin, and Latin alone is only text */
		{"xin", "新闻 xin", "xin", NAME_BY_TEXT},
		{"ones", "on escape", NULL, NAME_NOT_FOUND},
		{"an", "安徽 and", "an", NAME_BY_TEXT},
		{"能源", "新能源", "能源", NAME_BY_TEXT},
		{"能源", "新能", NULL, NAME_NOT_FOUND},
		{"123", "新能源123", "123", NAME_BY_TEXT},
		{"123", "新能源", NULL, NAME_NOT_FOUND},
		{"", "新能源", NULL, NAME_BY_TEXT},
		{"", "", NULL, NAME_BY_TEXT},
		{"x", "", NULL, NAME_NOT_FOUND},
		{" ", "新", NULL, NAME_NOT_FOUND},
		{"'", "新", NULL, NAME_NOT_FOUND},
};

static void
test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *marked = names[i].marked;
		struct buf folded = buf_empty();
		text_fold(&folded, names[i].name, strlen(names[i].name));
		struct found found = find(names[i].typed, names[i].name);
		bool is_right = found.found == names[i].found;
		if (is_right && marked != NULL)
			is_right = found.length == strlen(marked) &&
				   strncmp(folded.data + found.at, marked, found.length) == 0;
		if (!is_right)
			fail_msg("“%s” in “%s”: %d, %.*s", names[i].typed, names[i].name,
					found.found, (int)found.length,
					found.at != SIZE_MAX ? folded.data + found.at : "");
		buf_free(&folded);
	}
}

/* All places of a name, one after the other. */
static void
test_places(void **state)
{
	(void)state;
	const char name[] = "新能源与新农业，新";
	struct name_filter *filter = name_filter_new("xn");
	size_t length;
	assert_int_equal(name_filter_find(filter, name, strlen(name), 0, &length), 0);
	assert_int_equal(length, 6);
	assert_int_equal(name_filter_find(filter, name, strlen(name), length, &length), 12);
	assert_int_equal(name_filter_find(filter, name, strlen(name), 18, &length), SIZE_MAX);
	assert_int_equal(name_filter_find(filter, name, strlen(name), strlen(name), &length),
			SIZE_MAX);
	name_filter_free(filter);
	name_filter_free(NULL);
}

/* What is too long for pinyin is found as text; the longest that is not too long, and one more. */
static void
test_long_text(void **state)
{
	(void)state;
	char typed[400], name[1000];
	for (size_t count = NAME_FILTER_KEYS - 1; count <= NAME_FILTER_KEYS + 1; count++) {
		memset(typed, 'x', count);
		typed[count] = '\0';
		name[0] = '\0';
		for (size_t i = 0; i < count; i++)
			strcat(name, "新");
		assert_int_equal(find(typed, name).found,
				count <= NAME_FILTER_KEYS ? NAME_BY_PINYIN : NAME_NOT_FOUND);
		assert_int_equal(find(typed, typed).found, NAME_BY_TEXT);
		strcat(typed, "                                                              x");
		assert_int_equal(find(typed, name).found, NAME_NOT_FOUND);
	}
}

/* --- Against a matcher that tries everything --- */

struct trial {
	const char *keys;
	size_t count;
	uint64_t breaks; /* after so many keys a separator stands */
	const char *name;
	size_t length;
};

static bool
is_same_letter(char letter, char key)
{
	return letter == key || (letter == 'v' && key == 'u');
}

static size_t try_all(
		const struct trial *trial, size_t key, size_t at, bool is_read, bool is_first);

/* The least end of a place in which the character before `next` is read as the syllable; SIZE_MAX: none. */
static size_t
try_syllable(const struct trial *trial, const char *syllable, size_t key, size_t next)
{
	size_t best = SIZE_MAX, whole = strlen(syllable);
	for (size_t n = 1; n <= whole && key + n <= trial->count; n++) {
		bool is_end = key + n == trial->count && (trial->breaks >> trial->count & 1) == 0;
		if (!is_same_letter(syllable[n - 1], trial->keys[key + n - 1]) ||
				(n > 1 && (trial->breaks >> (key + n - 1) & 1) != 0))
			break;
		if (n != whole && n != 1 && !(n == 2 && syllable[1] == 'h') && !is_end)
			continue;
		size_t end = try_all(trial, key + n, next, true, false);
		best = end < best ? end : best;
	}
	return best;
}

/* The least end of a place that goes on at `at` with the keys from `key` on; SIZE_MAX: there is none. */
static size_t
try_all(const struct trial *trial, size_t key, size_t at, bool is_read, bool is_first)
{
	uint32_t codepoint;
	size_t best = SIZE_MAX, end;
	if (key == trial->count && is_read)
		return at;
	if (at == trial->length)
		return SIZE_MAX;
	size_t step = utf8_decode(trial->name + at, trial->length - at, &codepoint);
	if (key + step <= trial->count && memcmp(trial->keys + key, trial->name + at, step) == 0)
		best = try_all(trial, key + step, at + step, is_read, false);
	unsigned place = pinyin_place(codepoint);
	for (bool is_last = place == 0; !is_last; place++) {
		unsigned number = pinyin_lists[place] & ~(unsigned)PINYIN_LAST;
		is_last = (pinyin_lists[place] & PINYIN_LAST) != 0;
		end = try_syllable(trial, pinyin_syllables[number], key, at + step);
		best = end < best ? end : best;
	}
	if (!is_first && text_class_of(codepoint) <= TEXT_SYMBOL) {
		end = try_all(trial, key, at + step, is_read, false);
		best = end < best ? end : best;
	}
	return best;
}

/* What has to be found of a text typed, which is folded. */
static struct found
expect(const char *typed, const char *name)
{
	char keys[64];
	bool has_letter = false;
	struct trial trial = {.keys = keys, .name = name, .length = strlen(name)};
	const char *text = strstr(name, typed);
	if (text != NULL)
		return (struct found){NAME_BY_TEXT, (size_t)(text - name), strlen(typed)};
	for (; *typed != '\0'; typed++) {
		has_letter |= *typed >= 'a' && *typed <= 'z';
		if (*typed == ' ' || *typed == '\'')
			trial.breaks |= (uint64_t)1 << trial.count;
		else
			keys[trial.count++] = *typed;
	}
	for (size_t at = 0; has_letter && at < trial.length; at++) {
		size_t end = (name[at] & 0xC0) != 0x80 ? try_all(&trial, 0, at, false, true)
						       : SIZE_MAX;
		if (end != SIZE_MAX)
			return (struct found){NAME_BY_PINYIN, at, end - at};
	}
	return (struct found){NAME_NOT_FOUND, SIZE_MAX, 0};
}

static size_t
pick(size_t count)
{
	static uint64_t seed = 88172645463325252ULL;
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed % count);
}

/* A few letters of a reading of a character, or any others. */
static void
type_character(char *typed, const char *character)
{
	static const char *const others[] = {
			"x", "n", "g", "i", "u", "v", "h", "5", "a", "'", " ", "·", "新", "zh"};
	uint32_t codepoint;
	(void)utf8_decode(character, strlen(character), &codepoint);
	unsigned place = pinyin_place(codepoint);
	if (place == 0 || pick(6) == 0) {
		strcat(typed, pick(2) == 0 ? character : others[pick(14)]);
		return;
	}
	while ((pinyin_lists[place] & PINYIN_LAST) == 0 && pick(2) == 0)
		place++;
	const char *syllable = pinyin_syllables[pinyin_lists[place] & ~(unsigned)PINYIN_LAST];
	strncat(typed, syllable, pick(3) == 0 ? strlen(syllable) : 1 + pick(3));
}

static void
test_against_all_ways(void **state)
{
	(void)state;
	static const char *const characters[] = {"新", "能", "源", "西", "安", "先", "银", "行",
			"长", "中", "绿", "女", "乐", "〇", "ア", "é", "5", "g", "x", "n", "a",
			"an", " ", "·", "，", "'", "-"};
	enum { KINDS = sizeof(characters) / sizeof(characters[0]) };
	size_t found_count = 0;
	for (int i = 0; i < 60000; i++) {
		char name[128] = "", typed[64] = "";
		size_t length = 1 + pick(6), first = pick(length), chosen[6];
		for (size_t j = 0; j < length; j++) {
			chosen[j] = pick(KINDS);
			strcat(name, characters[chosen[j]]);
		}
		for (size_t j = first; j < length && strlen(typed) < 20; j++)
			type_character(typed, characters[chosen[j]]);
		struct buf folded = buf_empty(), wanted = buf_empty();
		text_fold(&folded, name, strlen(name));
		text_fold(&wanted, typed, strlen(typed));
		struct found seen = find(typed, name), right = expect(wanted.data, folded.data);
		if (seen.found != right.found ||
				(right.at != SIZE_MAX &&
						(seen.at != right.at ||
								seen.length != right.length)))
			fail_msg("“%s” in “%s”: %d at %zu, %zu bytes, not %d at %zu, %zu", typed,
					name, seen.found, seen.at, seen.length, right.found,
					right.at, right.length);
		found_count += right.found == NAME_BY_PINYIN;
		buf_free(&folded);
		buf_free(&wanted);
	}
	assert_true(found_count > 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_readings),
			cmocka_unit_test(test_the_table_is_whole),
			cmocka_unit_test(test_names),
			cmocka_unit_test(test_places),
			cmocka_unit_test(test_long_text),
			cmocka_unit_test(test_against_all_ways),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
