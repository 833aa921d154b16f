#include "archive/liquid.h"

#include "base/buf.h"

#include <stdbool.h>
#include <string.h>

enum {
	MAX_MARKUP = 4096, /* bytes between the braces: more is text with stray braces */
};

/* A stretch of the text. */
struct span {
	const char *start;
	size_t length;
};

/* One `{{ … }}` or `{% … %}`. */
struct markup {
	struct span inner; /* between the braces, dashes and spaces cut */
	const char *start; /* of its first brace */
	const char *end;   /* after its last brace */
	bool is_tag;
	bool strips_before, strips_after; /* {%- and -%} */
};

struct liquid {
	struct buf *out;
	const char *end;
	const struct liquid_host *host;
	size_t depth;	   /* branches that are open */
	unsigned unclosed; /* tags, by index, whose end was looked for in vain: not again */
	bool has_when;	   /* the innermost case has had its first when */
	bool strips_next;
};

static bool
is_white(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool
is_word(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
	       (byte >= '0' && byte <= '9');
}

static struct span
trim(struct span span)
{
	while (span.length > 0 && is_white(span.start[0])) {
		span.start++;
		span.length--;
	}
	while (span.length > 0 && is_white(span.start[span.length - 1]))
		span.length--;
	return span;
}

/* The word at the start, of letters, digits, `_` and what else `more` holds. */
static struct span
take_word(struct span *span, const char *more)
{
	size_t length = 0;
	while (length < span->length &&
			(is_word(span->start[length]) ||
					(span->start[length] != '\0' &&
							strchr(more, span->start[length]) != NULL)))
		length++;
	struct span word = {span->start, length};
	span->start += length;
	span->length -= length;
	*span = trim(*span);
	return word;
}

static bool
span_is(struct span span, const char *word)
{
	return span.length == strlen(word) && memcmp(span.start, word, span.length) == 0;
}

/* --- Finding --- */

/* Reads the markup at `at`, where two opening bytes stand. False: it is text. */
static bool
read_markup(const char *at, const char *end, struct markup *markup)
{
	markup->is_tag = at[1] == '%';
	markup->start = at;
	const char closer = markup->is_tag ? '%' : '}';
	const char *limit = end - at > MAX_MARKUP ? at + MAX_MARKUP : end;
	for (const char *p = at + 2; p + 1 < limit; p++) {
		if (p[0] == '{' && (p[1] == '{' || p[1] == '%'))
			return false;
		if (p[0] != closer || p[1] != '}')
			continue;
		markup->inner = (struct span){at + 2, (size_t)(p - at - 2)};
		markup->end = p + 2;
		markup->strips_before = markup->inner.length > 0 && at[2] == '-';
		markup->strips_after = markup->inner.length > 1 && p[-1] == '-';
		markup->inner.start += markup->strips_before;
		markup->inner.length -=
				(size_t)markup->strips_before + (size_t)markup->strips_after;
		markup->inner = trim(markup->inner);
		return true;
	}
	return false;
}

/* The next markup at or after `at`; false when only text is left. */
static bool
next_markup(const char *at, const char *end, struct markup *markup)
{
	while (at < end && (at = memchr(at, '{', (size_t)(end - at))) != NULL && at + 1 < end) {
		if ((at[1] == '{' || at[1] == '%') && read_markup(at, end, markup))
			return true;
		at++;
	}
	return false;
}

/* The tag that closes `name`, past pairs of the same name within if they nest. */
static bool
find_end(const char *at, const char *end, const char *name, bool nests, struct markup *found)
{
	size_t depth = 1;
	while (next_markup(at, end, found)) {
		at = found->end;
		struct span inner = found->inner;
		struct span word = take_word(&inner, "");
		if (!found->is_tag)
			continue;
		if (nests && span_is(word, name))
			depth++;
		bool is_end = word.length > 3 && memcmp(word.start, "end", 3) == 0 &&
			      span_is((struct span){word.start + 3, word.length - 3}, name);
		if (is_end && --depth == 0)
			return true;
	}
	return false;
}

static bool opens_branch(struct span name);

/* The tag that ends the branches that `at` stands in. */
static bool
find_branch_end(const char *at, const char *end, struct markup *found)
{
	size_t depth = 1;
	while (next_markup(at, end, found)) {
		at = found->end;
		struct span inner = found->inner;
		struct span word = take_word(&inner, "");
		if (!found->is_tag)
			continue;
		if (opens_branch(word))
			depth++;
		else if (word.length > 3 && memcmp(word.start, "end", 3) == 0 &&
				opens_branch((struct span){word.start + 3, word.length - 3}) &&
				--depth == 0)
			return true;
	}
	return false;
}

/* --- Writing --- */

static void
add(struct liquid *liquid, const char *text, size_t length)
{
	while (liquid->strips_next && length > 0 && is_white(*text)) {
		text++;
		length--;
	}
	if (length > 0)
		liquid->strips_next = false;
	buf_add(liquid->out, text, length);
}

static void
add_text(struct liquid *liquid, const char *text)
{
	add(liquid, text, strlen(text));
}

static void
strip_written(struct liquid *liquid)
{
	size_t length = liquid->out->length;
	while (length > 0 && is_white(liquid->out->data[length - 1]))
		length--;
	buf_truncate(liquid->out, length);
}

static void
add_escaped(struct liquid *liquid, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		switch (text[i]) {
		case '<':
			add_text(liquid, "&lt;");
			break;
		case '>':
			add_text(liquid, "&gt;");
			break;
		case '&':
			add_text(liquid, "&amp;");
			break;
		default:
			add(liquid, text + i, 1);
		}
	}
}

