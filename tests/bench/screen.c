/*
 * How soon a program's screen shows something: runs it in a terminal of 120x36,
 * waits until a text is written there, lets it come to rest, presses keys and
 * takes the time until the answer begins and until it has come to rest again.
 *
 * usage: screen TEXT KEYS QUIT PROGRAM [ARGUMENT...]
 * KEYS is a list of keys parted by spaces, each a string of bytes (`\e` is escape,
 * `\r` return, `-` none at all); QUIT are the bytes that end the program.
 *
 * Prints `first MS`, `key NAME MS MS` for each key and `memory KB`.
 */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum {
	ROWS = 36,
	COLUMNS = 120,
	PATIENCE_MS = 120000,
	REST_MS = 1500, /* after the first screen: what runs beside it goes on */
	QUIET_MS = 60,	/* without output: the answer to a key is over */
	NO_ANSWER_MS = 3000,
	WINDOW = 1 << 16, /* bytes of output that the text is looked for in */
};

struct screen {
	int fd;
	pid_t child;
	char window[WINDOW];
	size_t length;
	double last; /* when output came last, milliseconds */
};

static double
now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static void
die(const char *what)
{
	fprintf(stderr, "screen: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void
become(const char *terminal, char **program)
{
	setsid();
	int fd = open(terminal, O_RDWR);
	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) != 0)
		_exit(127);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	setenv("TERM", "xterm-256color", 1);
	execvp(program[0], program);
	_exit(127);
}

static void
start(struct screen *screen, char **program)
{
	screen->fd = posix_openpt(O_RDWR | O_NOCTTY);
	if (screen->fd < 0 || grantpt(screen->fd) != 0 || unlockpt(screen->fd) != 0)
		die("no terminal");
	struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};
	const char *name = ptsname(screen->fd);
	(void)ioctl(screen->fd, TIOCSWINSZ, &size);
	screen->child = fork();
	if (screen->child == 0)
		become(name, program);
}

/* Reads what comes within so many milliseconds; false when nothing did or the program has ended. */
static bool
take(struct screen *screen, int milliseconds)
{
	struct pollfd poll_fd = {.fd = screen->fd, .events = POLLIN};
	if (poll(&poll_fd, 1, milliseconds) <= 0)
		return false;
	if (screen->length > WINDOW / 2) {
		memmove(screen->window, screen->window + WINDOW / 4, screen->length - WINDOW / 4);
		screen->length -= WINDOW / 4;
	}
	ssize_t count = read(screen->fd, screen->window + screen->length, WINDOW / 4);
	if (count <= 0)
		return false;
	screen->length += (size_t)count;
	screen->last = now_ms();
	return true;
}

static bool
has_text(const struct screen *screen, const char *text)
{
	size_t length = strlen(text);
	for (size_t i = 0; i + length <= screen->length; i++) {
		if (memcmp(screen->window + i, text, length) == 0)
			return true;
	}
	return false;
}

static void
press(struct screen *screen, const char *name)
{
	const char *bytes = strcmp(name, "\\e") == 0   ? "\033"
			    : strcmp(name, "\\r") == 0 ? "\r"
						       : name;
	double begun = now_ms();
	double first = -1;
	if (write(screen->fd, bytes, strlen(bytes)) < 0)
		die("the program has ended");
	while (take(screen, first < 0 ? NO_ANSWER_MS : QUIET_MS)) {
		if (first < 0)
			first = screen->last;
	}
	if (first < 0)
		printf("key %s - -\n", name);
	else
		printf("key %s %.1f %.1f\n", name, first - begun, screen->last - begun);
}

static long
memory_of(pid_t process)
{
	char path[64], line[256];
	long kilobytes = 0;
	snprintf(path, sizeof(path), "/proc/%d/status", (int)process);
	FILE *file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, "VmRSS:", 6) == 0)
			kilobytes = strtol(line + 6, NULL, 10);
	}
	if (file != NULL)
		fclose(file);
	return kilobytes;
}

static void
quit(struct screen *screen, const char *bytes)
{
	int status;
	if (write(screen->fd, bytes, strlen(bytes)) < 0)
		kill(screen->child, SIGTERM);
	double begun = now_ms();
	while (waitpid(screen->child, &status, WNOHANG) == 0) {
		(void)take(screen, 20);
		if (now_ms() - begun > 5000)
			kill(screen->child, SIGKILL);
	}
}

int
main(int argc, char **argv)
{
	static struct screen screen;
	if (argc < 5) {
		fprintf(stderr, "usage: screen TEXT KEYS QUIT PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	double begun = now_ms();
	start(&screen, argv + 4);
	while (!has_text(&screen, argv[1])) {
		if (now_ms() - begun > PATIENCE_MS || !take(&screen, PATIENCE_MS)) {
			fprintf(stderr, "screen: the text did not come\n");
			kill(screen.child, SIGKILL);
			return 1;
		}
	}
	printf("first %.1f\n", screen.last - begun);
	for (double end = now_ms() + REST_MS; now_ms() < end;)
		(void)take(&screen, 50);
	for (char *key = strtok(argv[2], " "); key != NULL; key = strtok(NULL, " ")) {
		if (strcmp(key, "-") != 0)
			press(&screen, key);
	}
	printf("memory %ld\n", memory_of(screen.child));
	quit(&screen, argv[3]);
	return 0;
}
