#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/hash_table.h"

#include <string.h>

/* --- The hashes --- */

/* The published values of FNV-1a: names of files that are there already depend on them. */
static void
stable_values(void **state)
{
	(void)state;
	assert_true(hash_stable_text("") == UINT64_C(0xCBF29CE484222325));
	assert_true(hash_stable_text("a") == UINT64_C(0xAF63DC4C8601EC8C));
	assert_true(hash_stable_text("foobar") == UINT64_C(0x85944171F73967E8));
	uint64_t half = hash_stable(HASH_STABLE, "foo", 3);
	assert_true(hash_stable(half, "bar", 3) == hash_stable_text("foobar"));
}

/* Made by another implementation of SipHash-1-3, with the paper's key 00 01 … 0F. */
static void
keyed_values(void **state)
{
	static const uint64_t expected[] = {UINT64_C(0xABAC0158050FC4DC),
			UINT64_C(0xC9F49BF37D57CA93), UINT64_C(0x82CB9B024DC7D44D),
			UINT64_C(0x8BF80AB8E7DDF7FB), UINT64_C(0xCF75576088D38328),
			UINT64_C(0xDEF9D52F49533B67), UINT64_C(0xC50D2B50C59F22A7),
			UINT64_C(0xD3927D989BB11140), UINT64_C(0x369095118D299A8E),
			UINT64_C(0x25A48EB36C063DE4), UINT64_C(0x79DE85EE92FF097F),
			UINT64_C(0x70C118C1F94DC352), UINT64_C(0x78A384B157B4D9A2),
			UINT64_C(0x306F760C1229FFA7), UINT64_C(0x605AA111C0F95D34),
			UINT64_C(0xD320D86D2A519956), UINT64_C(0xCC4FDD1A7D908B66),
			UINT64_C(0x9CF2689063DBD80C)};
	(void)state;
	struct hash_key key;
	unsigned char bytes[64];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	memcpy(&key, bytes, sizeof(key));
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		assert_true(hash_keyed(&key, bytes, i) == expected[i]);
}

static void
keys_differ(void **state)
{
	(void)state;
	struct hash_key one = hash_key_new(), other = hash_key_new();
	assert_true(one.low != other.low || one.high != other.high);
	assert_true(hash_keyed(&one, "abc", 3) != hash_keyed(&other, "abc", 3));
}

/* --- The table --- */

enum { MANY = 5000 };

struct numbers {
	char keys[MANY][8];
	size_t asked; /* keys compared */
};

static bool
is_key(const void *owner, uint32_t item, const char *bytes, size_t length)
{
	struct numbers *numbers = (struct numbers *)(uintptr_t)owner;
	numbers->asked++;
	return strlen(numbers->keys[item]) == length &&
	       memcmp(numbers->keys[item], bytes, length) == 0;
}

static void
make_keys(struct numbers *numbers)
{
	for (int i = 0; i < MANY; i++) {
		struct buf key = buf_empty();
		buf_format(&key, "k%d", i);
		memcpy(numbers->keys[i], key.data, key.length + 1);
		buf_free(&key);
	}
	numbers->asked = 0;
}

static void
finding(void **state)
{
	static struct numbers numbers;
	(void)state;
	struct hash_table table = {0};
	make_keys(&numbers);
	assert_int_equal(hash_table_find(&table, is_key, &numbers, "k0", 2), HASH_TABLE_NONE);
	for (uint32_t i = 0; i < MANY; i++) {
		const char *key = numbers.keys[i];
		assert_int_equal(hash_table_add(&table, is_key, &numbers, key, strlen(key), i), i);
	}
	assert_int_equal(table.count, MANY);
	for (uint32_t i = 0; i < MANY; i++) {
		const char *key = numbers.keys[i];
		assert_int_equal(hash_table_find(&table, is_key, &numbers, key, strlen(key)), i);
		assert_int_equal(hash_table_add(&table, is_key, &numbers, key, strlen(key), 7), i);
	}
	/* Only keys of the same 64 bits are compared: each with itself. */
	assert_int_equal(numbers.asked, 2 * MANY);
	assert_int_equal(hash_table_find(&table, is_key, &numbers, "k", 1), HASH_TABLE_NONE);
	hash_table_free(&table);
	assert_int_equal(table.slot_count, 0);
}

static void
clearing(void **state)
{
	static struct numbers numbers;
	(void)state;
	struct hash_table table = {0};
	make_keys(&numbers);
	hash_table_clear(&table);
	hash_table_add(&table, is_key, &numbers, "k1", 2, 1);
	/* The last round before the count of rounds begins again. */
	for (uint32_t round = 0; round < 3; round++) {
		hash_table_clear(&table);
		assert_int_equal(hash_table_find(&table, is_key, &numbers, "k1", 2),
				HASH_TABLE_NONE);
		assert_int_equal(hash_table_add(&table, is_key, &numbers, "k1", 2, 1), 1);
		assert_int_equal(table.count, 1);
		if (round == 0) {
			hash_table_free(&table);
			table.round = UINT32_MAX;
		}
	}
	hash_table_free(&table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(stable_values),
			cmocka_unit_test(keyed_values),
			cmocka_unit_test(keys_differ),
			cmocka_unit_test(finding),
			cmocka_unit_test(clearing),
	};
	return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
