#ifndef ARCHIVE_FIELDS_H
#define ARCHIVE_FIELDS_H

/* A post's values by key: its front matter over the site's defaults (lib/jekyll/document.rb, merge_data!). */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;
struct yaml_node;

struct fields {
	const struct yaml_node *front;	   /* NULL when there is none */
	const struct yaml_node **defaults; /* weakest first */
	size_t default_count;
};

/* The value of a key: the front matter's, else the strongest default's; nulls are passed over. NULL if there is none. */
const struct yaml_node *fields_get(const struct fields *fields, const char *key);
const struct yaml_node *fields_default(const struct fields *fields, const char *key);

/* Whether the front matter or a default has the key, with any value. */
bool fields_has(const struct fields *fields, const char *key);

/* A list of distinct texts that are not empty; FIELDS_LIST_MAX texts are added at most, doubles included. */
enum { FIELDS_LIST_MAX = 1000 };
struct field_list {
	const char **items;
	size_t count, capacity;
	size_t seen; /* doubles included */
	bool is_cut; /* there were more */
};
void field_list_add(struct field_list *list, struct arena *arena, const char *text, size_t length);

/* A scalar as it is, a list's items, lists in it flattened. */
void field_list_add_node(
		struct field_list *list, struct arena *arena, const struct yaml_node *node);

/* As that, but a scalar is split on white space. */
void field_list_add_words(
		struct field_list *list, struct arena *arena, const struct yaml_node *node);

/* A text as Jekyll's pages show it: titles, categories and tags get into them as they are, so `&amp;` is `&`. */
const char *fields_shown(struct arena *arena, const char *text);

/* A value as one line of text: lists joined with commas, maps as `key: value`. */
void fields_show(struct buf *out, const struct yaml_node *node);

#endif
