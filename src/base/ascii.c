#include "base/ascii.h"

#include <stdint.h>

int
ascii_compare_n(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char one = (unsigned char)ascii_lower(a[i]);
		unsigned char other = (unsigned char)ascii_lower(b[i]);
		if (one != other)
			return one < other ? -1 : 1;
		if (one == '\0')
			break;
	}
	return 0;
}

int
ascii_compare(const char *a, const char *b)
{
	return ascii_compare_n(a, b, SIZE_MAX);
}

bool
ascii_read_number(const char *text, unsigned long most, unsigned long *number)
{
	*number = 0;
	if (*text == '\0')
		return false;
	for (; ascii_is_digit(*text); text++) {
		unsigned long digit = (unsigned long)(*text - '0');
		if (digit > most || *number > (most - digit) / 10)
			return false;
		*number = *number * 10 + digit;
	}
	return *text == '\0';
}
