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
	assert_int_equal(arena_used(arena), 2999u * 3000u / 2u);
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
		assert_int_equal(arena_used(arena), 100000);
		arena_reset(arena);
		assert_int_equal(arena_used(arena), 0);
	}
	arena_free(arena);
}

/* Adopted memory is freed with the rest; the sanitizers would tell if it were not, or twice. */
static void
test_adopt(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (int i = 0; i < 3; i++) {
		char *memory = malloc(100);
		assert_ptr_equal(arena_adopt(arena, memory), memory);
		memset(memory, i, 100);
	}
	arena_reset(arena);
	memset(arena_adopt(arena, malloc(10)), 1, 10);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
			cmocka_unit_test(large_items),
			cmocka_unit_test(texts),
			cmocka_unit_test(reset_starts_anew),
			cmocka_unit_test(test_adopt),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
