#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

/*
 * A document: a body as a tree of blocks whose leaves hold runs of text.
 *
 * Pure and independent of any width: white space is collapsed as CSS has it,
 * hidden content is gone, entities are characters, links are numbered, and
 * every character has passed the gate's rule (base/gate.h; U+2060 stands where no line
 * may end). Any input gives a
 * document; nothing here fails but for want of memory, by the arena (arena.h).
 * A document lives in the arena it was made in, borrows nothing from its source
 * and can be walked without recursion by first/next/parent. The process is in a UTF-8
 * locale (base/text.h).
 *
 * `text` is all visible text in reading order, one line feed after each leaf
 * block that has any: what search looks through and what places are counted
 * in. A run is a stretch of it.
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* What a stretch of text is, a bit each. Layout adds its own for what it draws around text. */
enum style {
	STYLE_BOLD = 1 << 0,
	STYLE_ITALIC = 1 << 1,
	STYLE_UNDERLINE = 1 << 2,
	STYLE_STRIKE = 1 << 3,
	STYLE_CODE = 1 << 4,
	STYLE_MARK = 1 << 5,
	STYLE_DIM = 1 << 6,
	STYLE_LINK = 1 << 7,
	STYLE_IMAGE = 1 << 8,
	STYLE_HEADING = 1 << 9,
	STYLE_QUOTE = 1 << 10,
	STYLE_FURNITURE = 1 << 11, /* layout's: frames, quote bars, rules */
	STYLE_NUMBER = 1 << 12,	   /* layout's: [n] after a link, bullets and numbers of items */
};

/*
 * Words of the program's own. In a document's text they stand as document_words has them, whatever language
 * is spoken: the full text is made of it, and places are counted in it. A layout shows what it was given for them.
 */
enum document_word {
	WORD_NONE,
	WORD_IMAGE,
	WORD_AUDIO,
	WORD_VIDEO,
	WORD_EMBEDDED, /* of an object or a frame: its kind */
	WORD_INLINE,   /* after a picture whose bytes stand in the document itself */
	WORD_CUT,      /* the last line of a post that is too large to be shown whole */
	WORD_COUNT,
};

extern const char *const document_words[WORD_COUNT];

enum run_kind {
	RUN_TEXT,
	RUN_BREAK,    /* <br>: no text of its own but one line feed in `text` */
	RUN_OPTIONAL, /* <wbr>, U+200B: a line may end here; no text */
};

struct run {
	enum run_kind kind;
	bool keeps_space;	 /* white-space: pre and its kin: spaces and line feeds count */
	bool no_wrap;		 /* white-space: nowrap, <nobr> */
	bool ends_link;		 /* the last run of its link: where a number is shown */
	enum document_word word; /* what the run is, of RUN_TEXT; WORD_NONE: text of the post */
	unsigned style;		 /* of enum style */
	int link;		 /* index into links, or -1 */
	size_t offset;		 /* byte offset in the document's text */
	size_t length;		 /* bytes */
};

enum block_kind {
	BLOCK_ROOT,
	BLOCK_GROUP,	 /* div and its kin: only groups */
	BLOCK_PARAGRAPH, /* leaf; also text that stands in a group by itself */
	BLOCK_HEADING,	 /* leaf */
	BLOCK_PRE,	 /* leaf; lines are kept, line feeds in the runs' text */
	BLOCK_RULE,	 /* leaf without runs */
	BLOCK_LIST,
	BLOCK_ITEM,
	BLOCK_QUOTE,
	BLOCK_DEFINITIONS,
	BLOCK_TERM,	  /* dt */
	BLOCK_DEFINITION, /* dd */
	BLOCK_FIGURE,
	BLOCK_CAPTION, /* figcaption and a table's caption */
	BLOCK_TABLE,
	BLOCK_ROW,
	BLOCK_CELL,
};

enum align { ALIGN_START, ALIGN_CENTER, ALIGN_RIGHT };

enum list_style {
	LIST_NONE,
	LIST_BULLET,
	LIST_DECIMAL,
	LIST_LOWER_ALPHA,
	LIST_UPPER_ALPHA,
	LIST_LOWER_ROMAN,
	LIST_UPPER_ROMAN,
	LIST_HANZI, /* 一、二、 */
};

