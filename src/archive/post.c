/* Reads a post as Jekyll does (lib/jekyll/document.rb), and kindlier where Jekyll gives up. */

#include "archive/dates.h"
#include "archive/permalink.h"
#include "archive/reading.h"
#include "archive/site.h"
#include "archive/slug.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/sentence.h"
#include "base/utf8.h"
#include "conf/yaml.h"

#include <string.h>

/* Sets flags; of several problems the first is kept. The format's only conversions are up to two %s. */
static void
report(struct reading *reading, unsigned flags, size_t line, const char *format, const char *first,
		const char *second)
{
	reading->post->flags |= flags;
	if (reading->post->problem != NULL)
		return;
	struct buf reason = buf_in(reading->arena);
	sentence_keep(&reason, format, (const char *[]){first, second});
	buf_truncate(&reason, utf8_valid_prefix(reason.data, reason.length));
	reading->post->problem = buf_take(&reason);
	reading->post->problem_line = line;
}

/* ---- the text ---- */

static bool
is_utf16(const struct buf *text)
{
	return text->length >= 2 &&
	       (memcmp(text->data, "\xFF\xFE", 2) == 0 || memcmp(text->data, "\xFE\xFF", 2) == 0);
}

/*
 * To UTF-8; returns what it was taken as. A front matter is judged by itself: what stands far
 * behind it, and was not read for a list, changes nothing of it.
 */
static const char *
decode_parts(struct buf *text, const char *wanted)
{
	struct front_split split = front_matter_split(text->data, text->length);
	if (!split.is_closed)
		return charset_to_utf8(text, wanted);
	struct buf body = buf_in(text->arena);
	buf_add(&body, text->data + split.yaml_length, text->length - split.yaml_length);
	buf_truncate(text, split.yaml_length);
	const char *front_encoding = charset_to_utf8(text, wanted);
	const char *encoding = charset_to_utf8(&body, wanted);
	buf_add(text, body.data, body.length);
	buf_free(&body);
	return strcmp(encoding, "UTF-8") != 0 ? encoding : front_encoding;
}

static bool
decode(struct reading *reading, struct buf *text, struct err *err)
{
	reading->encoding = "UTF-8";
	reading->has_mark = text->length >= 3 && memcmp(text->data, "\xEF\xBB\xBF", 3) == 0;
	const char *wanted = reading->archive->config.encoding;
	reading->is_valid = true;
	if (charset_is_plain(text, wanted))
		return true;
	reading->is_valid = utf8_is_valid(text->data, text->length);
	bool is_binary = !reading->is_valid && !is_utf16(text) &&
			 memchr(text->data, '\0', text->length) != NULL;
	if (is_binary && !front_matter_split(text->data, text->length).is_opened)
		return err_set(err, _("is no text: Jekyll skips it"));
	reading->encoding = decode_parts(text, wanted);
	if (reading->encoding == wanted)
		reading->is_valid = true;
	return true;
}

/* The reason is a kept sentence already. */
static void
report_yaml(struct reading *reading, const struct err *err)
{
	const char *reason = arena_format(
			reading->arena, "%s" SENTENCE_NEXT "%s", N_("front matter: "), err->reason);
	reading->post->flags |= POST_DAMAGED;
	if (reading->post->problem != NULL)
		return;
	reading->post->problem = arena_copy(
			reading->arena, reason, utf8_valid_prefix(reason, strlen(reason)));
	reading->post->problem_line = err->line > 0 ? err->line : 1;
}

static void
report_encoding(struct reading *reading)
{
	if (reading->is_valid)
		return;
	unsigned flags = POST_SKIPPED | POST_DAMAGED;
	if (strcmp(reading->encoding, "UTF-8") != 0)
		report(reading, flags, 0, N_("the text is %s, not UTF-8: Jekyll skips it"),
				reading->encoding, NULL);
	else
		report(reading, flags, 0,
				N_("the text holds bytes that are not UTF-8: Jekyll skips it"),
				NULL, NULL);
}

