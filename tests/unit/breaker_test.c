#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "layout/breaker.h"
#include "layout_build.h"

#include <locale.h>
#include <stdio.h>

struct example {
	const char *text;
	size_t width;
	const char *lines;
};

static const struct example examples[] = {
		/* Nothing closing begins a line, nothing opening ends one: CLREQ 3.1.2. */
		{"今天股市上涨，明天再说", 12, "今天股市上\n涨，明天再说\n"},
		{"今天股市大涨。明天再说", 12, "今天股市大\n涨。明天再说\n"},
		{"今天股市（上证）收盘", 10, "今天股市\n（上证）收\n盘\n"},
		{"今天《日报》消息", 6, "今天\n《日\n报》消\n息\n"},
		{"他说“研发”后称‘好’了", 8, "他说“研\n发”后称\n‘好’了\n"},
		{"他说“Beta”后", 6, "他说\n“Beta”\n后\n"},
		{"《甲》《乙》（丙）", 12, "《甲》《乙》\n（丙）\n"},
		{"今天你好！！！再见", 12, "今天你\n好！！！再见\n"},
		/* Dashes and ellipses stay in pairs. */
		{"大势趋于……切勿", 9, "大势趋\n于……切勿\n"},
		{"趋势——切勿——盲目", 6, "趋势——\n切勿——\n盲目\n"},
		/* Numbers keep their signs, separators and units. */
		{"涨了很多，-5.8%是跌", 14, "涨了很多，\n-5.8%是跌\n"},
		{"至今为¥3,000.50元", 10, "至今为\n¥3,000.50\n元\n"},
		{"涨20℃，$3.4亿", 8, "涨20℃，\n$3.4亿\n"},
		{"时间是2021-12-01日", 12, "时间是\n2021-12-01日\n"},
		{"共有耕地约为3000亩吧", 16, "共有耕地约为\n3000亩吧\n"},
		{"我们判断升至17—19元", 15, "我们判断升至\n17—19元\n"},
		{"气温回升到10～20度", 14, "气温回升到\n10～20度\n"},
		{"分为两段——19元起", 13, "分为两段——\n19元起\n"},
		{"这里说的是第12条新闻", 14, "这里说的是\n第12条新闻\n"},
		{"这只股票601888.SH涨", 16, "这只股票\n601888.SH涨\n"},
		{"占比为百分之五10 %的", 16, "占比为百分之五\n10 %的\n"},
		/* The same of full width. */
		{"使い方かもしれません第１０章", 22, "使い方かもしれません\n第１０章\n"},
		{"这时气温回升到２０℃了", 18, "这时气温回升到\n２０℃了\n"},
		{"它同比增长了１２．５％的", 16, "它同比增长了\n１２．５％的\n"},
		{"会场一共花费了１，２００元整", 20, "会场一共花费了\n１，２００元整\n"},
		{"现在已经是１０：３０，好", 16, "现在已经是\n１０：３０，好\n"},
		{"涨幅为－５％，＋３％", 10, "涨幅为\n－５％，\n＋３％\n"},
		{"这里大约是１０～２０度吧", 14, "这里大约是\n１０～２０度吧\n"},
		{"这是ＧＤＰ的增长", 8, "这是\nＧＤＰ的\n增长\n"},
		/* Ranges of amounts, whatever their sign. */
		{"那么结构变成了，第20位~49位都是零", 22, "那么结构变成了，\n第20位~49位都是零\n"},
		{"我们的名次都在20位~49位", 20, "我们的名次都在\n20位~49位\n"},
		{"我们的名次都在20位～49位", 20, "我们的名次都在\n20位～49位\n"},
		{"我们的名次都在20位—49位", 20, "我们的名次都在\n20位—49位\n"},
		{"我们的名次都在20位–49位", 20, "我们的名次都在\n20位–49位\n"},
		{"我们的名次都在20位-49位", 20, "我们的名次都在\n20位-49位\n"},
		{"利润大概增长5%—8%", 16, "利润大概增长\n5%—8%\n"},
		{"利润大概增长5%~8%", 16, "利润大概增长\n5%~8%\n"},
		{"时间是从周一~周五", 12, "时间是从周\n一~周五\n"},
		{"这里说的是第十二条", 12, "这里说的是\n第十二条\n"},
		{"下跌到-5%为止", 8, "下跌到\n-5%为止\n"},
		{"下跌了很多天-5%", 12, "下跌了很多天\n-5%\n"},
		/* Latin words. */
		{"新冠SCB-2019(CpG)苗", 16, "新冠\nSCB-2019(CpG)苗\n"},
		{"in the U.S. e.g. C++ and", 8, "in the\nU.S.\ne.g. C++\nand\n"},
		{"I don't well-known", 10, "I don't\nwell-known\n"},
		{"a very well-known", 12, "a very well-\nknown\n"},
		{"史蒂夫·乔布斯", 8, "史蒂夫·\n乔布斯\n"},
		{"甲乙丙丁戊己/庚", 14, "甲乙丙丁戊\n己/庚\n"},
		/* Addresses: whole if they fit, then after / and the rest. */
		{"见https://a.cn/bcd/efg?x=1", 16, "见https://a.cn/\nbcd/efg?x=1\n"},
		{"看https://example.com/a", 22, "看\nhttps://example.com/a\n"},
		{"abcdefghijklmnopqrstuvwxyz", 10, "abcdefghij\nklmnopqrst\nuvwxyz\n"},
		/* Spaces hang; the indent of two hanzi stays, also where a line could not hold more. */
		{"　　德阳市", 6, "　　德\n阳市\n"},
		{"中文中文　　下", 8, "中文中文\n下\n"},
		{"ab cd  ef", 5, "ab cd\nef\n"},
		{"丙丁甲\xC2\xA0乙丙", 8, "丙丁\n甲\xC2\xA0乙丙\n"},
		{"中国文 ，好", 6, "中国\n文 ，\n好\n"},
		{"中文（ 好", 6, "中文\n（ 好\n"},
		/* Small kana and iteration marks. */
		{"人々はコーヒー", 10, "人々はコー\nヒー\n"},
		{"あいうえっしょ", 8, "あいう\nえっしょ\n"},
		/* Hangul by its spaces. */
		{"한국어 문장", 8, "한국어\n문장\n"},
		/* Clusters are whole; U+00AD shows only where it breaks. */
		{"e\xCC\x81"
		 "e\xCC\x81"
		 "e\xCC\x81"
		 "e\xCC\x81"
		 "e\xCC\x81",
				4,
				"e\xCC\x81"
				"e\xCC\x81"
				"e\xCC\x81"
				"e\xCC\x81"
				"\n"
				"e\xCC\x81"
				"\n"},
		{"inter\xC2\xADnational", 8, "inter-\nnational\n"},
		{"inter\xC2\xADnational", 20, "international\n"},
		{"好的👍🏽好的好", 6, "好的👍🏽\n好的好\n"},
		/* Where no rule can hold, the mildest falls. */
		{"。。。。。。", 8, "。。。。\n。。\n"},
		{"（（（（（（", 8, "（（（（\n（（\n"},
		{"2222222222222亩", 8, "22222222\n22222亩\n"},
};

