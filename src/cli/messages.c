/* What the commands say on stderr. */

#include "base/buf.h"
#include "base/err.h"
#include "base/out.h"
#include "cli/session.h"

#include <stdarg.h>

static void
put_message(struct session *session, const struct buf *text)
{
	out_string(session->messages, "reader: ");
	out_line(session->messages, text->data);
	out_flush(session->messages);
}

void
session_say(struct session *session, const char *format, ...)
{
	struct buf text = buf_empty();
	va_list arguments;
	va_start(arguments, format);
	buf_vformat(&text, format, arguments);
	va_end(arguments);
	/* Keeps the order of output and messages where both go to one terminal. */
	out_flush(session->out);
	put_message(session, &text);
	buf_free(&text);
}

int
session_say_err(struct session *session, const struct err *err)
{
	struct buf text = buf_empty();
	err_format(err, &text);
	put_message(session, &text); /* the last one is that stdout could not be closed */
	buf_free(&text);
	return EXIT_TROUBLE;
}

void
session_say_problems(struct session *session, const struct problems *problems)
{
	struct buf text = buf_empty();
	for (size_t i = 0; i < problems_count(problems); i++) {
		buf_clear(&text);
		problem_format(problems_get(problems, i), &text);
		session_say(session, "%s", text.data);
	}
	buf_free(&text);
}
