/*
 * Bytes of any encoding become valid UTF-8 of bounded size. The first byte
 * chooses the encoding; 0xFF takes the first line of the rest for its name.
 */

#include "base/buf.h"
#include "base/charset.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Stateful ones, ones that give several characters for one, and orders that are no names. */
static const char *const encodings[] = {NULL, "utf-8", "GBK", "GB18030", "BIG5", "BIG5-HKSCS",
		"windows-1258", "CP1255", "TCVN", "TSCII", "EUC-JISX0213", "SHIFT_JISX0213",
		"ISO-2022-JP", "ISO-2022-JP-3", "ISO-2022-KR", "ISO-2022-CN", "ISO-2022-CN-EXT",
		"UTF-7", "UTF-16", "UTF-32", "UCS-2", "UCS-4", "UCS-4LE", "INTERNAL", "WCHAR_T",
		"JOHAB", "EUC-TW", "IBM1390", "IBM1399", "IBM937", "", "//", "//IGNORE",
		"GBK//TRANSLIT", "UCS-4//IGNORE"};

enum { NAME_MOST = 80 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[NAME_MOST + 1] = "";
	if (size == 0)
		return 0;
	const char *encoding = encodings[data[0] % (sizeof(encodings) / sizeof(encodings[0]))];
	bool is_named = data[0] == 0xFF;
	data++;
	size--;
	const uint8_t *end = is_named ? memchr(data, '\n', size) : NULL;
	if (end != NULL && end - data <= NAME_MOST) {
		size_t length = (size_t)(end - data);
		memcpy(name, data, length);
		encoding = name;
		data += length + 1;
		size -= length + 1;
	}
	struct buf text = buf_empty();
	buf_add(&text, data, size);
	bool is_plain = charset_is_plain(&text, encoding);
	const char *taken = charset_to_utf8(&text, encoding);
	if (!utf8_is_valid(text.data, text.length) || text.length > CHARSET_MOST(size))
		abort();
	if (is_plain && (strcmp(taken, "UTF-8") != 0 || text.length != size ||
					memcmp(text.data, data, size) != 0))
		abort();
	buf_free(&text);
	return 0;
}
