#ifndef DOCUMENT_INLINE_CSS_H
#define DOCUMENT_INLINE_CSS_H

/* Private to the room: what a style attribute says that a terminal can show. */

#include "document/builder.h"

enum { CSS_UNSET = -1 };
enum css_display { DISPLAY_NONE, DISPLAY_INLINE, DISPLAY_BLOCK };
enum css_hiding {
	BY_VISIBILITY,
	BY_OPACITY,
	BY_FONT_SIZE,
	BY_MSO,
	BY_LEFT,
	BY_INDENT,
	CSS_HIDINGS
};

struct inline_css {
	int display; /* enum css_display or CSS_UNSET, as those of other types below */
	int hidden_by[CSS_HIDINGS];	     /* whether each makes it invisible */
	int hides_overflow;		     /* together with no height */
	int bold, italic, underline, strike; /* 0, 1 or CSS_UNSET, as the indent */
	int space;			     /* enum space_mode */
	int align;			     /* enum align */
	int list_style;			     /* enum list_style */
	bool has_no_height, has_border;
	int indent;	   /* columns of the first line */
	int margin;	   /* columns on the left, 0 to 8 */
	int width, height; /* pixels, or CSS_UNSET */
	int percent;	   /* of the width, 1 to 100, or 0 */
};

/* CSS Syntax 3, a declaration list: comments, strings, !important; the last one wins. */
void inline_css_parse(struct inline_css *css, const char *style);

bool inline_css_hides(const struct inline_css *css);

/* enum list_style of "none", "disc", "lower-roman", …; CSS_UNSET for any other word. */
int list_style_named(const char *name);

/* 1 to 100 of `30%`; 0 for anything else. `text` may be NULL. */
int css_percent(const char *text);

/* A decimal number at the start of `text`, which may be NULL; false when there is none. */
bool css_number(const char *text, double *number);

#endif