static void
expect_examples(const struct example *all, size_t count)
{
	size_t failed = 0;
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		uint32_t seed = 1;
		struct document *document = build_paragraph(arena, all[i].text, 1, &seed);
		struct layout_options options = {.width = all[i].width};
		struct buf lines = buf_empty();
		add_lines(&lines, layout_document(arena, document, &options));
		if (strcmp(lines.data, all[i].lines) != 0) {
			print_error("%s at %zu:\n%sinstead of\n%s\n", all[i].text, all[i].width,
					lines.data, all[i].lines);
			failed++;
		}
		buf_free(&lines);
		arena_free(arena);
	}
	assert_int_equal(failed, 0);
}

static void
test_examples(void **state)
{
	(void)state;
	expect_examples(examples, sizeof(examples) / sizeof(examples[0]));
}

static void
test_classes(void **state)
{
	(void)state;
	assert_int_equal(break_class_of(U'，'), CLASS_EX);
	assert_int_equal(break_class_of(U'（'), CLASS_OP);
	assert_int_equal(break_class_of(U'第'), CLASS_DI);
	assert_int_equal(break_class_of(U'中'), CLASS_ID);
	assert_int_equal(break_class_of(U'한'), CLASS_AL);
	assert_int_equal(break_class_of(U'ッ'), CLASS_NS);
	assert_int_equal(break_class_of(U'😀'), CLASS_ID);
	assert_int_equal(break_class_of(0x0301), CLASS_CM);
	assert_int_equal(break_class_of(0x10FFFD), CLASS_AL);
}

