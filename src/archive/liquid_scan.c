#include "archive/liquid_scan.h"

#include "base/arena.h"
#include "base/ascii.h"

#include <string.h>

enum { MAX_MARKUP = 4096 }; /* bytes between the braces: more is text with stray braces */

struct tag_name {
	const char *name;
	enum tag_kind kind;
};

static const struct tag_name tag_names[] = {
		{"raw", TAG_RAW},
		{"comment", TAG_COMMENT},
		{"highlight", TAG_HIGHLIGHT},
		{"capture", TAG_BLOCK},
		{"if", TAG_BLOCK},
		{"unless", TAG_BLOCK},
		{"ifchanged", TAG_BLOCK},
		{"for", TAG_BLOCK},
		{"tablerow", TAG_BLOCK},
		{"case", TAG_CASE},
		{"when", TAG_BRANCH},
		{"elsif", TAG_BRANCH},
		{"else", TAG_BRANCH},
		{"link", TAG_LINK},
		{"post_url", TAG_LINK},
		{"include", TAG_INCLUDE},
		{"include_relative", TAG_INCLUDE},
		{"include_cached", TAG_INCLUDE},
};

enum { TAG_NAME_COUNT = sizeof(tag_names) / sizeof(tag_names[0]) };

/* --- Spans --- */

struct slice
slice_take(struct slice *span, bool (*belongs)(char byte))
{
	size_t length = 0;
	while (length < span->length && belongs(span->text[length]))
		length++;
	struct slice taken = {span->text, length};
	span->text += length;
	span->length -= length;
	*span = slice_trim(*span);
	return taken;
}

static bool
is_word(char byte)
{
	return ascii_is_alnum(byte) || byte == '_';
}

/* --- Single marks --- */

/* The brace pair that ends the mark at `at`, or NULL: it is text. */
static const char *
find_close(const char *at, const char *end, bool is_tag)
{
	const char *limit = end - at > MAX_MARKUP ? at + MAX_MARKUP : end;
	for (const char *p = at + 2; p + 1 < limit; p++) {
		if (p[0] == '{' && (p[1] == '%' || (p[1] == '{' && !is_tag)))
			return NULL;
		if (p[0] == (is_tag ? '%' : '}') && p[1] == '}')
			return p;
		/* Liquid takes a single brace for the end of an output, and then complains. */
		if (p[0] == '}' && !is_tag)
			return NULL;
	}
	return NULL;
}

static enum tag_kind
tag_kind(struct slice name)
{
	for (size_t i = 0; i < TAG_NAME_COUNT; i++) {
		if (slice_is(name, tag_names[i].name))
			return tag_names[i].kind;
	}
	bool is_end = name.length > 3 && memcmp(name.text, "end", 3) == 0;
	return is_end ? TAG_END : TAG_OTHER;
}

/* Whether an output says something that Liquid could look up. */
static bool
is_output(struct slice inner)
{
	return inner.length == 0 || is_word(inner.text[0]) || inner.text[0] == '"' ||
	       inner.text[0] == '\'';
}

/* Reads the mark at `at`, where two opening bytes stand. False: it is text. */
static bool
read_token(const char *at, const char *end, struct token *token)
{
	bool is_tag = at[1] == '%';
	const char *close = find_close(at, end, is_tag);
	if (close == NULL)
		return false;
	struct slice inner = {at + 2, (size_t)(close - at - 2)};
	*token = (struct token){.whole = {at, (size_t)(close + 2 - at)}, .match = LIQUID_NONE};
	token->strips_before = inner.length > 0 && inner.text[0] == '-';
	token->strips_after = inner.length > 1 && close[-1] == '-';
	inner.text += token->strips_before;
	inner.length -= (size_t)token->strips_before + (size_t)token->strips_after;
	inner = slice_trim(inner);
	token->kind = TAG_OUTPUT;
	if (is_tag) {
		token->name = slice_take(&inner, is_word);
		token->kind = tag_kind(token->name);
	}
	token->arguments = inner;
	if (!is_tag)
		return is_output(inner);
	bool is_remark = token->name.length == 0 && inner.length > 0 && inner.text[0] == '#';
	return is_remark ||
	       (token->name.length > 0 && (token->name.text[0] < '0' || token->name.text[0] > '9'));
}

/* The next mark at or after `at`; false when only text is left. */
static bool
next_token(const char *at, const char *end, struct token *token)
{
	while (at < end && (at = memchr(at, '{', (size_t)(end - at))) != NULL && at + 1 < end) {
		if ((at[1] == '{' || at[1] == '%') && read_token(at, end, token))
			return true;
		at++;
	}
	return false;
}

