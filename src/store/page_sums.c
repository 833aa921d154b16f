#include "store/page_sums.h"

#include "base/err.h"

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

enum {
	PAGE_BYTES = 8192, /* of the files that this program makes */
	LEAST_PAGE_BYTES = 512,
	SUM_BYTES = sizeof(uint64_t),
	RESERVED_AT = 20, /* in the file's header: bytes left free at the end of each page */
};

/* SQLite's handle of a file; the one of the layer below stands behind it. */
struct sum_file {
	sqlite3_file base;
	bool has_sums;
};

static sqlite3_file *
below(sqlite3_file *file)
{
	return (sqlite3_file *)(void *)((struct sum_file *)(void *)file + 1);
}

/* --- Sums --- */

/* Each step is one to one: two pages that differ in one word never have the same sum. */
static uint64_t
sum_of(const unsigned char *page, size_t length)
{
	uint64_t sum = length;
	for (size_t i = 0; i + SUM_BYTES < length; i += sizeof(uint64_t)) {
		uint64_t word;
		memcpy(&word, page + i, sizeof(word));
		sum = (sum ^ word) * 0x9E3779B97F4A7C15U;
		sum ^= sum >> 32;
	}
	return sum;
}

/* A page that was never written, in the midst of a file, reads as zeros. */
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

/* Of whatever length pages the header tells of: it may be what is damaged. */
static bool
is_page(int length, sqlite3_int64 offset)
{
	return length >= LEAST_PAGE_BYTES && (length & (length - 1)) == 0 && offset % length == 0;
}

static void
look_at_header(struct sum_file *file, const unsigned char *bytes, int length, sqlite3_int64 offset)
{
	if (offset == 0 && length > RESERVED_AT)
		file->has_sums = bytes[RESERVED_AT] == SUM_BYTES;
}

static int
read_bytes(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset)
{
	struct sum_file *sums = (struct sum_file *)(void *)file;
	int result = below(file)->pMethods->xRead(below(file), bytes, length, offset);
	if (result != SQLITE_OK)
		return result;
	look_at_header(sums, bytes, length, offset);
	bool is_summed = sums->has_sums && is_page(length, offset);
	return is_summed && !is_sound(bytes, (size_t)length) ? SQLITE_CORRUPT : SQLITE_OK;
}

static int
write_bytes(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
	struct sum_file *sums = (struct sum_file *)(void *)file;
	unsigned char page[PAGE_BYTES];
	look_at_header(sums, bytes, length, offset);
	if (sums->has_sums && length == PAGE_BYTES && offset % PAGE_BYTES == 0) {
		memcpy(page, bytes, sizeof(page));
		uint64_t sum = sum_of(page, sizeof(page));
		memcpy(page + PAGE_BYTES - SUM_BYTES, &sum, sizeof(sum));
		bytes = page;
	}
	return below(file)->pMethods->xWrite(below(file), bytes, length, offset);
}

/* --- What goes through as it is --- */

static int
close_file(sqlite3_file *file)
{
	return below(file)->pMethods->xClose(below(file));
}

static int
truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
	return below(file)->pMethods->xTruncate(below(file), size);
}

static int
sync_file(sqlite3_file *file, int flags)
{
	return below(file)->pMethods->xSync(below(file), flags);
}

static int
size_of(sqlite3_file *file, sqlite3_int64 *size)
{
	return below(file)->pMethods->xFileSize(below(file), size);
}

static int
lock_file(sqlite3_file *file, int level)
{
	return below(file)->pMethods->xLock(below(file), level);
}

static int
unlock_file(sqlite3_file *file, int level)
{
	return below(file)->pMethods->xUnlock(below(file), level);
}

static int
is_reserved(sqlite3_file *file, int *result)
{
	return below(file)->pMethods->xCheckReservedLock(below(file), result);
}

