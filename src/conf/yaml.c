#include "conf/yaml.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/sentence.h"
#include "base/utf8.h"

#include <string.h>
#include <yaml.h>

enum {
	MAX_ANCHORS = 256, /* looked up one by one */
	/* A tree's text has at most so many bytes for one of the document's, and so many more. */
	TEXT_FACTOR = 12,
	TEXT_MORE = 48 << 10,
	/* The same for its nodes: without aliases there are never two for one byte. */
	NODE_FACTOR = 2,
	NODES_MORE = 1024
};

/* What an alias brings when it is used. */
struct anchor {
	const char *name;
	struct yaml_node *node;
	size_t nodes; /* of its tree, aliases expanded */
	size_t bytes; /* of its text, aliases expanded */
	size_t height;
	bool is_complete;
};

/* A collection whose end has not come yet. */
struct frame {
	struct yaml_node *node;
	size_t first_child; /* index into builder.children */
	size_t nodes_before;
	size_t bytes_before;
	size_t height;	       /* of its highest child */
	struct anchor *anchor; /* NULL: it has none */
};

struct builder {
	struct arena *arena;
	struct err *err;
	struct yaml_node *root;
	struct frame frames[YAML_MAX_DEPTH];
	size_t depth;
	struct yaml_node **children; /* of all open frames, one after the other */
	size_t child_count;
	size_t child_capacity;
	struct anchor *anchors; /* in the arena, made at the first anchor */
	size_t anchor_count;
	size_t nodes; /* so far, aliases expanded */
	size_t bytes; /* of text so far, aliases expanded */
	size_t max_nodes, max_bytes;
	bool is_done;
};

static bool
fail_at(struct builder *builder, yaml_mark_t mark, const char *reason)
{
	return err_set_at(builder->err, NULL, mark.line + 1, mark.column + 1, "%s", reason);
}

/* The same of a sentence with a name in it. */
static bool
fail_by(struct builder *builder, yaml_mark_t mark, const char *format, const char *name)
{
	struct buf reason = buf_empty();
	sentence_keep(&reason, format, &name);
	(void)fail_at(builder, mark, reason.data);
	buf_free(&reason);
	return false;
}

static bool
count(struct builder *builder, size_t nodes, size_t bytes, yaml_mark_t mark)
{
	if (nodes > builder->max_nodes - builder->nodes)
		return fail_at(builder, mark,
				N_("too many YAML values, counting each use of an alias"));
	if (bytes > builder->max_bytes - builder->bytes)
		return fail_at(builder, mark,
				N_("too much YAML text, counting each use of an alias"));
	builder->nodes += nodes;
	builder->bytes += bytes;
	return true;
}

static void
add_child(struct builder *builder, struct yaml_node *node, size_t height)
{
	if (builder->depth == 0) {
		builder->root = node;
		return;
	}
	struct frame *parent = &builder->frames[builder->depth - 1];
	if (parent->height < height)
		parent->height = height;
	builder->children = arena_grow(builder->arena, builder->children, builder->child_count,
			&builder->child_capacity, sizeof(struct yaml_node *));
	builder->children[builder->child_count++] = node;
}

static struct anchor *
find_anchor(struct builder *builder, const char *name)
{
	for (size_t i = 0; i < builder->anchor_count; i++)
		if (strcmp(builder->anchors[i].name, name) == 0)
			return &builder->anchors[i];
	return NULL;
}

/* Remembers the node under its anchor's name, if it has one; the last of a name counts. */
static bool
set_anchor(struct builder *builder, const yaml_event_t *event, const yaml_char_t *name,
		struct yaml_node *node, struct anchor **anchor)
{
	*anchor = name != NULL ? find_anchor(builder, (const char *)name) : NULL;
	if (name == NULL)
		return true;
	if (*anchor == NULL) {
		if (builder->anchor_count == MAX_ANCHORS)
			return fail_at(builder, event->start_mark, N_("too many YAML anchors"));
		if (builder->anchors == NULL)
			builder->anchors = arena_array(
					builder->arena, MAX_ANCHORS, sizeof(struct anchor));
		*anchor = &builder->anchors[builder->anchor_count++];
	}
	**anchor = (struct anchor){
			.name = arena_text(builder->arena, (const char *)name), .node = node};
	return true;
}

