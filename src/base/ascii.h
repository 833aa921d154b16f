#ifndef BASE_ASCII_H
#define BASE_ASCII_H

/*
 * Letters, digits and case of ASCII alone, the same in every locale: the C
 * library's functions follow LC_CTYPE, where a Turkish `I` has no small `i`.
 * Bytes of other characters belong to no class and have no case.
 */

#include <stdbool.h>
#include <stddef.h>

static inline bool
ascii_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static inline bool
ascii_is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static inline bool
ascii_is_alnum(char byte)
{
	return ascii_is_letter(byte) || ascii_is_digit(byte);
}

/* White space as regular expressions have it: the space, and from tab to carriage return. */
static inline bool
ascii_is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static inline char
ascii_lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static inline char
ascii_upper(char byte)
{
	return byte >= 'a' && byte <= 'z' ? (char)(byte - ('a' - 'A')) : byte;
}

/* The value of a hexadecimal digit; -1 for any other byte. */
static inline int
ascii_hex_value(char byte)
{
	char lower = ascii_lower(byte);
	if (ascii_is_digit(byte))
		return byte - '0';
	return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static inline bool
ascii_is_hex_digit(char byte)
{
	return ascii_hex_value(byte) >= 0;
}

/* Reads a text of decimal digits only; false if it has other bytes, or the number is above `most`. */
bool ascii_read_number(const char *text, unsigned long most, unsigned long *number);

/* As strcasecmp and strncasecmp in the C locale: below, at or above 0, ignoring the case of ASCII letters. */
int ascii_compare(const char *a, const char *b);
int ascii_compare_n(const char *a, const char *b, size_t length);

#endif
