#ifndef BASE_UTF8_H
#define BASE_UTF8_H

/* UTF-8 by the Unicode Standard, table 3-7: no surrogates, no overlong forms. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UTF8_REPLACEMENT = 0xFFFD, UTF8_MAX = 4 };

/*
 * Decodes the first code point of `length` bytes (length > 0) and returns how
 * many bytes it took, 1 to 4. A bad sequence gives U+FFFD and the length of
 * its maximal subpart (Unicode 3.9, "U+FFFD substitution of maximal subparts").
 */
size_t utf8_decode(const char *bytes, size_t length, uint32_t *codepoint);

/* Decodes the last code point of valid UTF-8 and returns its bytes; 0 with code point 0 of no bytes. */
size_t utf8_decode_last(const char *bytes, size_t length, uint32_t *codepoint);

/* Writes 1 to 4 bytes, no NUL, and returns their number; U+FFFD for what is no scalar value. */
size_t utf8_encode(uint32_t codepoint, char out[UTF8_MAX]);

/* Offset of the first byte that is not valid UTF-8; `length` when all is. */
size_t utf8_valid_prefix(const char *bytes, size_t length);
bool utf8_is_valid(const char *bytes, size_t length);

/* Number of code points; each bad subpart counts as one. */
size_t utf8_count(const char *bytes, size_t length);

#endif
