/*
 * The session as text, for the next one to go on from: YAML, a part a line. What is read was written by
 * another program of whatever version, or by a hostile one: each part that does not hold is left out.
 */

#include "app/state.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "conf/yaml.h"
#include "settings/keymap_files.h"

#include <stdlib.h>
#include <string.h>

/* --- Writing --- */

/* In double quotes; what is not to be seen on a line is escaped. */
static void
add_quoted(struct buf *out, const char *text)
{
	size_t length = strlen(text), step;
	uint32_t codepoint;
	buf_add_char(out, '"');
	for (size_t i = 0; i < length; i += step) {
		step = utf8_decode(text + i, length - i, &codepoint);
		if (codepoint == UTF8_REPLACEMENT)
			buf_add_text(out, "\xEF\xBF\xBD"); /* for bytes that are no UTF-8 as well */
		else if (codepoint == '"' || codepoint == '\\')
			buf_format(out, "\\%c", (char)codepoint);
		else if (gate_codepoint(codepoint, GATE_LINE) != codepoint)
			buf_format(out, "\\U%08x", (unsigned)codepoint);
		else
			buf_add(out, text + i, step);
	}
	buf_add_char(out, '"');
}

/* `name: "text"`; nothing for "" or NULL. */
static void
add_text(struct buf *out, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	buf_format(out, "%s: ", name);
	add_quoted(out, text);
	buf_add_char(out, '\n');
}

static void
add_names(struct buf *out, const char *name, char *const *names, size_t count)
{
	if (count == 0)
		return;
	buf_format(out, "%s: [", name);
	for (size_t i = 0; i < count; i++) {
		buf_add_text(out, i > 0 ? ", " : "");
		add_quoted(out, names[i]);
	}
	buf_add_text(out, "]\n");
}

static void
add_number(struct buf *out, const char *name, int64_t number)
{
	buf_format(out, "%s: %lld\n", name, (long long)number);
}

static void
add_asked(struct buf *out, const struct asked *asked)
{
	const struct selection *selection = &asked->selection;
	add_text(out, "kind", asked->kind == GROUP_TAG ? "tag" : "category");
	add_text(out, "group", asked->group);
	add_text(out, "group-order", group_orders[asked->group_order]);
	add_names(out, "tags", selection->tags, selection->tag_count);
	add_names(out, "categories", selection->categories, selection->category_count);
	if (selection->has_since)
		add_number(out, "since", selection->since);
	if (selection->has_until)
		add_number(out, "until", selection->until);
	add_number(out, "marks", selection->marks);
	add_text(out, "search", selection->search);
	add_text(out, "filter", selection->title);
	add_text(out, "order", selection_orders[selection->order]);
	add_number(out, "reversed", selection->is_reversed);
}

/* A setting that was changed by a command, and what it was: it holds only while the configuration has that. */
static void
add_changed(struct buf *out, const char *name, const char *now, const char *configured)
{
	if (strcmp(now, configured) == 0)
		return;
	buf_format(out, "%s: {", name);
	add_quoted(out, configured);
	buf_add_text(out, ": ");
	add_quoted(out, now);
	buf_add_text(out, "}\n");
}

void
resume_keep(struct app *app)
{
	const struct view *view = views_present(app->model);
	struct buf text = buf_in(app->panes.scratch), problems = buf_in(app->panes.scratch);
	if (app->model->library == NULL || view == NULL)
		return;
	add_asked(&text, &view->asked);
	add_text(&text, "post", view->post);
	add_number(&text, "at", (int64_t)view->at);
	add_text(&text, "open", view->open);
	if (view->place.kind == GOAL_OFFSET)
		add_number(&text, "offset", (int64_t)view->place.offset);
	add_number(&text, "focus", view->layout.focus);
	add_text(&text, "side", action_info((enum action)view->layout.side)->name);
	add_number(&text, "zoomed", view->layout.is_zoomed);
	add_number(&text, "folded", view->layout.is_folded);
	known_problems_format(&app->model->known_problems, &problems);
	add_text(&text, "problems", problems.data);
	add_changed(&text, "theme", app->panes.settings->theme, app->configured_theme);
	add_changed(&text, "keymap", keymap_name(app->panes.keymap), app->panes.settings->keymap);
	if (app->kept_text != NULL && strcmp(text.data, app->kept_text) == 0)
		return;
	xreplace(&app->kept_text, text.data);
	keeping_put_session(app->model, text.data);
}

/* --- Reading --- */

/* NULL: there is none. */
static const char *
text_of(const struct yaml_node *root, const char *name)
{
	const struct yaml_node *node = yaml_get(root, name);
	return node != NULL ? yaml_text(node) : NULL;
}

/* A number from 0 to `most`; -1: there is none. */
static int64_t
number_of(const struct yaml_node *root, const char *name, int64_t most)
{
	const char *text = text_of(root, name);
	unsigned long number;
	bool is_good = text != NULL && ascii_read_number(text, (unsigned long)most, &number);
	return is_good ? (int64_t)number : -1;
}

