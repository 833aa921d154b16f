#include "base/hash.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

struct hash_key
hash_key_new(void)
{
	struct hash_key key;
	if (getentropy(&key, sizeof(key)) == 0)
		return key;
	/* Old kernels and sandboxes: the clock and the place of the stack are better than a constant. */
	struct timespec now = {0};
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (struct hash_key){(uint64_t)now.tv_nsec * 0x9E3779B97F4A7C15U ^ (uint64_t)now.tv_sec,
			(uint64_t)(uintptr_t)&key};
}

struct sip {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t
rotate(uint64_t word, int bits)
{
	return word << bits | word >> (64 - bits);
}

static inline void
sip_round(struct sip *sip)
{
	sip->v0 += sip->v1;
	sip->v2 += sip->v3;
	sip->v1 = rotate(sip->v1, 13) ^ sip->v0;
	sip->v3 = rotate(sip->v3, 16) ^ sip->v2;
	sip->v0 = rotate(sip->v0, 32);
	sip->v2 += sip->v1;
	sip->v0 += sip->v3;
	sip->v1 = rotate(sip->v1, 17) ^ sip->v2;
	sip->v3 = rotate(sip->v3, 21) ^ sip->v0;
	sip->v2 = rotate(sip->v2, 32);
}

static inline void
sip_take(struct sip *sip, uint64_t word)
{
	sip->v3 ^= word;
	sip_round(sip);
	sip->v0 ^= word;
}

uint64_t
hash_keyed(const struct hash_key *key, const void *bytes, size_t length)
{
	struct sip sip = {key->low ^ 0x736F6D6570736575U, key->high ^ 0x646F72616E646F6DU,
			key->low ^ 0x6C7967656E657261U, key->high ^ 0x7465646279746573U};
	const unsigned char *at = bytes;
	size_t left = length;
	for (; left >= sizeof(uint64_t); left -= sizeof(uint64_t), at += sizeof(uint64_t)) {
		uint64_t word;
		memcpy(&word, at, sizeof(word));
		sip_take(&sip, word);
	}
	uint64_t last = (uint64_t)length << 56;
	for (size_t i = 0; i < left; i++)
		last |= (uint64_t)at[i] << 8 * i;
	sip_take(&sip, last);
	sip.v2 ^= 0xFF;
	for (int i = 0; i < 3; i++)
		sip_round(&sip);
	return sip.v0 ^ sip.v1 ^ sip.v2 ^ sip.v3;
}

uint64_t
hash_stable(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ at[i]) * 0x100000001B3U;
	return hash;
}

uint64_t
hash_stable_text(const char *text)
{
	return hash_stable(HASH_STABLE, text, strlen(text));
}

int
hash_compare(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
	return left < right ? -1 : left > right;
}
