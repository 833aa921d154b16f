#include "base/arguments.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/utf8.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* Takes the word over. */
static void
add(struct arguments *arguments, char *word)
{
	/* Room for the NULL as well. */
	arguments->words = xgrow(arguments->words, arguments->count + 1, &arguments->capacity,
			sizeof(*arguments->words));
	arguments->words[arguments->count++] = word;
	arguments->words[arguments->count] = NULL;
}

void
arguments_add(struct arguments *arguments, const char *word)
{
	add(arguments, xstrdup(word));
}

void
arguments_free(struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		free(arguments->words[i]);
	free(arguments->words);
	*arguments = (struct arguments){0};
}

struct arguments
arguments_copy(const struct arguments *arguments)
{
	struct arguments copy = {0};
	for (size_t i = 0; i < arguments->count; i++)
		arguments_add(&copy, arguments->words[i]);
	return copy;
}

/* --- Splitting --- */

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n';
}

/* Adds what stands between two quotation marks; NULL: there is no second one. Returns what follows it. */
static const char *
take_quoted(struct buf *word, const char *text)
{
	char quote = *text++;
	for (; *text != quote; text++) {
		bool is_escape = quote == '"' && *text == '\\' &&
				 (text[1] == '"' || text[1] == '\\');
		text += is_escape;
		if (*text == '\0')
			return NULL;
		buf_add_char(word, *text);
	}
	return text + 1;
}

/* Adds one word. Returns what follows it; NULL: a quote or a backslash at *fault has no end. */
static const char *
take_word(struct buf *word, const char *text, char end, const char **fault)
{
	while (*text != '\0' && *text != end && !is_blank(*text)) {
		*fault = text;
		if (*text == '\'' || *text == '"') {
			text = take_quoted(word, text);
			if (text == NULL)
				return NULL;
			continue;
		}
		text += *text == '\\';
		if (*text == '\0')
			return NULL;
		buf_add_char(word, *text++);
	}
	return text;
}

bool
arguments_split(struct arguments *arguments, const char **text, char end, struct err *err)
{
	const char *start = *text, *at = start, *fault = start;
	struct buf word = buf_empty();
	for (;;) {
		while (is_blank(*at))
			at++;
		if (*at == '\0' || *at == end)
			break;
		at = take_word(&word, at, end, &fault);
		if (at == NULL)
			break;
		add(arguments, buf_take(&word));
	}
	buf_free(&word);
	if (at == NULL)
		return err_set(err,
				*fault == '\\' ? _("the backslash at character %zu has no end")
					       : _("the quotation mark at character %zu has no "
						   "end"),
				utf8_count(start, (size_t)(fault - start)) + 1);
	*text = at;
	return true;
}

/* --- Filling --- */

static char *
fill_word(const char *word, const char *value, bool *has_value)
{
	struct buf out = buf_empty();
	for (; *word != '\0'; word++) {
		bool is_value = word[0] == '%' && word[1] == 's';
		if (is_value)
			buf_add_text(&out, value);
		else
			buf_add_char(&out, *word);
		*has_value |= is_value;
		word += is_value || (word[0] == '%' && word[1] == '%');
	}
	return buf_take(&out);
}

void
arguments_fill(struct arguments *arguments, const char *value)
{
	bool has_value = false;
	for (size_t i = 0; i < arguments->count; i++) {
		char *filled = fill_word(arguments->words[i], value, &has_value);
		free(arguments->words[i]);
		arguments->words[i] = filled;
	}
	if (!has_value)
		arguments_add(arguments, value);
}
