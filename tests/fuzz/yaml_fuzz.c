/* YAML of any kind becomes a bounded tree or an error with a place, and then a key map or problems. */

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "conf/yaml.h"
#include "keymap/keymap.h"
#include "settings/action.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const char *bytes;
	size_t size;
};

/* The tree is at most YAML_MAX_DEPTH deep, which bounds this recursion; more is a fault. */
static size_t
count_nodes(const struct yaml_node *node, int depth, size_t *bytes)
{
	if (depth > YAML_MAX_DEPTH)
		abort();
	if (node->kind == YAML_SCALAR && strlen(node->text) > node->length)
		abort();
	yaml_type(node);
	size_t nodes = 1;
	*bytes += node->length;
	for (size_t i = 0; i < node->count; i++) {
		nodes += count_nodes(node->items[i], depth + 1, bytes);
		if (node->keys != NULL)
			nodes += count_nodes(node->keys[i], depth + 1, bytes);
	}
	return nodes;
}

static void
check_tree(const struct input *input)
{
	struct arena *arena = arena_new();
	struct yaml_node *root;
	struct err err;
	if (!yaml_parse(arena, input->bytes, input->size, &root, &err)) {
		if (err.line == 0 || err.column == 0 || err.reason[0] == '\0')
			abort();
	} else if (root != NULL) {
		size_t bytes = 0;
		size_t nodes = count_nodes(root, 0, &bytes);
		if (nodes > YAML_MAX_NODES || bytes + 2 * nodes > 16 * input->size + (64 << 10))
			abort();
	}
	arena_free(arena);
}

/* The same bytes for the map and for all that it inherits. */
static bool
read_map(void *context, const char *name, bool is_user, struct buf *text, struct buf *path)
{
	const struct input *input = context;
	if (is_user || (strcmp(name, "fuzz") != 0 && strcmp(name, "default") != 0))
		return false;
	buf_add(text, input->bytes, input->size);
	buf_add_text(path, name);
	return true;
}

static void
press_keys(const struct keymap *keymap, const struct input *input)
{
	struct keymap_pending pending = {0};
	struct buf text = buf_empty();
	for (size_t i = 0; i < input->size && i < 64; i++) {
		int context = (int)(i % CONTEXT_COUNT);
		struct chord chord = {.code = (unsigned char)input->bytes[i]};
		const struct keymap_binding *binding;
		enum keymap_result result = keymap_step(keymap, context, &pending, chord, &binding);
		bool has_binding = result == KEYMAP_MATCH || result == KEYMAP_MATCH_BEFORE;
		if (has_binding != (binding != NULL))
			abort();
		if (has_binding)
			keymap_clear(&pending);
		keymap_format_pending(keymap, context, &pending, &text);
	}
	buf_free(&text);
}

static void
check_map(struct input *input)
{
	struct keymap_source source = {.read = read_map, .context = input};
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_load("fuzz", &source, action_vocabulary(), problems);
	if ((keymap == NULL) != (problems_error_count(problems) > 0))
		abort();
	if (keymap != NULL)
		press_keys(keymap, input);
	keymap_free(keymap);
	problems_free(problems);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of its own, so that reading past its end is found. */
	char *bytes = malloc(size != 0 ? size : 1);
	if (bytes == NULL)
		return 0;
	if (size != 0)
		memcpy(bytes, data, size);
	struct input input = {.bytes = bytes, .size = size};
	check_tree(&input);
	check_map(&input);
	free(bytes);
	return 0;
}
