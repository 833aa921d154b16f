#ifndef STATE_EXPORT_H
#define STATE_EXPORT_H

/*
 * The whole state as JSON Lines, for a backup or a second machine. The same state is always the same
 * bytes. The first line is {"type":"state","version":1}; each other has a type too:
 *
 *   archive   archive (its number in this file, from 1), path, url, time (of the first visit; null: none)
 *   mark      archive, post or key, read, time (null: it was only seen)
 *   star      archive, post or key, starred, time
 *   place     archive, post or key, offset (null: none any more), time
 *   session   archive, text, time
 *   search    archive, name, query (null: deleted), time
 *   history   history (commands, searches, filters), line, time
 *
 * A post is named by its path in the archive, or by its key, 16 hexadecimal digits, where the archive's
 * folder has no file of that key. Times are as RFC 3339 has them, with milliseconds, in UTC.
 */

#include <stdbool.h>

struct err;
struct out;
struct state;

enum { EXPORT_VERSION = 1 };

/*
 * Writes it, all of one moment. False with err if the state cannot be read; what was written is then of
 * no use.
 */
bool state_export(struct state *state, struct out *out, struct err *err);

#endif
