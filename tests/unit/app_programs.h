#ifndef TESTS_UNIT_APP_PROGRAMS_H
#define TESTS_UNIT_APP_PROGRAMS_H

/* A session that starts other programs: scripts in its folder, its settings, what it says of them. */

#include "app/state.h"
#include "base/file.h"

#include "one_app.h"

/* A script of sh, which finds its own path in $self. */
static inline void
write_program(const char *name, const char *script)
{
	char path[512];
	struct buf text = buf_empty();
	buf_format(&text, "#!/bin/sh\nself=$0 PATH=/usr/bin:/bin\n%s\n", script);
	session_write(name, text.data);
	session_path(path, name);
	assert_int_equal(chmod(path, 0755), 0);
	buf_free(&text);
}

static inline void
set(const char *name, const char *value)
{
	struct err err;
	if (!settings_set(app->panes.settings, name, value, &err))
		fail_msg("%s", err.reason);
}

/* What a file of the folder has, until the next call; "" if there is none. */
static inline const char *
read_file(const char *name)
{
	static char text[200000];
	char path[512];
	struct buf bytes = buf_empty();
	session_path(path, name);
	text[0] = '\0';
	if (file_read(path, sizeof(text) - 1, &bytes, NULL))
		memcpy(text, bytes.data, bytes.length + 1);
	buf_free(&bytes);
	return text;
}

/* The message that is shown. */
static inline void
assert_last_said(const char *text)
{
	const struct messages *said = &app->model->said;
	assert_true(said->count > 0 && said->is_shown);
	assert_string_equal(said->items[said->count - 1].text, text);
}

#endif
