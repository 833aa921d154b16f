#include "archive/site_config.h"

#include "archive/kramdown.h"

#include "archive/glob.h"
#include "archive/root.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/err.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "conf/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CONFIG_MAX_BYTES = 4 << 20, DEFAULTS_MAX = 4096 };

static const char *const default_excludes[] = {".sass-cache", ".jekyll-cache", "gemfiles",
		"Gemfile", "Gemfile.lock", "node_modules", "vendor/bundle/", "vendor/cache/",
		"vendor/gems/", "vendor/ruby/"};

static const char *const config_names[] = {"_config.yml", "_config.yaml", "_config.toml"};

/* lib/jekyll/url.rb and permalink styles of lib/jekyll/collection.rb. */
static const struct {
	const char *name, *template;
} styles[] = {
		{"date", "/:categories/:year/:month/:day/:title:output_ext"},
		{"pretty", "/:categories/:year/:month/:day/:title/"},
		{"ordinal", "/:categories/:year/:y_day/:title:output_ext"},
		{"weekdate", "/:categories/:year/W:week/:short_day/:title:output_ext"},
		{"none", "/:categories/:title:output_ext"},
};

static const char *
text_of(const struct yaml_node *node, const char *key, const char *fallback)
{
	return yaml_text_or(yaml_get(node, key), fallback);
}

/* A list or a map is no setting of a switch. */
static bool
truth_of(const struct yaml_node *node, const char *key)
{
	const struct yaml_node *value = yaml_get(node, key);
	return yaml_is_truthy(value) && value->kind == YAML_SCALAR;
}

