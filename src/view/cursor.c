#include "view/cursor.h"

static bool
settle(struct cursor *cursor, size_t at)
{
	struct cursor before = *cursor;
	if (cursor->rows == 0)
		cursor->rows = 1;
	if (at >= cursor->count)
		at = cursor->count > 0 ? cursor->count - 1 : 0;
	cursor->at = at;
	size_t last_top = cursor->count > cursor->rows ? cursor->count - cursor->rows : 0;
	if (cursor->top > last_top)
		cursor->top = last_top;
	if (at < cursor->top)
		cursor->top = at;
	if (at >= cursor->top + cursor->rows)
		cursor->top = at - cursor->rows + 1;
	return cursor->at != before.at || cursor->top != before.top;
}

bool
cursor_set_count(struct cursor *cursor, size_t count)
{
	bool is_new = count != cursor->count;
	cursor->count = count;
	return settle(cursor, cursor->at) || is_new;
}

bool
cursor_set_rows(struct cursor *cursor, size_t rows)
{
	bool is_new = rows != cursor->rows;
	cursor->rows = rows;
	return settle(cursor, cursor->at) || is_new;
}

bool
cursor_move_to(struct cursor *cursor, size_t at)
{
	return settle(cursor, at);
}

bool
cursor_scroll_to(struct cursor *cursor, size_t top)
{
	size_t before = cursor->top;
	cursor->top = top;
	settle(cursor, cursor->at);
	return cursor->top != before;
}

bool
cursor_move(struct cursor *cursor, long by)
{
	if (by < 0)
		return settle(cursor, cursor->at > (size_t)-by ? cursor->at - (size_t)-by : 0);
	size_t room = cursor->count > cursor->at ? cursor->count - cursor->at - 1 : 0;
	return settle(cursor, cursor->at + ((size_t)by < room ? (size_t)by : room));
}

bool
cursor_scroll(struct cursor *cursor, long by)
{
	size_t last_top = cursor->count > cursor->rows ? cursor->count - cursor->rows : 0;
	size_t steps = by < 0 ? (size_t)-by : (size_t)by, top = cursor->top, at = cursor->at;
	size_t room = by < 0 ? top : last_top - top;
	steps = steps < room ? steps : room;
	cursor->top = by < 0 ? top - steps : top + steps;
	size_t last = cursor->top + (cursor->rows > 0 ? cursor->rows - 1 : 0);
	at = at < cursor->top ? cursor->top : at > last ? last : at;
	(void)settle(cursor, at);
	return steps > 0;
}

bool
cursor_align(struct cursor *cursor, size_t row)
{
	size_t top = cursor->top;
	cursor->top = cursor->at > row ? cursor->at - row : 0;
	(void)settle(cursor, cursor->at);
	return cursor->top != top;
}
