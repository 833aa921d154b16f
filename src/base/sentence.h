#ifndef BASE_SENTENCE_H
#define BASE_SENTENCE_H

/*
 * Sentences that are kept before it is known who reads them, as in a file: in no language, so that each
 * reader sees them in their own. A kept sentence is its English format, then each text that stands for a
 * %s of it behind a U+001F. Any other text may stand for a sentence that has no translation.
 */

struct buf;

/* Begins a text that is one of the program's own, marked by N_(): it is translated as well. */
#define SENTENCE_OWN "\x1E"

/* Stands between two sentences of which the first introduces the second. */
#define SENTENCE_NEXT "\x1D"

/*
 * Appends a sentence. The format is marked by N_() and has no other conversions than %s, each of which stands
 * for the next of the texts.
 */
void sentence_keep(struct buf *out, const char *format, const char *const *texts);

/* Appends what was kept in the language in force. A text that is missing, since the end was cut off, is "". */
void sentence_show(struct buf *out, const char *kept);

#endif
