#include "settings/named_files.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "conf/nearest.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_FILE_SIZE = 1024 * 1024 };

bool
named_files_is_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

/* The path of the user's file, to be freed; NULL without a home or for a bad name. */
static char *
user_path(const struct file_kind *kind, const char *name)
{
	if (!named_files_is_name(name))
		return NULL;
	char *relative = xformat("%s/%s.yaml", kind->folder, name);
	char *path = file_config_path(relative);
	free(relative);
	return path;
}

static const struct shipped_file *
find_shipped(const struct file_kind *kind, const char *name)
{
	const struct shipped_file *file = kind->shipped;
	while (file->name != NULL && strcmp(file->name, name) != 0)
		file++;
	return file->name != NULL ? file : NULL;
}

static bool
exists(const char *path)
{
	return path != NULL && (access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR));
}

bool
named_files_has(const struct file_kind *kind, const char *name)
{
	char *own = user_path(kind, name);
	bool is_there = exists(own) || find_shipped(kind, name) != NULL;
	free(own);
	return is_there;
}

static bool
read_user(const struct file_kind *kind, const char *name, struct buf *text, struct buf *path,
		struct problems *problems)
{
	char *own = user_path(kind, name);
	bool is_there = exists(own);
	struct err err;
	if (is_there)
		buf_add_text(path, own);
	if (is_there && !file_read(own, MAX_FILE_SIZE, text, &err))
		problems_add_err(problems, SEVERITY_ERROR, &err);
	free(own);
	return is_there;
}

bool
named_files_read(const struct file_kind *kind, const char *name, bool is_user, struct buf *text,
		struct buf *path, struct problems *problems)
{
	if (is_user)
		return read_user(kind, name, text, path, problems);
	const struct shipped_file *file = find_shipped(kind, name);
	if (file == NULL)
		return false;
	buf_add(text, file->text, file->length);
	buf_format(path, "%s/%s.yaml", kind->folder, name);
	return true;
}

void
named_files_suggest(const struct file_kind *kind, const char *name, struct buf *out)
{
	struct nearest nearest = nearest_to(name);
	for (const struct shipped_file *file = kind->shipped; file->name != NULL; file++)
		nearest_offer(&nearest, file->name);
	buf_add_text(out, nearest_hint(&nearest).text);
}

void
named_files_explain(const struct file_kind *kind, const char *name, struct buf *out)
{
	struct buf shipped = buf_empty();
	char *path = user_path(kind, name);
	for (const struct shipped_file *file = kind->shipped; file->name != NULL; file++)
		buf_format(&shipped, "%s%s", file == kind->shipped ? "" : _(", "), file->name);
	named_files_suggest(kind, name, out);
	if (path != NULL)
		buf_format(out, _(" (shipped: %s; your own would be %s)"), shipped.data, path);
	else
		buf_format(out, _(" (shipped: %s)"), shipped.data);
	free(path);
	buf_free(&shipped);
}

/* Takes the user's file of this name, unless a shipped one has it. */
static void
take_own(const struct file_kind *kind, const char *file,
		void (*take)(void *context, const char *name), void *context)
{
	static const char ending[] = ".yaml";
	size_t length = strlen(file), tail = sizeof(ending) - 1;
	if (length <= tail || file[0] == '.' || strcmp(file + length - tail, ending) != 0)
		return;
	char *name = xstrndup(file, length - tail);
	if (find_shipped(kind, name) == NULL)
		take(context, name);
	free(name);
}

void
named_files_each(const struct file_kind *kind, void (*take)(void *context, const char *name),
		void *context)
{
	for (const struct shipped_file *file = kind->shipped; file->name != NULL; file++)
		take(context, file->name);
	char *folder = file_config_path(kind->folder);
	DIR *directory = folder != NULL ? opendir(folder) : NULL;
	const struct dirent *entry;
	while (directory != NULL && (entry = readdir(directory)) != NULL)
		take_own(kind, entry->d_name, take, context);
	if (directory != NULL)
		closedir(directory);
	free(folder);
}
