#ifndef BASE_HASH_TABLE_H
#define BASE_HASH_TABLE_H

/*
 * An index of items by key, for items that the caller keeps in an array: the
 * table holds their numbers only, and asks the caller for the key of one.
 *
 * Keys are strings of bytes. Each table draws a key for its hash (hash.h), so
 * that no input makes its entries pile up: every operation takes constant time
 * but for the hash and one comparison. Zeroed memory is an empty table; one
 * with `arena` set lives there and needs no hash_table_free.
 */

#include "base/hash.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct hash_slot;

struct hash_table {
	struct hash_slot *slots;
	size_t slot_count; /* a power of two, or 0 */
	size_t count;	   /* items */
	uint32_t round;	   /* slots of an older round are free */
	struct hash_key key;
	struct arena *arena; /* that the slots are in; NULL: malloc's */
};

enum { HASH_TABLE_NONE = UINT32_MAX };

/* Whether the key of `item` is these bytes; `owner` is the caller's. */
typedef bool hash_table_is_key(const void *owner, uint32_t item, const char *bytes, size_t length);

void hash_table_free(struct hash_table *table);

/* Removes all items and keeps the memory; takes constant time. */
void hash_table_clear(struct hash_table *table);

/* The item with this key, or HASH_TABLE_NONE. */
uint32_t hash_table_find(const struct hash_table *table, hash_table_is_key *is_key,
		const void *owner, const char *bytes, size_t length);

/* Adds `item` under this key unless an item has it, and returns the one that has it now. */
uint32_t hash_table_add(struct hash_table *table, hash_table_is_key *is_key, const void *owner,
		const char *bytes, size_t length, uint32_t item);

#endif
