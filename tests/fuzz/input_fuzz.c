/*
 * What a terminal sends, of any kind:
 * - however it is cut into pieces, it makes the same events, at most one a byte and two more;
 * - an event is what the filter's header says: a chord that has a name, text without controls, a place;
 * - nothing within a control string or a paste is a key, and what follows it is;
 * - after a second of silence C-c is a key, and so is what follows: nothing locks the keyboard.
 */

#include "base/buf.h"
#include "base/utf8.h"
#include "tui/input.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct input_key terminfo[] = {{"\033OA", {CHORD_UP, 0}},
		{"\033[3~", {CHORD_DELETE, 0}}, {"\001@\r", {CHORD_F1, 0}},
		{"\033[M!", {CHORD_F1 + 1, 0}}, {"\b", {CHORD_BACKSPACE, 0}}};

struct transcript {
	struct input input;
	struct buf events; /* a line each; the parts of one paste are joined */
	size_t count, keys;
	bool is_in_paste; /* the last event was a part of one */
	int64_t now;
};

static void
require(bool condition)
{
	if (!condition)
		abort();
}

static void
check_text(const char *text, size_t length)
{
	uint32_t codepoint;
	require(length > 0 && length <= INPUT_PIECE && utf8_is_valid(text, length));
	for (size_t at = 0; at < length;) {
		at += utf8_decode(text + at, length - at, &codepoint);
		require(codepoint >= ' ' && (codepoint < 0x7F || codepoint >= 0xA0));
	}
}

static void
check_chord(struct chord chord)
{
	struct buf name = buf_empty();
	struct chord again;
	chord_format(chord, &name);
	bool is_named = chord_parse(name.data, name.length, &again);
	/* Characters that are written otherwise in a key map, C-4 and the like, are no control. */
	require(is_named ? chord_equal(chord, again) : chord.code >= ' ');
	require(chord.code < 0x7F || chord.code >= 0xA0);
	buf_free(&name);
}

static void
take(struct transcript *transcript, const struct event *event)
{
	struct buf *out = &transcript->events;
	bool is_part = event->kind == EVENT_PASTE;
	require(!is_part || event->is_first || transcript->is_in_paste);
	if (!is_part || event->is_first)
		buf_add_char(out, '\n');
	transcript->is_in_paste = is_part;
	transcript->count++;
	transcript->keys += event->kind == EVENT_CHORD;
	switch (event->kind) {
	case EVENT_CHORD:
		check_chord(event->chord);
		buf_format(out, "%x %u", (unsigned)event->chord.code, event->chord.modifiers);
		break;
	case EVENT_PASTE:
		check_text(event->text, event->length);
		buf_add(out, event->text, event->length);
		break;
	case EVENT_MOUSE:
		require(event->row >= 0 && event->column >= 0);
		buf_format(out, "%d,%d %d", event->row, event->column, event->lines);
		break;
	case EVENT_BACKGROUND:
		buf_format(out, "%x/%x/%x", event->background[0], event->background[1],
				event->background[2]);
		break;
	}
}

static void
put(struct transcript *transcript, const char *bytes, size_t length)
{
	struct event event;
	input_put(&transcript->input, bytes, length, transcript->now);
	while (input_next(&transcript->input, &event))
		take(transcript, &event);
}

static void
rest(struct transcript *transcript)
{
	struct event event;
	if (input_due(&transcript->input) == 0)
		return;
	input_rest(&transcript->input);
	while (input_next(&transcript->input, &event))
		take(transcript, &event);
}

static struct transcript
begin(void)
{
	struct transcript transcript = {.now = 1000000};
	input_init(&transcript.input, terminfo, sizeof(terminfo) / sizeof(terminfo[0]), '\177');
	buf_init(&transcript.events);
	return transcript;
}

/* All events of bytes that come in pieces of `most` bytes, or of lengths that they say themselves if that is 0. */
static struct transcript
transcribe(const char *bytes, size_t size, size_t most)
{
	struct transcript transcript = begin();
	for (size_t at = 0; at < size;) {
		size_t length = most != 0 ? most : 1 + (unsigned char)bytes[at] % 7;
		length = length < size - at ? length : size - at;
		put(&transcript, bytes + at, length);
		at += length;
	}
	rest(&transcript);
	require(transcript.count <= size + 2);
	return transcript;
}

static void
check_pieces(const char *bytes, size_t size)
{
	static const size_t pieces[] = {1, 0};
	struct transcript whole = transcribe(bytes, size, INPUT_PIECE);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct transcript other = transcribe(bytes, size, pieces[i]);
		require(strcmp(whole.events.data, other.events.data) == 0);
		buf_free(&other.events);
	}
	size_t keys = whole.keys;
	whole.now += INPUT_PATIENCE_MS;
	put(&whole, "\003", 1);
	put(&whole, "z", 1);
	require(whole.keys == keys + 2);
	buf_free(&whole.events);
}

/* Puts a stretch of the bytes between two marks; no key comes of it, and one of what follows. */
static void
check_enclosed(const char *bytes, size_t size, const char *before, const char *after,
		const char *ends)
{
	struct transcript transcript = begin();
	put(&transcript, before, strlen(before));
	for (size_t at = 0; at < size; at++) {
		const char *byte = memchr(ends, bytes[at], strlen(ends)) != NULL ? "Q" : bytes + at;
		put(&transcript, byte, 1);
	}
	require(transcript.keys == 0);
	put(&transcript, after, strlen(after));
	require(transcript.keys == 0);
	put(&transcript, "z", 1);
	rest(&transcript);
	require(transcript.keys == 1);
	buf_free(&transcript.events);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const introducers[] = {
			"\033]", "\033P", "\033_", "\033^", "\033X", "\x9D", "\xC2\x90"};
	static const char *const terminators[] = {"\033\\", "\007", "\xC2\x9C"};
	char *bytes = malloc(size != 0 ? size : 1);
	require(bytes != NULL);
	memcpy(bytes, data, size);
	check_pieces(bytes, size);
	size_t kind = size != 0 ? data[0] : 0;
	check_enclosed(bytes, size, introducers[kind % 7], terminators[kind % 3],
			"\033\007\030\032\x9C");
	/* An end within a paste is one: it has no 1. */
	check_enclosed(bytes, size, "\033[200~", "\033[201~", "1");
	free(bytes);
	return 0;
}