/* Every pair has a level, and a class that combines never parts from its base. */
static void
test_pairs(void **state)
{
	(void)state;
	for (int first = 0; first < CLASS_COUNT; first++) {
		for (int second = 0; second < CLASS_COUNT; second++) {
			struct breaker breaker;
			breaker_start(&breaker);
			breaker_step(&breaker, (enum break_class)first, 'x', CLASS_AL);
			enum break_level level = breaker_step(
					&breaker, (enum break_class)second, 'x', CLASS_AL);
			assert_true(level <= BREAK_NEVER);
			/* After U+200B a mark has no base to stay with. */
			bool is_mark = second == CLASS_CM && first != CLASS_ZW;
			if (is_mark || second == CLASS_SP)
				assert_int_equal(level, BREAK_NEVER);
			if (second == CLASS_EX)
				assert_true(level >= BREAK_STOP);
			if (first == CLASS_OP && second != CLASS_SP)
				assert_true(level >= BREAK_BRACKET);
		}
	}
}

static const char *const fragments[] = {"中", "国", "新闻", "上涨了", "，", "。", "“", "”", "（",
		"）", "《日报》", "——", "……", "GDP", "word", "12.5%", "3000亩", "、", " ", "·",
		"A股", "$3.4", "：", "？", "co-op", "한국", "e\xCC\x81", "😀", "/", "10:30",
		"第3条"};

static void
make_text(struct buf *text, uint32_t *seed, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		*seed = *seed * 1664525u + 1013904223u;
		buf_add_text(text, fragments[(*seed >> 16) %
						   (sizeof(fragments) / sizeof(fragments[0]))]);
	}
}

/* All bytes but spaces are in the lines, once and in order, and found by their offset. */
static void
check_coverage(const struct document *document, const struct layout *layout)
{
	size_t at = 0;
	for (size_t l = 0; l < layout->count; l++) {
		for (size_t p = 0; p < layout->lines[l].piece_count; p++) {
			const struct piece *piece = &layout->lines[l].pieces[p];
			if ((unsigned char)piece->text[0] != 0xCC) /* a mark counts with its base */
				assert_int_equal(piece->columns,
						text_columns(piece->text, piece->length));
			if (piece->offset == PIECE_DRAWN)
				continue;
			for (; at < (size_t)piece->offset; at++)
				assert_int_equal(document->text[at], ' ');
			assert_int_equal(at, piece->offset);
			assert_memory_equal(piece->text, document->text + at, piece->length);
			assert_int_equal(layout_line_at(layout, at), l);
			at += piece->length;
			assert_int_equal(layout_line_at(layout, at - 1), l);
		}
	}
	for (; at + 1 < document->length; at++)
		assert_int_equal(document->text[at], ' ');
}

static void
test_random_mixtures(void **state)
{
	(void)state;
	uint32_t seed = 20211208;
	for (size_t round = 0; round < 1200; round++) {
		struct arena *arena = arena_new();
		struct buf text = buf_empty();
		struct buf whole = buf_empty();
		struct buf parted = buf_empty();
		make_text(&text, &seed, 1 + round % 90);
		struct document *one = build_paragraph(arena, text.data, 1, &seed);
		struct document *many = build_paragraph(arena, text.data, 1000, &seed);
		struct layout_options options = {.width = LAYOUT_MIN_WIDTH + round % 117};
		struct layout *layout = layout_document(arena, one, &options);
		struct layout *styled = layout_document(arena, many, &options);
		add_lines(&whole, layout);
		add_lines(&parted, styled);
		/* Styles make no place to break, and take none away. */
		assert_string_equal(parted.data, whole.data);
		assert_true(layout->widest <= options.width);
		check_coverage(one, layout);
		check_coverage(many, styled);
		buf_free(&text);
		buf_free(&whole);
		buf_free(&parted);
		arena_free(arena);
	}
}

static const char *const sentences[] = {"中国", "新闻", "上涨了，", "好。", "“研发”", "（上证）",
		"《日报》", "GDP", "增长12.5%", "约3000亩", "、", "A股", "：", "他说", "市场",
		"公司", "有效率为-5.8%，", "投资者（Investor）", "‘好’"};

static bool
begins_with_any(const char *line, const char *const *marks)
{
	for (; *marks != NULL; marks++) {
		if (strncmp(line, *marks, strlen(*marks)) == 0)
			return true;
	}
	return false;
}

static void
check_edges(const char *lines)
{
	static const char *const closing[] = {
			"，", "。", "、", "：", "！", "？", "）", "》", "”", "’", "%", NULL};
	static const char *const opening[] = {"（", "《", "“", "‘", NULL};
	bool is_first = true;
	for (const char *line = lines; *line != '\0';) {
		const char *end = strchr(line, '\n');
		if (!is_first && begins_with_any(line, closing))
			fail_msg("begins with closing punctuation: %s", line);
		is_first = false;
		if (end - line >= 3 && begins_with_any(end - 3, opening))
			fail_msg("ends with opening punctuation: %s", line);
		line = end + 1;
	}
}