/* Stretches a raw over all up to its `endraw`: nothing in between is Liquid. */
static bool
close_raw(struct token *raw, const char *end)
{
	const char *start = raw->whole.text + raw->whole.length;
	struct token close;
	for (const char *at = start; (at = memchr(at, '{', (size_t)(end - at))) != NULL; at++) {
		if (end - at < 4 || at[1] != '%' || !read_token(at, end, &close) ||
				!slice_is(close.name, "endraw"))
			continue;
		raw->arguments = (struct slice){start, (size_t)(at - start)};
		raw->whole.length =
				(size_t)(close.whole.text + close.whole.length - raw->whole.text);
		raw->strips_after = close.strips_after;
		return true;
	}
	return false;
}

/* --- Pairs --- */

struct open_block {
	size_t token;
	bool has_branch;
};

struct pairing {
	struct arena *arena;
	struct token *tokens;
	struct open_block *open;
	size_t count, capacity;
	size_t open_by_name[TAG_NAME_COUNT];
};

static size_t
name_index(struct slice name)
{
	size_t i = 0;
	while (i < TAG_NAME_COUNT && !slice_is(name, tag_names[i].name))
		i++;
	return i;
}

static void
open_block(struct pairing *pairing, size_t index)
{
	pairing->open = arena_grow(pairing->arena, pairing->open, pairing->count,
			&pairing->capacity, sizeof(*pairing->open));
	pairing->open[pairing->count++] = (struct open_block){.token = index};
	pairing->open_by_name[name_index(pairing->tokens[index].name)]++;
}

/* Closes the innermost block of that name; what is open within it is never closed. */
static void
close_block(struct pairing *pairing, size_t index)
{
	struct slice name = pairing->tokens[index].name;
	name.text += 3;
	name.length -= 3;
	size_t wanted = name_index(name);
	if (pairing->count == 0 || wanted == TAG_NAME_COUNT || pairing->open_by_name[wanted] == 0)
		return;
	size_t found;
	do {
		struct token *opener = &pairing->tokens[pairing->open[--pairing->count].token];
		found = name_index(opener->name);
		pairing->open_by_name[found]--;
		if (found == wanted)
			opener->match = (long)index;
	} while (found != wanted && pairing->count > 0);
}

/* Points a branch at its block's opener for now. */
static void
add_branch(struct pairing *pairing, struct token *branch)
{
	if (pairing->count == 0)
		return;
	struct open_block *block = &pairing->open[pairing->count - 1];
	enum tag_kind kind = pairing->tokens[block->token].kind;
	bool is_first = kind == TAG_CASE && !block->has_branch;
	block->has_branch = true;
	if (!is_first && (kind == TAG_CASE || kind == TAG_BLOCK))
		branch->match = (long)block->token;
}

static void
pair_tokens(struct tokens *tokens, struct arena *arena)
{
	struct pairing pairing = {.arena = arena, .tokens = tokens->items};
	for (size_t i = 0; i < tokens->count; i++) {
		enum tag_kind kind = tokens->items[i].kind;
		if (kind == TAG_COMMENT || kind == TAG_HIGHLIGHT || kind == TAG_BLOCK ||
				kind == TAG_CASE)
			open_block(&pairing, i);
		else if (kind == TAG_BRANCH)
			add_branch(&pairing, &tokens->items[i]);
		else if (kind == TAG_END)
			close_block(&pairing, i);
	}
	for (size_t i = 0; i < tokens->count; i++) {
		struct token *token = &tokens->items[i];
		if (token->kind == TAG_BRANCH && token->match != LIQUID_NONE)
			token->match = tokens->items[token->match].match;
	}
}

void
liquid_scan(struct tokens *tokens, struct arena *arena, const char *text, size_t length)
{
	const char *end = text + length;
	bool has_endraw = true;
	struct token token;
	*tokens = (struct tokens){0};
	while (next_token(text, end, &token)) {
		/* A raw that is never closed is a stray tag, and so are all after it. */
		if (token.kind == TAG_RAW && (!has_endraw || !close_raw(&token, end))) {
			has_endraw = false;
			token.kind = TAG_OTHER;
		}
		tokens->items = arena_grow(arena, tokens->items, tokens->count, &tokens->capacity,
				sizeof(*tokens->items));
		tokens->items[tokens->count++] = token;
		text = token.whole.text + token.whole.length;
	}
	pair_tokens(tokens, arena);
}
