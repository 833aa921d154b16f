#ifndef MARKDOWN_ENTITY_H
#define MARKDOWN_ENTITY_H

/* Private to the room: the characters that kramdown knows by name; HTML 5 knows more. */

#include "markdown/slice.h"

#include <stdint.h>

/* The code point that `&name;` stands for; 0 when kramdown leaves it as it is written. */
uint32_t entity_find(struct slice name);

#endif
