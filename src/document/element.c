#include "document/element.h"

#include "base/buf.h"

#include <gumbo.h>
#include <string.h>

const struct element elements[ELEMENT_COUNT] = {
#define ELEMENT(tag, name, shows, block, style, flags, handler)                                    \
	[ELEMENT_##tag] = {name, SHOWS_##shows, BLOCK_##block, style, flags},
#define EXTRA(tag, name, shows, block, style, flags, handler)                                      \
	ELEMENT(tag, name, shows, block, style, (flags) | IS_EXTRA, handler)
#include "document/element.def"
};

/* One more than the element; 0 for what element.def does not name. */
static const unsigned char by_tag[GUMBO_TAG_LAST + 1] = {
#define ELEMENT(tag, name, shows, block, style, flags, handler)                                    \
	[GUMBO_TAG_##tag] = ELEMENT_##tag + 1,
#define EXTRA(tag, name, shows, block, style, flags, handler)
#define ALIAS(tag, other) [GUMBO_TAG_##tag] = ELEMENT_##other + 1,
#include "document/element.def"
};

_Static_assert(ELEMENT_COUNT < 255, "by_tag holds bytes");

static const unsigned char extras[] = {
#define ELEMENT(tag, name, shows, block, style, flags, handler)
#define EXTRA(tag, name, shows, block, style, flags, handler) ELEMENT_##tag,
#include "document/element.def"
};

static bool
is_named(const char *wanted, const char *name, size_t length)
{
	return strlen(wanted) == length && memcmp(wanted, name, length) == 0;
}

/* A post says svg, the parser's tree x-svg. */
static enum element_id
extra_named(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(extras); i++) {
		const char *own = elements[extras[i]].name;
		bool has_prefix = strncmp(own, "x-", 2) == 0;
		if (is_named(own, name, length) || (has_prefix && is_named(own + 2, name, length)))
			return (enum element_id)extras[i];
	}
	return ELEMENT_SPAN;
}

enum element_id
element_named(const char *name, size_t length)
{
	GumboTag tag = length < 32 ? gumbo_tagn_enum(name, (unsigned)length) : GUMBO_TAG_UNKNOWN;
	if (by_tag[tag] != 0)
		return (enum element_id)(by_tag[tag] - 1);
	return extra_named(name, length);
}

enum element_id
element_of(const GumboNode *node)
{
	GumboTag tag = node->v.element.tag;
	if (by_tag[tag] != 0)
		return (enum element_id)(by_tag[tag] - 1);
	GumboStringPiece name = node->v.element.original_tag;
	if (name.data == NULL)
		return ELEMENT_SPAN;
	gumbo_tag_from_original_text(&name);
	return extra_named(name.data, name.length);
}

void
element_add_end_tag(struct buf *out, enum element_id id)
{
	buf_add(out, "</", 2);
	buf_add_text(out, elements[id].name);
	buf_add_char(out, '>');
}