/* A moment, which may lie before 1970. False: there is none. */
static bool
read_moment(const struct yaml_node *root, const char *name, int64_t *moment)
{
	const char *text = text_of(root, name);
	unsigned long number;
	bool is_before = text != NULL && text[0] == '-';
	if (text == NULL || !ascii_read_number(text + is_before, INT64_MAX, &number))
		return false;
	*moment = is_before ? -(int64_t)number : (int64_t)number;
	return true;
}

static void
read_names(struct selection *selection, const struct yaml_node *node,
		bool (*add)(struct selection *selection, const char *name, struct err *err))
{
	enum { MAX_NAMES = 100 };
	struct err err;
	for (size_t i = 0; node != NULL && node->kind == YAML_SEQUENCE && i < node->count; i++) {
		const char *name = i < MAX_NAMES ? yaml_text(node->items[i]) : NULL;
		if (name != NULL)
			(void)add(selection, name, &err);
	}
}

/* The order that is named there; 0, the default one, if there is none of that name. */
static int
read_order(const struct yaml_node *root, const char *name, const char *const *orders)
{
	const char *text = text_of(root, name);
	int order = text != NULL && text[0] != '\0' ? order_next(orders, text, 0) : 0;
	return order > 0 ? order : 0;
}

static struct asked
read_asked(const struct yaml_node *root)
{
	struct asked asked = {.kind = GROUP_CATEGORY};
	struct selection *selection = &asked.selection;
	selection_init(selection);
	if (strcmp(yaml_text_or(yaml_get(root, "kind"), ""), "tag") == 0)
		asked.kind = GROUP_TAG;
	xreplace(&asked.group, text_of(root, "group"));
	asked.group_order = (enum group_order)read_order(root, "group-order", group_orders);
	read_names(selection, yaml_get(root, "tags"), selection_add_tag);
	read_names(selection, yaml_get(root, "categories"), selection_add_category);
	selection->has_since = read_moment(root, "since", &selection->since);
	selection->has_until = read_moment(root, "until", &selection->until);
	int64_t marks = number_of(root, "marks", (2 << MARKS_NEW) - 1);
	selection->marks = marks > 0 ? (unsigned)marks : 0;
	xreplace(&selection->search, yaml_text_or(yaml_get(root, "search"), ""));
	xreplace(&selection->title, yaml_text_or(yaml_get(root, "filter"), ""));
	selection->order = (enum post_order)read_order(root, "order", selection_orders);
	selection->is_reversed = number_of(root, "reversed", 1) == 1;
	return asked;
}

static void
resume_view(struct app *app, const struct yaml_node *root)
{
	int64_t at = number_of(root, "at", INT32_MAX), focus = number_of(root, "focus", SLOT_MAIN);
	int64_t offset = number_of(root, "offset", INT32_MAX);
	const char *side = yaml_text_or(yaml_get(root, "side"), "");
	struct view view = {.asked = read_asked(root), .at = at > 0 ? (size_t)at : 0};
	view.layout = app_layout(app);
	xreplace(&view.post, text_of(root, "post"));
	xreplace(&view.open, text_of(root, "open"));
	if (offset >= 0)
		view.place = (struct goal){.kind = GOAL_OFFSET, .offset = (size_t)offset};
	if (focus >= 0)
		view.layout.focus = (int)focus;
	int action = vocabulary_find(action_vocabulary(), side);
	if (action >= 0)
		view.layout.side = action;
	view.layout.is_zoomed = number_of(root, "zoomed", 1) == 1;
	view.layout.is_folded = number_of(root, "folded", 1) == 1;
	views_resume(app->model, &view);
	app_take_layout(app, &view.layout);
	view_free(&view);
}

/* What a setting was changed to by a command, while the configuration has what it was; else NULL. */
static const char *
changed_to(const struct yaml_node *root, const char *name, const char *configured)
{
	return text_of(yaml_get(root, name), configured);
}

static void
resume_looks(struct app *app, const struct yaml_node *root, unsigned parts)
{
	const char *theme = changed_to(root, "theme", app->configured_theme);
	const char *name = changed_to(root, "keymap", app->panes.settings->keymap);
	struct err err;
	if ((parts & RESUME_THEME) && theme != NULL)
		(void)settings_set(app->panes.settings, "theme", theme, &err);
	if ((parts & RESUME_KEYMAP) == 0 || name == NULL)
		return;
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_files_load(name, problems);
	problems_free(problems);
	if (keymap == NULL)
		return;
	keymap_free(app->panes.keymap);
	app->panes.keymap = keymap;
}

void
resume_begin(struct app *app, unsigned parts)
{
	struct yaml_node *root = NULL;
	struct err err;
	xreplace(&app->configured_theme, app->panes.settings->theme);
	app->kept_text = parts != 0 ? keeping_session(app->model) : NULL;
	const char *text = app->kept_text;
	struct arena *arena = arena_new();
	if (text != NULL && yaml_parse(arena, text, strlen(text), &root, &err) && root != NULL) {
		known_problems_read(&app->model->known_problems,
				yaml_text_or(yaml_get(root, "problems"), ""));
		resume_looks(app, root, parts);
		if (parts & RESUME_VIEW)
			resume_view(app, root);
	}
	arena_free(arena);
}
