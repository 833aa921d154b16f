#include "document/footnotes.h"

#include "base/arena.h"
#include "base/buf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NOTES = 10000, MAX_NAME = 100, NOTE_INDENT = 4, CODE_INDENT = 8, FENCE_LENGTH = 3 };

struct note {
	const char *name; /* not NUL-terminated */
	size_t name_length;
	const char *text, *end; /* of its first line's text, to the end of its last line */
	size_t number;		/* from 1; 0: not referred to yet */
};

struct notes {
	struct note *items; /* by name */
	size_t count, capacity;
	struct note **numbered; /* in the order of their numbers */
	size_t numbered_count;
	struct buf *out;
};

/* Whether lines are code between two fences. */
struct fence {
	char mark; /* 0: outside */
	size_t length;
};

static const char *
line_end(const char *at, const char *end)
{
	const char *feed = memchr(at, '\n', (size_t)(end - at));
	return feed != NULL ? feed + 1 : end;
}

static size_t
indent_of(const char *line, const char *end)
{
	size_t columns = 0;
	for (; line < end && (*line == ' ' || *line == '\t'); line++)
		columns += *line == '\t' ? NOTE_INDENT : 1;
	return columns;
}

static bool
is_blank(const char *line, const char *end)
{
	while (line < end && (*line == ' ' || *line == '\t' || *line == '\n'))
		line++;
	return line == end;
}

/* Follows the fences; true for a line within one, or one of its two fences. */
static bool
is_fenced(struct fence *fence, const char *line, const char *end)
{
	while (line < end && *line == ' ')
		line++;
	size_t run = 0;
	char mark = line < end ? *line : '\0';
	while (line + run < end && line[run] == mark)
		run++;
	bool is_fence = (mark == '`' || mark == '~') && run >= FENCE_LENGTH;
	if (fence->mark == '\0' && !is_fence)
		return false;
	if (fence->mark == '\0')
		*fence = (struct fence){mark, run};
	else if (is_fence && mark == fence->mark && run >= fence->length &&
			is_blank(line + run, end))
		fence->mark = '\0';
	return true;
}

/* The name in `[^name]` at `at`; 0 if there is none. */
static size_t
name_at(const char *at, const char *end)
{
	size_t length = 0;
	if (end - at < 4 || at[0] != '[' || at[1] != '^')
		return 0;
	for (at += 2; at < end && *at != ']'; at++, length++) {
		bool is_part = (unsigned char)*at > ' ' && *at != '[' && *at != '`';
		if (!is_part || length == MAX_NAME)
			return 0;
	}
	return at < end ? length : 0;
}

/* --- Definitions --- */

/* Past the lines that are indented under a note, and blank ones between them. */
static const char *
note_end(const char *at, const char *end)
{
	const char *last = at;
	while (at < end) {
		const char *next = line_end(at, end);
		if (!is_blank(at, next)) {
			if (indent_of(at, next) < NOTE_INDENT)
				break;
			last = next;
		}
		at = next;
	}
	return last;
}

/* Reads the note that is defined on this line; false if none is. */
static bool
read_note(const char *line, const char *end, struct note *note)
{
	const char *at = line;
	while (at < end && *at == ' ')
		at++;
	size_t length = at - line < NOTE_INDENT ? name_at(at, end) : 0;
	const char *colon = at + 3 + length;
	if (length == 0 || colon >= end || *colon != ':')
		return false;
	*note = (struct note){.name = at + 2, .name_length = length, .text = colon + 1};
	while (note->text < end && (*note->text == ' ' || *note->text == '\t'))
		note->text++;
	note->end = note_end(line_end(note->text, end), end);
	return true;
}

static int
compare_notes(const void *a, const void *b)
{
	const struct note *left = a, *right = b;
	size_t shorter = left->name_length < right->name_length ? left->name_length
								: right->name_length;
	int order = memcmp(left->name, right->name, shorter);
	if (order != 0)
		return order;
	if (left->name_length != right->name_length)
		return left->name_length < right->name_length ? -1 : 1;
	return left->text < right->text ? -1 : left->text > right->text;
}

static void
collect(struct notes *notes, const char *text, const char *end)
{
	struct fence fence = {0};
	for (const char *line = text; line < end && notes->count < MAX_NOTES;) {
		const char *next = line_end(line, end);
		struct note note;
		if (!is_fenced(&fence, line, next) && read_note(line, end, &note)) {
			notes->items = arena_grow(notes->out->arena, notes->items, notes->count,
					&notes->capacity, sizeof(*notes->items));
			notes->items[notes->count++] = note;
			next = note.end;
		}
		line = next;
	}
	if (notes->count > 0)
		qsort(notes->items, notes->count, sizeof(*notes->items), compare_notes);
}

