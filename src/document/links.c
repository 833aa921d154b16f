/* Links: what has a number, and which. The same URL has the same number. */

#include "base/arena.h"
#include "base/ascii.h"
#include "base/gate.h"
#include "base/utf8.h"
#include "document/builder.h"

#include <string.h>

static bool
has_url(const void *owner, uint32_t item, const char *url, size_t length)
{
	const struct builder *builder = owner;
	(void)length; /* both end in a NUL */
	return strcmp(builder->urls[item].url, url) == 0;
}

/* The entry of a URL that lives in the arena. */
static struct numbered_url *
enter_url(struct builder *builder, const char *url)
{
	uint32_t item = (uint32_t)builder->url_count;
	uint32_t found = hash_table_add(
			&builder->url_index, has_url, builder, url, strlen(url), item);
	if (found == item) {
		builder->urls = arena_grow(builder->scratch, builder->urls, builder->url_count,
				&builder->url_capacity, sizeof(*builder->urls));
		builder->urls[builder->url_count++] = (struct numbered_url){.url = url};
	}
	return &builder->urls[found];
}

bool
link_is_known(struct builder *builder, const char *url)
{
	size_t count = builder->url_count;
	enter_url(builder, arena_text(builder->arena, url));
	return builder->url_count == count;
}

static bool
has_scheme(const char *url, const char *scheme)
{
	return ascii_compare_n(url, scheme, strlen(scheme)) == 0;
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
	struct buf out = buf_in(builder->arena);
	while (*url != '\0' && (unsigned char)*url <= ' ')
		url++;
	size_t length = strlen(url);
	while (length > 0 && (unsigned char)url[length - 1] <= ' ')
		length--;
	if (length >= 2 && memcmp(url, "//", 2) == 0)
		buf_add_text(&out, "https:");
	for (size_t at = 0; at < length;) {
		size_t end = at;
		while (end < length && url[end] > ' ' && url[end] < 0x7F)
			end++;
		buf_add(&out, url + at, end - at);
		at = end;
		if (at == length)
			break;
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
	return buf_take(&out);
}

int
link_open(struct builder *builder, const char *url, enum link_kind kind)
{
	if (url == NULL)
		return -1;
	url = clean_url(builder, url);
	if (goes_nowhere(url))
		return -1;
	builder->links = arena_grow(builder->scratch, builder->links, builder->link_count,
			&builder->link_capacity, sizeof(*builder->links));
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
	struct numbered_url *entry = enter_url(builder, link->url);
	if (entry->number == 0)
		entry->number = ++builder->link_numbers;
	link->number = entry->number;
}