/* A byte order mark makes a page a static file (lib/jekyll/utils.rb, has_yaml_header?). */
static void
read_front_matter(struct reading *reading, const struct buf *text)
{
	if (reading->has_mark && reading->entry->is_page)
		return;
	reading->split = front_matter_split(text->data, text->length);
	if (!reading->split.is_opened)
		return;
	if (!reading->split.is_closed) {
		report(reading, POST_DAMAGED, 1,
				text->length > FRONT_MATTER_MAX
						? N_("the front matter does not end within 1 MiB: "
						     "it is read as text")
						: N_("the front matter is never closed: it is read "
						     "as text"),
				NULL, NULL);
		return;
	}
	struct err err = {0};
	if (!front_matter_parse(reading->arena, text->data, reading->split.yaml_length,
			    &reading->fields.front, &err))
		report_yaml(reading, &err);
}

/* ---- date ---- */

static bool
parse_date(const struct archive *archive, const struct yaml_node *node, int64_t *seconds)
{
	if (node->kind == YAML_SEQUENCE && node->count == 1)
		node = node->items[0];
	if (node->kind != YAML_SCALAR)
		return false;
	enum yaml_type type = yaml_type(node);
	if (type == YAML_NULL || type == YAML_FLOAT || type == YAML_TRUE || type == YAML_FALSE)
		return false;
	if (type == YAML_TIME && dates_parse_yaml(node->text, seconds))
		return true;
	return dates_parse(node->text, archive->options.now, archive->config.zone, seconds);
}

static void
set_date(struct reading *reading, int64_t seconds)
{
	struct post *post = reading->post;
	post->has_date = true;
	post->date = seconds;
	post->utc_offset = zone_offset(reading->archive->config.zone, seconds);
}

static void
set_name_date(struct reading *reading)
{
	if (!reading->name.has_date)
		return;
	if (dates_is_valid(&reading->name.date))
		set_date(reading, zone_from_civil(reading->archive->config.zone,
						  &reading->name.date));
	else
		report(reading, POST_DAMAGED, 0,
				N_("the date in the name is no date: Jekyll stops here"), NULL,
				NULL);
}

/* As much of a text as a message shows. */
static const char *
start_of(struct reading *reading, const char *text)
{
	return arena_format(reading->arena, "%.100s", text);
}

static void
read_date(struct reading *reading)
{
	int64_t seconds;
	const struct yaml_node *node = fields_get(&reading->fields, "date");
	if (node != NULL && parse_date(reading->archive, node, &seconds)) {
		set_date(reading, seconds);
		return;
	}
	const struct yaml_node *own = yaml_get(reading->fields.front, "date");
	if (node == NULL && own == NULL) {
		set_name_date(reading);
		if (!reading->post->has_date && reading->entry->is_draft &&
				reading->file.mtime != 0)
			set_date(reading, reading->file.mtime / 1000000000);
		return;
	}
	const char *text = node != NULL && node->kind == YAML_SCALAR ? node->text : "";
	bool has_other = reading->name.has_date && dates_is_valid(&reading->name.date);
	report(reading, POST_DAMAGED, own != NULL ? own->line : 0,
			has_other ? N_("date \"%s\" is no date; the file name's is used")
				  : N_("date \"%s\" is no date, and the file name has none"),
			start_of(reading, text), NULL);
	if (has_other)
		set_name_date(reading);
}

/* ---- title and slug ---- */

/* The url has categories as they are written, so this comes after it. */
static void
show_names(struct reading *reading, const char *const **names, size_t *count)
{
	struct field_list list = {0};
	for (size_t i = 0; i < *count; i++) {
		const char *shown = fields_shown(reading->arena, (*names)[i]);
		field_list_add(&list, reading->arena, shown, strlen(shown));
	}
	*names = list.items;
	*count = list.count;
}

static void
read_slug(struct reading *reading)
{
	const struct yaml_node *node = fields_get(&reading->fields, "slug");
	const struct post_name *name = &reading->name;
	if (yaml_is_truthy(node) && node->kind == YAML_SCALAR) {
		reading->post->slug = arena_copy(reading->arena, node->text, strlen(node->text));
		if (yaml_type(node) != YAML_STRING)
			report(reading, POST_DAMAGED, node->line,
					N_("slug is no text: Jekyll stops here"), NULL, NULL);
		return;
	}
	reading->post->slug = charset_copy(reading->arena, name->slug, name->slug_length);
}

