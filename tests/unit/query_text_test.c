#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "query/query_text.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* 2022-05-12 12:00 +08:00, the now of these tests. */
static const int64_t now = 1652328000;

/* The query as it stands in memory: operands first, one word a node. */
static void
write_query(const struct text_query *query, struct buf *out)
{
	static const char *const names[] = {
			[QUERY_TEXT] = "",
			[QUERY_TITLE] = "title:",
			[QUERY_TAG] = "tag:",
			[QUERY_CATEGORY] = "cat:",
	};
	static const char *const states[] = {[IS_READ] = "read",
			[IS_STARRED] = "starred",
			[IS_SEEN] = "seen",
			[IS_UNDATED] = "undated"};
	for (size_t i = 0; i < query->count; i++) {
		const struct text_query_node *node = &query->nodes[i];
		buf_add_text(out, i > 0 ? " " : "");
		switch (node->kind) {
		case QUERY_AND:
			buf_format(out, "AND%u", node->operands);
			break;
		case QUERY_OR:
			buf_format(out, "OR%u", node->operands);
			break;
		case QUERY_NOT:
			buf_add_text(out, "NOT");
			break;
		case QUERY_SINCE:
			buf_format(out, "since:%lld", (long long)node->time);
			break;
		case QUERY_UNTIL:
			buf_format(out, "until:%lld", (long long)node->time);
			break;
		case QUERY_IS:
			buf_format(out, "%s%s", node->is_not ? "not-" : "", states[node->state]);
			break;
		default:
			buf_format(out, "%s[%s]%s", names[node->kind], node->term.text,
					node->term.is_prefix ? "*" : "");
		}
	}
}

static void
assert_parsed(const char *text, bool is_typing, const char *expected)
{
	struct err err;
	struct query_place place;
	struct text_query *query = query_text_parse(text, now, NULL, is_typing, &place, &err);
	if (query == NULL)
		fail_msg("%s: %s at %zu", text, err.reason, place.offset);
	struct buf out = buf_empty();
	write_query(query, &out);
	assert_string_equal(out.data, expected);
	buf_free(&out);
	text_query_free(query);
}

static void
words_and_phrases(void **state)
{
	(void)state;
	assert_parsed("新能源", false, "[新能源]");
	assert_parsed("  新能源   汽车 ", false, "[新能源] [汽车] AND2");
	assert_parsed("新能源　ＧＤＰ", false, "[新能源] [gdp] AND2");
	assert_parsed("\"net  profit\"", false, "[net profit]");
	assert_parsed("“净利润 增长”", false, "[净利润 增长]");
	assert_parsed("”净利润“", false, "[净利润]");
	assert_parsed("＂a b＂", false, "[a b]");
	assert_parsed("「a \"b\" c」『d「e」』", false, "[a \"b\" c] [d「e」] AND2");
	assert_parsed("a\"b c\"d", false, "[a] [b c] [d] AND3");
	assert_parsed("SCB-2019 106.NIO 603424", false, "[scb-2019] [106.nio] [603424] AND3");
	assert_parsed("café Straße", false, "[cafe] [strasse] AND2");
	assert_parsed("《人民日报》", false, "[《人民日报》]");
	assert_parsed("央行：降准 10:30 https://example.org/a", false,
			"[央行:降准] [10:30] [https://example.org/a] AND3");
	assert_parsed("\"OR\" \"tag:a\" \"-b\"", false, "[or] [tag:a] [-b] AND3");
}

static void
stars(void **state)
{
	(void)state;
	assert_parsed("chin*", false, "[chin]*");
	assert_parsed("chin＊", false, "[chin]*");
	assert_parsed("\"chin*\"", false, "[chin*]");
	assert_parsed("*", false, "[*]");
	assert_parsed("c++*", false, "[c++*]");
	assert_parsed("tag:四川*", false, "tag:[四川]*");
}

static void
logic(void **state)
{
	(void)state;
	assert_parsed("a b OR c", false, "[a] [b] AND2 [c] OR2");
	assert_parsed("a OR b OR c d", false, "[a] [b] [c] [d] AND2 OR3");
	assert_parsed("a ＯＲ b", false, "[a] [b] OR2");
	assert_parsed("a or b", false, "[a] [or] [b] AND3");
	assert_parsed("-a", false, "[a] NOT");
	assert_parsed("－a b", false, "[a] NOT [b] AND2");
	assert_parsed("--a", false, "[a]");
	assert_parsed("a -\"b c\" -tag:d", false, "[a] [b c] NOT tag:[d] NOT AND3");
	assert_parsed("a (b OR c)", false, "[a] [b] [c] OR2 AND2");
	assert_parsed("a -(b OR (c d)) e", false, "[a] [b] [c] [d] AND2 OR2 NOT [e] AND3");
	assert_parsed("（a OR b）c", false, "[a] [b] OR2 [c] AND2");
	assert_parsed("((((a))))", false, "[a]");
	assert_parsed("a-b", false, "[a-b]");
}

