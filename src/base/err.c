#include "base/err.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/sentence.h"

#include <stdio.h>
#include <string.h>

/* Copies what fits, cut between characters. */
static void
copy_cut(char *target, size_t size, const char *text)
{
	size_t length = strlen(text);
	if (length >= size) {
		length = size - 1;
		while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
			length--;
	}
	memcpy(target, text, length);
	target[length] = '\0';
}

static void __attribute__((format(printf, 5, 0))) fill(struct err *err, const char *path,
		size_t line, size_t column, const char *format, va_list arguments)
{
	/* Formatted apart: `path` and the arguments may point into `err` itself. */
	struct buf reason = buf_empty();
	buf_vformat(&reason, format, arguments);
	char kept[ERR_PATH_SIZE];
	copy_cut(kept, sizeof(kept), path != NULL ? path : "");
	memcpy(err->path, kept, sizeof(kept));
	copy_cut(err->reason, sizeof(err->reason), reason.data);
	err->line = line;
	err->column = column;
	buf_free(&reason);
}

bool
err_set(struct err *err, const char *format, ...)
{
	if (err == NULL)
		return false;
	va_list arguments;
	va_start(arguments, format);
	fill(err, NULL, 0, 0, format, arguments);
	va_end(arguments);
	return false;
}

bool
err_set_at(struct err *err, const char *path, size_t line, size_t column, const char *format, ...)
{
	if (err == NULL)
		return false;
	va_list arguments;
	va_start(arguments, format);
	fill(err, path, line, column, format, arguments);
	va_end(arguments);
	return false;
}

bool
err_set_errno(struct err *err, const char *path, int number)
{
	char reason[ERR_REASON_SIZE];
	if (strerror_r(number, reason, sizeof(reason)) != 0)
		(void)snprintf(reason, sizeof(reason), _("error %d"), number);
	return err_set_at(err, path, 0, 0, "%s", _(reason));
}

void
err_translate(struct err *err)
{
	struct buf shown = buf_empty();
	sentence_show(&shown, err->reason);
	copy_cut(err->reason, sizeof(err->reason), shown.data);
	buf_free(&shown);
}

void
err_add_path(struct err *err, const char *path)
{
	if (err != NULL && err->path[0] == '\0')
		copy_cut(err->path, sizeof(err->path), path);
}

static void
format_place(struct buf *out, const char *path, size_t line, size_t column)
{
	size_t start = out->length;
	if (path != NULL && path[0] != '\0')
		buf_format(out, "%s:", path);
	if (line != 0)
		buf_format(out, "%zu:", line);
	if (line != 0 && column != 0)
		buf_format(out, "%zu:", column);
	if (out->length != start)
		buf_add_char(out, ' ');
}

void
err_format(const struct err *err, struct buf *out)
{
	format_place(out, err->path, err->line, err->column);
	buf_add_text(out, err->reason);
}

struct problems {
	struct arena *arena; /* that all is in, this too */
	struct problem *items;
	size_t count, capacity, errors;
};

struct problems *
problems_new(void)
{
	struct arena *arena = arena_new();
	struct problems *problems = arena_alloc(arena, sizeof(*problems));
	problems->arena = arena;
	return problems;
}

void
problems_free(struct problems *problems)
{
	if (problems != NULL)
		arena_free(problems->arena);
}

void
problems_add(struct problems *problems, enum severity severity, const char *path, size_t line,
		size_t column, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	problems_vadd(problems, severity, path, line, column, format, arguments);
	va_end(arguments);
}

void
problems_vadd(struct problems *problems, enum severity severity, const char *path, size_t line,
		size_t column, const char *format, va_list arguments)
{
	if (problems == NULL)
		return;
	problems->items = arena_grow(problems->arena, problems->items, problems->count,
			&problems->capacity, sizeof(*problems->items));
	problems->items[problems->count++] = (struct problem){
			.severity = severity,
			.path = path != NULL ? arena_text(problems->arena, path) : NULL,
			.line = line,
			.column = column,
			.reason = arena_vformat(problems->arena, format, arguments),
	};
	problems->errors += severity == SEVERITY_ERROR;
}

void
problems_add_err(struct problems *problems, enum severity severity, const struct err *err)
{
	problems_add(problems, severity, err->path[0] != '\0' ? err->path : NULL, err->line,
			err->column, "%s", err->reason);
}

size_t
problems_count(const struct problems *problems)
{
	return problems->count;
}

size_t
problems_error_count(const struct problems *problems)
{
	return problems->errors;
}

const struct problem *
problems_get(const struct problems *problems, size_t index)
{
	return index < problems->count ? &problems->items[index] : NULL;
}

void
problem_format(const struct problem *problem, struct buf *out)
{
	format_place(out, problem->path, problem->line, problem->column);
	if (problem->severity == SEVERITY_WARNING)
		buf_add_text(out, _("warning: "));
	buf_add_text(out, problem->reason);
}
