#ifndef ARCHIVE_KRAMDOWN_H
#define ARCHIVE_KRAMDOWN_H

/*
 * What a site says of its Markdown: `markdown:` and `kramdown:` of _config.yml, by
 * kramdown's names and types (lib/kramdown/options.rb) with Jekyll's defaults
 * (lib/jekyll/configuration.rb). Options that change no text or its order are left out.
 */

#include <stdbool.h>

struct yaml_node;

struct kramdown {
	bool hard_wrap;	       /* a line feed in a text breaks the line; only GFM input heeds it */
	bool auto_ids;	       /* headings get ids */
	bool smart_quotes;     /* straight quotes become curly ones */
	bool parse_block_html; /* Markdown is read in block elements */
	bool parse_span_html;  /* and in those within a line */
	int toc_first, toc_last; /* of `toc_levels`: headings in a table of contents, 1 to 6 */
	int footnote_nr;	 /* of the first footnote */
};

/* The settings of a configuration; `root` may be NULL. What is of a wrong type is Jekyll's default. */
struct kramdown kramdown_settings(const struct yaml_node *root);

#endif
