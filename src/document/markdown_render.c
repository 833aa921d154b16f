#include "document/markdown_render.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/hash_table.h"
#include "document/markdown_marks.h"
#include "document/markdown_text.h"

#include <md4c.h>
#include <stdint.h>
#include <string.h>

/* How often an id was given. */
struct id_count {
	const char *id;
	size_t count;
};

struct id_counts {
	struct id_count *items;
	size_t count, capacity;
	struct hash_table index;
};

static const char cut_words[] = "<p>[文章过大，其余部分未显示]</p>";

struct render {
	struct buf *html;
	size_t most; /* bytes that `html` may have */
	bool is_full;
	const struct html_blocks *blocks;
	size_t next_block;
	struct id_counts ids;
	struct buf heading_text;
	size_t heading; /* where the heading's content begins in `html` */
	bool is_in_heading;
	size_t table_head; /* where the table's head begins in `html` */
	bool is_headless;  /* that head is ours */
	size_t cell, row;  /* where the cell's content begins; where the row's last text ends */
	bool is_bare;	   /* the paragraph is a term's or a definition's text */
	bool is_html;	   /* the code block is the place of an HTML block */
	size_t link_depth, image_depth;
	bool is_in_anchor; /* of raw HTML */
};

/* --- Attributes --- */

static void
put_attribute(struct buf *html, const MD_ATTRIBUTE *attribute)
{
	for (size_t i = 0;
			attribute->text != NULL && attribute->substr_offsets[i] < attribute->size;
			i++) {
		const char *text = attribute->text + attribute->substr_offsets[i];
		size_t length = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];
		if (attribute->substr_types[i] == MD_TEXT_ENTITY)
			markdown_text_raw(html, text, length);
		else
			markdown_text_escaped(html, text, length);
	}
}

static void
put_title(struct buf *html, const MD_ATTRIBUTE *title)
{
	if (title->text != NULL) {
		buf_add_text(html, "\" title=\"");
		put_attribute(html, title);
	}
}

/* --- Headings --- */

static bool
has_id(const void *owner, uint32_t item, const char *id, size_t length)
{
	const struct id_counts *ids = owner;
	return strlen(ids->items[item].id) == length &&
	       memcmp(ids->items[item].id, id, length) == 0;
}

/* How often that id was given before. */
static size_t
count_id(struct arena *arena, struct id_counts *ids, const struct buf *id)
{
	uint32_t item = (uint32_t)ids->count;
	ids->index.arena = arena;
	uint32_t found = hash_table_add(&ids->index, has_id, ids, id->data, id->length, item);
	if (found == item) {
		ids->items = arena_grow(
				arena, ids->items, ids->count, &ids->capacity, sizeof(*ids->items));
		ids->items[ids->count++] =
				(struct id_count){.id = arena_copy(arena, id->data, id->length)};
	}
	return ids->items[found].count++;
}

/* Takes `{#id}` or `{: …}` off the heading's end; `id` gets an id that stands there. */
static void
take_attributes(struct render *render, struct buf *id)
{
	const char *start = render->html->data + render->heading;
	const char *end = render->html->data + render->html->length;
	if (end - start < 3 || end[-1] != '}')
		return;
	const char *open = end - 1;
	while (open > start && *open != '{')
		open--;
	if (open + 1 >= end || *open != '{' || (open[1] != '#' && open[1] != ':'))
		return;
	const char *at = open + 1;
	while (at < end && *at != '#')
		at++;
	while (at<end && * ++at> ' ' && strchr("}\"'<>&", *at) == NULL)
		buf_add_char(id, *at);
	while (open > start && open[-1] == ' ')
		open--;
	buf_truncate(render->html, (size_t)(open - render->html->data));
}

static void
put_heading(struct render *render, unsigned level)
{
	struct buf id, content;
	buf_init_in(&id, render->html->arena);
	buf_init_in(&content, render->html->arena);
	take_attributes(render, &id);
	if (id.length == 0) {
		markdown_text_id(&id, render->heading_text.data, render->heading_text.length);
		size_t before = count_id(render->html->arena, &render->ids, &id);
		if (before > 0)
			buf_format(&id, "-%zu", before);
	}
	buf_add(&content, render->html->data + render->heading,
			render->html->length - render->heading);
	buf_truncate(render->html, render->heading);
	buf_format(render->html, "<h%u id=\"", level);
	markdown_text_escaped(render->html, id.data, id.length);
	buf_add_text(render->html, "\">");
	buf_add(render->html, content.data, content.length);
	buf_format(render->html, "</h%u>\n", level);
	buf_free(&id);
	buf_free(&content);
	render->is_in_heading = false;
}

