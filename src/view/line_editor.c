#include "view/line_editor.h"

#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

void
line_editor_init(struct line_editor *editor)
{
	*editor = (struct line_editor){0};
	buf_init(&editor->text);
	buf_init(&editor->draft);
	buf_init(&editor->killed);
}

void
line_editor_free(struct line_editor *editor)
{
	buf_free(&editor->text);
	buf_free(&editor->draft);
	buf_free(&editor->killed);
}

void
line_history_free(struct line_history *history)
{
	for (size_t i = 0; i < history->count; i++)
		free(history->lines[i]);
	history->count = 0;
}

void
line_history_put(struct line_history *history, const char *line)
{
	char *copy = xstrdup(line); /* which may be one of the lines */
	size_t old = 0;
	while (old < history->count && strcmp(history->lines[old], line) != 0)
		old++;
	if (old == LINE_HISTORY)
		old = 0;
	if (old < history->count) {
		free(history->lines[old]);
		history->count--;
		memmove(history->lines + old, history->lines + old + 1,
				(history->count - old) * sizeof(history->lines[0]));
	}
	history->lines[history->count++] = copy;
}

void
line_editor_begin(struct line_editor *editor, const char *text, struct line_history *history)
{
	editor->history = history;
	editor->place = history != NULL ? history->count : 0;
	buf_clear(&editor->draft);
	line_editor_set(editor, text);
}

bool
line_editor_set(struct line_editor *editor, const char *text)
{
	buf_clear(&editor->text);
	size_t length = strnlen(text, LINE_MAX_BYTES + 1);
	/* A text that is too long is cut between characters. */
	length = length < LINE_MAX_BYTES ? length : LINE_MAX_BYTES;
	while (length > 0 && (text[length] & 0xC0) == 0x80)
		length--;
	buf_add(&editor->text, text, length);
	editor->caret = editor->text.length;
	editor->is_killing = false;
	return true;
}

/* Replaces `length` bytes at `at` by others; the caret stands behind them. */
static void
replace(struct line_editor *editor, size_t at, size_t length, const char *bytes, size_t count)
{
	struct buf rest = buf_empty();
	buf_add(&rest, editor->text.data + at + length, editor->text.length - at - length);
	buf_truncate(&editor->text, at);
	buf_add(&editor->text, bytes, count);
	buf_add(&editor->text, rest.data, rest.length);
	buf_free(&rest);
	editor->caret = at + count;
	editor->is_killing = false;
}

bool
line_editor_insert(struct line_editor *editor, uint32_t codepoint)
{
	char bytes[UTF8_MAX];
	size_t count = utf8_encode(codepoint, bytes);
	if (editor->text.length + count > LINE_MAX_BYTES)
		return false;
	replace(editor, editor->caret, 0, bytes, count);
	return true;
}

static size_t
before_caret(const struct line_editor *editor)
{
	return editor->caret > 0 ? text_last_cluster(editor->text.data, editor->caret) : 0;
}

static size_t
at_caret(const struct line_editor *editor)
{
	return text_cluster(editor->text.data + editor->caret, editor->text.length - editor->caret);
}

static bool
go_to(struct line_editor *editor, size_t caret)
{
	bool is_new = caret != editor->caret;
	editor->caret = caret;
	editor->is_killing = false;
	return is_new;
}

bool
line_editor_left(struct line_editor *editor)
{
	return go_to(editor, editor->caret - before_caret(editor));
}

bool
line_editor_right(struct line_editor *editor)
{
	return go_to(editor, editor->caret + at_caret(editor));
}

bool
line_editor_home(struct line_editor *editor)
{
	return go_to(editor, 0);
}

bool
line_editor_end(struct line_editor *editor)
{
	return go_to(editor, editor->text.length);
}

static bool
delete_from(struct line_editor *editor, size_t at, size_t length)
{
	if (length > 0)
		replace(editor, at, length, "", 0);
	return length > 0;
}

bool
line_editor_delete_left(struct line_editor *editor)
{
	size_t length = before_caret(editor);
	return delete_from(editor, editor->caret - length, length);
}

bool
line_editor_delete_right(struct line_editor *editor)
{
	return delete_from(editor, editor->caret, at_caret(editor));
}

static size_t
word_left(const struct line_editor *editor)
{
	return text_word_left(editor->text.data, editor->text.length, editor->caret);
}

static size_t
word_right(const struct line_editor *editor)
{
	return text_word_right(editor->text.data, editor->text.length, editor->caret);
}

bool
line_editor_word_left(struct line_editor *editor)
{
	return go_to(editor, word_left(editor));
}

bool
line_editor_word_right(struct line_editor *editor)
{
	return go_to(editor, word_right(editor));
}

