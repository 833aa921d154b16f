#include "layout/layout.h"

#include "base/out.h"

#include <string.h>

struct shown_style {
	unsigned style; /* of enum style */
	unsigned out;	/* of enum out_style */
};

static const struct shown_style shown_styles[] = {
		{STYLE_BOLD, OUT_BOLD},
		{STYLE_ITALIC, OUT_ITALIC},
		{STYLE_UNDERLINE, OUT_UNDERLINE},
		{STYLE_STRIKE, OUT_STRIKE},
		{STYLE_CODE, OUT_CYAN},
		{STYLE_MARK, OUT_REVERSE},
		{STYLE_DIM, OUT_DIM},
		{STYLE_LINK, OUT_BLUE | OUT_UNDERLINE},
		{STYLE_IMAGE, OUT_MAGENTA},
		{STYLE_HEADING, OUT_BOLD},
		{STYLE_FURNITURE, OUT_DIM},
		{STYLE_NUMBER, OUT_DIM},
};

static unsigned
out_bits(unsigned style)
{
	unsigned bits = 0;
	for (size_t i = 0; i < sizeof(shown_styles) / sizeof(shown_styles[0]); i++) {
		if (style & shown_styles[i].style)
			bits |= shown_styles[i].out;
	}
	return bits;
}

/* Bytes of the text without the spaces at its end. */
static size_t
trimmed(const struct piece *piece)
{
	size_t length = piece->length;
	while (length > 0 && piece->text[length - 1] == ' ')
		length--;
	return length;
}

/* Prints no-break spaces as spaces, for whoever copies the line. */
static void
print_text(struct out *out, const char *text, size_t length)
{
	static const char no_break[] = "\xC2\xA0";
	size_t start = 0;
	for (size_t i = 0; i + 1 < length; i++) {
		if (memcmp(text + i, no_break, 2) != 0)
			continue;
		out_text(out, text + start, i - start);
		out_spaces(out, 1);
		start = i + 2;
		i++;
	}
	out_text(out, text + start, length - start);
}

static const char *
url_of(const struct document *document, const struct piece *piece)
{
	if (piece->link < 0 || (size_t)piece->link >= document->link_count)
		return NULL;
	return document->links[piece->link].url;
}

void
layout_print_line(const struct layout *layout, const struct document *document, size_t index,
		struct out *out)
{
	if (index >= layout->count)
		return;
	const struct line *line = &layout->lines[index];
	size_t count = line->piece_count;
	while (count > 0 && trimmed(&line->pieces[count - 1]) == 0)
		count--;
	int link = -1;
	for (size_t i = 0; i < count; i++) {
		const struct piece *piece = &line->pieces[i];
		size_t length = i + 1 < count ? piece->length : trimmed(piece);
		if (piece->link != link) {
			out_link(out, url_of(document, piece));
			link = piece->link;
		}
		out_style(out, out_bits(piece->style));
		print_text(out, piece->text, length);
	}
	if (link >= 0)
		out_link(out, NULL);
	out_style(out, 0);
}
