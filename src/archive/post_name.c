#include "archive/post_name.h"

#include "archive/dates.h"

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
	int taken = dates_prefix(name.base, &name.date);
	char after = name.base[taken];
	name.has_date = taken > 0 && (after == '-' || after == '.' || after == '\0');
	size_t start = 0;
	if (name.has_date && after == '-' && name.stem_length > (size_t)taken) {
		start = (size_t)taken + 1;
		name.is_post = has_extension;
	}
	name.slug = name.base + start;
	name.slug_length = name.stem_length - start;
	while (name.slug_length > 0 && name.slug[name.slug_length - 1] == '.')
		name.slug_length--;
	return name;
}
