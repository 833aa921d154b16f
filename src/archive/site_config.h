#ifndef ARCHIVE_SITE_CONFIG_H
#define ARCHIVE_SITE_CONFIG_H

/* A site's _config.yml, read once: what Jekyll's defaults say where it is silent. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct problems;
struct root;
struct yaml_node;
struct zone;

struct text_list {
	const char **items;
	size_t count, capacity;
};

/* One set of `defaults:`. */
struct site_default {
	const char *path; /* without a leading slash; "" for all */
	bool is_pattern;  /* holds a `*` */
	bool has_type;
	const struct yaml_node *values;
};

struct site_config {
	const char *source;	     /* below the root, "" or ending in "/" */
	const char *collections_dir; /* "" or without slashes at its ends */
	const char *destination;
	struct text_list exclude, include, markdown_ext;
	const char *encoding;
	const char *permalink;	 /* a template, no style's word */
	const char *page_style;	 /* `permalink:` as written */
	const struct zone *zone; /* NULL: the machine's; UTC for a name that is none */
	const char *title, *url, *baseurl;
	bool future, unpublished, show_drafts;
	const char *markdown_options;  /* kramdown.h */
	size_t limit_posts;	       /* 0: all */
	struct site_default *defaults; /* for posts */
	size_t default_count;
	const struct yaml_node *root; /* NULL without a readable file */
	uint64_t hash;		      /* of the file's bytes */
};

/* Reads the configuration of the folder `site`; never fails, what is wrong goes to `problems`. */
void site_config_read(struct site_config *config, struct arena *arena, const struct root *site,
		struct problems *problems);

/* Whether `extension` (without dot) is Markdown here, in any case. */
bool site_config_is_markdown(const struct site_config *config, const char *extension);

/*
 * The defaults that hold for a post at `path` (relative to the source, without
 * collections_dir), weakest first, in `arena`. For a page those that are for posts
 * alone do not hold.
 */
size_t site_config_defaults(const struct site_config *config, const char *path, bool is_page,
		struct arena *arena, const struct yaml_node ***values);

#endif