/* --- Outputs --- */

static void
run_output(struct liquid *liquid, const struct markup *markup)
{
	struct span inner = markup->inner;
	if (inner.length > 0 && (inner.start[0] == '"' || inner.start[0] == '\'')) {
		const char *close = memchr(inner.start + 1, inner.start[0], inner.length - 1);
		if (close != NULL)
			add(liquid, inner.start + 1, (size_t)(close - inner.start - 1));
		return;
	}
	char name[256];
	struct span word = take_word(&inner, ".-");
	if (word.length == 0 || word.length >= sizeof(name))
		return;
	memcpy(name, word.start, word.length);
	name[word.length] = '\0';
	const char *text = liquid->host->variable(liquid->host->context, name);
	if (text != NULL)
		add_text(liquid, text);
}

/* --- Tags --- */

/* What a tag of the text is to its handler. */
struct call {
	const struct markup *markup;
	struct span arguments;
	const char *name;
	unsigned bit; /* in struct liquid's unclosed */
};

/* Looks for the end of the call's tag, at most once in vain for each tag. */
static bool
find_call_end(struct liquid *liquid, const struct call *call, bool nests, struct markup *close)
{
	if ((liquid->unclosed & call->bit) == 0 &&
			find_end(call->markup->end, liquid->end, call->name, nests, close))
		return true;
	liquid->unclosed |= call->bit;
	return false;
}

/* Handlers return where the text goes on. */

static const char *
run_raw(struct liquid *liquid, const struct call *call)
{
	struct markup close;
	const char *start = call->markup->end;
	if (!find_call_end(liquid, call, false, &close)) {
		add(liquid, start, (size_t)(liquid->end - start));
		return liquid->end;
	}
	add(liquid, start, (size_t)(close.start - start));
	return close.end;
}

/* A comment or capture that is never closed hides nothing but its tag. */
static const char *
run_hidden(struct liquid *liquid, const struct call *call)
{
	struct markup close;
	return find_call_end(liquid, call, true, &close) ? close.end : call->markup->end;
}

static const char *
run_highlight(struct liquid *liquid, const struct call *call)
{
	struct markup close;
	const char *code = call->markup->end;
	if (!find_call_end(liquid, call, false, &close))
		return code;
	struct span arguments = call->arguments;
	struct span language = take_word(&arguments, "+-#.");
	add_text(liquid, "\n<pre><code class=\"language-");
	add(liquid, language.start, language.length);
	add_text(liquid, "\">");
	while (code < close.start && *code == '\n')
		code++;
	add_escaped(liquid, code, (size_t)(close.start - code));
	add_text(liquid, "</code></pre>\n");
	return close.end;
}

static const char *
run_link(struct liquid *liquid, const struct call *call)
{
	char target[1024];
	if (call->arguments.length < sizeof(target)) {
		memcpy(target, call->arguments.start, call->arguments.length);
		target[call->arguments.length] = '\0';
		const char *url = liquid->host->link(liquid->host->context, call->name, target);
		if (url != NULL)
			add_text(liquid, url);
	}
	return call->markup->end;
}

