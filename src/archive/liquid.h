#ifndef ARCHIVE_LIQUID_H
#define ARCHIVE_LIQUID_H

/*
 * Liquid without an engine: what a reader needs of the template language that
 * Jekyll runs over each body (Liquid 4.0).
 *
 * `raw`, `comment`, `highlight`, `link`, `post_url` and `include` do what they
 * say; `{{ site.x }}`, `{{ page.x }}` and literal strings give their text, with
 * the filters that liquid_value.h names; of `if`, `unless` and `case` the first
 * branch is kept, of loops one turn. All other tags go without a trace. What is
 * no Liquid after all (`涨幅{%5}`, `{{ y }`), on which Jekyll stops, stays text.
 *
 * Nothing here fails. A text of n bytes gives at most 5 n bytes (code has its
 * `&` escaped) and what there is room for; time is linear in the two together.
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct yaml_node;

/* What the text stands in. */
struct liquid_host {
	/*
	 * The value of "page", "tags" and such, for as long as the rendering: a null when Liquid
	 * has none, NULL when it may have one that is not known here.
	 */
	const struct yaml_node *(*variable)(void *context, const char *object, const char *key);
	/* The url of a `link` or `post_url` (`kind`) target; NULL if it leads nowhere. */
	const char *(*link)(void *context, const char *kind, const char *target);
	void *context;
	struct arena *scratch; /* reset after each output */
	/*
	 * Bytes that values and urls may still add, five for one within code; what is looked
	 * through for a value is taken from it as well. At 0 no more of them are shown: a
	 * note stands for the first.
	 */
	size_t *room;
};

/* Whether anything in the text may be Liquid: without, it is its own rendering. */
bool liquid_is_in(const char *text, size_t length);

/* Appends what becomes of `length` bytes of UTF-8 to `out`, which lives in an arena. */
void liquid_render(
		struct buf *out, const char *text, size_t length, const struct liquid_host *host);

#endif