static int
control(sqlite3_file *file, int operation, void *argument)
{
	return below(file)->pMethods->xFileControl(below(file), operation, argument);
}

static int
sector_size(sqlite3_file *file)
{
	return below(file)->pMethods->xSectorSize(below(file));
}

/* Pages are read whole or not at all, or their sums could not be looked at. */
static int
characteristics(sqlite3_file *file)
{
	int flags = below(file)->pMethods->xDeviceCharacteristics(below(file));
#ifdef SQLITE_IOCAP_SUBPAGE_READ
	flags &= ~SQLITE_IOCAP_SUBPAGE_READ;
#endif
	return flags;
}

static int
map_shared(sqlite3_file *file, int region, int size, int extends, void volatile **memory)
{
	return below(file)->pMethods->xShmMap(below(file), region, size, extends, memory);
}

static int
lock_shared(sqlite3_file *file, int offset, int count, int flags)
{
	return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

static void
fence_shared(sqlite3_file *file)
{
	below(file)->pMethods->xShmBarrier(below(file));
}

static int
unmap_shared(sqlite3_file *file, int deletes)
{
	return below(file)->pMethods->xShmUnmap(below(file), deletes);
}

/* --- The layer --- */

/* Version 2: without pages mapped into memory, which nobody would look at. */
static const sqlite3_io_methods methods = {
		.iVersion = 2,
		.xClose = close_file,
		.xRead = read_bytes,
		.xWrite = write_bytes,
		.xTruncate = truncate_file,
		.xSync = sync_file,
		.xFileSize = size_of,
		.xLock = lock_file,
		.xUnlock = unlock_file,
		.xCheckReservedLock = is_reserved,
		.xFileControl = control,
		.xSectorSize = sector_size,
		.xDeviceCharacteristics = characteristics,
		.xShmMap = map_shared,
		.xShmLock = lock_shared,
		.xShmBarrier = fence_shared,
		.xShmUnmap = unmap_shared,
};

static int
open_file(sqlite3_vfs *layer, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	sqlite3_vfs *system = layer->pAppData;
	/* Journals and logs have sums of their own. */
	if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
		return system->xOpen(system, name, file, flags, out_flags);
	memset(file, 0, (size_t)layer->szOsFile);
	int result = system->xOpen(system, name, below(file), flags, out_flags);
	const sqlite3_io_methods *found = below(file)->pMethods;
	if (found != NULL && found->iVersion < methods.iVersion) {
		found->xClose(below(file));
		return SQLITE_CANTOPEN;
	}
	file->pMethods = found != NULL ? &methods : NULL;
	return result;
}

/* SQLite keeps its layers in a list of the process, and takes no copy of them. */
static const char layer_name[] = "reader-sums";
static sqlite3_vfs layer;

static void
register_layer(void)
{
	sqlite3_vfs *system = sqlite3_vfs_find(NULL);
	if (system == NULL)
		return;
	layer = *system;
	layer.zName = layer_name;
	layer.pNext = NULL;
	layer.pAppData = system;
	layer.szOsFile = (int)sizeof(struct sum_file) + system->szOsFile;
	layer.xOpen = open_file;
	(void)sqlite3_vfs_register(&layer, 0);
}

const char *
page_sums_layer(void)
{
	if (sqlite3_initialize() != SQLITE_OK)
		return NULL;
	/* Any thread may be the first. */
	sqlite3_mutex *mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP1);
	sqlite3_mutex_enter(mutex);
	if (sqlite3_vfs_find(layer_name) == NULL)
		register_layer();
	bool is_there = sqlite3_vfs_find(layer_name) != NULL;
	sqlite3_mutex_leave(mutex);
	return is_there ? layer_name : NULL;
}

bool
page_sums_begin(struct sqlite3 *db, struct err *err)
{
	int bytes = SUM_BYTES;
	return sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes) == SQLITE_OK ||
	       err_set(err, "%s", sqlite3_errmsg(db));
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
