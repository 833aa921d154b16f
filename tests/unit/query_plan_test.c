/* Queries taken apart by what posts are: whatever is asked, each post is found as it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "query/query_plan.h"
#include "query/query_text.h"

#include "catalogue_maker.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

enum { POSTS = 200, QUERIES = 3000 };

static const char *const words[] = {"新", "gdp", "ai"};

/* A post as a query sees it; its number in the catalogue is its place here and one. */
struct sample {
	unsigned states;
	struct text_query_post post;
};

static struct sample samples[POSTS];
static struct mark_sets marks;
static struct catalogue *catalogue;

static unsigned
next_random(unsigned *seed)
{
	*seed = *seed * 1103515245U + 12345U;
	return *seed / 65536U;
}

static int
set_up(void **state)
{
	unsigned seed = 3;
	struct maker maker = maker_new();
	(void)state;
	for (uint32_t i = 0; i < POSTS; i++) {
		char path[32];
		struct sample *sample = &samples[i];
		sample->states = next_random(&seed) % POST_KINDS;
		sample->post.is_folded = true;
		buf_init(&sample->post.text);
		for (size_t k = 0; k < 3; k++)
			buf_format(&sample->post.text, "%s ",
					next_random(&seed) % 2 == 0 ? words[k] : "");
		snprintf(path, sizeof(path), "_posts/%u.md", (unsigned)i);
		bool is_undated = (sample->states >> IS_UNDATED & 1) != 0;
		maker_add(&maker, &(struct post){.path = path,
						  .title = "",
						  .slug = "",
						  .url = path,
						  .has_date = !is_undated,
						  .date = 7});
		bits_put(&marks.read, i + 1, (sample->states >> IS_READ & 1) != 0);
		bits_put(&marks.starred, i + 1, (sample->states >> IS_STARRED & 1) != 0);
		bits_put(&marks.seen, i + 1, (sample->states >> IS_SEEN & 1) != 0);
	}
	catalogue = maker_take(&maker);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	for (size_t i = 0; i < POSTS; i++)
		buf_free(&samples[i].post.text);
	mark_sets_free(&marks);
	catalogue_free(catalogue);
	return 0;
}

/* A random query in its language, and for each post whether it is asked for. */
struct asked {
	struct buf text;
	bool are_asked[POSTS];
};

static void
ask_leaf(struct asked *asked, unsigned *seed)
{
	static const struct {
		const char *text;
		enum post_state state;
		bool is_not;
	} leaves[] = {{"is:unread", IS_READ, true}, {"is:read", IS_READ, false},
			{"is:starred", IS_STARRED, false}, {"ｉs：new", IS_SEEN, true},
			{"is:undated", IS_UNDATED, false}};
	unsigned dice = next_random(seed) % 8;
	buf_add_text(&asked->text, dice < 5 ? leaves[dice].text : words[dice - 5]);
	for (size_t i = 0; i < POSTS; i++) {
		const struct sample *sample = &samples[i];
		asked->are_asked[i] =
				dice < 5 ? (sample->states >> leaves[dice].state & 1) !=
								leaves[dice].is_not
					 : strstr(sample->post.text.data, words[dice - 5]) != NULL;
	}
}

/* Asks for the one and the other, for either, or for what is not the one but the other. */
static void
ask_join(struct asked *asked, const struct asked *other, unsigned *seed)
{
	unsigned dice = next_random(seed) % 3;
	struct buf joined = buf_empty();
	buf_format(&joined, "%s(%s) %s(%s)", dice == 2 ? "-" : "", asked->text.data,
			dice == 1 ? "OR " : "", other->text.data);
	for (size_t i = 0; i < POSTS; i++) {
		bool one = asked->are_asked[i], two = other->are_asked[i];
		asked->are_asked[i] = dice == 0 ? one && two : dice == 1 ? one || two : !one && two;
	}
	buf_free(&asked->text);
	asked->text = joined;
}

