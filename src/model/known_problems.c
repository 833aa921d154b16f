#include "model/known_problems.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

static uint64_t
hash_of(const struct problems *problems, size_t index)
{
	struct buf text = buf_empty();
	problem_format(problems_get(problems, index), &text);
	uint64_t hash = hash_stable_text(text.data);
	buf_free(&text);
	return hash;
}

static struct known_problems
of_now(const struct problems *problems)
{
	struct known_problems now = {.count = 0};
	size_t count = problems_count(problems);
	if (count > KNOWN_PROBLEMS) {
		now.count = 1;
		for (size_t i = 0; i < count; i++)
			now.hashes[0] += hash_of(problems, i);
		return now;
	}
	for (size_t i = 0; i < count; i++)
		now.hashes[now.count++] = hash_of(problems, i);
	qsort(now.hashes, now.count, sizeof(now.hashes[0]), hash_compare);
	return now;
}

size_t
known_problems_take(struct known_problems *known, const struct problems *problems)
{
	struct known_problems now = of_now(problems);
	size_t fresh = 0, count = problems_count(problems);
	for (size_t i = 0; i < now.count; i++) {
		if (bsearch(&now.hashes[i], known->hashes, known->count, sizeof(known->hashes[0]),
				    hash_compare) == NULL)
			fresh++;
	}
	*known = now;
	return count > KNOWN_PROBLEMS && fresh > 0 ? count : fresh;
}

void
known_problems_format(const struct known_problems *known, struct buf *out)
{
	for (size_t i = 0; i < known->count; i++)
		buf_format(out, "%s%" PRIx64, i > 0 ? " " : "", known->hashes[i]);
}

void
known_problems_read(struct known_problems *known, const char *text)
{
	char *end;
	known->count = 0;
	while (*text != '\0' && known->count < KNOWN_PROBLEMS) {
		uint64_t hash = strtoull(text, &end, 16);
		if (end == text)
			break;
		known->hashes[known->count++] = hash;
		text = end;
	}
	qsort(known->hashes, known->count, sizeof(known->hashes[0]), hash_compare);
}
