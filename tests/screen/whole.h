#ifndef TESTS_SCREEN_WHOLE_H
#define TESTS_SCREEN_WHOLE_H

/* The whole program on a terminal: $READER, else ./reader, waited for and left. Included by one test each. */

#include "screen/harness.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char reader[4096];

static inline bool
find_reader(void)
{
	const char *path = getenv("READER");
	return realpath(path != NULL ? path : "./reader", reader) != NULL &&
	       access(reader, X_OK) == 0;
}

/*
 * Waits until all that was sent has been taken and painted, by letters in a prompt,
 * which stands in the last row and so is painted last. Signals are taken before the
 * second letter; once the third is seen, the picture that followed the second is
 * here as a whole.
 */
static inline void
settle(struct session *session, int rows)
{
	static const char *const prompts[] = {":a", ":ab", ":abc"};
	session_send(session, ":");
	for (int i = 0; i < 3; i++) {
		session_send(session, &prompts[i][i + 1]);
		assert_true(session_wait_row(session, rows - 1, prompts[i]));
	}
	session_send(session, "\007");
	assert_true(session_wait_no_text(session, prompts[0]));
}

static inline void
quit(struct session *session)
{
	int status;
	session_send(session, "Q");
	assert_true(session_wait_exit(session, &status));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_true(session_is_whole(session));
	session_end(session);
}

#endif