/* --- Blocks --- */

static void
open_code(struct render *render, const MD_BLOCK_CODE_DETAIL *code)
{
	const MD_ATTRIBUTE *info = &code->info;
	render->is_html = info->text != NULL && info->size == MARK_LENGTH &&
			  memcmp(info->text, MARK_HTML, MARK_LENGTH) == 0;
	if (render->is_html) {
		if (render->next_block < render->blocks->count) {
			const struct html_block *block =
					&render->blocks->items[render->next_block++];
			buf_add(render->html, block->start, block->length);
		}
		buf_add_char(render->html, '\n');
		return;
	}
	buf_add_text(render->html, "<pre><code");
	if (code->lang.text != NULL && code->lang.size > 0) {
		buf_add_text(render->html, " class=\"language-");
		put_attribute(render->html, &code->lang);
		buf_add_char(render->html, '"');
	}
	buf_add_char(render->html, '>');
	/* The parser takes a line feed at the start of a <pre> away, but not here: <code> parts them. */
}

static void
open_item(struct buf *html, const MD_BLOCK_LI_DETAIL *item)
{
	buf_add_text(html, "<li>");
	if (item->is_task)
		buf_add_text(html, item->task_mark == ' '
						   ? "<input type=\"checkbox\" disabled> "
						   : "<input type=\"checkbox\" disabled checked> ");
}

static void
open_cell(struct buf *html, const char *name, const MD_BLOCK_TD_DETAIL *cell)
{
	static const char *const aligns[] = {[MD_ALIGN_DEFAULT] = "",
			[MD_ALIGN_LEFT] = " align=\"left\"",
			[MD_ALIGN_CENTER] = " align=\"center\"",
			[MD_ALIGN_RIGHT] = " align=\"right\""};
	buf_format(html, "<%s%s>", name, aligns[cell->align]);
}

/* Blocks that are tags and nothing else. */
static const struct {
	const char *open, *close;
} block_tags[] = {
		[MD_BLOCK_QUOTE] = {"<blockquote>\n", "</blockquote>\n"},
		[MD_BLOCK_UL] = {"<ul>\n", "</ul>\n"},
		[MD_BLOCK_OL] = {"", "</ol>\n"},
		[MD_BLOCK_LI] = {"", "</li>\n"},
		[MD_BLOCK_HR] = {"<hr>\n", ""},
		[MD_BLOCK_P] = {"<p>", "</p>\n"},
		[MD_BLOCK_TABLE] = {"<table>\n", "</table>\n"},
		[MD_BLOCK_THEAD] = {"<thead>\n", "</thead>\n"},
		[MD_BLOCK_TBODY] = {"<tbody>\n", "</tbody>\n"},
		[MD_BLOCK_TR] = {"<tr>", "</tr>\n"},
		[MD_BLOCK_TH] = {"", "</th>"},
		[MD_BLOCK_TD] = {"", "</td>"},
};

static const size_t block_tag_count = sizeof(block_tags) / sizeof(block_tags[0]);

