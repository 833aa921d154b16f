#ifndef DOCUMENT_HANDLERS_H
#define DOCUMENT_HANDLERS_H

/* Private to the room: what is special about an element, by subject in blocks.c, words.c, objects.c. */

#include "document/builder.h"
#include "document/element.h"
#include "document/inline_css.h"

struct frame;

/* Called for an element that was opened. */
typedef void element_handler(struct builder *builder, struct frame *frame);
typedef void leave_handler(struct builder *builder, struct frame *frame);

/* An element that is open while its children are walked. */
struct frame {
	const struct GumboInternalNode *node;
	enum element_id id;
	unsigned next_child, element_children;
	const unsigned *order; /* of the children, or NULL for their own */
	struct inherited saved;
	struct opened outer; /* a list around an item that had none */
	struct opened opened;
	bool ends_leaf;
	bool skips_children;
	leave_handler *leave;	      /* or NULL */
	const char *closing;	      /* text that comes after the children, or NULL */
	const char *separator;	      /* text that comes before the second child element, or NULL */
	int link;		      /* that ends here, or -1 */
	const struct inline_css *css; /* while the handler runs */
};

element_handler enter_center, enter_paragraph, enter_heading, enter_pre, enter_rule, enter_list,
		enter_item, enter_definitions;
element_handler enter_table, enter_caption, enter_column_group, enter_column, enter_row_group,
		enter_row, enter_cell;
element_handler enter_anchor, enter_image, enter_svg, enter_media, enter_embedded;
element_handler enter_input, enter_textarea, enter_button, enter_select, enter_meter;
element_handler enter_break, enter_optional_break, enter_no_break, enter_quotation, enter_script,
		enter_noscript, enter_ruby, enter_ruby_text, enter_struck, enter_abbreviation,
		enter_math, enter_joined;

/* Text of a raised link: a footnote's number, raised. False, and nothing is added, for any other text. */
bool add_note_number(struct builder *builder, const char *text, size_t length);

#endif
