/* What the commands say on stderr. */

#include "base/buf.h"
#include "base/err.h"
#include "base/out.h"
#include "cli/session.h"

#include <stdarg.h>

void
session_say(struct session *session, const char *format, ...)
{
	va_list arguments;
	/* Keeps the order of output and messages where both go to one terminal. */
	if (session->out != NULL)
		out_flush(session->out);
	out_string(session->messages, "reader: ");
	va_start(arguments, format);
	out_vformat(session->messages, format, arguments);
	va_end(arguments);
	out_newline(session->messages);
	out_flush(session->messages);
}

int
session_say_err(struct session *session, const struct err *err)
{
	struct buf text = buf_empty();
	err_format(err, &text);
	session_say(session, "%s", text.data);
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