/* Text that begins a term or a definition is no paragraph, as kramdown has it. */
static bool
is_after_tag(const struct buf *html, const char *tag)
{
	size_t length = strlen(tag);
	return html->length > length && html->data[html->length - 1] == '\n' &&
	       memcmp(html->data + html->length - 1 - length, tag, length) == 0;
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	struct render *render = context;
	if (type == MD_BLOCK_THEAD) {
		render->table_head = render->html->length;
		render->is_headless = false;
	}
	render->is_bare = type == MD_BLOCK_P && (is_after_tag(render->html, "<dt>") ||
								is_after_tag(render->html, "<dd>"));
	if (!render->is_bare && (size_t)type < block_tag_count && block_tags[type].open != NULL)
		buf_add_text(render->html, block_tags[type].open);
	if (type == MD_BLOCK_H) {
		render->heading = render->html->length;
		render->is_in_heading = true;
		buf_clear(&render->heading_text);
	} else if (type == MD_BLOCK_CODE) {
		open_code(render, detail);
	} else if (type == MD_BLOCK_LI) {
		open_item(render->html, detail);
	} else if (type == MD_BLOCK_OL) {
		unsigned start = ((MD_BLOCK_OL_DETAIL *)detail)->start;
		buf_format(render->html, "<ol start=\"%u\">\n", start);
	} else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
		open_cell(render->html, type == MD_BLOCK_TH ? "th" : "td", detail);
		render->cell = render->html->length;
	} else if (type == MD_BLOCK_TR) {
		render->row = render->html->length;
	}
	return 0;
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	struct render *render = context;
	render->is_in_anchor = false;
	/* md4c fills short rows up; thousands of empty cells would cost what they do not show. */
	if (type == MD_BLOCK_TR)
		buf_truncate(render->html, render->row);
	bool is_filled = type == MD_BLOCK_TD && render->html->length > render->cell;
	bool is_closed = type == MD_BLOCK_P && render->is_bare;
	render->is_bare = false;
	if (!is_closed && (size_t)type < block_tag_count && block_tags[type].close != NULL)
		buf_add_text(render->html, block_tags[type].close);
	if (is_filled || type == MD_BLOCK_TH)
		render->row = render->html->length;
	if (type == MD_BLOCK_H) {
		put_heading(render, ((MD_BLOCK_H_DETAIL *)detail)->level);
	} else if (type == MD_BLOCK_CODE && !render->is_html) {
		buf_add_text(render->html, "</code></pre>\n");
	} else if (type == MD_BLOCK_THEAD && render->is_headless) {
		buf_truncate(render->html, render->table_head);
	}
	render->is_html = false;
	return 0;
}

/* --- Spans --- */

static const struct {
	const char *open, *close;
} span_tags[] = {
		[MD_SPAN_EM] = {"<em>", "</em>"},
		[MD_SPAN_STRONG] = {"<strong>", "</strong>"},
		[MD_SPAN_A] = {"<a href=\"", "</a>"},
		[MD_SPAN_IMG] = {"<img src=\"", ""},
		[MD_SPAN_CODE] = {"<code>", "</code>"},
		[MD_SPAN_DEL] = {"<del>", "</del>"},
};

static const size_t span_tag_count = sizeof(span_tags) / sizeof(span_tags[0]);

static int
enter_span(MD_SPANTYPE type, void *detail, void *context)
{
	struct render *render = context;
	render->link_depth += type == MD_SPAN_A;
	render->image_depth += type == MD_SPAN_IMG;
	/* Within an image all is its alternative text. */
	if ((size_t)type >= span_tag_count || render->image_depth > (type == MD_SPAN_IMG))
		return 0;
	buf_add_text(render->html, span_tags[type].open);
	if (type == MD_SPAN_A) {
		const MD_SPAN_A_DETAIL *link = detail;
		put_attribute(render->html, &link->href);
		put_title(render->html, &link->title);
		buf_add_text(render->html, "\">");
	} else if (type == MD_SPAN_IMG) {
		put_attribute(render->html, &((MD_SPAN_IMG_DETAIL *)detail)->src);
		buf_add_text(render->html, "\" alt=\"");
	}
	return 0;
}

static int
leave_span(MD_SPANTYPE type, void *detail, void *context)
{
	struct render *render = context;
	render->link_depth -= type == MD_SPAN_A;
	render->image_depth -= type == MD_SPAN_IMG;
	if ((size_t)type >= span_tag_count || render->image_depth > 0)
		return 0;
	if (type == MD_SPAN_IMG) {
		put_title(render->html, &((MD_SPAN_IMG_DETAIL *)detail)->title);
		buf_add_text(render->html, "\">");
	}
	buf_add_text(render->html, span_tags[type].close);
	return 0;
}

/* --- Text --- */

static void
put_normal(struct render *render, const char *text, size_t length)
{
	if (length == MARK_LENGTH && memcmp(text, MARK_HEADLESS, MARK_LENGTH) == 0)
		render->is_headless = true;
	if (render->link_depth > 0 || render->image_depth > 0 || render->is_in_anchor)
		markdown_text_escaped(render->html, text, length);
	else
		markdown_text_linked(render->html, text, length);
	if (render->is_in_heading)
		buf_add(&render->heading_text, text, length);
}

static bool
starts_with(const char *text, size_t length, const char *wanted)
{
	size_t wanted_length = strlen(wanted);
	return length > wanted_length && ascii_compare_n(text, wanted, wanted_length) == 0;
}

