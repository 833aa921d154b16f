#include "base/xalloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A sanitizer allocates by itself; glibc's own heap is never set up then, and two
   threads that trim it at once end in a fault. */
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define HAS_GLIBC_HEAP
#include <malloc.h>
#endif

enum { FIRST_CAPACITY = 8 };

_Noreturn void
xalloc_die(void)
{
	/* Straight to the descriptor: out.h itself needs memory. */
	static const char message[] = "reader: out of memory\n";
	if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0)
		abort();
	abort();
}

static size_t
checked_product(size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		xalloc_die();
	size_t product = count * size;
	return product != 0 ? product : 1;
}

static void *
checked(void *memory)
{
	if (memory == NULL)
		xalloc_die();
	return memory;
}

void *
xmalloc(size_t size)
{
	return checked(malloc(size != 0 ? size : 1));
}

void *
xcalloc(size_t count, size_t size)
{
	return checked(calloc(1, checked_product(count, size)));
}

void *
xrealloc(void *memory, size_t count, size_t size)
{
	return checked(realloc(memory, checked_product(count, size)));
}

char *
xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *
xstrndup(const char *bytes, size_t length)
{
	if (length == SIZE_MAX)
		xalloc_die();
	char *copy = xmalloc(length + 1);
	if (length != 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

void
xreplace(char **text, const char *value)
{
	char *copy = value != NULL ? xstrdup(value) : NULL; /* first: it may be the old one */
	free(*text);
	*text = copy;
}

char *
xformat(const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		xalloc_die();
	char *text = xmalloc((size_t)length + 1);
	(void)vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

size_t
xgrown(size_t count, size_t capacity)
{
	if (count > SIZE_MAX / 4)
		return SIZE_MAX;
	size_t wanted = capacity + capacity / 2;
	if (wanted < count + 1)
		wanted = count + 1;
	return wanted > FIRST_CAPACITY ? wanted : FIRST_CAPACITY;
}

void *
xgrow(void *items, size_t count, size_t *capacity, size_t item_size)
{
	if (count < *capacity)
		return items;
	size_t wanted = xgrown(count, *capacity);
	items = xrealloc(items, wanted, item_size);
	*capacity = wanted;
	return items;
}

void
xalloc_share(void)
{
#ifdef HAS_GLIBC_HEAP
	(void)mallopt(M_ARENA_MAX, 1);
#endif
}

void
xalloc_trim(void)
{
#ifdef HAS_GLIBC_HEAP
	(void)malloc_trim(0);
#endif
}