static bool
is_found(const struct query_plan *plan, const struct sample *sample)
{
	bool is_found = (plan->whole >> sample->states & 1) != 0;
	for (size_t i = 0; i < plan->count; i++) {
		bool is_looked_at = (plan->parts[i].kinds >> sample->states & 1) != 0;
		/* No kind of posts is found twice. */
		assert_false(is_found && is_looked_at);
		is_found |= is_looked_at &&
			    text_query_holds(plan->parts[i].query, &sample->post) == ANSWER_YES;
	}
	return is_found;
}

static void
random_queries(void **state)
{
	(void)state;
	unsigned seed = 17;
	for (int i = 0; i < QUERIES; i++) {
		struct asked asked = {.text = buf_empty()}, other = {.text = buf_empty()};
		struct err err;
		ask_leaf(&asked, &seed);
		for (unsigned joins = next_random(&seed) % 5; joins > 0; joins--) {
			buf_clear(&other.text);
			ask_leaf(&other, &seed);
			ask_join(&asked, &other, &seed);
		}
		struct text_query *query =
				query_text_parse(asked.text.data, 0, NULL, false, NULL, &err);
		if (query == NULL)
			fail_msg("%s: %s", asked.text.data, err.reason);
		bool is_unread = next_random(&seed) % 4 == 0,
		     is_starred = next_random(&seed) % 4 == 0;
		struct query_plan plan = query_plan_make(
				query, (is_unread ? 1U << MARKS_UNREAD : 0) |
						       (is_starred ? 1U << MARKS_STARRED : 0));
		for (size_t k = 0; k < POSTS; k++) {
			unsigned states = samples[k].states;
			bool is_left = (!is_unread || (states >> IS_READ & 1) == 0) &&
				       (!is_starred || (states >> IS_STARRED & 1) != 0);
			if (is_found(&plan, &samples[k]) != (asked.are_asked[k] && is_left))
				fail_msg("%s: post %zu of kind %u", asked.text.data, k, states);
		}
		query_plan_free(&plan);
		text_query_free(query);
		buf_free(&asked.text);
		buf_free(&other.text);
	}
}

/* Every set of kinds is the posts of these kinds. */
static void
posts_of_kinds(void **state)
{
	(void)state;
	unsigned seed = 23;
	for (int i = 0; i < 500; i++) {
		unsigned kinds = next_random(&seed) % (ALL_KINDS + 1);
		struct bits posts = query_plan_posts(kinds, &marks, catalogue);
		size_t count = 0;
		for (uint32_t k = 0; k < POSTS; k++) {
			bool is_in = (kinds >> samples[k].states & 1) != 0;
			assert_int_equal(bits_have(&posts, k + 1), is_in);
			count += is_in;
		}
		assert_int_equal(bits_sum(&posts), count);
		bits_free(&posts);
	}
}

static void
assert_plan(const char *text, unsigned filter, size_t parts, bool needs_marks, bool is_all)
{
	struct err err;
	struct text_query *query =
			text != NULL ? query_text_parse(text, 0, NULL, false, NULL, &err) : NULL;
	struct query_plan plan = query_plan_make(query, filter);
	assert_int_equal(plan.count, parts);
	assert_int_equal(query_plan_needs_marks(&plan), needs_marks);
	assert_int_equal(query_plan_is_all(&plan), is_all);
	query_plan_free(&plan);
	text_query_free(query);
}

/* The full text is asked no more than must be, and marks only where they decide. */
static void
what_is_needed(void **state)
{
	(void)state;
	assert_plan(NULL, 0, 0, false, true);
	assert_plan(NULL, 1U << MARKS_NEW, 0, true, false);
	assert_plan("is:unread -is:starred", 0, 0, true, false);
	assert_plan("is:undated", 0, 0, false, false);
	assert_plan("is:read OR is:unread", 0, 0, false, true);
	assert_plan("新能源", 0, 1, false, false);
	assert_plan("新能源", 1U << MARKS_UNREAD, 1, true, false);
	assert_plan("is:unread 新能源", 0, 1, true, false);
	assert_plan("is:starred OR 新能源", 0, 1, true, false);
	assert_plan("(is:starred a) OR (is:unread b)", 0, 3, true, false);
	assert_plan("is:read 新能源", 1U << MARKS_UNREAD, 0, false, false);
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(random_queries),
			cmocka_unit_test(posts_of_kinds),
			cmocka_unit_test(what_is_needed),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
