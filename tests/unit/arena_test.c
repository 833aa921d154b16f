#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

static void
memory_is_zeroed_aligned_and_apart(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	unsigned char *before = NULL;
	for (size_t size = 0; size < 3000; size++) {
		unsigned char *memory = arena_alloc(arena, size);
		assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xAA, size);
		if (before != NULL && size > 1)
			assert_int_equal(before[size - 2], 0xAA);
		before = memory;
	}
	arena_free(arena);
}

static void
large_items(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	char *small = arena_text(arena, "small");
	char *large = arena_array(arena, 5000, 1000);
	char *after = arena_text(arena, "after");
	large[4999999] = 'x';
	assert_string_equal(small, "small");
	assert_string_equal(after, "after");
	arena_free(arena);
	arena_free(NULL);
}

static void
texts(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	assert_string_equal(arena_copy(arena, "abcdef", 3), "abc");
	assert_string_equal(arena_copy(arena, NULL, 0), "");
	assert_string_equal(arena_format(arena, "%s %d", "中", 7), "中 7");
	assert_int_equal(strlen(arena_format(arena, "%05000d", 1)), 5000);
	arena_free(arena);
}

static void
reset_starts_anew(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	arena_reset(arena);
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 1000; i++) {
			unsigned char *memory = arena_alloc(arena, 100);
			assert_int_equal(memory[99], 0);
			memset(memory, 0xFF, 100);
		}
		arena_reset(arena);
	}
	arena_free(arena);
}

/* --- Memory that is wanting --- */

struct work {
	struct arena *arena;
	size_t size, done, wanted;
};

static void
take_blocks(void *context)
{
	struct work *work = context;
	for (work->done = 0; work->done < work->wanted; work->done++)
		memset(arena_alloc(work->arena, work->size), 1, work->size);
}

static void
a_limit_ends_the_work(void **state)
{
	(void)state;
	static const size_t sizes[] = {1, 16, 100, 4096, 20000, 3000000};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct arena *arena = arena_new();
		struct work work = {.arena = arena, .size = sizes[i], .wanted = 11};
		size_t room = (sizes[i] + 15) / 16 * 16;
		arena_limit(arena, 10 * room);
		assert_false(arena_try(arena, take_blocks, &work));
		assert_int_equal(work.done, 10);
		work.wanted = 1;
		assert_false(arena_try(arena, take_blocks, &work));
		arena_reset(arena);
		work.wanted = 10;
		assert_true(arena_try(arena, take_blocks, &work));
		arena_free(arena);
	}
}

/* Sizes that no memory has. */
static void
ask_for_too_much(void *context)
{
	struct work *work = context;
	if (work->wanted == 0)
		arena_array(work->arena, SIZE_MAX / 2, 3);
	else if (work->wanted == 1)
		arena_raw(work->arena, SIZE_MAX);
	else if (work->wanted == 2)
		arena_resize(work->arena, arena_text(work->arena, "a"), 2, SIZE_MAX - 1);
	else
		arena_grow(work->arena, NULL, SIZE_MAX / 2, &work->size, 8);
}

static void
sizes_that_overflow(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < 4; i++) {
		struct work work = {.arena = arena, .wanted = i};
		assert_false(arena_try(arena, ask_for_too_much, &work));
	}
	arena_free(arena);
}

static void
try_within(void *context)
{
	struct work *work = context;
	struct work inner = {.arena = arena_child(work->arena), .size = 1000, .wanted = 100};
	assert_false(arena_try(inner.arena, take_blocks, &inner));
	work->done = inner.done;
	arena_free(inner.arena);
	if (work->wanted == 0)
		arena_fail(work->arena);
	arena_alloc(work->arena, 2000);
}

/* The innermost counts, and what a child held is there again when it is freed. */
static void
tries_within_tries(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	arena_limit(arena, 5000);
	struct work work = {.arena = arena, .wanted = 1};
	assert_true(arena_try(arena, try_within, &work));
	assert_int_equal(work.done, 4);
	work.wanted = 0;
	assert_false(arena_try(arena, try_within, &work));
	assert_int_equal(work.done, 2);
	arena_free(arena);
}

/* --- Children --- */

struct stopped {
	struct arena *arena;
	atomic_bool stop;
	size_t blocks, stop_at, heeds;
};

/* Takes blocks of all sizes from a child, or looks at the flag alone, and is called off at one of them. */
static void
take_until_stopped(void *context)
{
	struct stopped *work = context;
	struct arena *child = arena_child(work->arena);
	for (;;) {
		if (work->blocks == work->stop_at)
			atomic_store(&work->stop, true);
		if (work->heeds > 0)
			arena_heed_stop(child);
		else
			(void)arena_alloc(child, work->blocks * 997 % 40000);
		work->blocks++;
	}
}

static void
another_thread_may_stop_the_work(void **state)
{
	(void)state;
	for (size_t stop_at = 0; stop_at < 100; stop_at++) {
		struct stopped work = {
				.arena = arena_new(), .stop_at = stop_at, .heeds = stop_at % 2};
		assert_false(arena_is_stopped(work.arena));
		arena_heed_stop(work.arena);
		arena_stop_at(work.arena, &work.stop);
		assert_false(arena_try(work.arena, take_until_stopped, &work));
		assert_true(arena_is_stopped(work.arena));
		/* Not one step more is done. */
		assert_int_equal(work.blocks, stop_at);
		arena_stop_at(work.arena, NULL);
		assert_string_equal(arena_text(work.arena, "goes on"), "goes on");
		arena_free(work.arena);
	}
}

