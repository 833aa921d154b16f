#ifndef BASE_HASH_H
#define BASE_HASH_H

/* The two hashes of the program: a keyed one for tables in memory, a stable one for files. */

#include <stddef.h>
#include <stdint.h>

/* A secret key of 128 bits. */
struct hash_key {
	uint64_t low, high;
};

/* A key that nobody can guess, from the system's random source. */
struct hash_key hash_key_new(void);

/*
 * SipHash-1-3 of `length` bytes (Aumasson and Bernstein, "SipHash: a fast
 * short-input PRF", 2012). Whoever does not know the key cannot find inputs
 * that collide. The value depends on the byte order of the machine.
 */
uint64_t hash_keyed(const struct hash_key *key, const void *bytes, size_t length);

#define HASH_STABLE UINT64_C(0xCBF29CE484222325) /* of no bytes */

/*
 * FNV-1a, 64 bits: the same value at all times and on all machines, for what is
 * written to files and for their names. Goes on from `hash`, HASH_STABLE at
 * first. Inputs that collide are easy to find: for no table that a post fills.
 */
uint64_t hash_stable(uint64_t hash, const void *bytes, size_t length);

/* The same of a NUL-terminated text, from the beginning. */
uint64_t hash_stable_text(const char *text);

/* The order of hashes, for qsort. */
int hash_compare(const void *a, const void *b);

#endif
