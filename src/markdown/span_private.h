#ifndef MARKDOWN_SPAN_PRIVATE_H
#define MARKDOWN_SPAN_PRIVATE_H

/*
 * Private to the files of spans.
 *
 * kramdown reads spans by trying: an emphasis or a link that is not closed is
 * taken back and its mark is text. So it is here, with a stack of what is open in
 * place of recursion. That each text is still read a bounded number of times is
 * due to what is remembered, and heeded when a text has failed SPAN_MAX_FAILURES
 * times: where emphasis cannot be closed any more, and where
 * a bracket has its other one. Both depend on what is open around them (a set
 * of four kinds, the state), never on where that began.
 */

#include "base/buf.h"
#include "markdown/code_span.h"
#include "markdown/html_tag.h"
#include "markdown/span.h"

enum open_kind { OPEN_ROOT, OPEN_EM, OPEN_STRONG, OPEN_LINK, OPEN_IMAGE, OPEN_DEL, OPEN_HTML };

/* What is open, as a set. */
enum {
	STATE_EM = 1 << 0,
	STATE_STRONG = 1 << 1,
	STATE_LINK = 1 << 2,
	STATE_IMAGE = 1 << 3,
	STATE_COUNT = 1 << 4,
};

enum { SPAN_MAX_FAILURES = 32 };

/* open.child where no span precedes that an attribute list could belong to. */
enum { SPAN_NO_CHILD = SIZE_MAX >> 1 };

struct open {
	enum open_kind kind;
	size_t start;		  /* of its mark */
	size_t resume;		  /* behind the mark, when it has become text */
	size_t content;		  /* where what is in it begins */
	size_t span;		  /* number of its SPAN_OPEN */
	size_t child;		  /* the last span within that an attribute list may follow */
	unsigned state;		  /* outside of it */
	char mark;		  /* of emphasis */
	bool is_single;		  /* emphasis of one mark, tried after that of two failed */
	bool is_in_html;	  /* some element of HTML is open */
	bool is_raw;		  /* no Markdown is read in it */
	size_t pending;		  /* brackets that were open when it was opened; of a link */
	size_t recorded;	  /* records of brackets of its state at that time; of a link */
	size_t end;		  /* of the text outside; OPEN_DEL */
	char name[HTML_MAX_NAME]; /* OPEN_HTML */
	struct target *target;	  /* of a link whose close is known */
};

/* A bracket and its other one. */
struct bracket {
	size_t at, close; /* close: SOURCE_NOWHERE when it has none */
};

struct bracket_list {
	struct bracket *items; /* by place */
	size_t count, capacity;
};

struct span_parser {
	struct arena *arena;
	const struct definitions *definitions;
	const struct markdown_options *options;
	bool reads_html; /* Markdown is read in elements of HTML */
	struct spans spans;
	struct source source;
	size_t end;   /* of what is read: the text's, or of a stretch within */
	size_t plain; /* text from there to source.at has no span yet */
	size_t floor; /* a quote looks back no further than that */
	unsigned state;
	bool is_note;
	struct open *opens;
	size_t open_count, open_capacity;
	struct code_search unclosed_code;
	size_t failures;      /* emphasis that was not closed */
	size_t link_failures; /* links that were not, for elements of HTML in them went on to the end */
	bool has_endless;     /* an element in a link has gone on to the end */
	size_t no_emphasis[STATE_COUNT][4]; /* from there on it is not closed; by state and mark */
	size_t saved_emphasis[STATE_COUNT][4]; /* the same outside of OPEN_DEL */
	struct code_search saved_code;
	struct bracket_list brackets[STATE_COUNT];
	size_t *pending; /* brackets that are open in the links being read */
	size_t pending_count, pending_capacity;
	struct buf label; /* of a reference that is looked for */
};

static inline struct open *
span_top(struct span_parser *parser)
{
	return &parser->opens[parser->open_count - 1];
}

static inline char
span_byte(const struct span_parser *parser, size_t at)
{
	return at < parser->end ? parser->source.text[at] : '\0';
}

/* --- span_add.c --- */

/* Makes a span of the plain text before source.at. */
void span_flush(struct span_parser *parser);

/* Reading continues at `next`; all before it has its spans. */
void span_go_to(struct span_parser *parser, size_t next);

/* Adds a span for the text from source.at to `next`, from where reading goes on; an attribute list may follow it. */
struct span *span_add(
		struct span_parser *parser, enum span_kind kind, struct slice text, size_t next);

/* Leaves what is before `next` as text, and no quote looks back at it. */
void span_pass(struct span_parser *parser, size_t next);

/* Opens an element whose mark ends at `content`. */
struct open *span_open(struct span_parser *parser, enum open_kind kind, enum span_element element,
		size_t content);

/* Closes the innermost element; reading goes on at `next`. */
void span_close(struct span_parser *parser, size_t next);

/* Undoes the innermost element: its mark becomes text. */
void span_revert(struct span_parser *parser);

/* Whether a letter, a mark or a digit is at `at`. */
bool span_is_word(const struct span_parser *parser, size_t at);

/* --- A file a kind of span --- */

/* Each reads what begins at source.at, and moves on. */
void span_emphasis(struct span_parser *parser);
void span_bracket(struct span_parser *parser);	     /* [ and ![ */
void span_close_bracket(struct span_parser *parser); /* ] */
void span_quote(struct span_parser *parser);
void span_symbol(struct span_parser *parser); /* - . < > */
void span_angle(struct span_parser *parser);

/* Undoes emphasis, or links, that are still open where the text ends. */
void span_fail_emphasis(struct span_parser *parser);
void span_fail_link(struct span_parser *parser);

/* Reads a bare address that the byte at source.at is in; false when there is none. */
bool span_bare_address(struct span_parser *parser);

#endif
