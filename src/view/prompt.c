#include "view/prompt.h"

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

void
prompt_init(struct prompt *prompt)
{
	*prompt = (struct prompt){0};
	buf_init(&prompt->text);
	buf_init(&prompt->draft);
}

void
prompt_free(struct prompt *prompt)
{
	buf_free(&prompt->text);
	buf_free(&prompt->draft);
}

void
prompt_history_free(struct prompt_history *history)
{
	for (size_t i = 0; i < history->count; i++)
		free(history->lines[i]);
	history->count = 0;
}

void
prompt_begin(struct prompt *prompt, const char *text, struct prompt_history *history)
{
	prompt->history = history;
	prompt->place = history != NULL ? history->count : 0;
	buf_clear(&prompt->draft);
	prompt_set(prompt, text);
}

bool
prompt_set(struct prompt *prompt, const char *text)
{
	buf_clear(&prompt->text);
	size_t length = strnlen(text, PROMPT_MAX_BYTES + 1);
	/* A cut falls between characters. */
	length = length < PROMPT_MAX_BYTES ? length : PROMPT_MAX_BYTES;
	while (length > 0 && (text[length] & 0xC0) == 0x80)
		length--;
	buf_add(&prompt->text, text, length);
	prompt->caret = prompt->text.length;
	return true;
}

/* Replaces `length` bytes at `at` by others; the caret stands behind them. */
static void
replace(struct prompt *prompt, size_t at, size_t length, const char *bytes, size_t count)
{
	struct buf rest;
	buf_init(&rest);
	buf_add(&rest, prompt->text.data + at + length, prompt->text.length - at - length);
	buf_truncate(&prompt->text, at);
	buf_add(&prompt->text, bytes, count);
	buf_add(&prompt->text, rest.data, rest.length);
	buf_free(&rest);
	prompt->caret = at + count;
}

bool
prompt_insert(struct prompt *prompt, uint32_t codepoint)
{
	char bytes[UTF8_MAX];
	size_t count = utf8_encode(codepoint, bytes);
	if (prompt->text.length + count > PROMPT_MAX_BYTES)
		return false;
	replace(prompt, prompt->caret, 0, bytes, count);
	return true;
}

static size_t
before_caret(const struct prompt *prompt)
{
	return prompt->caret > 0 ? text_last_cluster(prompt->text.data, prompt->caret) : 0;
}

static size_t
at_caret(const struct prompt *prompt)
{
	return text_cluster(prompt->text.data + prompt->caret, prompt->text.length - prompt->caret);
}

static bool
go_to(struct prompt *prompt, size_t caret)
{
	bool is_new = caret != prompt->caret;
	prompt->caret = caret;
	return is_new;
}

bool
prompt_left(struct prompt *prompt)
{
	return go_to(prompt, prompt->caret - before_caret(prompt));
}

bool
prompt_right(struct prompt *prompt)
{
	return go_to(prompt, prompt->caret + at_caret(prompt));
}

bool
prompt_home(struct prompt *prompt)
{
	return go_to(prompt, 0);
}

bool
prompt_end(struct prompt *prompt)
{
	return go_to(prompt, prompt->text.length);
}

static bool
delete_from(struct prompt *prompt, size_t at, size_t length)
{
	if (length > 0)
		replace(prompt, at, length, "", 0);
	return length > 0;
}

bool
prompt_delete_left(struct prompt *prompt)
{
	size_t length = before_caret(prompt);
	return delete_from(prompt, prompt->caret - length, length);
}

bool
prompt_delete_right(struct prompt *prompt)
{
	return delete_from(prompt, prompt->caret, at_caret(prompt));
}

bool
prompt_delete_word(struct prompt *prompt)
{
	size_t start = prompt->caret;
	while (start > 0 && prompt->text.data[start - 1] == ' ')
		start--;
	while (start > 0 && prompt->text.data[start - 1] != ' ')
		start--;
	return delete_from(prompt, start, prompt->caret - start);
}

bool
prompt_delete_line(struct prompt *prompt)
{
	return delete_from(prompt, 0, prompt->caret);
}

bool
prompt_delete_rest(struct prompt *prompt)
{
	size_t caret = prompt->caret;
	return delete_from(prompt, caret, prompt->text.length - caret);
}

static bool
go_in_history(struct prompt *prompt, size_t place)
{
	if (prompt->place == prompt->history->count) {
		buf_clear(&prompt->draft);
		buf_add(&prompt->draft, prompt->text.data, prompt->text.length);
	}
	prompt->place = place;
	bool is_draft = place == prompt->history->count;
	return prompt_set(prompt, is_draft ? prompt->draft.data : prompt->history->lines[place]);
}

bool
prompt_older(struct prompt *prompt)
{
	if (prompt->history == NULL || prompt->place == 0)
		return false;
	return go_in_history(prompt, prompt->place - 1);
}

bool
prompt_newer(struct prompt *prompt)
{
	if (prompt->history == NULL || prompt->place >= prompt->history->count)
		return false;
	return go_in_history(prompt, prompt->place + 1);
}

void
prompt_keep(struct prompt *prompt)
{
	struct prompt_history *history = prompt->history;
	if (history == NULL || prompt->text.length == 0)
		return;
	if (history->count > 0 &&
			strcmp(history->lines[history->count - 1], prompt->text.data) == 0)
		return;
	if (history->count == PROMPT_HISTORY) {
		free(history->lines[0]);
		memmove(history->lines, history->lines + 1,
				(PROMPT_HISTORY - 1) * sizeof(history->lines[0]));
		history->count--;
	}
	history->lines[history->count++] = xstrdup(prompt->text.data);
}

struct prompt_window
prompt_window(const struct prompt *prompt, size_t columns)
{
	struct prompt_window window = {0};
	const char *text = prompt->text.data;
	size_t room = columns > 1 ? columns - 1 : 1;
	window.caret_column = text_columns(text, prompt->caret);
	/* From the left, whole clusters go until the caret is in view. */
	while (window.caret_column > room) {
		size_t length = text_cluster(text + window.start, prompt->caret - window.start);
		window.caret_column -= (size_t)text_cluster_columns(text + window.start, length);
		window.start += length;
	}
	window.length = text_fit(
			text + window.start, prompt->text.length - window.start, columns, NULL);
	return window;
}
