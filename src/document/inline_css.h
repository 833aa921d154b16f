#ifndef DOCUMENT_INLINE_CSS_H
#define DOCUMENT_INLINE_CSS_H

/* Private to the room: what a style attribute says that a terminal can show. */

#include "document/builder.h"

enum css_display { DISPLAY_UNSET, DISPLAY_NONE, DISPLAY_INLINE, DISPLAY_BLOCK };
enum css_switch { CSS_UNSET, CSS_OFF, CSS_ON };

struct inline_css {
	enum css_display display;
	unsigned hidden_by;		    /* a bit each property that makes it invisible */
	bool has_no_height, hides_overflow; /* invisible together */
	enum css_switch bold, italic, underline, strike;
	bool has_space, has_align, has_list_style, has_indent, has_border;
	enum space_mode space;
	enum align align;
	enum list_style list_style;
	int indent;	   /* columns of the first line */
	int margin;	   /* columns on the left, 0 to 8 */
	int width, height; /* pixels, or -1 */
	int percent;	   /* of the width, 1 to 100, or 0 */
};

/* CSS Syntax 3, a declaration list: comments, strings, !important; the last one wins. */
void inline_css_parse(struct inline_css *css, const char *style);

bool inline_css_hides(const struct inline_css *css);

/* "none", "disc", "lower-roman", …; what is unknown to a terminal is decimal or a bullet. */
bool list_style_named(const char *name, enum list_style *style);

/* 1 to 100 of `30%`; 0 for anything else. `text` may be NULL. */
int css_percent(const char *text);

/* A decimal number at the start of `text`, which may be NULL; false when there is none. */
bool css_number(const char *text, double *number);

#endif
