#include "article/print.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/char_reference.h"
#include "base/language.h"
#include "base/out.h"

#include <string.h>

void
article_speak(struct layout_options *options)
{
	static const char *const words[WORD_COUNT] = {
			[WORD_IMAGE] = N_("image"),
			[WORD_AUDIO] = N_("audio"),
			[WORD_VIDEO] = N_("video"),
			[WORD_EMBEDDED] = N_("embedded"),
			[WORD_INLINE] = N_("(inline)"),
			[WORD_CUT] = N_("[the post is too large: the rest is not shown]"),
	};
	for (int word = WORD_NONE + 1; word < WORD_COUNT; word++)
		options->words[word] = _(words[word]);
}

void
article_text(const struct article *article, struct buf *out)
{
	const struct document *document = article->document;
	struct layout_options spoken;
	size_t at = 0; /* what is before it is added */
	article_speak(&spoken);
	for (const struct block *block = document->root; block != NULL;
			block = document_next(block)) {
		for (size_t i = 0; i < block->run_count; i++) {
			const struct run *run = &block->runs[i];
			if (run->word == WORD_NONE)
				continue;
			buf_add(out, document->text + at, run->offset - at);
			buf_add_text(out, spoken.words[run->word]);
			at = run->offset + run->length;
		}
	}
	buf_add(out, document->text + at, document->length - at);
}

static void
print_lines(const struct layout *layout, const struct document *document, struct out *out)
{
	for (size_t i = 0; i < layout->count && !out_is_closed(out); i++) {
		layout_print_line(layout, document, i, out);
		out_newline(out);
	}
}

const struct layout *
article_lay_out_html(struct arena *arena, const char *html, const struct layout_options *options,
		const struct document **document)
{
	*document = document_from_html(arena, html, strlen(html));
	struct layout_options plain = *options;
	plain.typography.indent = 0;
	return layout_document(arena, *document, &plain);
}

static const struct layout *
lay_out_text(struct arena *arena, const char *text, bool is_bold,
		const struct layout_options *options, const struct document **document)
{
	struct buf html = buf_in(arena);
	buf_add_text(&html, is_bold ? "<p><b>" : "<p>");
	char_reference_encode(&html, text, strlen(text));
	return article_lay_out_html(arena, html.data, options, document);
}

const struct layout *
article_lay_out_text(struct arena *arena, const char *text, const struct layout_options *options)
{
	const struct document *document;
	return lay_out_text(arena, text, false, options, &document);
}

static void
print_text(const struct layout_options *options, const char *text, bool is_bold, struct out *out)
{
	struct arena *arena = arena_new();
	const struct document *document;
	const struct layout *layout = lay_out_text(arena, text, is_bold, options, &document);
	print_lines(layout, document, out);
	arena_free(arena);
}

void
article_print(struct article *article, const struct layout_options *options, const char *title,
		const char *about, struct out *out)
{
	if (title[0] != '\0')
		print_text(options, title, true, out);
	if (about[0] != '\0')
		print_text(options, about, false, out);
	if (title[0] != '\0' || about[0] != '\0')
		out_newline(out);
	article_layout(article, options);
	print_lines(article->layout, article->document, out);
}

void
article_print_rule(const struct layout_options *options, struct out *out)
{
	out_newline(out);
	out_style(out, OUT_DIM);
	for (size_t i = 0; i < options->width; i++)
		out_string(out, options->ascii ? "-" : "─");
	out_style(out, 0);
	out_newline(out);
	out_newline(out);
}

void
article_html(const struct article *article, struct buf *out)
{
	const char *title = article_title(article);
	buf_add_text(out, "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>");
	char_reference_encode(out, title, strlen(title));
	buf_add_text(out, "</title>\n<h1>");
	char_reference_encode(out, title, strlen(title));
	buf_add_text(out, "</h1>\n");
	article_body_html(article, out);
	if (out->data[out->length - 1] != '\n')
		buf_add_char(out, '\n');
}
