#include "archive/liquid.h"

#include "archive/liquid_scan.h"
#include "archive/liquid_value.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/char_reference.h"

#include <string.h>

struct liquid {
	struct buf *out;
	size_t base; /* what was in `out` before: not to be stripped */
	const struct liquid_host *host;
	const struct tokens *tokens;
	bool strips_next;
	long code_end;	   /* the token that ends the highlighted code we are in */
	size_t code_start; /* of that code in `out` */
	bool is_cut;	   /* the room is used up, and that is said */
};

enum {
	CODE_FACTOR = 5, /* `&` as `&amp;` */
	LINK_MAX_BYTES = 1023,
};

/* --- Writing --- */

static void
add(struct liquid *liquid, const char *text, size_t length)
{
	while (liquid->strips_next && length > 0 && ascii_is_space(*text)) {
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
	while (length > liquid->base && ascii_is_space(liquid->out->data[length - 1]))
		length--;
	buf_truncate(liquid->out, length);
}

/* --- Outputs --- */

/* Adds what is not the text's own and has taken its room; in code, escapes may need more. */
static void
add_value(struct liquid *liquid, const char *text, size_t length)
{
	if (liquid->code_end != LIQUID_NONE)
		liquid_take(liquid->host, (CODE_FACTOR - 1) * length);
	if (*liquid->host->room > 0)
		add(liquid, text, length);
	else if (!liquid->is_cut)
		add_text(liquid, "[Liquid: …]");
	liquid->is_cut = *liquid->host->room == 0;
}

static void
run_output(struct liquid *liquid, const struct token *token)
{
	const struct liquid_host *host = liquid->host;
	if (liquid->is_cut)
		return;
	struct buf text = buf_in(host->scratch);
	liquid_value_show(&text, host, liquid_value(host, token->arguments));
	add_value(liquid, text.data, text.length);
	arena_reset(host->scratch);
}

/* --- Tags --- */

static bool
is_code_name(char byte)
{
	return ascii_is_alnum(byte) || (byte != '\0' && strchr("_-.+#", byte) != NULL);
}

/*
 * Highlighted code becomes a <pre> whose text is escaped: an HTML block for
 * Markdown, and itself in HTML. Jekyll runs Liquid within, so the code is
 * wrapped when its end is reached (Jekyll, highlight.rb).
 */
static void
open_code(struct liquid *liquid, const struct token *token)
{
	if (token->match == LIQUID_NONE || liquid->code_end != LIQUID_NONE)
		return;
	struct slice arguments = token->arguments;
	struct slice language = slice_take(&arguments, is_code_name);
	liquid->strips_next = false;
	add_text(liquid, "\n<pre><code class=\"language-");
	add(liquid, language.text, language.length);
	add_text(liquid, "\">");
	liquid->code_end = token->match;
	liquid->code_start = liquid->out->length;
}

static void
close_code(struct liquid *liquid)
{
	const char *code = liquid->out->data + liquid->code_start;
	size_t length = liquid->out->length - liquid->code_start;
	while (length > 0 && *code == '\n') {
		code++;
		length--;
	}
	while (length > 0 && code[length - 1] == '\n')
		length--;
	struct buf copy = buf_in(liquid->out->arena);
	char_reference_encode(&copy, code, length);
	buf_truncate(liquid->out, liquid->code_start);
	buf_add(liquid->out, copy.data, copy.length);
	buf_free(&copy);
	buf_add_text(liquid->out, "\n</code></pre>\n");
	liquid->code_end = LIQUID_NONE;
}

static void
run_link(struct liquid *liquid, const struct token *token)
{
	struct arena *scratch = liquid->host->scratch;
	if (liquid->is_cut || token->arguments.length > LINK_MAX_BYTES)
		return;
	const char *kind = arena_copy(scratch, token->name.text, token->name.length);
	const char *target = arena_copy(scratch, token->arguments.text, token->arguments.length);
	const char *url = liquid->host->link(liquid->host->context, kind, target);
	size_t length = url != NULL ? strlen(url) : 0;
	liquid_take(liquid->host, length);
	add_value(liquid, url != NULL ? url : "", length);
	arena_reset(scratch);
}

static bool
is_file_name(char byte)
{
	return !ascii_is_space(byte) && strchr("<>&[]{}|\"'`*", byte) == NULL;
}

static void
run_include(struct liquid *liquid, const struct token *token)
{
	struct slice arguments = token->arguments;
	struct slice file = slice_take(&arguments, is_file_name);
	add_text(liquid, file.length > 0 ? "[include " : "[include");
	add(liquid, file.text, file.length);
	add_text(liquid, "]");
}

/* Returns the index of the token that ends what was done: itself, or the end of what is left out. */
static size_t
run_token(struct liquid *liquid, size_t index)
{
	const struct token *token = &liquid->tokens->items[index];
	switch (token->kind) {
	case TAG_OUTPUT:
		run_output(liquid, token);
		break;
	case TAG_RAW:
		add(liquid, token->arguments.text, token->arguments.length);
		break;
	case TAG_HIGHLIGHT:
		open_code(liquid, token);
		break;
	case TAG_LINK:
		run_link(liquid, token);
		break;
	case TAG_INCLUDE:
		run_include(liquid, token);
		break;
	case TAG_END:
		if (liquid->code_end == (long)index)
			close_code(liquid);
		break;
	case TAG_COMMENT:
	case TAG_BRANCH:
		if (token->match != LIQUID_NONE)
			return (size_t)token->match;
		break;
	case TAG_BLOCK:
	case TAG_CASE:
	case TAG_OTHER:
		break;
	}
	return index;
}

bool
liquid_is_in(const char *text, size_t length)
{
	const char *end = text + length;
	for (const char *at = text; (at = memchr(at, '{', (size_t)(end - at))) != NULL; at++) {
		if (end - at >= 2 && (at[1] == '{' || at[1] == '%'))
			return true;
	}
	return false;
}

void
liquid_render(struct buf *out, const char *text, size_t length, const struct liquid_host *host)
{
	struct arena *scratch = arena_child(out->arena);
	struct tokens tokens;
	liquid_scan(&tokens, scratch, text, length);
	struct liquid liquid = {.out = out,
			.base = out->length,
			.host = host,
			.tokens = &tokens,
			.code_end = LIQUID_NONE};
	const char *at = text;
	for (size_t i = 0; i < tokens.count; i++) {
		const struct token *token = &tokens.items[i];
		add(&liquid, at, (size_t)(token->whole.text - at));
		if (token->strips_before)
			strip_written(&liquid);
		i = run_token(&liquid, i);
		token = &tokens.items[i];
		liquid.strips_next = liquid.strips_next || token->strips_after;
		at = token->whole.text + token->whole.length;
	}
	add(&liquid, at, (size_t)(text + length - at));
	arena_free(scratch);
}
