#include "base/wake.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool
wake_open(int ends[2], struct err *err)
{
	if (pipe(ends) != 0)
		return err_set_errno(err, NULL, errno);
	for (int i = 0; i < 2; i++) {
		(void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
		(void)fcntl(ends[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

void
wake_close(const int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

void
wake_ring(int write_end)
{
	int error = errno;
	/* A full pipe wakes its reader as well. */
	while (write(write_end, "", 1) < 0 && errno == EINTR)
		continue;
	errno = error;
}

void
wake_drain(int read_end)
{
	char bytes[256];
	ssize_t count;
	do
		count = read(read_end, bytes, sizeof(bytes));
	while (count > 0 || (count < 0 && errno == EINTR));
}
