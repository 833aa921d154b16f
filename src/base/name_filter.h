#ifndef BASE_NAME_FILTER_H
#define BASE_NAME_FILTER_H

/*
 * What a person types to choose among names: groups, titles, actions. A name is found
 *
 * - by text: it contains what is typed, both folded as text_fold has them; or
 * - by pinyin: some of its characters in a row are what is typed, a Han character among them by
 *   one of its readings (pinyin.h). A reading is typed whole, or by its beginning: the first
 *   letter, or zh, ch, sh; the last one may break off anywhere. Other characters are themselves.
 *   `xny`, `xinneng`, `xinny`, `xinn` find 新能源; `5gw` 5G网络. ü is v or u. Spaces and
 *   apostrophes typed end a syllable (`xi'an` is 西安, `xian` 先 as well); spaces and punctuation
 *   of the name are passed over.
 *
 * Only what has a letter of a to z, and is no longer than NAME_FILTER_KEYS bytes without spaces,
 * is looked for by pinyin. The time grows with the name's length.
 */

#include <stddef.h>
#include <stdint.h>

enum { NAME_FILTER_KEYS = 62 };

struct name_filter;

/* A filter for what is typed, which is copied. "" finds every name. To be freed. */
struct name_filter *name_filter_new(const char *typed);
void name_filter_free(struct name_filter *filter); /* NULL is fine */

/* What was typed; borrowed. */
const char *name_filter_typed(const struct name_filter *filter);

enum name_found { NAME_NOT_FOUND, NAME_BY_PINYIN, NAME_BY_TEXT };

/* What a folded name has, kept by who asks again and again: most names are told apart by that. */
uint64_t name_traits(const char *folded);
#define NAME_TRAITS_UNKNOWN UINT64_MAX

/* How a folded name of these traits is found. */
enum name_found name_filter_try(
		const struct name_filter *filter, const char *folded, uint64_t traits);

/*
 * Where in a folded name, from offset `from` on, the first place found begins, and its bytes in *found;
 * SIZE_MAX: nowhere. Places by pinyin count only in a name that is not found by text.
 */
size_t name_filter_find(const struct name_filter *filter, const char *folded, size_t length,
		size_t from, size_t *found);

#endif
