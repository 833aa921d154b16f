#include "model/messages.h"

#include "base/buf.h"
#include "base/gate.h"
#include "model/model_private.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Adds a message at a place from the end: 0 is behind all others. */
static void __attribute__((format(printf, 4, 0)))
add(struct model *model, bool is_error, size_t place, const char *format, va_list arguments)
{
	struct messages *said = &model->said;
	struct buf text = buf_in(model->scratch);
	struct buf clean = buf_empty();
	buf_vformat(&text, format, arguments);
	gate_pass(&clean, text.data, text.length, GATE_LINE);
	if (said->count == MAX_MESSAGES) {
		free(said->items[0].text);
		memmove(said->items, said->items + 1, (MAX_MESSAGES - 1) * sizeof(said->items[0]));
		said->count--;
	}
	struct message *at = &said->items[said->count - place];
	memmove(at + 1, at, place * sizeof(*at));
	*at = (struct message){buf_take(&clean), is_error};
	said->count++;
	model->changed |= CHANGED_SAID;
}

unsigned
model_say(struct model *model, bool is_error, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	add(model, is_error, 0, format, arguments);
	va_end(arguments);
	model->said.is_shown = true;
	return 0;
}

void
model_note(struct model *model, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	/* The last one stays the one that is shown. */
	add(model, false, model->said.is_shown ? 1 : 0, format, arguments);
	va_end(arguments);
}

bool
messages_have(const struct messages *messages, const char *text)
{
	for (size_t i = 0; i < messages->count; i++) {
		if (strcmp(messages->items[i].text, text) == 0)
			return true;
	}
	return false;
}

void
messages_free(struct messages *messages)
{
	for (size_t i = 0; i < messages->count; i++)
		free(messages->items[i].text);
}