static void
test_edges_of_lines(void **state)
{
	(void)state;
	uint32_t seed = 20220512;
	const size_t kinds = sizeof(sentences) / sizeof(sentences[0]);
	for (size_t round = 0; round < 1000; round++) {
		struct arena *arena = arena_new();
		struct buf text = buf_empty();
		struct buf lines = buf_empty();
		size_t before = kinds;
		for (size_t i = 0; i < 60; i++) {
			seed = seed * 1664525u + 1013904223u;
			size_t now = (seed >> 16) % kinds;
			bool is_mark = now == 10 || now == 12;
			if (is_mark && (before == 10 || before == 12))
				now = 0; /* no heaps of stops, which no line could hold */
			buf_add_text(&text, sentences[now]);
			before = now;
		}
		struct document *document =
				build_paragraph(arena, text.data, 1 + round % 2 * 500, &seed);
		struct layout_options options = {.width = 40 + round % 80};
		add_lines(&lines, layout_document(arena, document, &options));
		check_edges(lines.data);
		buf_free(&text);
		buf_free(&lines);
		arena_free(arena);
	}
}

static void
add_times(struct buf *out, const char *text, size_t count)
{
	while (count-- > 0)
		buf_add_text(out, text);
}

/* Columns of the first of 100 columns' lines: a start, hanzi, a sign many times, an end. */
static size_t
first_columns(const char *first, size_t hanzi, const char *sign, size_t count, const char *last)
{
	struct buf text = buf_empty();
	buf_add_text(&text, first);
	add_times(&text, "文", hanzi);
	add_times(&text, sign, count);
	buf_add_text(&text, last);
	struct arena *arena = arena_new();
	uint32_t seed = 1;
	struct document *document = build_paragraph(arena, text.data, 1, &seed);
	struct layout_options options = {.width = 100};
	size_t columns = layout_document(arena, document, &options)->lines[0].columns;
	arena_free(arena);
	buf_free(&text);
	return columns;
}

/* A number leaves its unit below 70 per cent of the line, and · begins a line below 50. */
static void
test_how_full_a_line_is(void **state)
{
	(void)state;
	assert_int_equal(first_columns("", 35, "1", 30, "亿"), 70);
	assert_int_equal(first_columns("a", 34, "1", 31, "亿"), 100);
	assert_int_equal(first_columns("", 25, "x", 50, "·"), 50);
	assert_int_equal(first_columns("a", 24, "x", 51, "·"), 100);
}

/* Thai, Lao, Myanmar and Khmer: at spaces; a phrase wider than the line never within a syllable. */
static const struct example syllables[] = {
		{"ราคาน้ำมัน ปรับตัวสูงขึ้น", 16, "ราคาน้ำมัน\nปรับตัวสูงขึ้น\n"},
		{"中文ภาษาไทย中文", 8, "中文\nภาษาไทย\n中文\n"},
		{"ประเทศเศรษฐกิจเกาะ", 8, "ประเทศ\nเศรษฐกิจ\nเกาะ\n"},
		{"ไก่ไก่ไก่", 5, "ไก่ไก่\nไก่\n"},
		{"เกาะเกาะ", 5, "เกาะ\nเกาะ\n"},
		{"ສະບາຍດີ ປະເທດລາວ", 9, "ສະບາຍດີ\nປະເທດລາວ\n"},
		{"ເກາະເກາະ", 5, "ເກາະ\nເກາະ\n"},
		{"မြန်မာစာ မြန်မာ", 8, "မြန်မာစာ\nမြန်မာ\n"},
		{"မြန်မြန်မြန်", 8, "မြန်မြန်\nမြန်\n"},
		{"ខ្មែរខ្មែរ", 3, "ខ្មែរ\nខ្មែរ\n"},
};

static void
test_syllables(void **state)
{
	(void)state;
	expect_examples(syllables, sizeof(syllables) / sizeof(syllables[0]));
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_examples),
			cmocka_unit_test(test_classes),
			cmocka_unit_test(test_pairs),
			cmocka_unit_test(test_random_mixtures),
			cmocka_unit_test(test_edges_of_lines),
			cmocka_unit_test(test_how_full_a_line_is),
			cmocka_unit_test(test_syllables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