/* Deletes from one place to another, of which the caret is one, and keeps that to be yanked. */
static bool
kill_text(struct line_editor *editor, size_t from, size_t to)
{
	struct buf *killed = &editor->killed;
	struct buf before = buf_empty();
	if (from == to)
		return false;
	if (editor->is_killing)
		buf_add(&before, killed->data, killed->length);
	bool is_left = from < editor->caret;
	buf_clear(killed);
	buf_add(killed, before.data, is_left ? 0 : before.length);
	buf_add(killed, editor->text.data + from, to - from);
	buf_add(killed, before.data, is_left ? before.length : 0);
	buf_free(&before);
	delete_from(editor, from, to - from);
	editor->is_killing = true;
	return true;
}

bool
line_editor_delete_word(struct line_editor *editor)
{
	size_t start = editor->caret;
	while (start > 0 && editor->text.data[start - 1] == ' ')
		start--;
	while (start > 0 && editor->text.data[start - 1] != ' ')
		start--;
	return kill_text(editor, start, editor->caret);
}

bool
line_editor_delete_word_left(struct line_editor *editor)
{
	return kill_text(editor, word_left(editor), editor->caret);
}

bool
line_editor_delete_word_right(struct line_editor *editor)
{
	return kill_text(editor, editor->caret, word_right(editor));
}

bool
line_editor_delete_line(struct line_editor *editor)
{
	return kill_text(editor, 0, editor->caret);
}

bool
line_editor_delete_rest(struct line_editor *editor)
{
	return kill_text(editor, editor->caret, editor->text.length);
}

bool
line_editor_yank(struct line_editor *editor)
{
	size_t count = editor->killed.length;
	if (count == 0 || editor->text.length + count > LINE_MAX_BYTES)
		return false;
	replace(editor, editor->caret, 0, editor->killed.data, count);
	return true;
}

static bool
go_in_history(struct line_editor *editor, size_t place)
{
	if (editor->place == editor->history->count) {
		buf_clear(&editor->draft);
		buf_add(&editor->draft, editor->text.data, editor->text.length);
	}
	editor->place = place;
	bool is_draft = place == editor->history->count;
	return line_editor_set(
			editor, is_draft ? editor->draft.data : editor->history->lines[place]);
}

bool
line_editor_older(struct line_editor *editor)
{
	if (editor->history == NULL || editor->place == 0)
		return false;
	return go_in_history(editor, editor->place - 1);
}

bool
line_editor_newer(struct line_editor *editor)
{
	if (editor->history == NULL || editor->place >= editor->history->count)
		return false;
	return go_in_history(editor, editor->place + 1);
}

bool
line_editor_find(struct line_editor *editor, const char *text, bool is_before)
{
	const struct line_history *history = editor->history;
	size_t place = editor->place;
	place += !is_before && place < history->count;
	while (place > 0 && strstr(history->lines[place - 1], text) == NULL)
		place--;
	if (place == 0)
		return false;
	go_in_history(editor, place - 1);
	editor->caret = (size_t)(strstr(editor->text.data, text) - editor->text.data);
	return true;
}

void
line_editor_keep(struct line_editor *editor)
{
	if (editor->history != NULL && editor->text.length > 0)
		line_history_put(editor->history, editor->text.data);
}

/* Columns that the caret's cluster takes; behind the line's end one. */
static size_t
caret_columns(const struct line_editor *editor)
{
	int columns = text_cluster_columns(editor->text.data + editor->caret, at_caret(editor));
	return columns > 0 ? (size_t)columns : 1;
}

struct line_window
line_editor_window(const struct line_editor *editor, size_t columns)
{
	enum { MIN_COLUMNS = 6 }; /* to have room for marks */
	const char *text = editor->text.data;
	size_t length = editor->text.length, mark = columns >= MIN_COLUMNS ? 1 : 0;
	struct line_window window = {.length = length};
	window.caret_column = text_columns(text, editor->caret);
	if (text_columns(text, length) < columns)
		return window;
	/* What stands at the caret and, unless that is the end, a mark are to the right of it. */
	size_t behind = caret_columns(editor) +
			(editor->caret + at_caret(editor) < length ? mark : 0);
	if (window.caret_column + behind > columns) {
		size_t room = columns > behind + mark ? columns - behind - mark : 0;
		window.start = text_start_before(text, editor->caret, room);
		window.has_left = mark > 0;
	}
	size_t room = columns - window.has_left;
	size_t rest = length - window.start;
	window.length = text_fit(text + window.start, rest, room, NULL);
	window.has_right = window.length < rest && mark > 0;
	if (window.has_right)
		window.length = text_fit(text + window.start, rest, room - 1, NULL);
	window.caret_column = window.has_left +
			      text_columns(text + window.start, editor->caret - window.start);
	return window;
}