static void
children_go_with_their_parent(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (int round = 0; round < 3; round++) {
		struct arena *first = arena_child(arena), *second = arena_child(arena);
		struct arena *third = arena_child(arena);
		struct arena *below = arena_child(arena_child(second));
		memset(arena_alloc(below, 100000), 1, 100000);
		memset(arena_alloc(first, 100), 1, 100);
		arena_free(second);
		arena_reset(first);
		memset(arena_alloc(third, 100), 1, 100);
		arena_free(third);
		arena_child(first);
		arena_reset(arena);
	}
	arena_child(arena_child(arena));
	arena_free(arena);
}

/* --- Blocks that change their size --- */

/* Every size from and to which a block can go keeps what was in it. */
static void
resizing_keeps_bytes(void **state)
{
	(void)state;
	static const size_t sizes[] = {1, 16, 17, 500, 5000, 16383, 16384, 70000, 2000000};
	enum { SIZES = sizeof(sizes) / sizeof(sizes[0]) };
	struct arena *arena = arena_new();
	for (size_t i = 0; i < (size_t)SIZES * SIZES * 2; i++) {
		size_t from = sizes[i / SIZES % SIZES], to = sizes[i % SIZES];
		size_t kept = from < to ? from : to;
		unsigned char *block = arena_raw(arena, from);
		memset(block, (int)(i & 0xFF), from);
		char *after = i / SIZES / SIZES != 0 ? arena_text(arena, "after") : NULL;
		block = arena_resize(arena, block, from, to);
		assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
		assert_int_equal(block[0], i & 0xFF);
		assert_int_equal(block[kept - 1], i & 0xFF);
		memset(block, 0xEE, to);
		if (after != NULL)
			assert_string_equal(after, "after");
		arena_resize(arena, block, to, 0);
	}
	arena_free(arena);
}

/* Blocks that grow one after another leave no copies behind. */
static void
growing_is_in_place(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	arena_limit(arena, 2 * 1000000 * sizeof(int));
	for (int round = 0; round < 5; round++) {
		int *items = NULL;
		size_t capacity = 0;
		for (size_t i = 0; i < 1000000; i++) {
			items = arena_grow(arena, items, i, &capacity, sizeof(*items));
			items[i] = (int)i;
		}
		for (size_t i = 0; i < 1000000; i++)
			assert_int_equal(items[i], i);
		arena_resize(arena, items, capacity * sizeof(*items), 0);
	}
	arena_free(arena);
}

/* Where an arena is full, blocks may still become smaller. */
static void
shrinking_needs_no_memory(void **state)
{
	(void)state;
	static const size_t sizes[] = {60000, 20000, 16383, 100, 1};
	struct arena *arena = arena_new();
	char *large = arena_raw(arena, 100000), *small = arena_raw(arena, 16000);
	memset(large, 1, 100000);
	memset(small, 2, 16000);
	arena_limit(arena, 0);
	size_t of_large = 100000, of_small = 16000;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		large = arena_resize(arena, large, of_large, sizes[i]);
		of_large = sizes[i];
		assert_int_equal(large[sizes[i] - 1], 1);
		if (sizes[i] < of_small) {
			small = arena_resize(arena, small, of_small, sizes[i]);
			of_small = sizes[i];
		}
		assert_int_equal(small[0], 2);
	}
	arena_free(arena);
}

/* Large blocks in the order of their making, and out of it. */
static void
large_blocks_are_given_back(void **state)
{
	(void)state;
	enum { BLOCKS = 7, SIZE = 100000 };
	struct arena *arena = arena_new();
	arena_limit(arena, (size_t)BLOCKS * SIZE);
	for (size_t step = 1; step < BLOCKS; step++) {
		char *blocks[BLOCKS];
		for (size_t i = 0; i < BLOCKS; i++)
			blocks[i] = memset(arena_raw(arena, SIZE), (int)i, SIZE);
		for (size_t i = 0; i < BLOCKS; i++) {
			size_t at = (i * step + step) % BLOCKS;
			assert_int_equal(blocks[at][SIZE - 1], at);
			blocks[at] = arena_resize(arena, blocks[at], SIZE, SIZE / 2);
			arena_resize(arena, blocks[at], SIZE / 2, 0);
		}
	}
	arena_free(arena);
}

/* Without an arena, memory is malloc's. */
static void
no_arena_is_malloc(void **state)
{
	(void)state;
	struct work work = {.size = 1};
	int *items = NULL;
	size_t capacity = 0;
	for (size_t i = 0; i < 1000; i++) {
		items = arena_grow(NULL, items, i, &capacity, sizeof(*items));
		items[i] = (int)i;
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
	assert_null(arena_resize(NULL, items, capacity * sizeof(*items), 0));
	assert_null(arena_resize(NULL, NULL, 0, 0));
	char *text = arena_format(NULL, "%s %d", "中", 7);
	assert_string_equal(text, "中 7");
	free(text);
	assert_true(arena_try(NULL, take_blocks, &work));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
			cmocka_unit_test(large_items),
			cmocka_unit_test(texts),
			cmocka_unit_test(reset_starts_anew),
			cmocka_unit_test(a_limit_ends_the_work),
			cmocka_unit_test(sizes_that_overflow),
			cmocka_unit_test(tries_within_tries),
			cmocka_unit_test(another_thread_may_stop_the_work),
			cmocka_unit_test(children_go_with_their_parent),
			cmocka_unit_test(resizing_keeps_bytes),
			cmocka_unit_test(growing_is_in_place),
			cmocka_unit_test(shrinking_needs_no_memory),
			cmocka_unit_test(large_blocks_are_given_back),
			cmocka_unit_test(no_arena_is_malloc),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