static void
list_add(struct text_list *list, struct arena *arena, const char *text)
{
	list->items = arena_grow(
			arena, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = text;
}

static bool
list_has(const struct text_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

/* Adds the texts of a list but those that `left_out` has. False with a problem for what is no list. */
static bool
read_list(struct site_config *config, struct arena *arena, const char *path, const char *key,
		const struct text_list *left_out, struct text_list *list, struct problems *problems)
{
	const struct yaml_node *node = yaml_get(config->root, key);
	bool is_list = node != NULL && node->kind == YAML_SEQUENCE;
	if (node != NULL && !is_list)
		problems_add(problems, SEVERITY_ERROR, path, node->line, 0,
				_("%s: must be a list: Jekyll stops here"), key);
	for (size_t i = 0; is_list && i < node->count; i++) {
		const char *text = yaml_text_or(node->items[i], "");
		if (*text != '\0' && !list_has(left_out, text))
			list_add(list, arena, text);
	}
	return is_list;
}

static void
read_filters(struct site_config *config, struct arena *arena, const char *path,
		struct problems *problems)
{
	static const struct text_list nothing = {0};
	if (!read_list(config, arena, path, "include", &nothing, &config->include, problems))
		list_add(&config->include, arena, ".htaccess");
	read_list(config, arena, path, "exclude", &config->include, &config->exclude, problems);
	for (size_t i = 0; i < sizeof(default_excludes) / sizeof(default_excludes[0]); i++)
		if (!list_has(&config->include, default_excludes[i]))
			list_add(&config->exclude, arena, default_excludes[i]);
}

static void
read_markdown_ext(struct site_config *config, struct arena *arena)
{
	char *text = arena_text(arena,
			text_of(config->root, "markdown_ext", "markdown,mkdown,mkdn,mkd,md"));
	char *rest = NULL;
	for (char *word = strtok_r(text, ", ", &rest); word != NULL;
			word = strtok_r(NULL, ", ", &rest))
		list_add(&config->markdown_ext, arena, word);
}

static const char *
template_of(const char *permalink)
{
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		if (strcmp(permalink, styles[i].name) == 0)
			return styles[i].template;
	return permalink;
}

/* A set without a scope is for all. */
static bool
is_for_posts(const struct yaml_node *scope)
{
	const char *type = text_of(scope, "type", NULL);
	return type == NULL || strcmp(type, "posts") == 0 || strcmp(type, "post") == 0;
}

static void
read_defaults(struct site_config *config, struct arena *arena)
{
	const struct yaml_node *list = yaml_get(config->root, "defaults");
	size_t count = list != NULL && list->kind == YAML_SEQUENCE ? list->count : 0;
	if (count > DEFAULTS_MAX)
		count = DEFAULTS_MAX;
	config->defaults = arena_array(arena, count, sizeof(*config->defaults));
	for (size_t i = 0; i < count; i++) {
		const struct yaml_node *scope = yaml_get(list->items[i], "scope");
		const struct yaml_node *values = yaml_get(list->items[i], "values");
		if (values == NULL || values->kind != YAML_MAPPING || !is_for_posts(scope))
			continue;
		const char *path = text_of(scope, "path", "");
		path += *path == '/';
		config->defaults[config->default_count++] = (struct site_default){path,
				strchr(path, '*') != NULL, yaml_get(scope, "type") != NULL, values};
	}
}

/* A path without `./` before and slashes after it. */
static char *
trimmed(struct arena *arena, const char *path)
{
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	if (strcmp(path, ".") == 0)
		path = "";
	size_t length = strlen(path);
	while (length > 0 && path[length - 1] == '/')
		length--;
	return arena_copy(arena, path, length);
}

/* Whether a folder below the source is meant: `..` might lead out of the site. */
static bool
is_within(const char *path)
{
	for (const char *at = path; (at = strstr(at, "..")) != NULL; at += 2) {
		bool is_part = (at == path || at[-1] == '/') && (at[2] == '/' || at[2] == '\0');
		if (is_part)
			return false;
	}
	return true;
}

static bool
is_count(const char *text)
{
	return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* What is wrong with the value of a known key; NULL for nothing. */
static const char *
fault_of(const struct site_config *config, const struct root *site, const char *key,
		const struct yaml_node *value)
{
	bool wants_list = strcmp(key, "defaults") == 0;
	if (value->kind != (wants_list ? YAML_SEQUENCE : YAML_SCALAR))
		return wants_list ? N_("must be a list") : N_("must be a single text");
	if (strcmp(key, "source") == 0 && !root_contains(site, value->text))
		return N_("is no folder of the site: the site's own is read");
	if (strcmp(key, "collections_dir") == 0 && !is_within(value->text))
		return N_("leads out of the site and is not followed");
	if (strcmp(key, "timezone") == 0 && config->zone == zone_utc() && value->length > 0)
		return N_("no such time zone: dates are taken as UTC");
	if (strcmp(key, "encoding") == 0 && !charset_is_known(value->text))
		return N_("no such encoding: UTF-8 and GB18030 are told apart");
	if (strcmp(key, "limit_posts") == 0 && !is_count(value->text))
		return N_("must be a number");
	return NULL;
}

/* What Jekyll stops at or takes for something else; here the defaults hold. */
static void
check_settings(const struct site_config *config, const struct root *site, const char *path,
		struct problems *problems)
{
	static const char *const keys[] = {"timezone", "permalink", "source", "collections_dir",
			"destination", "encoding", "markdown_ext", "limit_posts", "title", "url",
			"baseurl", "defaults"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct yaml_node *value = yaml_get(config->root, keys[i]);
		const char *fault = !yaml_is_null(value) ? fault_of(config, site, keys[i], value)
							 : NULL;
		if (fault != NULL)
			problems_add(problems, SEVERITY_WARNING, path, value->line, 0, _("%s: %s"),
					keys[i], _(fault));
	}
}

static void
read_settings(struct site_config *config, struct arena *arena, const struct root *site)
{
	const struct yaml_node *root = config->root;
	const char *source = root_relative(site, arena, text_of(root, "source", ""));
	config->source =
			source != NULL && *source != '\0' ? arena_format(arena, "%s/", source) : "";
	const char *collections = trimmed(arena, text_of(root, "collections_dir", ""));
	config->collections_dir = is_within(collections) ? collections + (*collections == '/') : "";
	config->destination = trimmed(arena, text_of(root, "destination", "_site"));
	config->encoding = text_of(root, "encoding", "utf-8");
	config->page_style = text_of(root, "permalink", "date");
	const struct yaml_node *posts = yaml_get(yaml_get(root, "collections"), "posts");
	config->permalink = template_of(text_of(posts, "permalink", config->page_style));
	const char *zone = text_of(root, "timezone", NULL);
	config->zone = zone != NULL ? zone_find(arena, zone) : NULL;
	if (zone != NULL && config->zone == NULL)
		config->zone = zone_utc();
	config->title = text_of(root, "title", NULL);
	config->url = text_of(root, "url", "");
	config->baseurl = trimmed(arena, text_of(root, "baseurl", ""));
	config->future = truth_of(root, "future");
	config->unpublished = truth_of(root, "unpublished");
	config->show_drafts = truth_of(root, "show_drafts");
	long limit = strtol(text_of(root, "limit_posts", "0"), NULL, 10);
	config->limit_posts = limit > 0 ? (size_t)limit : 0;
	config->markdown_options = kramdown_options(arena, root);
	read_markdown_ext(config, arena);
	read_defaults(config, arena);
}

/* The first of Jekyll's names for it that is there; NULL when none is. */
static const char *
find_file(int root_fd)
{
	struct stat status;
	for (size_t i = 0; i < sizeof(config_names) / sizeof(config_names[0]); i++)
		if (fstatat(root_fd, config_names[i], &status, 0) == 0)
			return config_names[i];
	return NULL;
}

static const struct yaml_node *
parse_file(struct arena *arena, const struct root *site, const char *name, uint64_t *hash,
		struct err *err)
{
	struct buf text = buf_empty();
	struct yaml_node *root = NULL;
	struct file_state file = {0};
	bool is_good = root_read(site, name, CONFIG_MAX_BYTES, &text, &file, err);
	*hash = hash_stable(*hash, text.data, text.length);
	if (is_good && file.size > CONFIG_MAX_BYTES)
		is_good = err_set(err, _("is larger than %d bytes"), CONFIG_MAX_BYTES);
	if (is_good) {
		charset_to_utf8(&text, NULL);
		is_good = yaml_parse(arena, text.data, text.length, &root, err);
		if (!is_good)
			err_translate(err);
	}
	if (is_good && root != NULL && root->kind != YAML_MAPPING)
		is_good = err_set(err, _("is no mapping of keys to values"));
	buf_free(&text);
	return is_good ? root : NULL;
}

void
site_config_read(struct site_config *config, struct arena *arena, const struct root *site,
		struct problems *problems)
{
	*config = (struct site_config){.hash = HASH_STABLE};
	const char *name = find_file(site->fd);
	bool is_toml = name != NULL && strcmp(name, "_config.toml") == 0;
	if (is_toml)
		problems_add(problems, SEVERITY_WARNING, name, 0, 0,
				_("TOML is not read: Jekyll's defaults hold"));
	struct err err = {0};
	if (name != NULL && !is_toml)
		config->root = parse_file(arena, site, name, &config->hash, &err);
	if (err.reason[0] != '\0') {
		err_add_path(&err, name);
		problems_add_err(problems, SEVERITY_ERROR, &err);
	}
	read_settings(config, arena, site);
	check_settings(config, site, name, problems);
	read_filters(config, arena, name, problems);
}

bool
site_config_is_markdown(const struct site_config *config, const char *extension)
{
	for (size_t i = 0; i < config->markdown_ext.count; i++)
		if (ascii_compare(config->markdown_ext.items[i], extension) == 0)
			return true;
	return false;
}

/* lib/jekyll/frontmatter_defaults.rb, glob: a hit of the pattern that the path begins with. */
static bool
pattern_applies(const char *pattern, const char *path, struct arena *arena)
{
	bool is_path = strstr(pattern, "**") == NULL;
	char *prefix = arena_text(arena, path);
	if (glob_matches(pattern, prefix, is_path))
		return true;
	for (size_t end = strlen(prefix); end > 0; end--) {
		if (prefix[end - 1] != '/')
			continue;
		prefix[end] = '\0';
		if (glob_matches(pattern, prefix, is_path))
			return true;
		prefix[end - 1] = '\0';
		if (glob_matches(pattern, prefix, is_path))
			return true;
	}
	return false;
}

/* lib/jekyll/frontmatter_defaults.rb, has_precedence?. */
static bool
has_precedence(const struct site_default *old, const struct site_default *new)
{
	size_t old_length = strlen(old->path), new_length = strlen(new->path);
	if (old_length != new_length)
		return new_length > old_length;
	return new->has_type || !old->has_type;
}

size_t
site_config_defaults(const struct site_config *config, const char *path, bool is_page,
		struct arena *arena, const struct yaml_node ***values)
{
	size_t count = 0;
	const struct site_default *winner = NULL;
	*values = NULL;
	if (config->default_count == 0)
		return 0;
	const struct yaml_node **list = arena_array(arena, config->default_count, sizeof(*list));
	for (size_t i = 0; i < config->default_count; i++) {
		const struct site_default *set = &config->defaults[i];
		bool applies = set->is_pattern ? pattern_applies(set->path, path, arena)
					       : strncmp(path, set->path, strlen(set->path)) == 0;
		if (!applies || (is_page && set->has_type))
			continue;
		if (winner == NULL || has_precedence(winner, set)) {
			list[count] = set->values;
			winner = set;
		} else {
			memmove(list + 1, list, count * sizeof(*list));
			list[0] = set->values;
		}
		count++;
	}
	*values = list;
	return count;
}
