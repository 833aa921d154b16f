#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/bits.h"

#include <stdlib.h>
#include <string.h>

enum { NUMBERS = 400, ROUNDS = 2000 };

/* The same sets as one byte a number. */
struct model {
	bool a[NUMBERS], b[NUMBERS];
};

static void
compare(const struct bits *bits, const bool *model)
{
	size_t sum = 0;
	for (uint32_t i = 0; i < NUMBERS; i++) {
		assert_int_equal(bits_have(bits, i), model[i]);
		sum += model[i];
	}
	assert_int_equal(bits_sum(bits), sum);
	assert_false(bits_have(bits, UINT32_MAX));
	uint32_t next = 0;
	for (size_t left = sum; left > 0; left--) {
		next = bits_next(bits, next);
		assert_true(next < NUMBERS && model[next]);
		next++;
	}
	assert_int_equal(bits_next(bits, next), UINT32_MAX);
}

static void
join_remove_keep(struct bits *a, const struct bits *b, struct model *model, unsigned what)
{
	for (size_t i = 0; i < NUMBERS; i++) {
		if (what == 0)
			model->a[i] |= model->b[i];
		else if (what == 1)
			model->a[i] &= !model->b[i];
		else
			model->a[i] &= model->b[i];
	}
	if (what == 0)
		bits_join(a, b);
	else if (what == 1)
		bits_remove(a, b);
	else
		bits_keep(a, b);
}

static void
like_an_array(void **state)
{
	(void)state;
	struct bits a = {0}, b = {0};
	struct model model = {{0}, {0}};
	uint32_t middle = 0;
	srand(14);
	for (size_t round = 0; round < ROUNDS; round++) {
		/* Now here, now there, so that they grow at both ends. */
		if (round % 200 == 0) {
			bits_free(&a);
			bits_free(&b);
			model = (struct model){{0}, {0}};
			middle = (uint32_t)rand() % NUMBERS;
		}
		uint32_t number = (middle + (uint32_t)rand() % (NUMBERS / 2)) % NUMBERS;
		bool is_in = rand() % 3 != 0;
		bool is_a = rand() % 2 == 0;
		bits_put(is_a ? &a : &b, number, is_in);
		(is_a ? model.a : model.b)[number] = is_in;
		if (rand() % 50 == 0)
			join_remove_keep(&a, &b, &model, (unsigned)rand() % 3);
		compare(&a, model.a);
		compare(&b, model.b);
		size_t without = 0;
		for (size_t i = 0; i < NUMBERS; i++)
			without += model.a[i] && !model.b[i];
		assert_int_equal(bits_sum_without(&a, &b), without);
	}
	bits_free(&a);
	bits_free(&b);
}

static void
copies_are_apart(void **state)
{
	(void)state;
	struct bits bits = {0};
	struct bits copy = bits_copy(&bits);
	assert_null(copy.words);
	bits_put(&bits, 130, true);
	copy = bits_copy(&bits);
	bits_put(&bits, 130, false);
	assert_true(bits_have(&copy, 130));
	assert_int_equal(bits_sum(&bits), 0);
	bits_free(&copy);
	assert_int_equal(bits_sum(&copy), 0);
	bits_put(&copy, 70000, false); /* takes no memory */
	assert_null(copy.words);
	/* Nor do the numbers below and above those that are in it. */
	bits_put(&copy, 4000000, true);
	bits_put(&copy, 4000064, true);
	bits_put(&copy, 4000064, false);
	assert_true(copy.count < 4);
	bits_free(&bits);
	bits = bits_copy(&copy);
	assert_int_equal(bits.count, 1);
	assert_true(bits_are_same(&bits, &copy));
	bits_put(&bits, 9, true);
	assert_false(bits_are_same(&bits, &copy));
	assert_int_equal(bits_next(&bits, 10), 4000000);
	bits_keep(&bits, &copy);
	assert_true(bits_are_same(&copy, &bits));
	bits_free(&copy);
	bits_free(&bits);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(like_an_array),
			cmocka_unit_test(copies_are_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
