#include "settings/keymap_files.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "conf/nearest.h"
#include "keymap/keymap.h"
#include "settings/action.h"
#include "settings/shipped_keymaps.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FILE_SIZE = 1024 * 1024 };

/* A name becomes a file's name, so it may not lead elsewhere. */
static bool
is_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

/* The path of the user's map, to be freed; NULL without a home or for a bad name. */
static char *
user_path(const char *name)
{
	if (!is_name(name))
		return NULL;
	char *relative = xformat("keymaps/%s.yaml", name);
	char *path = file_config_path(relative);
	free(relative);
	return path;
}

static const struct shipped_keymap *
find_shipped(const char *name)
{
	const struct shipped_keymap *map = shipped_keymaps;
	while (map->name != NULL && strcmp(map->name, name) != 0)
		map++;
	return map->name != NULL ? map : NULL;
}

static bool
exists(const char *path)
{
	return path != NULL && (access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR));
}

static bool
read_user(struct problems *problems, const char *name, struct buf *text, struct buf *path)
{
	char *own = user_path(name);
	bool is_there = exists(own);
	struct err err;
	if (is_there)
		buf_add_text(path, own);
	/* An unreadable file is an error: the shipped map in its place would hide it. */
	if (is_there && !file_read(own, MAX_FILE_SIZE, text, &err))
		problems_add_err(problems, SEVERITY_ERROR, &err);
	free(own);
	return is_there;
}

static bool
read_map(void *context, const char *name, bool is_user, struct buf *text, struct buf *path)
{
	if (is_user)
		return read_user(context, name, text, path);
	const struct shipped_keymap *map = find_shipped(name);
	if (map == NULL)
		return false;
	buf_add(text, map->text, map->length);
	buf_format(path, "keymaps/%s.yaml", name);
	return true;
}

/* Lists the shipped maps only: users know what is in their own folder. */
static void
suggest_map(const char *name, struct buf *out)
{
	struct nearest nearest = nearest_to(name);
	for (const struct shipped_keymap *map = shipped_keymaps; map->name != NULL; map++)
		nearest_offer(&nearest, map->name);
	buf_add_text(out, nearest_hint(&nearest).text);
}

static void
tell_missing(const char *name, struct problems *problems)
{
	struct buf hint = buf_empty();
	suggest_map(name, &hint);
	buf_add_text(&hint, " (shipped:");
	for (const struct shipped_keymap *map = shipped_keymaps; map->name != NULL; map++)
		buf_format(&hint, "%s %s", map == shipped_keymaps ? "" : ",", map->name);
	char *path = user_path(name);
	if (path != NULL)
		buf_format(&hint, "; your own would be %s", path);
	problems_add(problems, SEVERITY_ERROR, NULL, 0, 0, _("no key map '%s'%s)"), name,
			hint.data);
	free(path);
	buf_free(&hint);
}

struct keymap *
keymap_files_load(const char *name, struct problems *problems)
{
	char *own = user_path(name);
	bool is_there = exists(own) || find_shipped(name) != NULL;
	free(own);
	if (!is_there) {
		tell_missing(name, problems);
		return NULL;
	}
	struct keymap_source source = {
			.read = read_map, .suggest = suggest_map, .context = problems};
	return keymap_load(name, &source, action_vocabulary(), problems);
}

void
keymap_files_own(void (*take)(void *context, const char *name), void *context)
{
	static const char ending[] = ".yaml";
	char *folder = file_config_path("keymaps");
	DIR *directory = folder != NULL ? opendir(folder) : NULL;
	const struct dirent *entry;
	while (directory != NULL && (entry = readdir(directory)) != NULL) {
		size_t length = strlen(entry->d_name);
		size_t tail = sizeof(ending) - 1;
		if (length <= tail || entry->d_name[0] == '.' ||
				strcmp(entry->d_name + length - tail, ending) != 0)
			continue;
		char *name = xstrndup(entry->d_name, length - tail);
		take(context, name);
		free(name);
	}
	if (directory != NULL)
		closedir(directory);
	free(folder);
}
