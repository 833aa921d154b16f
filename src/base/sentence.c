#include "base/sentence.h"

#include "base/buf.h"
#include "base/language.h"

#include <stdbool.h>
#include <string.h>

enum { PART = 0x1F, OWN = 0x1E, NEXT = 0x1D };

void
sentence_keep(struct buf *out, const char *format, const char *const *texts)
{
	buf_add_text(out, format);
	for (const char *at = strstr(format, "%s"); at != NULL; at = strstr(at + 2, "%s")) {
		buf_add_char(out, PART);
		for (const char *text = *texts++; *text != '\0'; text++)
			buf_add_char(out, *text == PART || *text == NEXT ? ' ' : *text);
	}
}

/* Appends the text at `index`, from 0, behind the format, which `kept` points to. */
static void
show_part(struct buf *out, const char *kept, size_t index)
{
	const char *end = kept + strcspn(kept, SENTENCE_NEXT), *part = kept;
	for (size_t i = 0; i <= index && part != NULL; i++) {
		part = memchr(part, PART, (size_t)(end - part));
		part += part != NULL;
	}
	if (part == NULL)
		return;
	struct buf text = buf_empty();
	buf_add(&text, part, strcspn(part, "\x1F" SENTENCE_NEXT));
	bool is_own = text.data[0] == OWN && text.data[1] != '\0';
	buf_add_text(out, is_own ? _(text.data + 1) : text.data + (text.data[0] == OWN));
	buf_free(&text);
}

/* A conversion of a translated format: %s, or %2$s where the order is another. 0: there is none here. */
static size_t
read_conversion(const char *at, size_t *index)
{
	if (strncmp(at, "%s", 2) == 0)
		return 2;
	if (at[0] != '%' || at[1] < '1' || at[1] > '9' || strncmp(at + 2, "$s", 2) != 0)
		return 0;
	*index = (size_t)(at[1] - '1');
	return 4;
}

static void
show_one(struct buf *out, const char *kept)
{
	struct buf format = buf_empty();
	buf_add(&format, kept, strcspn(kept, "\x1F" SENTENCE_NEXT));
	bool has_parts = kept[format.length] == PART;
	const char *at = format.length > 0 ? _(format.data) : "";
	for (size_t next = 0, length; *at != '\0'; at += length) {
		size_t index = next;
		length = has_parts ? read_conversion(at, &index) : 0;
		if (length > 0) {
			show_part(out, kept, index);
			next = index + 1;
		} else {
			length = 1;
			buf_add_char(out, *at);
		}
	}
	buf_free(&format);
}

void
sentence_show(struct buf *out, const char *kept)
{
	show_one(out, kept);
	while ((kept = strchr(kept, NEXT)) != NULL)
		show_one(out, ++kept);
}
