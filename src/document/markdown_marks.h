#ifndef DOCUMENT_MARKDOWN_MARKS_H
#define DOCUMENT_MARKDOWN_MARKS_H

/*
 * Private to the room: what the source of Markdown is marked with before md4c
 * reads it. The marks are noncharacters, which are letters to md4c. They are taken
 * out of the input first, so that none is the author's, and out of the output
 * last, wherever they stand, so that code, links and HTML come through whole.
 */

#define MARK_NOTHING "\xEF\xB7\x90"  /* U+FDD0: a letter that is not there */
#define MARK_TILDE "\xEF\xB7\x91"    /* U+FDD1: a tilde that strikes nothing */
#define MARK_HTML "\xEF\xB7\x92"     /* U+FDD2: says of a fence that an HTML block stood here */
#define MARK_HEADLESS "\xEF\xB7\x93" /* U+FDD3: stands in the head of a table that has none */

enum { MARK_LENGTH = 3 };

#endif
