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
