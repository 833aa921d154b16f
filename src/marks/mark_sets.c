#include "marks/mark_sets.h"

void
mark_sets_free(struct mark_sets *sets)
{
	bits_free(&sets->read);
	bits_free(&sets->starred);
	bits_free(&sets->seen);
	sets->is_first = false;
}

struct mark_sets
mark_sets_copy(const struct mark_sets *sets)
{
	return (struct mark_sets){
			.read = bits_copy(&sets->read),
			.starred = bits_copy(&sets->starred),
			.seen = bits_copy(&sets->seen),
			.is_first = sets->is_first,
	};
}

bool
mark_sets_have(const struct mark_sets *sets, enum mark_filter filter, uint32_t post)
{
	bool is_read = sets->is_first || bits_have(&sets->read, post);
	switch (filter) {
	case MARKS_UNREAD:
		return !is_read;
	case MARKS_READ:
		return is_read;
	case MARKS_STARRED:
		return bits_have(&sets->starred, post);
	case MARKS_NEW:
		return !sets->is_first && !bits_have(&sets->seen, post);
	default:
		return true;
	}
}
