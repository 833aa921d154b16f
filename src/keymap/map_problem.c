#include "base/err.h"
#include "conf/yaml.h"
#include "keymap/map_file.h"

#include <stdarg.h>

void
map_problem(const struct map_reader *reader, const struct yaml_node *node, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	problems_vadd(reader->problems, SEVERITY_ERROR, reader->file->path, node->line,
			node->column, format, arguments);
	va_end(arguments);
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