static void
complete_anchor(struct anchor *anchor, const struct yaml_node *node, size_t nodes, size_t bytes,
		size_t height)
{
	if (anchor == NULL || anchor->node != node)
		return; /* none, or its name was given again inside it */
	anchor->nodes = nodes;
	anchor->bytes = bytes;
	anchor->height = height;
	anchor->is_complete = true;
}

static struct yaml_node *
new_node(struct builder *builder, const yaml_event_t *event, enum yaml_kind kind)
{
	struct yaml_node *node = arena_alloc(builder->arena, sizeof(*node));
	node->kind = kind;
	node->line = event->start_mark.line + 1;
	node->column = event->start_mark.column + 1;
	return node;
}

static bool
on_scalar(struct builder *builder, const yaml_event_t *event)
{
	size_t length = event->data.scalar.length;
	if (!count(builder, 1, length, event->start_mark))
		return false;
	struct yaml_node *node = new_node(builder, event, YAML_SCALAR);
	node->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	node->text = arena_copy(builder->arena, (const char *)event->data.scalar.value, length);
	node->length = length;
	struct anchor *anchor;
	if (!set_anchor(builder, event, event->data.scalar.anchor, node, &anchor))
		return false;
	complete_anchor(anchor, node, 1, length, 0);
	add_child(builder, node, 0);
	return true;
}

static bool
open_collection(struct builder *builder, const yaml_event_t *event, enum yaml_kind kind,
		const yaml_char_t *anchor_name)
{
	if (builder->depth == YAML_MAX_DEPTH)
		return fail_at(builder, event->start_mark, N_("YAML nested too deeply"));
	struct frame frame = {
			.first_child = builder->child_count,
			.nodes_before = builder->nodes,
			.bytes_before = builder->bytes,
	};
	if (!count(builder, 1, 0, event->start_mark))
		return false;
	frame.node = new_node(builder, event, kind);
	if (!set_anchor(builder, event, anchor_name, frame.node, &frame.anchor))
		return false;
	builder->frames[builder->depth++] = frame;
	return true;
}

/* Moves the frame's children from the common stack to arrays of the node's own. */
static void
take_children(struct builder *builder, const struct frame *frame)
{
	struct yaml_node *node = frame->node;
	size_t child_count = builder->child_count - frame->first_child;
	builder->child_count = frame->first_child;
	size_t step = node->kind == YAML_MAPPING ? 2 : 1;
	node->count = child_count / step;
	if (node->count == 0)
		return;
	struct yaml_node **children = builder->children + frame->first_child;
	node->items = arena_array(builder->arena, node->count, sizeof(struct yaml_node *));
	if (node->kind == YAML_MAPPING)
		node->keys = arena_array(builder->arena, node->count, sizeof(struct yaml_node *));
	for (size_t i = 0; i < node->count; i++) {
		node->items[i] = children[i * step + step - 1];
		if (node->keys != NULL)
			node->keys[i] = children[i * step];
	}
}

static void
close_collection(struct builder *builder)
{
	struct frame *frame = &builder->frames[--builder->depth];
	take_children(builder, frame);
	complete_anchor(frame->anchor, frame->node, builder->nodes - frame->nodes_before,
			builder->bytes - frame->bytes_before, frame->height + 1);
	add_child(builder, frame->node, frame->height + 1);
}

static bool
on_alias(struct builder *builder, const yaml_event_t *event)
{
	const char *name = (const char *)event->data.alias.anchor;
	const struct anchor *anchor = find_anchor(builder, name);
	yaml_mark_t mark = event->start_mark;
	if (anchor == NULL || !anchor->is_complete)
		return fail_by(builder, mark,
				anchor != NULL ? N_("the alias *%s stands within its own anchor")
					       : N_("the alias *%s has no anchor; quote a text "
						    "that starts with *"),
				name);
	/* Depth counts as the walker of the tree meets it. */
	if (builder->depth + anchor->height > YAML_MAX_DEPTH)
		return fail_at(builder, mark, N_("YAML nested too deeply by an alias"));
	if (!count(builder, anchor->nodes, anchor->bytes, mark))
		return false;
	add_child(builder, anchor->node, anchor->height);
	return true;
}

