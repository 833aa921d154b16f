#include "base/new_file.h"

#include "base/err.h"
#include "base/xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
new_file_begin(struct new_file *file, const char *path, struct err *err)
{
	struct stat status;
	bool is_there = stat(path, &status) == 0;
	if (is_there && access(path, W_OK) != 0)
		return err_set_errno(err, path, errno);
	char *real = is_there ? realpath(path, NULL) : NULL;
	*file = (struct new_file){.path = real != NULL ? real : xstrdup(path)};
	if (is_there && !S_ISREG(status.st_mode)) {
		file->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	} else {
		file->temporary = xformat("%s.XXXXXX", file->path);
		file->fd = mkstemp(file->temporary);
		if (file->fd >= 0 && is_there)
			(void)fchmod(file->fd, status.st_mode & 07777);
	}
	if (file->fd >= 0)
		return true;
	err_set_errno(err, path, errno);
	free(file->path);
	free(file->temporary);
	return false;
}

bool
new_file_end(struct new_file *file, bool is_good, struct err *err)
{
	bool is_synced = !is_good || file->temporary == NULL || fsync(file->fd) == 0;
	bool is_done = close(file->fd) == 0 && is_synced && is_good &&
		       (file->temporary == NULL || rename(file->temporary, file->path) == 0);
	if (is_good && !is_done)
		err_set_errno(err, file->path, errno);
	if (!is_done && file->temporary != NULL)
		(void)unlink(file->temporary);
	free(file->path);
	free(file->temporary);
	return is_done || !is_good;
}
