#include "marks/marks_file.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/xalloc.h"
#include "store/database.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK UINT64_C(0x5244524D41524B32) /* RDRMARK2, in the machine's order of bytes */

enum { SETS = 3, MAX_BYTES = 1 << 30 };

struct marks_file_head {
	uint64_t mark;
	struct marks_origin origin;
	struct {
		uint64_t first, count; /* words */
	} sets[SETS];		       /* read, starred, seen */
	uint64_t counts;
};

char *
marks_file_path(const char *catalogue_place)
{
	return database_is_memory(catalogue_place) ? NULL : xformat("%s.marks", catalogue_place);
}

/* --- Reading --- */

struct reading {
	const char *at;
	size_t left; /* bytes */
};

/* The next so many items of a size, in memory of their own; NULL if they are not there. */
static void *
take(struct reading *reading, uint64_t count, size_t size)
{
	if (count > reading->left / size)
		return NULL;
	size_t bytes = (size_t)count * size;
	void *items = xmalloc(bytes + 1);
	memcpy(items, reading->at, bytes);
	reading->at += bytes;
	reading->left -= bytes;
	return items;
}

static bool
take_all(struct reading *reading, const struct marks_file_head *head, struct mark_sets *sets,
		struct unread_counts *counts)
{
	struct bits *const all[SETS] = {&sets->read, &sets->starred, &sets->seen};
	for (size_t i = 0; i < SETS; i++) {
		uint64_t first = head->sets[i].first, count = head->sets[i].count;
		uint64_t *words = first <= MAX_BYTES ? take(reading, count, sizeof(*words)) : NULL;
		if (words == NULL)
			return false;
		*all[i] = (struct bits){words, (size_t)first, (size_t)count};
	}
	counts->items = take(reading, head->counts, sizeof(*counts->items));
	counts->count = counts->items != NULL ? (size_t)head->counts : 0;
	counts->read = bits_copy(&sets->read);
	return counts->items != NULL && reading->left == 0;
}

/* Whether the bytes are a whole file of a projection; leaves the reading behind its head. */
static bool
begin(struct reading *reading, struct marks_file_head *head)
{
	uint64_t sum;
	if (reading->left < sizeof(*head) + sizeof(sum))
		return false;
	reading->left -= sizeof(sum);
	memcpy(&sum, reading->at + reading->left, sizeof(sum));
	memcpy(head, reading->at, sizeof(*head));
	if (head->mark != MARK || sum != hash_stable(HASH_STABLE, reading->at, reading->left))
		return false;
	reading->at += sizeof(*head);
	reading->left -= sizeof(*head);
	return true;
}

bool
marks_file_read(const char *path, struct marks_origin *origin, struct mark_sets *sets,
		struct unread_counts *counts)
{
	struct marks_file_head head;
	*sets = (struct mark_sets){0};
	*counts = (struct unread_counts){0};
	struct buf bytes = buf_empty();
	bool is_read = file_read(path, MAX_BYTES, &bytes, NULL);
	struct reading reading = {bytes.data, bytes.length};
	bool is_good = is_read && begin(&reading, &head) && head.origin.state == origin->state &&
		       (origin->catalogue == 0 || head.origin.catalogue == origin->catalogue) &&
		       take_all(&reading, &head, sets, counts);
	if (is_good) {
		*origin = head.origin;
	} else {
		mark_sets_free(sets);
		unread_counts_free(counts);
	}
	buf_free(&bytes);
	return is_good;
}

/* --- Writing --- */

static void
add_file(struct buf *out, const struct marks_origin *origin, const struct mark_sets *sets,
		const struct unread_counts *counts)
{
	const struct bits *const all[SETS] = {&sets->read, &sets->starred, &sets->seen};
	struct marks_file_head head = {.mark = MARK, .origin = *origin, .counts = counts->count};
	for (size_t i = 0; i < SETS; i++) {
		head.sets[i].first = all[i]->first;
		head.sets[i].count = all[i]->count;
	}
	buf_add(out, &head, sizeof(head));
	for (size_t i = 0; i < SETS; i++)
		buf_add(out, all[i]->words, all[i]->count * sizeof(*all[i]->words));
	buf_add(out, counts->items, counts->count * sizeof(*counts->items));
	uint64_t sum = hash_stable(HASH_STABLE, out->data, out->length);
	buf_add(out, &sum, sizeof(sum));
}

static bool
write_draft(const char *draft, const struct buf *bytes)
{
	int fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	bool is_written = file_write(fd, bytes->data, bytes->length) == 0;
	return close(fd) == 0 && is_written;
}

bool
marks_file_write(const char *path, const struct marks_origin *origin, const struct mark_sets *sets,
		const struct unread_counts *counts)
{
	/* Two processes may write it at a time: what comes of that has a wrong sum. */
	char *draft = xformat("%s.new", path);
	struct buf bytes = buf_empty();
	add_file(&bytes, origin, sets, counts);
	bool is_good = write_draft(draft, &bytes) && rename(draft, path) == 0;
	if (!is_good)
		(void)unlink(draft);
	buf_free(&bytes);
	free(draft);
	return is_good;
}