static const char *
run_include(struct liquid *liquid, const struct call *call)
{
	struct span arguments = call->arguments;
	struct span file = take_word(&arguments, "./-");
	add_text(liquid, "[include ");
	add(liquid, file.start, file.length);
	add_text(liquid, "]");
	return call->markup->end;
}

static const char *
open_branch(struct liquid *liquid, const struct call *call)
{
	liquid->depth++;
	liquid->has_when = false;
	return call->markup->end;
}

/* `else` and its kin: on to the end of the branches; without one, all are kept. */
static const char *
next_branch(struct liquid *liquid, const struct call *call)
{
	struct markup close;
	if (liquid->depth == 0 || (liquid->unclosed & call->bit) != 0)
		return call->markup->end;
	if (!find_branch_end(call->markup->end, liquid->end, &close)) {
		liquid->unclosed |= call->bit;
		return call->markup->end;
	}
	liquid->depth--;
	liquid->has_when = true; /* of the case around it, if any: it has begun */
	return close.end;
}

static const char *
run_when(struct liquid *liquid, const struct call *call)
{
	if (liquid->has_when)
		return next_branch(liquid, call);
	liquid->has_when = true;
	return call->markup->end;
}

static const char *
close_branch(struct liquid *liquid, const struct call *call)
{
	liquid->depth -= liquid->depth > 0;
	liquid->has_when = true;
	return call->markup->end;
}

struct tag {
	const char *name;
	const char *(*run)(struct liquid *liquid, const struct call *call);
};

static const struct tag tags[] = {
		{"raw", run_raw},
		{"comment", run_hidden},
		{"capture", run_hidden},
		{"highlight", run_highlight},
		{"link", run_link},
		{"post_url", run_link},
		{"include", run_include},
		{"include_relative", run_include},
		{"if", open_branch},
		{"unless", open_branch},
		{"case", open_branch},
		{"ifchanged", open_branch},
		{"for", open_branch},
		{"tablerow", open_branch},
		{"when", run_when},
		{"elsif", next_branch},
		{"else", next_branch},
		{"endif", close_branch},
		{"endunless", close_branch},
		{"endcase", close_branch},
		{"endifchanged", close_branch},
		{"endfor", close_branch},
		{"endtablerow", close_branch},
};

enum { TAG_COUNT = sizeof(tags) / sizeof(tags[0]) };

static bool
opens_branch(struct span name)
{
	for (size_t i = 0; i < TAG_COUNT; i++) {
		if (tags[i].run == open_branch && span_is(name, tags[i].name))
			return true;
	}
	return false;
}

static const char *
run_tag(struct liquid *liquid, const struct markup *markup, struct span name, struct span arguments)
{
	for (size_t i = 0; i < TAG_COUNT; i++) {
		if (!span_is(name, tags[i].name))
			continue;
		struct call call = {markup, arguments, tags[i].name, 1u << i};
		return tags[i].run(liquid, &call);
	}
	return markup->end;
}

static const char *
run_markup(struct liquid *liquid, const struct markup *markup)
{
	struct span inner = markup->inner;
	struct span name = take_word(&inner, "");
	bool is_text = markup->is_tag &&
		       (name.length == 0 || (name.start[0] >= '0' && name.start[0] <= '9'));
	if (is_text) {
		add(liquid, markup->start, (size_t)(markup->end - markup->start));
		return markup->end;
	}
	if (markup->strips_before)
		strip_written(liquid);
	const char *next = markup->end;
	if (markup->is_tag)
		next = run_tag(liquid, markup, name, inner);
	else
		run_output(liquid, markup);
	if (markup->strips_after && next == markup->end)
		liquid->strips_next = true;
	return next;
}

void
liquid_render(struct buf *out, const char *text, size_t length, const struct liquid_host *host)
{
	struct liquid liquid = {.out = out, .end = text + length, .host = host};
	const char *at = text;
	struct markup markup;
	while (next_markup(at, liquid.end, &markup)) {
		add(&liquid, at, (size_t)(markup.start - at));
		at = run_markup(&liquid, &markup);
	}
	add(&liquid, at, (size_t)(liquid.end - at));
}
