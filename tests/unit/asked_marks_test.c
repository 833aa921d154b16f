/* Lists of posts by their marks: as they were when they were asked for, until asked again. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model_session.h"

#include <locale.h>

static void
toggle(enum mark mark, int number)
{
	char path[64];
	session_post_name(path, number);
	marking_toggle(model, mark, &(struct post){.path = path, .title = ""});
	settle();
}

/* Asserts the days of the listed posts, in order: "30 12 07". */
static void
assert_listed(const char *expected)
{
	struct buf days = buf_empty();
	for (size_t i = 0; i < found_count(model); i++) {
		struct post post;
		listing_get(model->found.listing, i, model->scratch, &post);
		buf_format(&days, "%s%.2s", i > 0 ? " " : "",
				post.path + strlen("_posts/2022-05-"));
	}
	assert_string_equal(days.data, expected);
	buf_free(&days);
}

static void
ask(enum mark_filter marks)
{
	asked_set_marks(model, marks);
	settle();
}

static void
search(const char *text)
{
	struct err err;
	if (!asked_search(model, text, false, NULL, &err))
		fail_msg("%s: %s", text, err.reason);
	settle();
}

static int
begin(void **state)
{
	if (begin_model(state) != 0)
		return -1;
	toggle(MARK_READ, 7);
	toggle(MARK_READ, 12);
	toggle(MARK_READ, 30);
	toggle(MARK_STARRED, 12);
	toggle(MARK_STARRED, 15);
	return 0;
}

/* A list like any other: a group, a search, dates, a filter narrow it. */
static void
narrows(void **state)
{
	(void)state;
	ask(MARKS_UNREAD);
	assert_listed("30 12 07");
	assert_int_equal(model->found.at, 0);
	assert_true(asked_find_group(model, GROUP_CATEGORY, "jjw"));
	settle();
	assert_listed("30 12");
	asked_set_date(model, false, "2022-05-20");
	settle();
	assert_listed("12");
	ask(MARKS_ANY);
	assert_int_equal(found_count(model), 10);
	asked_all_posts(model);
	ask(MARKS_STARRED);
	assert_listed("15 12");
	search("is:unread");
	assert_listed("12");
	asked_reverse(model);
	search("-is:unread OR is:undated");
	assert_listed("15");
	asked_reverse(model);
	search("");
	asked_set_filter(model, "第12");
	settle();
	assert_listed("12");
	asked_clear_last(model);
	asked_clear_last(model);
	settle();
	assert_int_equal(found_count(model), SESSION_POSTS);
	ask(MARKS_NEW);
	assert_listed("");
	struct day_count *days;
	ask(MARKS_UNREAD);
	assert_int_equal(found_days(model, &days), 3);
	free(days);
}

/* What `is:` asks for needs no full text, which nobody makes here: it is listed at once. */
static void
searches_without_texts(void **state)
{
	(void)state;
	static const char *const queries[][2] = {{"is:starred", "15 12"},
			{"is:unread -is:starred", "30 07"}, {"is:read is:starred", "15"}};
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
		struct err err;
		assert_true(asked_search(model, queries[i][0], false, NULL, &err));
		model_follow(model);
		assert_listed(queries[i][1]);
		settle();
	}
}

/* A mark that changes takes nothing off the list, and adds nothing, until it is asked for again. */
static void
stays(void **state)
{
	(void)state;
	ask(MARKS_UNREAD);
	toggle(MARK_READ, 30);
	toggle(MARK_READ, 20);
	assert_listed("30 12 07");
	/* Neither does a library that comes; but what is new in it is unread. */
	session_write("_posts/2022-05-31-new.md", "---\ntitle: 新到\n---\n新。\n");
	model_reload(model);
	settle();
	assert_listed("31 30 12 07");
	ask(MARKS_UNREAD);
	assert_listed("31 20 12 07");
	search("is:unread");
	toggle(MARK_READ, 20);
	assert_listed("31 20 12 07");
	search("is:unread -is:starred");
	assert_listed("31 07");
}

/* A list one comes back to has the posts that it had; asked for again, those that it has now. */
static void
comes_back(void **state)
{
	(void)state;
	ask(MARKS_UNREAD);
	struct asked before = asked_copy(&model->asked);
	toggle(MARK_READ, 12);
	asked_all_posts(model);
	settle();
	ask(MARKS_STARRED);
	asked_restore(model, &before);
	settle();
	assert_listed("30 12 07");
	ask(MARKS_UNREAD);
	assert_listed("30 07");
	asked_restore(model, &before);
	settle();
	assert_listed("30 12 07");
	asked_free(&before);
	asked_reverse(model);
	settle();
	assert_listed("07 30");
}

/* The marks of posts whose catalogue was rebuilt meanwhile are those of now. */
static void
outlives_the_catalogue(void **state)
{
	(void)state;
	char path[512];
	/* One that goes, and one that comes: a catalogue that is made anew gives other numbers. */
	session_delete("_posts/2022-05-15-n15.md");
	session_write("_posts/2022-05-01-a.md", "---\ntitle: 新到\n---\n新。\n");
	model_reload(model);
	settle();
	ask(MARKS_UNREAD);
	assert_listed("30 12 07 01");
	int64_t identity = catalogue_identity(model->library->catalogue);
	session_path(path, "cache");
	assert_int_equal(folder_remove(path), 0);
	model_tick(model);
	settle();
	assert_true(catalogue_identity(model->library->catalogue) != identity);
	assert_listed("30 12 07 01");
}

/* A session that begins with a filter, whose marks the cache does not have: they are waited for. */
static void
begins_with_a_filter(void **state)
{
	(void)state;
	char path[512];
	struct selection unread;
	model_free(model);
	session_path(path, "cache");
	assert_int_equal(folder_remove(path), 0);
	selection_init(&unread);
	unread.marks = 1U << MARKS_UNREAD | 1U << MARKS_STARRED;
	model = make_model(&unread);
	settle();
	assert_listed("12");
	assert_string_equal(asked_marks_title(model, MARKS_UNREAD), "unread");
	assert_string_equal(asked_marks_title(model, MARKS_STARRED), "starred");
	assert_null(asked_marks_title(model, MARKS_NEW));
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_model)
	const struct CMUnitTest tests[] = {
			TEST(narrows),
			TEST(searches_without_texts),
			TEST(stays),
			TEST(comes_back),
			TEST(outlives_the_catalogue),
			TEST(begins_with_a_filter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
