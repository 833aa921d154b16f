#ifndef BASE_ERR_H
#define BASE_ERR_H

/*
 * What went wrong: a place and one sentence for the user.
 *
 * Functions that can fail on the user's world (files, YAML, usage) return a
 * bool or NULL and fill a struct err that the caller owns; `err` may be NULL
 * where nobody wants the sentence. The sentence says what failed and, where it
 * helps, what to do; it has no final period and no newline. Only cli, tui and
 * main show it, through out.h or the screen's gate, since it may quote a post.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf;

enum { ERR_PATH_SIZE = 1024, ERR_REASON_SIZE = 512 };

struct err {
	char path[ERR_PATH_SIZE]; /* "" when there is none; cut if longer */
	size_t line;		  /* from 1; 0 when unknown */
	size_t column;		  /* characters, from 1; 0 when unknown */
	char reason[ERR_REASON_SIZE];
};

/* Fills all of `err`: the reason, no path, no place. Returns false, for `return err_set(…)`. */
bool err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same with a place. `path` may be NULL. */
bool err_set_at(struct err *err, const char *path, size_t line, size_t column, const char *format,
		...) __attribute__((format(printf, 5, 6)));

/* The sentence for errno value `number` on `path`: "No such file or directory". */
bool err_set_errno(struct err *err, const char *path, int number);

/* The reason, which is a sentence as sentence_keep has it, in the language in force. */
void err_translate(struct err *err);

/* Names the file if no lower room has. */
void err_add_path(struct err *err, const char *path);

/* Appends `path:line:column: reason`, leaving out what is not known. */
void err_format(const struct err *err, struct buf *out);

/*
 * Several problems found in one pass (a key map, an archive's --check), in the
 * order they were found.
 */
enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

struct problem {
	enum severity severity;
	const char *path; /* NULL when there is none */
	size_t line;	  /* from 1; 0 when unknown */
	size_t column;	  /* characters, from 1; 0 when unknown */
	const char *reason;
};

struct problems;

struct problems *problems_new(void);
void problems_free(struct problems *problems); /* NULL is fine */
/* Adds one; `problems` NULL: nobody asks for them. */
void problems_add(struct problems *problems, enum severity severity, const char *path, size_t line,
		size_t column, const char *format, ...) __attribute__((format(printf, 6, 7)));
void problems_vadd(struct problems *problems, enum severity severity, const char *path, size_t line,
		size_t column, const char *format, va_list arguments)
		__attribute__((format(printf, 6, 0)));
void problems_add_err(struct problems *problems, enum severity severity, const struct err *err);
size_t problems_count(const struct problems *problems);
size_t problems_error_count(const struct problems *problems);

/* Borrowed until problems_free. */
const struct problem *problems_get(const struct problems *problems, size_t index);

/* Appends `path:line:column: reason` (`warning: ` before the reason of a warning). */
void problem_format(const struct problem *problem, struct buf *out);

#endif
