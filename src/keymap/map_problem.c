#include "base/err.h"
#include "conf/yaml.h"
#include "keymap/map_file.h"

#include <stdarg.h>

bool
map_problem(const struct map_reader *reader, const struct yaml_node *node, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	problems_vadd(reader->problems, SEVERITY_ERROR, reader->file->path, node->line,
			node->column, format, arguments);
	va_end(arguments);
	return false;
}

void
map_warning(const struct map_reader *reader, const struct yaml_node *node, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	problems_vadd(reader->problems, SEVERITY_WARNING, reader->file->path, node->line,
			node->column, format, arguments);
	va_end(arguments);
}
