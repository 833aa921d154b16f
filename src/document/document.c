#include "document/document.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>
#include <wchar.h>

const char *const document_words[WORD_COUNT] = {
		[WORD_NONE] = "",
		[WORD_IMAGE] = "图",
		[WORD_AUDIO] = "音频",
		[WORD_VIDEO] = "视频",
		[WORD_EMBEDDED] = "嵌入",
		[WORD_INLINE] = "(内嵌)",
		[WORD_CUT] = "[文章过大，其余部分未显示]",
};

const struct block *
document_next(const struct block *block)
{
	if (block->first != NULL)
		return block->first;
	while (block != NULL && block->next == NULL)
		block = block->parent;
	return block == NULL ? NULL : block->next;
}

size_t
document_find(const struct document *document, const char *id)
{
	const struct block *block = document->root;
	while (block != NULL && (block->id == NULL || strcmp(block->id, id) != 0))
		block = document_next(block);
	/* A block without text of its own begins with the first below or after it that has some. */
	while (block != NULL && block->run_count == 0)
		block = document_next(block);
	return block != NULL ? block->runs[0].offset : SIZE_MAX;
}

/* --- A heading that repeats the title --- */

/* The first block that shows something; NULL if it is within anything but groups. */
static struct block *
first_leaf(const struct document *document)
{
	const struct block *block = document->root;
	while (block != NULL && block->run_count == 0) {
		if (block->kind != BLOCK_ROOT && block->kind != BLOCK_GROUP)
			return NULL;
		block = document_next(block);
	}
	return (struct block *)(uintptr_t)block;
}

static bool
is_compared(uint32_t codepoint)
{
	return wcschr(L"\"'-<>«»‘’“”–—", (wchar_t)codepoint) == NULL &&
	       text_class_of(codepoint) != TEXT_SPACE && !text_is_left_out(codepoint);
}

static void
add_compared(struct buf *out, const char *text, size_t length)
{
	struct buf folded = buf_in(out->arena);
	text_fold(&folded, text, length);
	for (size_t at = 0; at < folded.length;) {
		uint32_t codepoint;
		at += utf8_decode(folded.data + at, folded.length - at, &codepoint);
		if (is_compared(codepoint))
			buf_add_codepoint(out, codepoint);
	}
}

static bool
says_the_same(struct arena *arena, const char *text, size_t length, const char *title)
{
	/* A fold may be longer than its text, but a heading of such a size is no title. */
	enum { MAX_TIMES = 16 };
	if (length / MAX_TIMES > strlen(title))
		return false;
	struct buf heading = buf_in(arena);
	struct buf wanted = buf_in(arena);
	add_compared(&heading, text, length);
	add_compared(&wanted, title, strlen(title));
	return wanted.length > 0 && strcmp(heading.data, wanted.data) == 0;
}

/* Takes the first leaf off the tree, with the groups that hold nothing else. */
static void
unlink_first(struct block *block)
{
	for (struct block *parent = block->parent; parent != NULL; parent = parent->parent) {
		parent->first = parent->first->next;
		if (parent->first != NULL)
			return;
		parent->last = NULL;
	}
}

void
document_leave_out_title(struct arena *arena, struct document *document, const char *title)
{
	struct block *leaf = first_leaf(document);
	if (leaf == NULL || leaf->kind != BLOCK_HEADING || leaf->heading.level > 2)
		return;
	const struct run *last = &leaf->runs[leaf->run_count - 1];
	size_t length = last->offset + last->length;
	if (!says_the_same(arena, document->text, length, title))
		return;
	struct block *next = (struct block *)(uintptr_t)document_next(leaf);
	if (next != NULL && next->id == NULL)
		next->id = leaf->id; /* links to it still lead there */
	unlink_first(leaf);
	length++; /* its line feed */
	document->text += length;
	document->length -= length;
	for (const struct block *block = next; block != NULL; block = document_next(block)) {
		struct run *runs = (struct run *)(uintptr_t)block->runs;
		for (size_t i = 0; i < block->run_count; i++)
			runs[i].offset -= length;
	}
}

void
document_append(struct arena *arena, struct document *document, enum document_word word)
{
	const char *text = document_words[word];
	struct block *root = (struct block *)(uintptr_t)document->root;
	struct block *block = arena_alloc(arena, sizeof(*block));
	struct run *run = arena_alloc(arena, sizeof(*run));
	size_t length = strlen(text), before = document->length;
	*run = (struct run){.kind = RUN_TEXT,
			.style = STYLE_DIM,
			.word = word,
			.link = -1,
			.offset = before,
			.length = length};
	*block = (struct block){.kind = BLOCK_PARAGRAPH,
			.is_spaced = true,
			.parent = root,
			.runs = run,
			.run_count = 1};
	if (root->last != NULL)
		root->last->next = block;
	else
		root->first = block;
	root->last = block;
	document->text = arena_format(arena, "%s%s\n", document->text, text);
	document->length = before + length + 1;
}
