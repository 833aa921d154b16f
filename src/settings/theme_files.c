#include "settings/theme_files.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "settings/named_files.h"
#include "theme/theme.h"

#include <string.h>

const char theme_auto[] = "auto";

static const struct file_kind themes = {"themes", shipped_themes};

static bool
read_theme(void *context, const char *name, bool is_user, struct buf *text, struct buf *path)
{
	return named_files_read(&themes, name, is_user, text, path, context);
}

static void
suggest_theme(const char *name, struct buf *out)
{
	named_files_explain(&themes, name, out);
}

bool
theme_files_load(struct theme *theme, const char *name, bool is_light, struct problems *problems)
{
	if (strcmp(name, theme_auto) == 0)
		name = is_light ? "light" : "dark";
	const struct theme_source source = {
			.read = read_theme, .suggest = suggest_theme, .context = problems};
	return theme_load(theme, name, &source, problems);
}

bool
theme_files_check(const char *name, struct err *err)
{
	struct buf hint = buf_empty();
	bool is_there = strcmp(name, theme_auto) == 0 || named_files_has(&themes, name);
	if (!is_there) {
		named_files_explain(&themes, name, &hint);
		err_set(err, _("theme cannot be '%s'%s"), name, hint.data);
	}
	buf_free(&hint);
	return is_there;
}

void
theme_files_each(void (*take)(void *context, const char *name), void *context)
{
	take(context, theme_auto);
	named_files_each(&themes, take, context);
}
