#include "model/messages.h"

#include "base/buf.h"
#include "base/gate.h"
#include "model/model_private.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

unsigned
model_say(struct model *model, bool is_error, const char *format, ...)
{
	struct messages *said = &model->said;
	struct buf text, clean;
	buf_init_in(&text, model->scratch);
	buf_init(&clean);
	va_list arguments;
	va_start(arguments, format);
	buf_vformat(&text, format, arguments);
	va_end(arguments);
	gate_pass(&clean, text.data, text.length, GATE_LINE);
	if (said->count == MAX_MESSAGES) {
		free(said->items[0].text);
		memmove(said->items, said->items + 1, (MAX_MESSAGES - 1) * sizeof(said->items[0]));
		said->count--;
	}
	said->items[said->count++] = (struct message){buf_take(&clean), is_error};
	said->is_shown = true;
	model->changed |= CHANGED_SAID;
	return 0;
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