static void
put_html(struct render *render, const char *text, size_t length)
{
	if (render->image_depth > 0) {
		markdown_text_escaped(render->html, text, length);
		return;
	}
	/* A bare address within a link of HTML is that link's text. */
	if (starts_with(text, length, "<a") && (text[2] == ' ' || text[2] == '\n'))
		render->is_in_anchor = true;
	else if (starts_with(text, length, "</a"))
		render->is_in_anchor = false;
	markdown_text_raw(render->html, text, length);
}

static int
text(MD_TEXTTYPE type, const MD_CHAR *bytes, MD_SIZE length, void *context)
{
	struct render *render = context;
	switch (type) {
	case MD_TEXT_NULLCHAR:
		buf_add_codepoint(render->html, 0xFFFD);
		break;
	case MD_TEXT_BR:
		buf_add_text(render->html, render->image_depth > 0 ? " " : "<br>\n");
		break;
	case MD_TEXT_SOFTBR:
		buf_add_text(render->html, render->image_depth > 0 ? " " : "\n");
		if (render->is_in_heading)
			buf_add_char(&render->heading_text, ' ');
		break;
	case MD_TEXT_HTML:
		put_html(render, bytes, length);
		break;
	case MD_TEXT_ENTITY:
		markdown_text_raw(render->html, bytes, length);
		break;
	case MD_TEXT_CODE:
		if (!render->is_html)
			markdown_text_escaped(render->html, bytes, length);
		if (render->is_in_heading)
			buf_add(&render->heading_text, bytes, length);
		break;
	default:
		put_normal(render, bytes, length);
	}
	return 0;
}

/* --- Events within arena_try: md4c frees what it holds when a callback says no --- */

struct event {
	struct render *render;
	int (*block)(MD_BLOCKTYPE type, void *detail, void *context);
	int (*span)(MD_SPANTYPE type, void *detail, void *context);
	int type;
	void *detail;
	const MD_CHAR *bytes;
	MD_SIZE length;
};

static void
take_event(void *context)
{
	struct event *event = context;
	if (event->block != NULL)
		event->block((MD_BLOCKTYPE)event->type, event->detail, event->render);
	else if (event->span != NULL)
		event->span((MD_SPANTYPE)event->type, event->detail, event->render);
	else
		text((MD_TEXTTYPE)event->type, event->bytes, event->length, event->render);
}

static int
try_event(struct event event)
{
	struct buf *html = event.render->html;
	size_t before = html->length;
	if (!arena_try(html->arena, take_event, &event))
		return -1;
	event.render->is_full = html->length > event.render->most;
	if (!event.render->is_full)
		return 0;
	buf_truncate(html, before);
	return -1;
}

static int
on_enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	return try_event((struct event){
			.render = context, .block = enter_block, .type = type, .detail = detail});
}

static int
on_leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	return try_event((struct event){
			.render = context, .block = leave_block, .type = type, .detail = detail});
}

static int
on_enter_span(MD_SPANTYPE type, void *detail, void *context)
{
	return try_event((struct event){
			.render = context, .span = enter_span, .type = type, .detail = detail});
}

static int
on_leave_span(MD_SPANTYPE type, void *detail, void *context)
{
	return try_event((struct event){
			.render = context, .span = leave_span, .type = type, .detail = detail});
}

static int
on_text(MD_TEXTTYPE type, const MD_CHAR *bytes, MD_SIZE length, void *context)
{
	return try_event((struct event){
			.render = context, .type = type, .bytes = bytes, .length = length});
}

void
markdown_render(struct buf *html, size_t most, const char *source, size_t length,
		const struct html_blocks *blocks)
{
	struct render render = {
			.html = html, .blocks = blocks, .most = most - (sizeof(cut_words) - 1)};
	/* HTML blocks have been lifted out: what md4c still sees of HTML is inline. */
	const MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH |
					   MD_FLAG_TASKLISTS | MD_FLAG_NOHTMLBLOCKS,
			.enter_block = on_enter_block,
			.leave_block = on_leave_block,
			.enter_span = on_enter_span,
			.leave_span = on_leave_span,
			.text = on_text};
	buf_init_in(&render.heading_text, html->arena);
	if (md_parse(source, (MD_SIZE)length, &parser, &render) == 0)
		return;
	if (!render.is_full)
		arena_fail(html->arena);
	buf_add_text(html, cut_words);
}