/* What <col> or <colgroup> asks of the columns of a table. */
struct column_width {
	int column, span; /* the first of them, from 0, and their number */
	int percent;	  /* of the table's width, 1 to 100 */
	const struct column_width *next;
};

enum {
	DOCUMENT_MAX_DEPTH = 512, /* elements, cut before gumbo, which is quadratic in depth */
	DOCUMENT_MAX_SPAN = 1000, /* colspan and the span of col, HTML standard 4.9.11 and 4.9.3 */
};

struct block {
	enum block_kind kind;
	enum align align;
	bool is_spaced;	  /* a blank line parts it from its neighbours (margins collapse) */
	int first_indent; /* columns before its first line (text-indent) */
	int margin;	  /* columns on its left (margin-left) */
	struct block *parent, *first, *last, *next;
	const struct run *runs; /* leaves only */
	size_t run_count;
	const char *id; /* target of #fragment links, or NULL */
	union {
		struct {
			int level; /* 1 to 6 */
		} heading;
		struct {
			enum list_style style;
			int start;
			int step;      /* 1, or -1 when reversed */
			bool is_loose; /* a blank line between items */
		} list;
		struct {
			int number;	  /* in an ordered list; start, step and value= applied */
			bool is_unmarked; /* no bullet or number: list-style none, or no li at all */
		} item;
		struct {
			const char *language; /* of a code block, or NULL */
		} pre;
		struct {
			bool has_border; /* frame lines are drawn */
			bool is_layout; /* no data: cells are shown as blocks, one below the other */
			const struct column_width *widths; /* from left to right; NULL: none */
		} table;
		struct {
			bool is_header; /* in thead, or all cells th */
			bool is_footer; /* in tfoot */
			unsigned group; /* the same in the rows of one thead, tbody or tfoot */
		} row;
		struct {
			bool is_header;	 /* th */
			int column_span; /* 1 to DOCUMENT_MAX_SPAN */
			int row_span;	 /* 1 to 65534; 0: to the end of its group */
			int percent; /* of the table's width, as it is asked for; 0: it is not */
		} cell;
	};
};

/* The most bytes of text that a document of so many bytes of HTML or plain text has. */
#define DOCUMENT_MAX_TEXT(size) (16 * (size_t)(size) + 65536)

enum link_kind { LINK_PAGE, LINK_IMAGE, LINK_MEDIA };

struct link {
	const char *url; /* as written, spaces and controls percent-encoded; "//host" as https */
	enum link_kind kind;
	int number;   /* as shown, from 1; the same url has the same number; 0: not numbered */
	bool is_bare; /* its text is its url: nothing to repeat */
};

struct document {
	const struct block *root;
	const char *text; /* NUL-terminated, valid UTF-8 */
	size_t length;	  /* bytes */
	const struct link *links;
	size_t link_count;
	int link_numbers;    /* the highest number */
	const char *heading; /* the first heading's text, else the first words; "" if none */
};

/* From HTML (a body's fragment or a page), UTF-8, any bytes. */
struct document *document_from_html(struct arena *arena, const char *html, size_t length);

/* From plain text: lines kept, blank lines part paragraphs. */
struct document *document_from_text(struct arena *arena, const char *text, size_t length);

/*
 * Removes a heading of level 1 or 2 at the beginning that repeats the title, so that
 * whoever shows the title shows it once. They are compared
 * folded (base/text.h), without spaces, quotation marks and dashes, which
 * Markdown changes. A link in it stays in the list of links. `arena` is the
 * document's.
 */
void document_leave_out_title(struct arena *arena, struct document *document, const char *title);

/* Appends a paragraph with a word of the program's own. `arena` is the document's. */
void document_append(struct arena *arena, struct document *document, enum document_word word);

/* The block after `block` in reading order, children first; NULL after the last. */
const struct block *document_next(const struct block *block);

/* Where the text of the block with this id begins; SIZE_MAX if there is none. */
size_t document_find(const struct document *document, const char *id);

#endif
