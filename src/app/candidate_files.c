/* The files whose paths begin with what is typed. */

#include "app/state.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/gate.h"
#include "base/xalloc.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_READ = 20000 }; /* entries of a folder */

static int
compare(const void *a, const void *b)
{
	const struct candidate *one = a, *other = b;
	return strcmp(one->word, other->word);
}

/* Whether a name can be typed: hidden ones only by who types their dot. */
static bool
is_wanted(const char *name, const char *typed)
{
	bool is_link = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
	return !is_link && (name[0] != '.' || typed[0] == '.') &&
	       strncmp(name, typed, strlen(typed)) == 0 &&
	       gate_is_clean(name, strlen(name), GATE_LINE);
}

/* `folder` is the part of the path that was typed before the name; `root` the same, as it can be opened. */
static void
offer(struct completion *completion, const struct buf *folder, const char *root, const char *name)
{
	struct stat status;
	struct buf path = buf_empty(), word = buf_empty();
	buf_format(&path, "%s%s", root, name);
	bool is_folder = stat(path.data, &status) == 0 && S_ISDIR(status.st_mode);
	buf_format(&word, "%s%s%s", folder->data, name, is_folder ? "/" : "");
	completion_add(completion, word.data, "", COMPLETION_NO_NUMBER);
	buf_free(&path);
	buf_free(&word);
}

void
candidate_files_offer(struct completion *completion)
{
	const char *slash = strrchr(completion->typed, '/');
	const char *typed = slash != NULL ? slash + 1 : completion->typed;
	struct buf folder = buf_empty();
	buf_add(&folder, completion->typed, (size_t)(typed - completion->typed));
	char *root = file_expand_home(folder.data);
	DIR *entries = opendir(root[0] != '\0' ? root : ".");
	const struct dirent *entry;
	for (size_t i = 0; entries != NULL && i < MOST_READ && (entry = readdir(entries)) != NULL;
			i++) {
		if (is_wanted(entry->d_name, typed))
			offer(completion, &folder, root, entry->d_name);
	}
	if (entries != NULL)
		closedir(entries);
	if (completion->count > 0)
		qsort(completion->items, completion->count, sizeof(completion->items[0]), compare);
	free(root);
	buf_free(&folder);
}