static void
fields(void **state)
{
	(void)state;
	assert_parsed("title:新能源", false, "title:[新能源]");
	assert_parsed("title:\"a b\" c", false, "title:[a b] [c] AND2");
	assert_parsed("TAG：四川经济网新闻", false, "tag:[四川经济网新闻]");
	assert_parsed("ｔａｇ：「A B」", false, "tag:[a b]");
	assert_parsed("cat:caijing category:IT", false, "cat:[caijing] cat:[it] AND2");
	assert_parsed("since:2022-05-12", false, "since:1652284800");
	assert_parsed("until:2022-05-12", false, "until:1652371200");
	assert_parsed("since:２０２２", false, "since:1640966400");
	assert_parsed("since:今天 is:undated", false, "since:1652284800 undated AND2");
	assert_parsed("since:\"2022-05-12 10:00\"", false, "since:1652320800");
	assert_parsed("is:unread is:starred is:new", false, "not-read starred not-seen AND3");
	assert_parsed("-is:read OR (is:read a)", false, "read NOT read [a] AND2 OR2");
	assert_parsed("ｉｓ：ＵＮＲＥＡＤ IS:\"starred\"", false, "not-read starred AND2");
	assert_parsed("is：「new」　ｉs:ｒead", false, "not-seen read AND2");
}

/* What is found at the end is what was found while typing. */
static void
assert_finished(const char *text, const char *finished)
{
	struct buf typed = buf_empty(), whole = buf_empty(), out = buf_empty();
	struct err err;
	query_text_finish(text, &out);
	assert_string_equal(out.data, finished);
	struct text_query *query = query_text_parse(text, now, NULL, true, NULL, &err);
	assert_non_null(query);
	write_query(query, &typed);
	text_query_free(query);
	query = query_text_parse(out.data, now, NULL, false, NULL, &err);
	if (query == NULL)
		fail_msg("%s: %s", finished, err.reason);
	write_query(query, &whole);
	text_query_free(query);
	/* A mark of a beginning makes no difference behind a hanzi. */
	if (strstr(finished, "*") != NULL || strchr(typed.data, '*') == NULL)
		assert_string_equal(typed.data, whole.data);
	buf_free(&typed);
	buf_free(&whole);
	buf_free(&out);
}

static void
finishing(void **state)
{
	(void)state;
	assert_finished("chin", "chin*");
	assert_finished("chin ", "chin ");
	assert_finished("chin*", "chin*");
	assert_finished("a -chin", "a -chin");
	assert_finished("新能源", "新能源");
	assert_finished("新能源2022", "新能源2022*");
	assert_finished("tag:四", "tag:四*");
	assert_finished("cat:四 title:四", "cat:四 title:四");
	assert_finished("a tag:\"四", "a tag:\"四\"*");
	assert_finished("a tag:\"四\"", "a tag:\"四\"");
	assert_finished("a \"net pro", "a \"net pro\"*");
	assert_finished("“净利润 增长", "“净利润 增长\"");
	assert_finished("「a \"b\" c", "「a \"b\" c」*");
	assert_finished("a (b OR (c ", "a (b OR (c ))");
	assert_finished("a (b OR (c", "a (b OR (c*))");
	assert_finished("a since:2022", "a since:2022");
	assert_finished("is:unread", "is:unread");
	/* What is not complete stays so, and what is wrong. */
	struct buf out = buf_empty();
	static const char *const parts[] = {"a tag:", "a -", "a OR", "a)", "", "nofield:x"};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		buf_clear(&out);
		query_text_finish(parts[i], &out);
		assert_string_equal(out.data, parts[i]);
	}
	buf_free(&out);
}

static void
typing(void **state)
{
	(void)state;
	assert_parsed("", true, "");
	assert_parsed("   ", true, "");
	assert_parsed("chin", true, "[chin]*");
	assert_parsed("chin ", true, "[chin]");
	assert_parsed("a chin", true, "[a] [chin]* AND2");
	assert_parsed("a -chin", true, "[a] [chin] NOT AND2");
	assert_parsed("a -", true, "[a]");
	assert_parsed("a OR", true, "[a]");
	assert_parsed("a OR ", true, "[a]");
	assert_parsed("a (b OR", true, "[a] [b] AND2");
	assert_parsed("a (", true, "[a]");
	assert_parsed("a -(", true, "[a]");
	assert_parsed("a -( ) b", true, "[a] [b]* AND2");
	assert_parsed("a \"net pro", true, "[a] [net pro]* AND2");
	assert_parsed("a \"", true, "[a]");
	assert_parsed("a tag:", true, "[a]");
	assert_parsed("a tag:四", true, "[a] tag:[四]* AND2");
	assert_parsed("a since:20", true, "[a]");
	assert_parsed("a is:und", true, "[a]");
	assert_parsed("is:unrea", true, "");
	assert_parsed("is:unread", true, "not-read");
}

static void
assert_refused(const char *text, size_t offset, const char *reason)
{
	struct err err;
	struct query_place place;
	struct text_query *query = query_text_parse(text, now, NULL, false, &place, &err);
	if (query != NULL)
		fail_msg("%s is taken", text);
	assert_int_equal(place.offset, offset);
	if (strstr(err.reason, reason) == NULL)
		fail_msg("%s: '%s' does not say '%s'", text, err.reason, reason);
}

