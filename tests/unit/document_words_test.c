/* Words of the program's own in a post: shown in any language, in the document's text always the same. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document/document.h"
#include "layout_build.h"

#include <locale.h>

static const char *const words[WORD_COUNT] = {[WORD_IMAGE] = "a picture",
		[WORD_AUDIO] = "sound",
		[WORD_VIDEO] = "V",
		[WORD_EMBEDDED] = "frame",
		[WORD_INLINE] = " (here)",
		[WORD_CUT] = "[more]"};

static const char html[] =
		"<p>前<img src=a.png alt=图表>后</p><p><img src='data:image/png;base64,AA'></p>"
		"<audio src=b.mp3 controls></audio><video src=c.mp4></video>"
		"<iframe src=https://d.example/></iframe>";

/* The lines of the document at a width, with the words or without; to be freed. */
static struct buf
lines_of(struct arena *arena, const struct document *document, bool is_spoken, size_t width)
{
	struct layout_options options = {.width = width, .links = LINKS_LIST};
	if (is_spoken)
		memcpy(options.words, words, sizeof(words));
	const struct layout *layout = layout_document(arena, document, &options);
	struct buf out = buf_empty();
	for (size_t i = 0; i < layout->count; i++)
		add_line(&out, &layout->lines[i]);
	return out;
}

static struct document *
make(struct arena *arena)
{
	struct document *document = document_from_html(arena, html, strlen(html));
	document_append(arena, document, WORD_CUT);
	return document;
}

static void
test_words_are_shown(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct document *document = make(arena);
	struct buf out = lines_of(arena, document, true, 60);
	assert_string_equal(out.data,
			"前[a picture: 图表] [1]后\n\n[a picture:  (here)]\n\n[sound: b.mp3] "
			"[2]\n[V: c.mp4] [3]\n[frame: d.example] [4]\n\n[more]\n\n[1] a.png (a "
			"picture)\n[2] b.mp3\n[3] c.mp4\n[4] https://d.example/\n");
	buf_free(&out);
	/* They break like text. */
	out = lines_of(arena, document, true, 12);
	assert_non_null(strstr(out.data, "前[a\npicture: 图\n表] [1]后\n"));
	buf_free(&out);
	arena_free(arena);
}

static void
test_text_knows_no_language(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct document *document = make(arena);
	assert_string_equal(document->text,
			"前[图: 图表]后\n[图: (内嵌)]\n[音频: b.mp3]\n[视频: c.mp4]\n[嵌入: "
			"d.example]\n[文章过大，其余部分未显示]\n");
	struct buf out = lines_of(arena, document, false, 60);
	assert_non_null(strstr(out.data, "前[图: 图表] [1]后\n"));
	assert_non_null(strstr(out.data, "[1] a.png (图)\n"));
	buf_free(&out);
	arena_free(arena);
}

/* What stands behind a word is found where it is drawn. */
static void
test_places_behind_words(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct document *document = make(arena);
	struct layout_options options = {.width = 60};
	memcpy(options.words, words, sizeof(words));
	const struct layout *layout = layout_document(arena, document, &options);
	size_t offset = (size_t)(strstr(document->text, "后") - document->text), from, to;
	assert_true(layout_columns_of(&layout->lines[0], offset, strlen("后"), &from, &to));
	assert_int_equal(from, 2 + strlen("[a picture: ") + 4 + strlen("] [1]"));
	assert_int_equal(to, from + 2);
	offset = (size_t)(strstr(document->text, "d.example") - document->text);
	assert_int_equal(layout_line_at(layout, offset), 6);
	arena_free(arena);
}

/* Pictures in the header of a table that is shown as records. */
static void
test_records(void **state)
{
	(void)state;
	static const char table[] = "<table border=1><tr><th>名称<th>说明 <img src=a.png></tr>"
				    "<tr><td>甲甲甲甲甲甲<td>乙乙乙乙乙乙乙乙</tr>"
				    "<tr><td>丙丙丙丙丙丙<td>丁丁丁丁丁丁丁丁</tr></table>";
	struct arena *arena = arena_new();
	struct document *document = document_from_html(arena, table, strlen(table));
	struct buf out = lines_of(arena, document, true, 16);
	assert_non_null(strstr(out.data, "a picture"));
	assert_null(strstr(out.data, "图"));
	buf_free(&out);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_words_are_shown),
			cmocka_unit_test(test_text_knows_no_language),
			cmocka_unit_test(test_places_behind_words),
			cmocka_unit_test(test_records),
	};
	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
