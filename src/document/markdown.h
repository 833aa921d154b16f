#ifndef DOCUMENT_MARKDOWN_H
#define DOCUMENT_MARKDOWN_H

/*
 * Markdown to HTML as kramdown with GFM input takes it (Jekyll's default),
 * where that differs from CommonMark in what a reader sees. md4c does the
 * Markdown; block_splitter.h finds the HTML that stands in it.
 */

#include <stddef.h>

struct buf;

/*
 * The most bytes of HTML that so many of Markdown become. What would be more, by references that
 * repeat a long address, ends there with a word.
 */
#define MARKDOWN_MAX_HTML(size) (16 * (size_t)(size) + 65536)

/*
 * Appends the HTML of `length` bytes of Markdown, UTF-8 with LF line ends. The
 * HTML is as wild as its source: html.c cleans it. Never fails, linear in
 * the length. `html` must live in an arena, and scratch is left there.
 */
void markdown_to_html(struct buf *html, const char *text, size_t length);

#endif