static void
errors(void **state)
{
	(void)state;
	assert_refused("", 0, "the query is empty");
	assert_refused("  ", 2, "the query is empty");
	assert_refused("a \"b", 2, "never closed");
	assert_refused("a 「b\"", 2, "never closed");
	assert_refused("\"\"", 1, "nothing to look for");
	assert_refused("\"\xC2\xAD\"", 1, "nothing to look for");
	assert_refused("a OR", 4, "OR wants something after it");
	assert_refused("OR a", 0, "OR wants something before it");
	assert_refused("a OR OR b", 5, "OR wants something before it");
	assert_refused("a -", 2, "nothing after '-'");
	assert_refused("a - OR b", 2, "nothing after '-'");
	assert_refused("(a", 0, "never closed");
	assert_refused("a)", 1, "no parenthesis is open");
	assert_refused("a ()", 2, "nothing between the parentheses");
	assert_refused("tags:a", 0, "no field 'tags'; did you mean 'tag'?");
	assert_refused("新 foo：a", 4, "no field 'foo'");
	assert_refused("tag: a", 4, "tag: wants the name of a tag");
	assert_refused("since:soon", 6, "'soon' is no date");
	assert_refused("is:unknown", 3, "(one of: unread, read, starred, new, undated)");
	assert_refused("a -(is：ｓｔａred1)", 9, "no post is 'stared1'; did you mean 'starred'?");
	assert_refused("is:unreed", 3, "did you mean 'unread'?");
	assert_refused("is: new", 3, "is: wants unread, read, starred, new or undated after it");
	assert_refused("a \xFF", 2, "no UTF-8");
	assert_refused("((((((((((((((((a))))))))))))))))", 15, "more than 15 deep");
}

static void
bounds(void **state)
{
	(void)state;
	struct buf text = buf_empty();
	for (int i = 0; i < TEXT_QUERY_NODES; i++)
		buf_add_text(&text, "a ");
	assert_refused(text.data, text.length, "more than 128 parts");
	buf_clear(&text);
	buf_add_repeated(&text, 'a', QUERY_TEXT_BYTES + 1);
	assert_refused(text.data, 0, "longer than 4096");
	buf_clear(&text);
	buf_add_repeated(&text, '-', QUERY_TEXT_BYTES);
	assert_refused(text.data, QUERY_TEXT_BYTES, "the query is empty");
	buf_free(&text);
}

static void
assert_points(const char *text, size_t offset, size_t columns, const char *expected)
{
	struct buf out = buf_empty();
	query_text_point(text, &(struct query_place){offset, 1}, columns, &out);
	assert_string_equal(out.data, expected);
	buf_free(&out);
}

static void
carets(void **state)
{
	(void)state;
	assert_points("a foo:b", 2, 80, "  a foo:b\n    ^\n");
	assert_points("新能源 foo:b", 10, 80, "  新能源 foo:b\n         ^\n");
	assert_points("ab", 2, 80, "  ab\n    ^\n");
	assert_points("a\nb\tc", 4, 80, "  a b c\n      ^\n");
	assert_points("0123456789abcdefghij", 15, 12, "  abcdefghij\n       ^\n");
	assert_points("一二三四五六七八九十", 24, 12, "  七八九十\n      ^\n");
	assert_points("a\xFF", 1, 80, "  a\n   ^\n");
}

/* Any bytes give a query or an error, never more. */
static void
noise(void **state)
{
	(void)state;
	static const char *const pieces[] = {"a", "新", " ", "　", "\"", "“", "”", "「", "」", "(",
			")", "（", "-", "OR", ":", "：", "tag:", "since:", "2022", "*",
			"is:", "\xC2\xAD", "title:", "\xCC\x81", "\x01"};
	unsigned seed = 11;
	for (int i = 0; i < 20000; i++) {
		char text[256] = "";
		for (int k = 0; k < 12; k++) {
			seed = seed * 1103515245U + 12345U;
			strcat(text, pieces[seed / 65536U % (sizeof(pieces) / sizeof(pieces[0]))]);
		}
		for (int is_typing = 0; is_typing < 2; is_typing++) {
			struct query_place place = {SIZE_MAX, 0};
			struct err err;
			const struct text_query_post post = {.is_folded = true};
			struct text_query *query = query_text_parse(
					text, now, NULL, is_typing == 1, &place, &err);
			if (query == NULL)
				assert_true(place.offset + place.length <= strlen(text));
			if (query != NULL)
				(void)text_query_holds(query, &post);
			text_query_free(query);
		}
	}
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	setenv("TZ", "Asia/Shanghai", 1);
	tzset();
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(words_and_phrases),
			cmocka_unit_test(stars),
			cmocka_unit_test(logic),
			cmocka_unit_test(fields),
			cmocka_unit_test(finishing),
			cmocka_unit_test(typing),
			cmocka_unit_test(errors),
			cmocka_unit_test(bounds),
			cmocka_unit_test(carets),
			cmocka_unit_test(noise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
