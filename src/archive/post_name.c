#include "archive/post_name.h"

#include "base/iso_date.h"

#include <string.h>

struct post_name
post_name_parse(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct post_name name = {.base = slash != NULL ? slash + 1 : path};
	const char *dot = strrchr(name.base, '.');
	bool has_extension = dot != NULL && dot[1] != '\0';
	name.stem_length = has_extension ? (size_t)(dot - name.base) : strlen(name.base);
	name.extension = has_extension ? dot + 1 : "";
	struct iso_date date;
	const char *after = iso_date_read_day(name.base, &date);
	name.has_date = after != NULL && (*after == '-' || *after == '.' || *after == '\0');
	if (after != NULL) {
		/* Years of two digits are 1969 to 2068, as in date_text.c. */
		int century = date.year >= 69 ? 1900 : 2000;
		name.date = (struct civil){.year = date.year + (name.base[2] == '-' ? century : 0),
				.month = date.month,
				.day = date.day};
	}
	bool has_slug = name.has_date && *after == '-' && after < name.base + name.stem_length;
	name.is_post = has_slug && has_extension;
	name.slug = has_slug ? after + 1 : name.base;
	name.slug_length = name.stem_length - (size_t)(name.slug - name.base);
	while (name.slug_length > 0 && name.slug[name.slug_length - 1] == '.')
		name.slug_length--;
	return name;
}
