#include "store/page_sums.h"

#include "base/err.h"
#include "base/language.h"

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

enum {
	PAGE_BYTES = 8192, /* of the files that this program makes */
	LEAST_PAGE_BYTES = 512,
	SUM_BYTES = sizeof(uint64_t),
	RESERVED_AT = 20, /* in the file's header: bytes left free at the end of each page */
};

/* Behind the system's handle of a file. */
struct page_sums {
	const sqlite3_io_methods *system;
	sqlite3_io_methods methods; /* the system's, but for what is read and written */
	bool has_sums;
};

/* SQLite keeps its layers in a list of the process, and takes no copy of them. */
static sqlite3_vfs layer;

static size_t
handle_bytes(const sqlite3_vfs *system)
{
	size_t align = _Alignof(struct page_sums);
	return ((size_t)system->szOsFile + align - 1) / align * align;
}

static struct page_sums *
sums_of(sqlite3_file *file)
{
	return (struct page_sums *)(void *)((char *)file + handle_bytes(layer.pAppData));
}

/* --- Sums --- */

/* Adds a word. One to one: what differs before, or in the word alone, differs after. */
static inline uint64_t
add_word(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * 0x9E3779B97F4A7C15U;
	return sum ^ sum >> 32;
}

static inline uint64_t
word_at(const unsigned char *page, size_t at)
{
	uint64_t word;
	memcpy(&word, page + at, sizeof(word));
	return word;
}

/*
 * Two pages that differ in one word never have the same sum. Four sums that do not wait for
 * each other are several times as fast as one, and this is most of what reading a page takes.
 */
static uint64_t
sum_of(const unsigned char *page, size_t length)
{
	enum { WORD = sizeof(uint64_t) };
	uint64_t a = length, b = length, c = length, d = length;
	size_t at = 0, end = length - SUM_BYTES;
	for (; at + 4 * WORD <= end; at += 4 * WORD) {
		a = add_word(a, word_at(page, at));
		b = add_word(b, word_at(page, at + WORD));
		c = add_word(c, word_at(page, at + 2 * WORD));
		d = add_word(d, word_at(page, at + 3 * WORD));
	}
	for (; at < end; at += WORD)
		a = add_word(a, word_at(page, at));
	return add_word(add_word(add_word(a, b), c), d);
}

/* A page inside a file that was never written reads as zeros. */
static bool
is_blank(const unsigned char *page, size_t length)
{
	return page[0] == 0 && memcmp(page, page + 1, length - 1) == 0;
}

static bool
is_sound(const unsigned char *page, size_t length)
{
	uint64_t sum;
	memcpy(&sum, page + length - SUM_BYTES, sizeof(sum));
	return sum == sum_of(page, length) || is_blank(page, length);
}

/* A page of any length that SQLite allows: the header's length may be what is damaged. */
static bool
is_page(int length, sqlite3_int64 offset)
{
	return length >= LEAST_PAGE_BYTES && (length & (length - 1)) == 0 && offset % length == 0;
}

static void
look_at_header(struct page_sums *sums, const unsigned char *bytes, int length, sqlite3_int64 offset)
{
	if (offset == 0 && length > RESERVED_AT)
		sums->has_sums = bytes[RESERVED_AT] == SUM_BYTES;
}

/* --- The layer --- */

static int
read_bytes(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
	struct page_sums *sums = sums_of(file);
	int result = sums->system->xRead(file, bytes, length, offset);
	/* Of a file that was cut the last page may be short; zeros are in the place of the rest. */
	if (result != SQLITE_OK && result != SQLITE_IOERR_SHORT_READ)
		return result;
	look_at_header(sums, bytes, length, offset);
	bool is_summed = sums->has_sums && is_page(length, offset);
	return is_summed && !is_sound(bytes, (size_t)length) ? SQLITE_CORRUPT : result;
}

static int
write_bytes(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
	struct page_sums *sums = sums_of(file);
	unsigned char page[PAGE_BYTES];
	look_at_header(sums, bytes, length, offset);
	if (sums->has_sums && length == PAGE_BYTES && offset % PAGE_BYTES == 0) {
		memcpy(page, bytes, sizeof(page));
		uint64_t sum = sum_of(page, sizeof(page));
		memcpy(page + PAGE_BYTES - SUM_BYTES, &sum, sizeof(sum));
		bytes = page;
	}
	return sums->system->xWrite(file, bytes, length, offset);
}

/* Pages are read whole or not at all, or their sums could not be looked at. */
static int
characteristics(sqlite3_file *file)
{
	int flags = sums_of(file)->system->xDeviceCharacteristics(file);
#ifdef SQLITE_IOCAP_SUBPAGE_READ
	flags &= ~SQLITE_IOCAP_SUBPAGE_READ;
#endif
	return flags;
}

/* Journals and logs have sums of their own. */
static int
open_file(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	sqlite3_vfs *system = self->pAppData;
	struct page_sums *sums = sums_of(file);
	int result = system->xOpen(system, name, file, flags, out_flags);
	if ((flags & SQLITE_OPEN_MAIN_DB) == 0 || file->pMethods == NULL)
		return result;
	if (file->pMethods->iVersion < 2) {
		file->pMethods->xClose(file);
		file->pMethods = NULL;
		return SQLITE_CANTOPEN;
	}
	*sums = (struct page_sums){.system = file->pMethods, .methods = *file->pMethods};
	sums->methods.iVersion =
			2; /* without pages mapped into memory, which nobody would look at */
	sums->methods.xRead = read_bytes;
	sums->methods.xWrite = write_bytes;
	sums->methods.xDeviceCharacteristics = characteristics;
	file->pMethods = &sums->methods;
	return result;
}

const char *
page_sums_layer(void)
{
	sqlite3_vfs *system = sqlite3_vfs_find(NULL);
	if (system == NULL)
		return NULL;
	/* Any thread may be the first. */
	sqlite3_mutex *mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP1);
	sqlite3_mutex_enter(mutex);
	if (layer.zName == NULL) {
		layer = *system;
		layer.zName = "reader-sums";
		layer.pNext = NULL;
		layer.pAppData = system;
		layer.szOsFile = (int)(handle_bytes(system) + sizeof(struct page_sums));
		layer.xOpen = open_file;
		if (sqlite3_vfs_register(&layer, 0) != SQLITE_OK)
			layer.zName = NULL;
	}
	const char *name = layer.zName;
	sqlite3_mutex_leave(mutex);
	return name;
}

bool
page_sums_begin(struct sqlite3 *db, struct err *err)
{
	int bytes = SUM_BYTES;
	return sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes) == SQLITE_OK ||
	       err_set(err, "%s", _(sqlite3_errmsg(db)));
}

bool
page_sums_are_kept(struct sqlite3 *db)
{
	int bytes = -1; /* asks */
	sqlite3_vfs *used = NULL;
	(void)sqlite3_file_control(db, "main", SQLITE_FCNTL_VFS_POINTER, &used);
	if (used != &layer)
		return true;
	return sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes) == SQLITE_OK &&
	       bytes == SUM_BYTES;
}
