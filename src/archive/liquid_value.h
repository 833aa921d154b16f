#ifndef ARCHIVE_LIQUID_VALUE_H
#define ARCHIVE_LIQUID_VALUE_H

/*
 * Private to the room: what an output says (Liquid 4.0, variable.rb,
 * variable_lookup.rb, standardfilters.rb): `page.tags | join: ", "`.
 *
 * Known are strings, numbers, `page.x`, `page["x"]` and the like of `site`, with
 * keys and places in them (`.a.b`, `[0]`, `["a"]`, `.first`, `.last`, `.size`), and
 * the filters `size`, `first`, `last`, `join`, `sort`, `reverse`, `uniq` and `default`. Other
 * filters leave a text as it is; of a list or a map they make nothing.
 */

#include "archive/liquid_scan.h"

struct buf;
struct liquid_host;
struct yaml_node;

/*
 * The value of an expression, in the host's scratch or in what the host gave; NULL for
 * none. Takes from the host's room what it looks through.
 */
const struct yaml_node *liquid_value(const struct liquid_host *host, struct slice expression);

/*
 * Appends a value as text: a list's items without anything between, nothing for a map.
 * Takes its bytes from the host's room; what does not fit is left out, and no room is left.
 */
void liquid_value_show(
		struct buf *out, const struct liquid_host *host, const struct yaml_node *value);

/* Takes from the room, at most all that is left. */
void liquid_take(const struct liquid_host *host, size_t units);

#endif
