#include "settings/keymap_files.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "keymap/keymap.h"
#include "settings/action.h"
#include "settings/named_files.h"

static const struct file_kind keymaps = {"keymaps", shipped_keymaps};

static bool
read_map(void *context, const char *name, bool is_user, struct buf *text, struct buf *path)
{
	return named_files_read(&keymaps, name, is_user, text, path, context);
}

static void
suggest_map(const char *name, struct buf *out)
{
	named_files_suggest(&keymaps, name, out);
}

struct keymap *
keymap_files_load(const char *name, struct problems *problems)
{
	struct keymap_source source = {
			.read = read_map, .suggest = suggest_map, .context = problems};
	if (named_files_has(&keymaps, name))
		return keymap_load(name, &source, action_vocabulary(), problems);
	struct buf hint = buf_empty();
	named_files_explain(&keymaps, name, &hint);
	problems_add(problems, SEVERITY_ERROR, NULL, 0, 0, _("no key map '%s'%s"), name, hint.data);
	buf_free(&hint);
	return NULL;
}

void
keymap_files_each(void (*take)(void *context, const char *name), void *context)
{
	named_files_each(&keymaps, take, context);
}
