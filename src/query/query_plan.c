#include "query/query_plan.h"

#include "base/xalloc.h"

/* --- Making --- */

/* Whether posts of a kind have all the marks that are asked for. */
static bool
is_left(unsigned marks, unsigned kind)
{
	static const struct {
		enum mark_filter filter;
		enum post_state state;
		bool is_not;
	} filters[] = {
			{MARKS_UNREAD, IS_READ, true},
			{MARKS_READ, IS_READ, false},
			{MARKS_STARRED, IS_STARRED, false},
			{MARKS_NEW, IS_SEEN, true},
	};
	bool is_left = true;
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		bool holds = (kind >> filters[i].state & 1) != filters[i].is_not;
		is_left &= (marks >> filters[i].filter & 1) == 0 || holds;
	}
	return is_left;
}

/* The states that a query asks for. */
static unsigned
states_of(const struct text_query *query)
{
	unsigned states = 0;
	for (size_t i = 0; i < query->count; i++) {
		if (query->nodes[i].kind == QUERY_IS)
			states |= 1U << query->nodes[i].state;
	}
	return states;
}

/* Adds the kinds that differ from `kind` only in states that the query does not ask for. */
static void
add_kinds(struct query_plan *plan, const struct text_query *query, unsigned kind, unsigned states,
		unsigned marks)
{
	bool is_found;
	unsigned kinds = 0;
	for (unsigned i = 0; i < POST_KINDS; i++) {
		if ((i & states) == kind && is_left(marks, i))
			kinds |= 1U << i;
	}
	struct text_query *left = kinds != 0 ? text_query_assume(query, kind, &is_found) : NULL;
	if (left != NULL)
		plan->parts[plan->count++] = (struct query_part){kinds, left};
	else if (kinds != 0 && is_found)
		plan->whole |= kinds;
}

struct query_plan
query_plan_make(const struct text_query *query, unsigned marks)
{
	const struct text_query everything = {.count = 0};
	struct query_plan plan = {0};
	query = query != NULL ? query : &everything;
	unsigned states = states_of(query);
	for (unsigned kind = 0; kind < POST_KINDS; kind++) {
		if ((kind & ~states) == 0)
			add_kinds(&plan, query, kind, states, marks);
	}
	return plan;
}

void
query_plan_free(struct query_plan *plan)
{
	while (plan->count > 0)
		text_query_free(plan->parts[--plan->count].query);
}

/* Whether it makes a difference for some kind to be in that state or not. */
static bool
depends_on(unsigned kinds, enum post_state state)
{
	for (unsigned kind = 0; kind < POST_KINDS; kind++) {
		if ((kinds >> kind & 1) != (kinds >> (kind ^ 1U << state) & 1))
			return true;
	}
	return false;
}

bool
query_plan_is_all(const struct query_plan *plan)
{
	return plan->whole == ALL_KINDS;
}

static bool
needs(const struct query_plan *plan, enum post_state state)
{
	bool needs = depends_on(plan->whole, state);
	for (size_t i = 0; i < plan->count; i++)
		needs |= depends_on(plan->parts[i].kinds, state);
	return needs;
}

bool
query_plan_needs_marks(const struct query_plan *plan)
{
	return needs(plan, IS_READ) || needs(plan, IS_STARRED) || needs(plan, IS_SEEN);
}

struct mark_sets
query_plan_marks(const struct query_plan *plan, const struct mark_sets *marks)
{
	const struct bits none = {0};
	return (struct mark_sets){
			.read = bits_copy(needs(plan, IS_READ) ? &marks->read : &none),
			.starred = bits_copy(needs(plan, IS_STARRED) ? &marks->starred : &none),
			.seen = bits_copy(needs(plan, IS_SEEN) ? &marks->seen : &none),
	};
}

/* --- Sets of posts --- */

/* Of 64 posts those of some kinds; `in` has the 64 posts that are in each state. */
static uint64_t
pick(unsigned kinds, const uint64_t in[POST_STATES])
{
	uint64_t picked = 0;
	for (unsigned kind = 0; kind < POST_KINDS; kind++) {
		uint64_t of_kind = (kinds >> kind & 1) != 0 ? UINT64_MAX : 0;
		for (unsigned state = 0; state < POST_STATES && of_kind != 0; state++)
			of_kind &= (kind >> state & 1) != 0 ? in[state] : ~in[state];
		picked |= of_kind;
	}
	return picked;
}

struct bits
query_plan_posts(unsigned kinds, const struct mark_sets *marks, struct catalogue *catalogue)
{
	uint32_t highest = catalogue_highest_post(catalogue);
	struct bits undated = {0}, posts = {.count = highest / 64 + 1};
	posts.words = xcalloc(posts.count, sizeof(*posts.words));
	if (depends_on(kinds, IS_UNDATED))
		catalogue_undated(catalogue, &undated);
	for (size_t i = 0; i < posts.count; i++) {
		const uint64_t in[POST_STATES] = {
				[IS_READ] = bits_word(&marks->read, i),
				[IS_STARRED] = bits_word(&marks->starred, i),
				[IS_SEEN] = bits_word(&marks->seen, i),
				[IS_UNDATED] = bits_word(&undated, i),
		};
		posts.words[i] = pick(kinds, in);
	}
	bits_put(&posts, 0, false);
	for (size_t beyond = (size_t)highest + 1; beyond < posts.count * 64; beyond++)
		bits_put(&posts, (uint32_t)beyond, false);
	bits_free(&undated);
	return posts;
}
