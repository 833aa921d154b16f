#include "archive/permalink.h"

#include "archive/clock.h"
#include "archive/fields.h"
#include "archive/post.h"
#include "archive/post_name.h"
#include "archive/site.h"
#include "archive/slug.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/text.h"

#include <inttypes.h>
#include <string.h>

struct url_parts {
	const struct archive *archive;
	const struct post *post;
	struct post_name name;
};

/* What a date's placeholder says (url_drop.rb). */
struct date_value {
	const char *key;
	int size; /* of the number the least digits, of the text the most bytes */
	int64_t number;
	const char *text; /* NULL: the number */
};

enum { DATE_VALUES = 17, ALL_BYTES = 16 };

static void
set_dates(struct date_value values[DATE_VALUES], const struct civil *civil)
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December"};
	static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
			"Saturday", "Sunday"};
	int weekday = clock_weekday(clock_days(civil->year, civil->month, civil->day));
	const char *month = months[civil->month - 1], *day = days[weekday - 1];
	int64_t week_year, week = clock_iso_week(civil, &week_year);
	const struct date_value all[DATE_VALUES] = {
			{"year", civil->year < 0 ? 5 : 4, civil->year, NULL},
			{"short_year", 2, (civil->year % 100 + 100) % 100, NULL},
			{"month", 2, civil->month, NULL},
			{"i_month", 1, civil->month, NULL},
			{"day", 2, civil->day, NULL},
			{"i_day", 1, civil->day, NULL},
			{"y_day", 3, clock_day_of_year(civil), NULL},
			{"hour", 2, civil->hour, NULL},
			{"minute", 2, civil->minute, NULL},
			{"second", 2, civil->second, NULL},
			{"week", 2, week, NULL},
			{"w_year", 4, week_year, NULL},
			{"w_day", 1, weekday, NULL},
			{"short_day", 3, 0, day},
			{"long_day", ALL_BYTES, 0, day},
			{"short_month", 3, 0, month},
			{"long_month", ALL_BYTES, 0, month},
	};
	memcpy(values, all, sizeof(all));
}

static bool
is_added(const struct buf *out, const size_t *starts, size_t count, const char *text, size_t length)
{
	for (size_t i = 0; i < count; i++) {
		size_t end = i + 1 < count ? starts[i + 1] - 1 : out->length;
		if (end - starts[i] == length && memcmp(out->data + starts[i], text, length) == 0)
			return true;
	}
	return false;
}

/* Joined with slashes, each once after lower-casing or slugifying. */
static void
add_category_path(struct buf *out, const struct url_parts *parts, bool is_slugified)
{
	size_t starts[FIELDS_LIST_MAX], count = 0;
	struct buf one = buf_in(out->arena);
	for (size_t i = 0; i < parts->post->category_count && count < FIELDS_LIST_MAX; i++) {
		const char *category = parts->post->categories[i];
		buf_clear(&one);
		if (is_slugified)
			slug_slugify(&one, category, strlen(category), SLUG_DEFAULT);
		else
			text_lower(&one, category, strlen(category));
		if (is_added(out, starts, count, one.data, one.length))
			continue;
		if (count > 0)
			buf_add_char(out, '/');
		starts[count++] = out->length;
		buf_add(out, one.data, one.length);
	}
	buf_free(&one);
}

/* The path without its first `_posts` and its extension. */
static void
add_path(struct buf *out, const struct url_parts *parts)
{
	const char *path = site_jekyll_path(parts->archive, parts->post->path);
	size_t extension = strlen(parts->name.extension);
	size_t length = strlen(path) - (extension > 0 ? extension + 1 : 0);
	while (length > 0 && path[length - 1] == '.')
		length--;
	const char *posts = strstr(path, "_posts");
	if (posts == NULL || (size_t)(posts - path) + 6 > length) {
		buf_add(out, path, length);
		return;
	}
	buf_add(out, path, (size_t)(posts - path));
	buf_add(out, posts + 6, length - (size_t)(posts - path) - 6);
}

static void
add_output_ext(struct buf *out, const struct url_parts *parts)
{
	const char *extension = parts->name.extension;
	if (*extension == '\0' || site_config_is_markdown(&parts->archive->config, extension))
		buf_add_text(out, ".html");
	else
		buf_format(out, ".%s", extension);
}

/* The placeholders that are no date's. */
enum placeholder {
	TITLE,
	CATEGORIES,
	OUTPUT_EXT,
	SLUG,
	NAME,
	SLUGIFIED,
	PATH,
	COLLECTION,
	PLACEHOLDERS
};

static const char *const placeholder_names[PLACEHOLDERS] = {"title", "categories", "output_ext",
		"slug", "name", "slugified_categories", "path", "collection"};

static void
add_value(struct buf *out, const struct url_parts *parts, enum placeholder placeholder)
{
	const char *slug = parts->post->slug;
	switch (placeholder) {
	case TITLE:
	case SLUG:
		slug_slugify(out, slug, strlen(slug),
				placeholder == TITLE ? SLUG_PRETTY : SLUG_DEFAULT);
		break;
	case NAME:
		slug_slugify(out, parts->name.base, parts->name.stem_length, SLUG_DEFAULT);
		break;
	case CATEGORIES:
	case SLUGIFIED:
		add_category_path(out, parts, placeholder == SLUGIFIED);
		break;
	case OUTPUT_EXT:
		add_output_ext(out, parts);
		break;
	case PATH:
		add_path(out, parts);
		break;
	default:
		buf_add_text(out, "posts");
	}
}

struct filling {
	struct url_parts parts;
	struct arena *arena;
	struct buf values[PLACEHOLDERS]; /* zero: not made yet */
	struct date_value dates[DATE_VALUES];
};

