#ifndef TESTS_UNIT_DOCUMENT_DUMP_H
#define TESTS_UNIT_DOCUMENT_DUMP_H

/*
 * A document as an indented tree, a line a block, so that expectations read well:
 *
 *     p+ 见{link1:公告}。        "+": a blank line around it
 *     list ol 3+                 style, start
 *       item 3
 *         p 甲
 *
 * Runs with a style stand in braces, `/` is a break, `|` a place to break.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/utf8.h"
#include "document/document.h"

#include <string.h>

static void
dump_style(struct buf *out, const struct document *document, const struct run *run)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = {{STYLE_BOLD, "bold "}, {STYLE_ITALIC, "italic "}, {STYLE_UNDERLINE, "under "},
			{STYLE_STRIKE, "strike "}, {STYLE_CODE, "code "}, {STYLE_MARK, "mark "},
			{STYLE_DIM, "dim "}, {STYLE_LINK, "link"}, {STYLE_IMAGE, "image "},
			{STYLE_QUOTE, "quote "}};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if ((run->style & names[i].bit) == 0)
			continue;
		buf_add_text(out, names[i].name);
		if (names[i].bit == STYLE_LINK)
			buf_format(out, "%d%s ",
					run->link < 0 ? -1 : document->links[run->link].number,
					run->ends_link ? "" : "…");
	}
	if (run->no_wrap)
		buf_add_text(out, "nowrap ");
	if (run->keeps_space)
		buf_add_text(out, "keep ");
	if (out->data[out->length - 1] == ' ')
		buf_truncate(out, out->length - 1);
}

static void
dump_runs(struct buf *out, const struct document *document, const struct block *block)
{
	const unsigned quiet = STYLE_HEADING;
	for (size_t i = 0; i < block->run_count; i++) {
		const struct run *run = &block->runs[i];
		bool is_pre = block->kind == BLOCK_PRE;
		if (run->kind == RUN_BREAK) {
			buf_add_char(out, '/');
			continue;
		}
		if (run->kind == RUN_OPTIONAL) {
			buf_add_char(out, '|');
			continue;
		}
		unsigned style = run->style & ~quiet;
		if (block->kind == BLOCK_HEADING)
			style &= ~(unsigned)STYLE_BOLD;
		if (is_pre)
			style &= ~(unsigned)STYLE_CODE;
		bool is_marked = style != 0 || run->no_wrap || (run->keeps_space && !is_pre);
		struct run shown = *run;
		shown.style = style;
		shown.keeps_space = run->keeps_space && !is_pre;
		if (is_marked) {
			buf_add_char(out, '{');
			dump_style(out, document, &shown);
			buf_add_char(out, ':');
		}
		for (size_t at = 0; at < run->length; at++) {
			char byte = document->text[run->offset + at];
			if (byte == '\n')
				buf_add_text(out, "\\n");
			else if (byte == '\t')
				buf_add_text(out, "\\t");
			else
				buf_add_char(out, byte);
		}
		if (is_marked)
			buf_add_char(out, '}');
	}
}

static void
dump_kind(struct buf *out, const struct block *block)
{
	static const char *const names[] = {[BLOCK_ROOT] = "root",
			[BLOCK_GROUP] = "group",
			[BLOCK_PARAGRAPH] = "p",
			[BLOCK_HEADING] = "h",
			[BLOCK_PRE] = "pre",
			[BLOCK_RULE] = "rule",
			[BLOCK_LIST] = "list",
			[BLOCK_ITEM] = "item",
			[BLOCK_QUOTE] = "quote",
			[BLOCK_DEFINITIONS] = "dl",
			[BLOCK_TERM] = "term",
			[BLOCK_DEFINITION] = "definition",
			[BLOCK_FIGURE] = "figure",
			[BLOCK_CAPTION] = "caption",
			[BLOCK_TABLE] = "table",
			[BLOCK_ROW] = "row",
			[BLOCK_CELL] = "cell"};
	static const char *const lists[] = {"none", "bullet", "1", "a", "A", "i", "I"};
	buf_add_text(out, names[block->kind]);
	if (block->kind == BLOCK_HEADING)
		buf_format(out, "%d", block->heading.level);
	if (block->kind == BLOCK_LIST)
		buf_format(out, " %s %d%s%s", lists[block->list.style], block->list.start,
				block->list.step < 0 ? " reversed" : "",
				block->list.is_loose ? " loose" : "");
	if (block->kind == BLOCK_ITEM)
		buf_format(out, " %d%s", block->item.number,
				block->item.is_unmarked ? " unmarked" : "");
	if (block->kind == BLOCK_PRE && block->pre.language != NULL)
		buf_format(out, " %s", block->pre.language);
	if (block->kind == BLOCK_TABLE)
		buf_format(out, "%s%s", block->table.has_border ? " border" : "",
				block->table.is_layout ? " layout" : "");
	const struct column_width *width = block->kind == BLOCK_TABLE ? block->table.widths : NULL;
	for (; width != NULL; width = width->next)
		buf_format(out, " %d+%d:%d%%", width->column, width->span, width->percent);
	if (block->kind == BLOCK_ROW && block->row.is_header)
		buf_add_text(out, " header");
	if (block->kind == BLOCK_CELL && block->cell.is_header)
		buf_add_text(out, " th");
	if (block->kind == BLOCK_CELL &&
			(block->cell.column_span != 1 || block->cell.row_span != 1))
		buf_format(out, " %dx%d", block->cell.column_span, block->cell.row_span);
	if (block->align != ALIGN_START)
		buf_add_text(out, block->align == ALIGN_CENTER ? " center" : " right");
	if (block->first_indent != 0)
		buf_format(out, " indent%d", block->first_indent);
	if (block->id != NULL)
		buf_format(out, " #%s", block->id);
	if (block->is_spaced)
		buf_add_char(out, '+');
}

__attribute__((unused)) static void
dump_document(struct buf *out, const struct document *document)
{
	for (const struct block *block = document->root->first; block != NULL;
			block = document_next(block)) {
		for (const struct block *up = block->parent; up != document->root; up = up->parent)
			buf_add_text(out, "  ");
		dump_kind(out, block);
		if (block->run_count != 0)
			buf_add_char(out, ' ');
		dump_runs(out, document, block);
		buf_add_char(out, '\n');
	}
}

/* U+2060 is for layout, which does not print it. */
static bool
is_gated(const char *text)
{
	static const char joiner[] = "\xE2\x81\xA0";
	const char *next;
	while ((next = strstr(text, joiner)) != NULL) {
		if (!gate_is_clean(text, (size_t)(next - text), GATE_TEXT))
			return false;
		text = next + sizeof(joiner) - 1;
	}
	return gate_is_clean(text, strlen(text), GATE_TEXT);
}

