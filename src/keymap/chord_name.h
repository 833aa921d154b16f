#ifndef KEYMAP_CHORD_NAME_H
#define KEYMAP_CHORD_NAME_H

/* What key maps need of chord names to say what is wrong with one. Private to the room. */

#include "keymap/chord.h"

/* The names of keys, for guesses; NULL after the last. */
const char *chord_key_name(size_t index);

/* As chord_parse, but leaves C-i, S-Enter and the like as they are written. */
bool chord_parse_as_written(const char *name, size_t length, struct chord *chord);

#endif