static bool
take_event(struct builder *builder, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(builder, event);
	case YAML_ALIAS_EVENT:
		return on_alias(builder, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(
				builder, event, YAML_SEQUENCE, event->data.sequence_start.anchor);
	case YAML_MAPPING_START_EVENT:
		return open_collection(
				builder, event, YAML_MAPPING, event->data.mapping_start.anchor);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_collection(builder);
		return true;
	case YAML_DOCUMENT_END_EVENT:
	case YAML_STREAM_END_EVENT:
		builder->is_done = true;
		return true;
	default:
		return true;
	}
}

/* libyaml's reader knows only the offset of a byte it cannot take. */
static void
set_reader_error(const yaml_parser_t *parser, const char *bytes, size_t length, struct err *err)
{
	size_t offset = parser->problem_offset < length ? parser->problem_offset : length;
	size_t line = 1;
	size_t line_start = 0;
	for (size_t i = 0; i < offset; i++) {
		bool is_crlf = bytes[i] == '\r' && i + 1 < length && bytes[i + 1] == '\n';
		if ((bytes[i] == '\n' || bytes[i] == '\r') && !is_crlf) {
			line++;
			line_start = i + 1;
		}
	}
	size_t column = utf8_count(bytes + line_start, offset - line_start) + 1;
	err_set_at(err, NULL, line, column, "%s", parser->problem);
}

/*
 * Where the user has to look. libyaml notices a key without colon or a string
 * without closing quote only lines later, and a star that was meant as text
 * after it; these errors are reported where they start.
 */
static yaml_mark_t
error_place(const yaml_parser_t *parser)
{
	static const char *const from_start[] = {"while scanning a simple key",
			"while scanning a quoted scalar", "while scanning an alias",
			"while scanning an anchor"};
	for (size_t i = 0; parser->context != NULL && i < 4; i++)
		if (strcmp(parser->context, from_start[i]) == 0)
			return parser->context_mark;
	return parser->problem_mark;
}

static const char *
error_hint(const yaml_parser_t *parser)
{
	static const char *const hints[][2] = {
			{"mapping values are not allowed", N_("; quote a text that holds ': '")},
			{"cannot start any token", N_("; quote a text that starts with @, `, a tab "
						      "or a per cent sign")},
			{"scanning an alias", N_("; quote a text that starts with *")},
			{"scanning an anchor", N_("; quote a text that starts with &")},
	};
	const char *context = parser->context != NULL ? parser->context : "";
	const char *problem = parser->problem != NULL ? parser->problem : "";
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (strstr(problem, hints[i][0]) != NULL || strstr(context, hints[i][0]) != NULL)
			return hints[i][1];
	return "";
}

enum { PART_SIZE = 128 };

/* A text of the program's own, as a part of a sentence that is kept; NULL is "". */
static void
make_own(char out[PART_SIZE], const char *text)
{
	(void)snprintf(out, PART_SIZE, SENTENCE_OWN "%s", text != NULL ? text : "");
}

static void
set_parser_error(const yaml_parser_t *parser, const char *bytes, size_t length, struct err *err)
{
	if (parser->error == YAML_READER_ERROR) {
		set_reader_error(parser, bytes, length, err);
		return;
	}
	yaml_mark_t mark = error_place(parser);
	struct buf reason = buf_empty();
	char problem[PART_SIZE], context[PART_SIZE], hint[PART_SIZE], line[32];
	make_own(problem, parser->problem);
	make_own(context, parser->context);
	make_own(hint, error_hint(parser));
	(void)snprintf(line, sizeof(line), "%zu", parser->context_mark.line + 1);
	if (parser->context == NULL)
		sentence_keep(&reason, N_("%s%s"), (const char *[]){problem, hint});
	else if (parser->context_mark.line == mark.line)
		sentence_keep(&reason, N_("%s %s%s"), (const char *[]){problem, context, hint});
	else
		sentence_keep(&reason, N_("%s %s of line %s%s"),
				(const char *[]){problem, context, line, hint});
	err_set_at(err, NULL, mark.line + 1, mark.column + 1, "%s", reason.data);
	buf_free(&reason);
}

