#include "base/language.h"

#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The names of the catalogues, each with a comma behind it, come from the Makefile. */
const char *const language_names[] = {"auto", "en", READER_LANGUAGES NULL};

/* --- Which language --- */

/* Whether the first `length` bytes of a locale's name are `name`. */
static bool
is_named(const char *locale, size_t length, const char *name)
{
	return strlen(name) == length && strncmp(locale, name, length) == 0;
}

/*
 * The language for a locale: of that name, else without the territory; a language alone
 * (`zh`) is served by that of any territory. NULL where there is none.
 */
static const char *
language_of(const char *locale)
{
	size_t length = strcspn(locale, ".@:"), language = strcspn(locale, "_.@:");
	if (is_named(locale, length, "C") || is_named(locale, length, "POSIX"))
		return "en";
	const char *nearest = NULL;
	for (const char *const *name = language_names + 1; *name != NULL; name++) {
		size_t size = strcspn(*name, "_");
		if (is_named(locale, length, *name))
			return *name;
		bool is_near = size == language && strncmp(locale, *name, size) == 0 &&
			       (language == length || (*name)[size] == '\0');
		if (is_near && nearest == NULL)
			nearest = *name;
	}
	return nearest;
}

static const char *
locale_of_environment(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = getenv(variables[i]);
		if (value != NULL && value[0] != '\0')
			return value;
	}
	return "C";
}

static const char *
language_of_environment(void)
{
	const char *locale = locale_of_environment(), *languages = getenv("LANGUAGE");
	if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		return "en";
	if (languages == NULL || languages[0] == '\0')
		languages = locale;
	const char *language = NULL;
	while (language == NULL && languages[0] != '\0') {
		language = language_of(languages);
		languages += strcspn(languages, ":");
		languages += strspn(languages, ":");
	}
	return language != NULL ? language : "en";
}

/* --- Its catalogue --- */

enum { PATH_SIZE = PATH_MAX };

/* The folder of the language's catalogue. False where it has none. */
static bool
find_catalogue(const char *language, char folder[PATH_SIZE])
{
	static const char *const places[] = {"locale", "../share/locale"};
	char program[PATH_SIZE], catalogue[PATH_SIZE];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program));
	if (length <= 0 || (size_t)length >= sizeof(program))
		return false;
	program[length] = '\0';
	*strrchr(program, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		int size = snprintf(folder, PATH_SIZE, "%s/%s", program, places[i]);
		if (size < PATH_SIZE &&
				snprintf(catalogue, PATH_SIZE, "%s/%s/LC_MESSAGES/reader.mo",
						folder, language) < PATH_SIZE &&
				access(catalogue, R_OK) == 0)
			return true;
	}
	return false;
}

/* Whether it is C, or C.UTF-8, which glibc takes for the same from 2.39 on. */
static bool
is_locale_c(const char *name)
{
	return strcmp(name, "POSIX") == 0 || is_named(name, strcspn(name, "."), "C");
}

/*
 * gettext translates nothing in the locale C, and heeds LANGUAGE in any other. C.UTF-8, often the only one that
 * is installed, does for it under a name with a territory, which glibc leaves out where it finds none.
 */
static void
leave_locale_c(const char *language)
{
	char own[64];
	(void)snprintf(own, sizeof(own), "%s.UTF-8", language);
	const char *const locales[] = {own, "", "en_US.UTF-8", "en_GB.UTF-8", "C_READER.UTF-8"};
	for (size_t i = 0; i < sizeof(locales) / sizeof(locales[0]); i++) {
		const char *set = setlocale(LC_MESSAGES, locales[i]);
		if (set != NULL && !is_locale_c(set))
			return;
	}
}

void
language_use(const char *name)
{
	const char *language = strcmp(name, "auto") == 0 ? language_of_environment() : name;
	char folder[PATH_SIZE];
	if (strcmp(language, "en") == 0 || !find_catalogue(language, folder)) {
		(void)setlocale(LC_MESSAGES, "C");
		return;
	}
	(void)setenv("LANGUAGE", language, 1);
	leave_locale_c(language);
	(void)bindtextdomain("reader", folder);
	(void)bind_textdomain_codeset("reader", "UTF-8");
	(void)textdomain("reader");
}
