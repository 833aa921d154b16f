#include "document/element.h"

#include <gumbo.h>
#include <string.h>

const struct element elements[ELEMENT_COUNT] = {
#define ELEMENT(tag, name, shows, block, style, flags, handler)                                    \
	[ELEMENT_##tag] = {name, SHOWS_##shows, BLOCK_##block, style, flags},
#define EXTRA ELEMENT
#include "document/element.def"
#undef ELEMENT
#undef EXTRA
};

/* One more than the element; 0 for what element.def does not name. */
static const unsigned char by_tag[GUMBO_TAG_LAST + 1] = {
#define ELEMENT(tag, name, shows, block, style, flags, handler)                                    \
	[GUMBO_TAG_##tag] = ELEMENT_##tag + 1,
#define EXTRA(tag, name, shows, block, style, flags, handler)
#include "document/element.def"
#undef ELEMENT
#undef EXTRA
};

_Static_assert(ELEMENT_COUNT < 255, "by_tag holds bytes");

struct name {
	const char *text;
	enum element_id id;
};

/* Names that gumbo does not know, and those that a post and the parser call differently. */
static const struct name extra_names[] = {
#define ELEMENT(tag, name, shows, block, style, flags, handler)
#define EXTRA(tag, name, shows, block, style, flags, handler) {name, ELEMENT_##tag},
#include "document/element.def"
#undef ELEMENT
#undef EXTRA
		{"foreignobject", ELEMENT_FOREIGNOBJECT},
		{"math", ELEMENT_MATH},
		{"noscript", ELEMENT_NOSCRIPT},
		{"svg", ELEMENT_SVG},
};

static enum element_id
extra_named(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(extra_names) / sizeof(extra_names[0]); i++) {
		const char *text = extra_names[i].text;
		if (strlen(text) == length && memcmp(text, name, length) == 0)
			return extra_names[i].id;
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