/* What holds for every document; NULL, or what does not. */
static const char *
document_fault(const struct document *document)
{
	size_t end = 0;
	if (!utf8_is_valid(document->text, document->length))
		return "text is not UTF-8";
	if (strlen(document->text) != document->length || !is_gated(document->text))
		return "text has not passed the gate";
	for (const struct block *block = document->root; block != NULL;
			block = document_next(block)) {
		if ((block->first == NULL) != (block->last == NULL))
			return "first and last differ";
		if (block->last != NULL && block->last->next != NULL)
			return "last is not last";
		for (const struct block *child = block->first; child != NULL; child = child->next) {
			if (child->parent != block)
				return "a child has another parent";
		}
		if (block->run_count != 0 && block->first != NULL)
			return "a leaf has children";
		for (size_t i = 0; i < block->run_count; i++) {
			const struct run *run = &block->runs[i];
			if (run->offset < end || run->offset > document->length ||
					run->length > document->length - run->offset)
				return "a run is out of order";
			end = run->offset + run->length;
			if (run->link >= 0 && (size_t)run->link >= document->link_count)
				return "a run's link is not there";
		}
		if (block->run_count != 0 && document->text[end] != '\n')
			return "no line feed after a leaf";
	}
	for (size_t i = 0; i < document->link_count; i++) {
		const char *url = document->links[i].url;
		if (url == NULL || !gate_is_clean(url, strlen(url), GATE_LINE))
			return "a url has not passed the gate";
		if (document->links[i].number > document->link_numbers)
			return "a link's number is too high";
	}
	return NULL;
}

#endif
