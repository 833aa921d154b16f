#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

/*
 * The language that the program speaks: English, or that of a catalogue in src/po.
 *
 * Each text that a person sees is marked, whole sentences only:
 *     _("no posts here")             is the translation
 *     err_set(err, _("%s is no folder"), path)
 *     ngettext("%zu post", "%zu posts", count)   by the plural that the language has for `count`
 *     N_("up a line")                in a table: marked here, translated by _() where it is shown
 * What programs read stays English: JSON, names of actions, settings, options and query words.
 * Texts may be looked up from any thread, and stay valid to the end.
 *
 * The catalogue is found from the program's own file, as /proc has it: locale/ beside it in a build,
 * ../share/locale where it is installed. Without one, or without /proc, the program speaks English.
 *
 * Translations need no installed locale of the language: the category LC_MESSAGES, and no other, is
 * set to some locale that is not C, and LANGUAGE to the language, which programs that are started
 * inherit. C.UTF-8 is enough.
 */

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text

/* The values of the setting `language`: auto, en, a name for each catalogue; the last is NULL. */
extern const char *const language_names[];

/*
 * Speaks the language of this name, or for `auto` the first known one of LANGUAGE (a list with `:`,
 * heeded unless the locale is C), LC_ALL, LC_MESSAGES, LANG as gettext has them. Changes
 * the environment: to be called before there are threads. May be called again.
 */
void language_use(const char *name);

#endif