static void
read_title(struct reading *reading, const struct buf *text)
{
	const struct yaml_node *node = fields_get(&reading->fields, "title");
	struct buf title = buf_in(reading->arena);
	bool has_title = yaml_is_truthy(node);
	if (has_title)
		fields_show(&title, node);
	bool is_odd = reading->post->flags & (POST_SKIPPED | POST_DAMAGED);
	if (title.length == 0 && is_odd &&
			(has_title || reading->split.is_closed || !reading->split.is_opened)) {
		size_t left = text->length - reading->split.body;
		const char *body = text->data + reading->split.body;
		reading_first_words(&title, body,
				body + (left < READING_WORDS_BYTES ? left : READING_WORDS_BYTES));
		reading->needs_words = true;
		has_title = title.length > 0 || has_title;
	}
	if (!has_title || (title.length == 0 && is_odd)) {
		const char *slug = charset_copy(
				reading->arena, reading->name.slug, reading->name.slug_length);
		slug_titleize(&title, slug, strlen(slug));
	}
	reading->post->title = fields_shown(reading->arena, title.data);
}

/* ---- categories and tags ---- */

/* document.rb, categories_from_path: the folders before the first `_posts`. */
static void
add_folders(struct reading *reading, struct field_list *list)
{
	if (reading->entry->is_page)
		return;
	const char *special = reading->entry->is_draft ? "_drafts" : "_posts";
	const char *path = site_jekyll_path(reading->archive, reading->entry->path);
	const char *end = strstr(path, special);
	while (end != NULL && path < end) {
		const char *slash = memchr(path, '/', (size_t)(end - path));
		const char *stop = slash != NULL ? slash : end;
		const char *name = charset_copy(reading->arena, path, (size_t)(stop - path));
		field_list_add(list, reading->arena, name, strlen(name));
		path = stop + 1;
	}
}

static void
read_categories(struct reading *reading)
{
	struct field_list list = {0};
	add_folders(reading, &list);
	const struct yaml_node *sources[] = {fields_default(&reading->fields, "categories"),
			yaml_get(reading->fields.front, "categories")};
	for (size_t i = 0; i < 2; i++) {
		const struct yaml_node *node = sources[i];
		bool is_odd = !yaml_is_null(node) && node->kind != YAML_SEQUENCE &&
			      (node->kind == YAML_MAPPING || yaml_type(node) != YAML_STRING);
		if (is_odd)
			report(reading, POST_DAMAGED, node->line,
					N_("categories is neither text nor a list: Jekyll drops "
					   "the front matter"),
					NULL, NULL);
		if (!is_odd || yaml_is_truthy(node))
			field_list_add_words(&list, reading->arena, node);
	}
	const struct yaml_node *single = fields_get(&reading->fields, "category");
	if (yaml_is_truthy(single))
		field_list_add_node(&list, reading->arena, single);
	if (list.is_cut)
		report(reading, 0, 0, N_("more than %s categories: the others are left out"),
				arena_format(reading->arena, "%d", FIELDS_LIST_MAX), NULL);
	reading->post->categories = list.items;
	reading->post->category_count = list.count;
}

/* utils.rb, pluralized_array_from_hash: `tags` counts when it is text or a list, `tag` whatever it is. */
static void
read_tags(struct reading *reading)
{
	struct field_list list = {0};
	const struct yaml_node *single = fields_get(&reading->fields, "tag");
	const struct yaml_node *many = fields_get(&reading->fields, "tags");
	if (yaml_is_truthy(single))
		field_list_add_node(&list, reading->arena, single);
	else if (many != NULL && many->kind != YAML_MAPPING &&
			(many->kind == YAML_SEQUENCE || yaml_type(many) == YAML_STRING))
		field_list_add_words(&list, reading->arena, many);
	if (list.is_cut)
		report(reading, 0, 0, N_("more than %s tags: the others are left out"),
				arena_format(reading->arena, "%d", FIELDS_LIST_MAX), NULL);
	reading->post->tags = list.items;
	reading->post->tag_count = list.count;
}

/* ---- shown or not, and where ---- */

