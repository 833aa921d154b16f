#ifndef ARCHIVE_LIQUID_H
#define ARCHIVE_LIQUID_H

/*
 * Liquid without an engine: what a reader needs of the template language that
 * Jekyll runs over each body (Liquid 4.0).
 *
 * `raw`, `comment`, `highlight`, `link`, `post_url` and `include` do what they
 * say; `{{ site.x }}`, `{{ page.x }}` and literal strings give their text,
 * filters aside; of `if`, `unless` and `case` the first branch is kept, of
 * loops one turn. All other tags go without a trace. What is no Liquid after
 * all (`涨幅{%5}`, `{{ y }`), on which Jekyll stops, stays text. Linear in the
 * length of the text; nothing here fails.
 */

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* What the text stands in. */
struct liquid_host {
	/* The text of "site.title", "page.url" and such, NUL-terminated; NULL if there is none. */
	const char *(*variable)(void *context, const char *name);
	/* The url of a `link` or `post_url` (`kind`) target; NULL if it leads nowhere. */
	const char *(*link)(void *context, const char *kind, const char *target);
	void *context;
};

/* Whether anything in the text may be Liquid: without, it is its own rendering. */
bool liquid_is_in(const char *text, size_t length);

/* Appends what becomes of `length` bytes of UTF-8 to `out`, which lives in an arena. */
void liquid_render(
		struct buf *out, const char *text, size_t length, const struct liquid_host *host);

#endif
