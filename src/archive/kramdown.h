#ifndef ARCHIVE_KRAMDOWN_H
#define ARCHIVE_KRAMDOWN_H

/*
 * What a site says of its Markdown: `markdown:`, `kramdown:` and `commonmark:` of
 * _config.yml (lib/jekyll/configuration.rb), in the words of kramdown's options.
 */

struct arena;
struct yaml_node;

enum { KRAMDOWN_MAX_OPTIONS = 4096 }; /* bytes; what does not fit is left out */

/*
 * The options as `name="value" …`, as kramdown writes them in a text, in the arena; ""
 * where the site says nothing. Of lists the items stand with commas between, what
 * `typographic_symbols` says of `x` has the name typographic_symbols-x. `root`, the whole
 * configuration, may be NULL.
 */
const char *kramdown_options(struct arena *arena, const struct yaml_node *root);

#endif