static void
read_flags(struct reading *reading)
{
	struct post *post = reading->post;
	const struct archive *archive = reading->archive;
	const struct archive_options *options = &archive->options;
	const struct site_config *config = &archive->config;
	if (reading->entry->is_draft)
		post->flags |= POST_DRAFT;
	if (post->has_date && post->date > options->now)
		post->flags |= POST_FUTURE;
	if (fields_has(&reading->fields, "published") &&
			!yaml_is_truthy(fields_get(&reading->fields, "published")))
		post->flags |= POST_UNPUBLISHED;
	unsigned shown = 0;
	if (options->drafts || config->show_drafts)
		shown |= POST_DRAFT;
	if (options->future || config->future)
		shown |= POST_FUTURE;
	if (options->unpublished || config->unpublished)
		shown |= POST_UNPUBLISHED;
	if (post->flags & (POST_DRAFT | POST_FUTURE | POST_UNPUBLISHED) & ~shown)
		post->flags |= POST_HIDDEN;
}

static void
read_url(struct reading *reading)
{
	const char *template = reading->archive->config.permalink;
	const struct yaml_node *own = fields_get(&reading->fields, "permalink");
	if (yaml_is_truthy(own)) {
		if (own->kind == YAML_SCALAR && yaml_type(own) == YAML_STRING)
			template = own->text;
		else
			report(reading, POST_DAMAGED, own->line,
					N_("permalink is no text: Jekyll stops here"), NULL, NULL);
	}
	struct buf url = buf_in(reading->arena);
	const char *fault = NULL;
	if (reading->entry->is_page)
		permalink_page(&url, reading->archive,
				site_jekyll_path(reading->archive, reading->post->path),
				template != reading->archive->config.permalink ? template : NULL);
	else
		fault = permalink_post(&url, template, reading->archive, reading->post);
	if (fault != NULL)
		report(reading, POST_DAMAGED, own != NULL ? own->line : 0,
				N_("permalink \"%s\": %s"), start_of(reading, template),
				arena_format(reading->arena, SENTENCE_OWN "%s", fault));
	if (!utf8_is_valid(url.data, url.length))
		charset_to_utf8(&url, NULL);
	reading->post->url = buf_take(&url);
}

bool
reading_fill(struct reading *reading, struct buf *text, struct err *err)
{
	struct post *post = reading->post;
	*post = (struct post){.path = arena_text(reading->arena, reading->entry->path)};
	reading->name = post_name_parse(post->path);
	if (reading->entry->skipped != NULL)
		report(reading, POST_SKIPPED, 0, reading->entry->skipped, NULL, NULL);
	if (!decode(reading, text, err))
		return false;
	reading->fields.default_count = site_config_defaults(&reading->archive->config,
			site_jekyll_path(reading->archive, post->path), reading->entry->is_page,
			reading->arena, &reading->fields.defaults);
	read_front_matter(reading, text);
	report_encoding(reading);
	read_date(reading);
	read_slug(reading);
	read_categories(reading);
	read_tags(reading);
	read_flags(reading);
	read_url(reading);
	show_names(reading, &post->categories, &post->category_count);
	show_names(reading, &post->tags, &post->tag_count);
	read_title(reading, text);
	return true;
}

bool
reading_start(struct reading *reading, struct err *err)
{
	const struct archive *archive = reading->archive;
	struct arena *scratch = arena_child(reading->arena);
	struct buf text = buf_in(scratch);
	struct front_prefix prefix = {0};
	bool is_good, is_short;
	do {
		if (archive->options.is_thorough && !reading->entry->is_page)
			is_good = file_read_at(archive->root.fd, reading->entry->path,
					BODY_MAX_BYTES, &text, &reading->file, err);
		else
			is_good = front_matter_read(archive->root.fd, reading->entry->path,
					archive->config.encoding, &prefix, &text, &reading->file,
					err);
		reading->bytes_read = text.length;
		is_good = is_good && reading_fill(reading, &text, err);
		is_short = is_good && prefix.is_cut && reading->needs_words &&
			   text.length - reading->split.body < READING_WORDS_BYTES;
	} while (is_short);
	arena_free(scratch);
	return is_good;
}

bool
archive_read_post(const struct archive *archive, const struct archive_entry *entry,
		struct arena *arena, struct post *post, struct file_state *file, struct err *err)
{
	struct reading reading = {.archive = archive, .entry = entry, .arena = arena, .post = post};
	bool is_good = reading_start(&reading, err);
	if (!is_good)
		err_add_path(err, entry->path);
	if (file != NULL)
		*file = reading.file;
	return is_good;
}
