/* Links: what has a number, and which. The same URL has the same number. */

#include "base/arena.h"
#include "base/gate.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "document/builder.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FIRST_SLOTS = 64 };

static size_t
hash_url(const char *url)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */
	for (; *url != '\0'; url++)
		hash = (hash ^ (unsigned char)*url) * 1099511628211u;
	return (size_t)(hash ^ hash >> 32);
}

static struct number_slot *
find_slot(struct number_slot *slots, size_t count, const char *url)
{
	size_t at = hash_url(url) & (count - 1);
	while (slots[at].url != NULL && strcmp(slots[at].url, url) != 0)
		at = (at + 1) & (count - 1);
	return &slots[at];
}

static void
grow_slots(struct builder *builder)
{
	size_t count = builder->slot_count == 0 ? FIRST_SLOTS : builder->slot_count * 2;
	struct number_slot *slots = xcalloc(count, sizeof(*slots));
	for (size_t i = 0; i < builder->slot_count; i++) {
		if (builder->slots[i].url != NULL)
			*find_slot(slots, count, builder->slots[i].url) = builder->slots[i];
	}
	free(builder->slots);
	builder->slots = slots;
	builder->slot_count = count;
}

/* The slot of a URL that lives in the arena. */
static struct number_slot *
slot_of(struct builder *builder, const char *url)
{
	if (builder->slot_used * 2 >= builder->slot_count)
		grow_slots(builder);
	struct number_slot *slot = find_slot(builder->slots, builder->slot_count, url);
	if (slot->url == NULL) {
		slot->url = url;
		builder->slot_used++;
	}
	return slot;
}

bool
link_is_known(struct builder *builder, const char *url)
{
	size_t used = builder->slot_used;
	slot_of(builder, arena_text(builder->arena, url));
	return builder->slot_used == used;
}

static bool
has_scheme(const char *url, const char *scheme)
{
	return strncasecmp(url, scheme, strlen(scheme)) == 0;
}

static bool
goes_nowhere(const char *url)
{
	return url[0] == '\0' || has_scheme(url, "javascript:") || has_scheme(url, "vbscript:") ||
	       has_scheme(url, "data:");
}

/* Tabs and line ends go (URL standard 4.4), spaces, controls and what the gate holds are encoded. */
static const char *
clean_url(struct builder *builder, const char *url)
{
	struct buf out;
	buf_init(&out);
	while (*url != '\0' && (unsigned char)*url <= ' ')
		url++;
	size_t length = strlen(url);
	while (length > 0 && (unsigned char)url[length - 1] <= ' ')
		length--;
	if (length >= 2 && memcmp(url, "//", 2) == 0)
		buf_add_text(&out, "https:");
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		size_t size = utf8_decode(url + at, length - at, &codepoint);
		bool is_dropped = codepoint == '\t' || codepoint == '\n' || codepoint == '\r';
		bool is_encoded = codepoint == ' ' ||
				  gate_codepoint(codepoint, GATE_LINE) != codepoint;
		for (size_t i = 0; i < size && is_encoded && !is_dropped; i++)
			buf_format(&out, "%%%02X", (unsigned char)url[at + i]);
		if (!is_encoded && !is_dropped)
			buf_add_codepoint(&out, codepoint);
		at += size;
	}
	const char *clean = arena_copy(builder->arena, out.data, out.length);
	buf_free(&out);
	return clean;
}

int
link_open(struct builder *builder, const char *url, enum link_kind kind)
{
	if (url == NULL)
		return -1;
	url = clean_url(builder, url);
	if (goes_nowhere(url))
		return -1;
	builder->links = xgrow(builder->links, builder->link_count, &builder->link_capacity,
			sizeof(*builder->links));
	struct link_build *link = &builder->links[builder->link_count];
	*link = (struct link_build){.link = {.url = url, .kind = kind},
			.last_run = SIZE_MAX,
			.text_start = builder->text.length};
	return (int)builder->link_count++;
}

/* The part of an address that its text may leave out: the scheme, www. is not one. */
static const char *
after_scheme(const char *url)
{
	static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		if (has_scheme(url, schemes[i]))
			return url + strlen(schemes[i]);
	}
	return url;
}

static bool
is_bare(const char *url, const char *text, size_t length)
{
	const char *short_url = after_scheme(url);
	size_t url_length = strlen(url), short_length = strlen(short_url);
	if (length > 0 && text[length - 1] == '/')
		length--;
	if (url_length > 0 && url[url_length - 1] == '/') {
		url_length--;
		short_length -= short_length != 0;
	}
	return (length == url_length && memcmp(text, url, length) == 0) ||
	       (length != 0 && length == short_length && memcmp(text, short_url, length) == 0);
}

void
link_close(struct builder *builder, int index)
{
	if (index < 0)
		return;
	struct link_build *build = &builder->links[index];
	struct link *link = &build->link;
	if (build->last_run == SIZE_MAX)
		return; /* nothing to be seen of it */
	const char *text = builder->text.data + build->text_start;
	size_t length = builder->text.length > build->text_start
					? builder->text.length - build->text_start
					: 0;
	for (; length > 0 && (*text == ' ' || *text == '\n'); length--)
		text++;
	while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\n'))
		length--;
	link->is_bare = is_bare(link->url, text, length);
	if (link->is_bare || link->url[0] == '#' || length == 0)
		return;
	struct number_slot *slot = slot_of(builder, link->url);
	if (slot->number == 0)
		slot->number = ++builder->link_numbers;
	link->number = slot->number;
}