/* libyaml's memory is not the arena's: what holds it is here, to be freed whatever happens. */
struct parse {
	struct builder builder;
	yaml_parser_t parser;
	yaml_event_t event;
	bool is_failed;
};

static void
build(void *context)
{
	struct parse *parse = context;
	while (!parse->builder.is_done && !parse->is_failed) {
		if (!yaml_parser_parse(&parse->parser, &parse->event) ||
				!take_event(&parse->builder, &parse->event))
			parse->is_failed = true;
		yaml_event_delete(&parse->event);
	}
}

bool
yaml_parse(struct arena *arena, const char *bytes, size_t length, struct yaml_node **root,
		struct err *err)
{
	*root = NULL;
	/* The encoding is fixed, so that libyaml neither guesses UTF-16 nor drops the mark. */
	bool has_mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
	if (has_mark) {
		bytes += 3;
		length -= 3;
	}
	size_t counted = length < SIZE_MAX / 32 ? length : SIZE_MAX / 32;
	size_t max_nodes = NODE_FACTOR * counted + NODES_MORE;
	struct parse parse = {
			.builder = {
					.arena = arena,
					.err = err,
					.max_nodes = max_nodes < YAML_MAX_NODES ? max_nodes
										: YAML_MAX_NODES,
					.max_bytes = TEXT_FACTOR * counted + TEXT_MORE,
			}};
	if (!yaml_parser_initialize(&parse.parser))
		arena_fail(arena);
	yaml_parser_set_encoding(&parse.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parse.parser, (const unsigned char *)bytes, length);
	bool is_done = arena_try(arena, build, &parse);
	bool has_memory = is_done && parse.parser.error != YAML_MEMORY_ERROR;
	if (has_memory && parse.parser.error != YAML_NO_ERROR)
		set_parser_error(&parse.parser, bytes, length, err);
	yaml_event_delete(&parse.event);
	yaml_parser_delete(&parse.parser);
	if (!has_memory)
		arena_fail(arena);
	if (!parse.is_failed)
		*root = parse.builder.root;
	return !parse.is_failed;
}

const char *
yaml_text(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR && strlen(node->text) == node->length ? node->text : NULL;
}

/* Whether the key is this scalar. */
static bool
is_key(const struct yaml_node *key, const char *text, size_t length)
{
	return key->kind == YAML_SCALAR && key->length == length &&
	       memcmp(key->text, text, length) == 0;
}

const struct yaml_node *
yaml_earlier_key(const struct yaml_node *mapping, size_t index)
{
	const struct yaml_node *key = mapping->keys[index];
	for (size_t i = 0; i < index; i++)
		if (is_key(mapping->keys[i], key->text, key->length))
			return mapping->keys[i];
	return NULL;
}

static const struct yaml_node *
find_value(const struct yaml_node *mapping, const char *key)
{
	size_t length = strlen(key);
	for (size_t i = mapping->count; i > 0; i--)
		if (is_key(mapping->keys[i - 1], key, length))
			return mapping->items[i - 1];
	return NULL;
}

const struct yaml_node *
yaml_get(const struct yaml_node *node, const char *key)
{
	/* Each step goes one level down, so that the bound on depth ends this. */
	while (node != NULL && node->kind == YAML_MAPPING) {
		const struct yaml_node *value = find_value(node, key);
		if (value != NULL)
			return value;
		node = find_value(node, "<<");
	}
	return NULL;
}

void
yaml_walk_start(struct yaml_walk *walk, const struct yaml_node *node)
{
	walk->depth = 0;
	if (node != NULL)
		walk->levels[walk->depth++] = (struct yaml_level){node, 0};
}

const struct yaml_node *
yaml_walk_next(struct yaml_walk *walk)
{
	/* A tree is no deeper than YAML_MAX_DEPTH, so there is a level for each step. */
	while (walk->depth > 0) {
		struct yaml_level *level = &walk->levels[walk->depth - 1];
		const struct yaml_node *node = level->node;
		if (node->kind != YAML_SEQUENCE || level->next == node->count)
			walk->depth--;
		if (node->kind != YAML_SEQUENCE)
			return node;
		if (level->next < node->count)
			walk->levels[walk->depth++] =
					(struct yaml_level){node->items[level->next++], 0};
	}
	return NULL;
}