/* The first note of that name, or NULL. */
static struct note *
find_note(const struct notes *notes, const char *name, size_t length)
{
	struct note wanted = {.name = name, .name_length = length, .text = NULL};
	size_t low = 0, high = notes->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_notes(&notes->items[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool is_found = low < notes->count && notes->items[low].name_length == length &&
			memcmp(notes->items[low].name, name, length) == 0;
	return is_found ? &notes->items[low] : NULL;
}

/* --- References --- */

static void
put_reference(struct notes *notes, struct note *note)
{
	bool is_first = note->number == 0;
	if (is_first) {
		notes->numbered[notes->numbered_count++] = note;
		note->number = notes->numbered_count;
	}
	buf_format(notes->out, "<a href=\"#fn:%zu\"", note->number);
	if (is_first)
		buf_format(notes->out, " id=\"fnref:%zu\"", note->number);
	buf_format(notes->out, "><sup>%zu</sup></a>", note->number);
}

/* Copies text with references; in code they are none. */
static void
put_line(struct notes *notes, const char *at, const char *end)
{
	size_t code = 0; /* backticks that opened it */
	const char *start = at;
	while (at < end) {
		size_t run = 0;
		while (at + run < end && at[run] == '`')
			run++;
		if (run > 0) {
			code = code == 0 ? run : code == run ? 0 : code;
			at += run;
			continue;
		}
		size_t length = code == 0 && *at == '[' ? name_at(at, end) : 0;
		struct note *note = length > 0 ? find_note(notes, at + 2, length) : NULL;
		if (note != NULL) {
			buf_add(notes->out, start, (size_t)(at - start));
			put_reference(notes, note);
			start = at + length + 3;
		}
		at = note != NULL ? start : at + 1;
	}
	buf_add(notes->out, start, (size_t)(end - start));
}

static void
put_text(struct notes *notes, const char *text, const char *end, size_t code_indent)
{
	struct fence fence = {0};
	struct note note;
	for (const char *line = text; line < end;) {
		const char *next = line_end(line, end);
		if (is_fenced(&fence, line, next) || indent_of(line, next) >= code_indent) {
			buf_add(notes->out, line, (size_t)(next - line));
		} else if (read_note(line, end, &note) &&
				find_note(notes, note.name, note.name_length) != NULL) {
			buf_add_char(notes->out, '\n');
			next = note.end;
		} else {
			put_line(notes, line, next);
		}
		line = next;
	}
}

/* --- The list at the end --- */

static void
put_note(struct notes *notes, const struct note *note)
{
	const char *end = note->end;
	while (end > note->text && (end[-1] == '\n' || end[-1] == ' '))
		end--;
	buf_format(notes->out, "%zu. <a id=\"fn:%zu\"></a>", note->number, note->number);
	put_text(notes, note->text, end, CODE_INDENT);
	const char *last = end;
	while (last > note->text && last[-1] != '\n')
		last--;
	bool ends_in_code = last > note->text && indent_of(last, end) >= CODE_INDENT;
	buf_format(notes->out, "%s<a href=\"#fnref:%zu\">↩</a>\n", ends_in_code ? "\n\n    " : " ",
			note->number);
}

static void
put_notes(struct notes *notes)
{
	buf_add_text(notes->out, "\n\n* * *\n\n");
	/* A note may refer to others, which then follow. */
	for (size_t i = 0; i < notes->numbered_count; i++)
		put_note(notes, notes->numbered[i]);
	for (size_t i = 0; i < notes->count; i++) {
		struct note *note = &notes->items[i];
		bool is_left = note->number == 0 &&
			       find_note(notes, note->name, note->name_length) == note;
		if (!is_left)
			continue;
		notes->numbered[notes->numbered_count++] = note;
		note->number = notes->numbered_count;
		put_note(notes, note);
	}
}

bool
footnotes_move(struct buf *out, const char *text, size_t length)
{
	struct notes notes = {.out = out};
	const char *end = text + length;
	bool may_have = false;
	for (const char *at = text; !may_have && (at = memchr(at, '^', (size_t)(end - at))) != NULL;
			at++)
		may_have = at > text && at[-1] == '[';
	if (!may_have)
		return false;
	collect(&notes, text, end);
	if (notes.count == 0)
		return false;
	notes.numbered = arena_array(out->arena, notes.count, sizeof(struct note *));
	put_text(&notes, text, end, SIZE_MAX);
	put_notes(&notes);
	return true;
}