/* The value of a placeholder, percent-encoded; it is made once for a url. */
static const struct buf *
value_of(struct filling *filling, enum placeholder placeholder)
{
	struct buf *value = &filling->values[placeholder];
	if (value->data != NULL)
		return value;
	buf_init_in(value, filling->arena);
	struct buf plain = buf_in(filling->arena);
	add_value(&plain, &filling->parts, placeholder);
	slug_escape(value, plain.data, plain.length);
	return value;
}

static bool
is_key(const char *name, const char *key, size_t length)
{
	return strncmp(key, name, length) == 0 && name[length] == '\0';
}

/* Adds the placeholder's value; a post without date has nothing for a date's. */
static bool
add_placeholder(struct buf *out, const char *key, size_t length, struct filling *filling)
{
	for (int i = 0; i < PLACEHOLDERS; i++) {
		if (!is_key(placeholder_names[i], key, length))
			continue;
		const struct buf *value = value_of(filling, (enum placeholder)i);
		buf_add(out, value->data, value->length);
		return true;
	}
	for (size_t i = 0; i < DATE_VALUES; i++) {
		const struct date_value *value = &filling->dates[i];
		if (!is_key(value->key, key, length))
			continue;
		if (filling->parts.post->has_date && value->text != NULL)
			buf_format(out, "%.*s", value->size, value->text);
		else if (filling->parts.post->has_date)
			buf_format(out, "%0*" PRId64, value->size, value->number);
		return true;
	}
	return false;
}

/* url.rb, generate_url_from_drop: a key's last `_` may be the template's. Ends beyond PERMALINK_MAX. */
static bool
fill_template(struct buf *out, const char *template, struct filling *filling)
{
	bool is_good = true;
	for (const char *at = template; *at != '\0' && out->length <= PERMALINK_MAX;) {
		size_t length = *at == ':' ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;
		if (length == 0) {
			buf_add_char(out, *at++);
			continue;
		}
		const char *key = at + 1;
		at = key + length;
		if (add_placeholder(out, key, length, filling))
			continue;
		bool is_joined = key[length - 1] == '_' &&
				 add_placeholder(out, key, length - 1, filling);
		if (is_joined) {
			buf_add_char(out, '_');
			continue;
		}
		is_good = false;
		buf_add(out, key - 1, length + 1);
	}
	return is_good;
}

static void
replace_all(struct buf *text, const char *what, const char *with)
{
	const char *found = strstr(text->data, what);
	if (found == NULL)
		return;
	struct buf out = buf_in(text->arena);
	const char *at = text->data;
	for (; found != NULL; found = strstr(at, what)) {
		buf_add(&out, at, (size_t)(found - at));
		buf_add_text(&out, with);
		at = found + strlen(what);
	}
	buf_add_text(&out, at);
	buf_free(text);
	*text = out;
}

/* url.rb, sanitize_url. */
static void
add_sane(struct buf *out, struct buf *url)
{
	replace_all(url, "..", "/");
	replace_all(url, "./", "");
	buf_add_char(out, '/');
	for (const char *at = url->data; *at != '\0'; at++)
		if (*at != '/' || out->data[out->length - 1] != '/')
			buf_add_char(out, *at);
}

const char *
permalink_post(struct buf *out, const char *template, const struct archive *archive,
		const struct post *post)
{
	struct arena *scratch = arena_child(out->arena);
	struct filling filling = {.arena = scratch};
	filling.parts = (struct url_parts){archive, post, post_name_parse(post->path)};
	const char *fault = NULL;
	struct civil civil;
	zone_to_civil(archive->config.zone, post->date, &civil, NULL);
	set_dates(filling.dates, &civil);
	struct buf url = buf_in(scratch);
	if (!fill_template(&url, template, &filling))
		fault = N_("it has a placeholder that Jekyll does not know");
	if (url.length > PERMALINK_MAX) {
		fault = N_("it makes a longer url than any file can have");
		buf_clear(&url);
		fill_template(&url, "/:year/:month/:day/:name:output_ext", &filling);
	}
	add_sane(out, &url);
	arena_free(scratch);
	return fault;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);
	return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* lib/jekyll/page.rb, template: what a page's url ends with follows the site's permalink. */
static const char *
page_suffix(const char *style, const char *extension)
{
	static const char *const with_extension[] = {"date", "ordinal", "none"};
	for (size_t i = 0; i < 3; i++)
		if (strcmp(style, with_extension[i]) == 0)
			return extension;
	if (strcmp(style, "pretty") == 0 || ends_with(style, "/"))
		return "/";
	return ends_with(style, ":output_ext") ? extension : "";
}

void
permalink_page(struct buf *out, const struct archive *archive, const char *path,
		const char *permalink)
{
	struct buf url = buf_in(out->arena);
	struct post_name name = post_name_parse(path);
	struct buf extension = buf_in(out->arena);
	bool is_markdown = site_config_is_markdown(&archive->config, name.extension);
	if (is_markdown)
		buf_add_text(&extension, ".html");
	else if (*name.extension != '\0')
		buf_format(&extension, ".%s", name.extension);
	bool is_html = strcmp(extension.data, ".html") == 0;
	bool is_index = name.stem_length == 5 && strncmp(name.base, "index", 5) == 0;
	if (permalink != NULL && strlen(permalink) <= PERMALINK_MAX) {
		buf_add_text(&url, permalink);
	} else {
		slug_escape(&url, path, (size_t)(name.base - path));
		if (!is_html || !is_index)
			slug_escape(&url, name.base, name.stem_length);
		if (!is_html)
			buf_add_text(&url, extension.data);
		else if (!is_index)
			buf_add_text(&url, page_suffix(archive->config.page_style, extension.data));
	}
	add_sane(out, &url);
	buf_free(&extension);
	buf_free(&url);
}
