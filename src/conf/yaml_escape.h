#ifndef CONF_YAML_ESCAPE_H
#define CONF_YAML_ESCAPE_H

/*
 * Escapes of double-quoted YAML scalars (YAML 1.1, 5.6), as writers of JSON and PHP put them:
 * `\ud83d\ude00` is one character, half of such a pair and what is beyond U+10FFFF are U+FFFD,
 * `\'` is a quote. libyaml refuses these, and names without a meaning (`\s`) too.
 */

#include <stddef.h>

struct buf;

/*
 * Appends the text between a double-quoted scalar's quotes without escapes; one without a
 * meaning stays as it is. At most half as many bytes more than the text has.
 */
void yaml_unescape(struct buf *out, const char *text, size_t length);

/*
 * Appends YAML in which every escape that libyaml refuses is mended: in double-quoted
 * scalars only, as far as they can be recognised without a parser. At most one byte more for
 * each escape.
 */
void yaml_mend_escapes(struct buf *out, const char *yaml, size_t length);

#endif
