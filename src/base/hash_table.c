#include "base/hash_table.h"

#include "base/arena.h"

#include <string.h>

enum { FIRST_SLOTS = 64 };

struct hash_slot {
	uint64_t hash;
	uint32_t item;
	uint32_t round; /* 0: free */
};

void
hash_table_free(struct hash_table *table)
{
	arena_resize(table->arena, table->slots, table->slot_count * sizeof(*table->slots), 0);
	*table = (struct hash_table){.arena = table->arena};
}

void
hash_table_clear(struct hash_table *table)
{
	table->count = 0;
	if (++table->round != 0)
		return;
	if (table->slot_count != 0)
		memset(table->slots, 0, table->slot_count * sizeof(*table->slots));
	table->round = 1;
}

/* Makes twice the room. */
static void
grow(struct hash_table *table)
{
	struct hash_table larger = *table;
	larger.slot_count = table->slot_count == 0 ? FIRST_SLOTS : table->slot_count * 2;
	larger.slots = arena_array(table->arena, larger.slot_count, sizeof(*larger.slots));
	if (table->slot_count == 0)
		larger.key = hash_key_new();
	larger.round = 1;
	for (size_t i = 0; i < table->slot_count; i++) {
		struct hash_slot slot = table->slots[i];
		if (slot.round != table->round)
			continue;
		slot.round = larger.round;
		size_t at = slot.hash & (larger.slot_count - 1);
		while (larger.slots[at].round != 0)
			at = (at + 1) & (larger.slot_count - 1);
		larger.slots[at] = slot;
	}
	hash_table_free(table);
	*table = larger;
}

/* The slot of the item with this key, or the free one where it would stand. */
static struct hash_slot *
find_slot(const struct hash_table *table, hash_table_is_key *is_key, const void *owner,
		const char *bytes, size_t length, uint64_t hash)
{
	size_t at = hash & (table->slot_count - 1);
	for (; table->slots[at].round == table->round; at = (at + 1) & (table->slot_count - 1)) {
		const struct hash_slot *slot = &table->slots[at];
		if (slot->hash == hash && is_key(owner, slot->item, bytes, length))
			break;
	}
	return &table->slots[at];
}

uint32_t
hash_table_find(const struct hash_table *table, hash_table_is_key *is_key, const void *owner,
		const char *bytes, size_t length)
{
	if (table->count == 0)
		return HASH_TABLE_NONE;
	uint64_t hash = hash_keyed(&table->key, bytes, length);
	const struct hash_slot *slot = find_slot(table, is_key, owner, bytes, length, hash);
	return slot->round == table->round ? slot->item : HASH_TABLE_NONE;
}

uint32_t
hash_table_add(struct hash_table *table, hash_table_is_key *is_key, const void *owner,
		const char *bytes, size_t length, uint32_t item)
{
	if ((table->count + 1) * 2 > table->slot_count)
		grow(table);
	uint64_t hash = hash_keyed(&table->key, bytes, length);
	struct hash_slot *slot = find_slot(table, is_key, owner, bytes, length, hash);
	if (slot->round == table->round)
		return slot->item;
	*slot = (struct hash_slot){.hash = hash, .item = item, .round = table->round};
	table->count++;
	return item;
}
