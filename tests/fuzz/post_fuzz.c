/* Any bytes as a post's file: its fields and its body hold what archive.h and post.h promise. */

#include "archive/archive.h"
#include "archive/fields.h"
#include "archive/permalink.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/utf8.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect(int holds)
{
	if (!holds)
		abort();
}

static void
check_names(const char *const *names, size_t count)
{
	expect(count <= FIELDS_LIST_MAX);
	for (size_t i = 0; i < count; i++)
		expect(names[i][0] != '\0' && utf8_is_valid(names[i], strlen(names[i])));
}

/* What may be made of `size` bytes (DESIGN: what never happens). */
static void
check_post(const struct post *post, const struct body *body, size_t size)
{
	/* A character of another encoding may become three bytes of one. */
	size_t text = 3 * size;
	size_t most = 16 * text + (64 << 10);
	expect(utf8_is_valid(post->title, strlen(post->title)));
	expect(strlen(post->title) <= most);
	expect(utf8_is_valid(post->url, strlen(post->url)) && post->url[0] == '/');
	expect(strlen(post->url) <= 3 * PERMALINK_MAX);
	check_names(post->tags, post->tag_count);
	check_names(post->categories, post->category_count);
	expect(body->length <= most && body->text[body->length] == '\0');
	expect(utf8_is_valid(body->text, body->length));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[] = "/tmp/reader-post-fuzz-XXXXXX";
	static int fd = -1;
	if (fd < 0) {
		setlocale(LC_ALL, "C.UTF-8");
		fd = mkstemp(path);
		expect(fd >= 0);
	}
	expect(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
	struct arena *arena = arena_new();
	struct post post;
	struct body body;
	struct err err;
	if (archive_read_file(NULL, path, arena, &post, &body, &err))
		check_post(&post, &body, size);
	arena_free(arena);
	return 0;
}
