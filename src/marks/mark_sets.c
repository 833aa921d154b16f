#include "marks/mark_sets.h"

void
mark_sets_free(struct mark_sets *sets)
{
	bits_free(&sets->read);
	bits_free(&sets->starred);
	bits_free(&sets->seen);
}

struct mark_sets
mark_sets_copy(const struct mark_sets *sets)
{
	return (struct mark_sets){
			.read = bits_copy(&sets->read),
			.starred = bits_copy(&sets->starred),
			.seen = bits_copy(&sets->seen),
	};
}

bool
mark_sets_are_same(const struct mark_sets *a, const struct mark_sets *b)
{
	return bits_are_same(&a->read, &b->read) && bits_are_same(&a->starred, &b->starred) &&
	       bits_are_same(&a->seen, &b->seen);
}

struct bits *
mark_sets_of(struct mark_sets *sets, enum mark mark)
{
	struct bits *const by_mark[] = {
			[MARK_READ] = &sets->read,
			[MARK_STARRED] = &sets->starred,
			[MARK_SEEN] = &sets->seen,
	};
	return by_mark[mark];
}

void
mark_sets_put(struct mark_sets *sets, enum mark mark, const struct bits *posts, bool value)
{
	if (value)
		bits_join(mark_sets_of(sets, mark), posts);
	else
		bits_remove(mark_sets_of(sets, mark), posts);
	if (mark == MARK_READ)
		bits_join(&sets->seen, posts);
}

bool
mark_sets_have(const struct mark_sets *sets, enum mark_filter filter, uint32_t post)
{
	switch (filter) {
	case MARKS_UNREAD:
		return !bits_have(&sets->read, post);
	case MARKS_READ:
		return bits_have(&sets->read, post);
	case MARKS_STARRED:
		return bits_have(&sets->starred, post);
	case MARKS_NEW:
		return !bits_have(&sets->seen, post);
	default:
		return true;
	}
}
