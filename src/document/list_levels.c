#include "document/list_levels.h"

size_t
list_levels_text(const struct list_levels *levels)
{
	return levels->count > 0 ? levels->items[levels->count - 1].text : 0;
}

size_t
list_levels_out(const struct list_levels *levels)
{
	return levels->count > 0 ? levels->items[levels->count - 1].out : 0;
}

size_t
list_levels_map(const struct list_levels *levels, size_t column)
{
	size_t text = list_levels_text(levels);
	return column >= text ? list_levels_out(levels) + column - text : column;
}

void
list_levels_leave(struct list_levels *levels, size_t indent)
{
	while (levels->count > 0 && indent < list_levels_text(levels))
		levels->count--;
}

size_t
list_levels_leave_for_item(struct list_levels *levels, size_t indent, bool is_ordered)
{
	while (levels->count > 0 && indent < list_levels_text(levels)) {
		const struct list_level *level = &levels->items[levels->count - 1];
		/* kramdown, list.rb: another kind of marker cannot go on with this list. */
		if (level->is_ordered && !is_ordered && indent > level->marker)
			return level->text;
		levels->count--;
	}
	return indent;
}

bool
list_levels_enter(struct list_levels *levels, size_t marker, size_t width, size_t out,
		bool is_ordered)
{
	if (levels->count == MAX_LIST_LEVELS)
		return false;
	levels->items[levels->count++] =
			(struct list_level){marker, marker + width, out + width, is_ordered};
	return true;
}
