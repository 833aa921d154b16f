#ifndef ARCHIVE_GLOB_H
#define ARCHIVE_GLOB_H

/*
 * Patterns of file names as Ruby's File.fnmatch takes them: `*`, `?`, `[a-z]`, `[^a]`,
 * `\` before a character that stands for itself. A leading period is matched by a
 * period alone. In time of pattern times text, whatever the pattern.
 */

#include <stdbool.h>

/* With `is_path` (FNM_PATHNAME) nothing but `/` matches a `/`, and a period after one leads as well. */
bool glob_matches(const char *pattern, const char *text, bool is_path);

#endif
