#include "base/text.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>

/* Han, kana, Hangul and their neighbours, of which most names are made, have no case. */
static bool
has_no_case(uint32_t codepoint)
{
	return (codepoint >= 0x2E80 && codepoint <= 0xA63F) ||
	       (codepoint >= 0xAC00 && codepoint <= 0xD7FF);
}

bool
text_is_word(uint32_t codepoint)
{
	if (codepoint < 0x80)
		return ascii_is_letter((char)codepoint) || ascii_is_digit((char)codepoint);
	return uc_is_general_category_withtable(
			codepoint, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Nd);
}

typedef uint8_t *mapping(const uint8_t *text, size_t length, const char *language,
		uninorm_t normal_form, uint8_t *result, size_t *result_length);

/* One code point at a time: so nothing depends on what stands beside it. */
static void
add_mapped(struct buf *out, uint32_t codepoint, mapping *map)
{
	char bytes[UTF8_MAX];
	size_t length = utf8_encode(codepoint, bytes), mapped_length;
	if (has_no_case(codepoint)) {
		buf_add(out, bytes, length);
		return;
	}
	uint8_t *mapped = map((const uint8_t *)bytes, length, NULL, NULL, NULL, &mapped_length);
	if (mapped == NULL)
		xalloc_die();
	buf_add(out, (const char *)mapped, mapped_length);
	free(mapped);
}

void
text_lower(struct buf *out, const char *text, size_t length)
{
	for (size_t offset = 0; offset < length;) {
		uint32_t codepoint;
		offset += utf8_decode(text + offset, length - offset, &codepoint);
		if (codepoint < 0x80)
			buf_add_char(out, ascii_lower((char)codepoint));
		else
			add_mapped(out, codepoint, u8_tolower);
	}
}

void
text_title(struct buf *out, uint32_t codepoint)
{
	if (codepoint < 0x80)
		buf_add_char(out, ascii_upper((char)codepoint));
	else
		add_mapped(out, codepoint, u8_totitle);
}
