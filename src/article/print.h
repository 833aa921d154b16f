#ifndef ARTICLE_PRINT_H
#define ARTICLE_PRINT_H

/* An article for what is not the screen: as text, as a page of HTML; and texts that stand over it. */

#include "article/article.h"

#include <stdbool.h>

struct buf;
struct out;

/*
 * Prints it typeset by the options, which become those of its layout: `title`, then
 * `about` (its date, where it is from), each unless it is "", then the body.
 */
void article_print(struct article *article, const struct layout_options *options, const char *title,
		const char *about, struct out *out);

/* Lays one text out as a paragraph without an indent: it breaks into lines by the body's rules. */
const struct layout *article_lay_out_text(
		struct arena *arena, const char *text, const struct layout_options *options);

/* The same of a piece of HTML; *document, of the arena, has its links. */
const struct layout *article_lay_out_html(struct arena *arena, const char *html,
		const struct layout_options *options, const struct document **document);

/* Prints the rule between two articles. */
void article_print_rule(const struct layout_options *options, struct out *out);

/* Appends the text of the document, on lines of any length. */
void article_text(const struct article *article, struct buf *out);

/* Appends a whole page: the title, and the body as HTML, at most as large as markdown.h allows it. */
void article_html(const struct article *article, struct buf *out);

/* Sets the words of the program's own that a layout shows to those of the language in force. */
void article_speak(struct layout_options *options);

#endif
