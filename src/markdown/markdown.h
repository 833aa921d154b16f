#ifndef MARKDOWN_MARKDOWN_H
#define MARKDOWN_MARKDOWN_H

/*
 * Markdown to HTML as Jekyll shows it: kramdown 2.4 with its GFM parser and
 * Jekyll's settings (https://kramdown.gettalong.org/syntax.html; sections are
 * cited by their titles). Pure: bytes in, bytes out.
 *
 * More forgiving than kramdown where that loses text or shows mark-up: Markdown
 * between blank lines inside of raw HTML is Markdown, HTML that nothing closes
 * ends at a blank line, stray close tags are not shown, a block tag within a
 * line is a tag, attribute values need no quotes, what markdown="1" stands
 * before is a text of its own, without the indent of its tag, a table may stand
 * right under a text, only `1.` begins a list there, `1)` begins one, lists keep
 * their numbers, a heading may have two lines, a fence that nothing closes is
 * code to the end, a backtick that ends a line may begin code, attribute lists
 * may follow each other in a line, bare addresses are links, `<>` alone on a
 * line is nothing, math stays as it is written.
 *
 * Time and memory grow with the input alone. The HTML is at most
 * MARKDOWN_MAX_GROWTH times as long as the input and 64 KiB: what references,
 * abbreviations and attribute lists repeat counts against the input's length,
 * and beyond it they are text. Scratch memory is at most 512 times as long.
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

enum {
	MARKDOWN_MAX_GROWTH = 32,  /* a lone `>` may be an element, with two tags of twelve bytes */
	MARKDOWN_MAX_DEPTH = 64,   /* quotes and lists within each other; what is deeper is text */
	MARKDOWN_MAX_LABEL = 1000, /* bytes of a reference's name; a longer one names nothing */
	MARKDOWN_MAX_ABBREVIATION = 120, /* the same of an abbreviation */
	MARKDOWN_MAX_SYMBOL = 32,	 /* bytes, with a NUL; of a typographic one 11 */
	MARKDOWN_MAX_GROUPS =
			16, /* elements with markdown="1" within each other; deeper ones are raw */
};

/*
 * What is written for quotes, for `...`, `--`, `---`, `<<`, `>>`, `<< ` and ` >>`, and
 * for the way back from a footnote.
 */
enum markdown_symbol {
	SYMBOL_LEFT_SINGLE,
	SYMBOL_RIGHT_SINGLE,
	SYMBOL_LEFT_DOUBLE,
	SYMBOL_RIGHT_DOUBLE,
	SYMBOL_ELLIPSIS,
	SYMBOL_EN_DASH,
	SYMBOL_EM_DASH,
	SYMBOL_LEFT_ANGLE,
	SYMBOL_RIGHT_ANGLE,
	SYMBOL_LEFT_ANGLE_SPACE,
	SYMBOL_RIGHT_ANGLE_SPACE,
	SYMBOL_BACKLINK, /* "": there is no way back */
	SYMBOL_COUNT,
};

/* The settings of kramdown that a site may change; zeroed memory is not Jekyll's default. */
struct markdown_options {
	bool hard_wrap;	       /* a line feed in a text breaks the line */
	bool auto_ids;	       /* headings get ids */
	bool reads_block_html; /* Markdown is read in elements that are blocks, without markdown="1" */
	bool reads_span_html; /* and in those within a line */
	bool interrupts_text; /* headings, lists, quotes and fences may stand right under a text */
	bool links_addresses; /* an address is a link where it stands; kramdown asks for <> around it */
	unsigned toc_levels; /* 1 << each level of headings in a table of contents, 1 to 6 */
	int heading_offset;  /* added to a heading's level, which stays within 1 to 6 */
	int footnote_number; /* of the first footnote */
	char symbols[SYMBOL_COUNT][MARKDOWN_MAX_SYMBOL]; /* UTF-8, each NUL-terminated */
};

/* As Jekyll has them where a site says nothing. */
extern const struct markdown_options markdown_defaults;

/*
 * Changes what `name="value"` in the text says, by kramdown's names, as {::options} has
 * them (kramdown, "Options"); what is unknown or of no use changes nothing. The symbol
 * `hellip` of `typographic_symbols` goes by the name of typographic_symbols-hellip, and so on.
 * Scratch memory is the arena's.
 */
void markdown_read_options(struct markdown_options *options, struct arena *arena, const char *text,
		size_t length);

/* The most bytes of HTML that so many bytes of Markdown become. */
#define MARKDOWN_MAX_HTML(length) (MARKDOWN_MAX_GROWTH * (size_t)(length) + 65536)

/*
 * Appends the HTML of `length` bytes of Markdown, UTF-8, line ends of any kind.
 * Scratch memory comes from a child of `arena`. Any input gives HTML.
 */
void markdown_to_html(struct buf *html, struct arena *arena, const char *text, size_t length,
		const struct markdown_options *options);

#endif
