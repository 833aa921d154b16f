#include "base/buf.h"
#include "base/err.h"
#include "conf/yaml.h"
#include "keymap/map_file.h"

#include <stdarg.h>

static void __attribute__((format(printf, 4, 0)))
report(const struct map_reader *reader, const struct yaml_node *node, enum severity severity,
		const char *format, va_list arguments)
{
	struct buf reason;
	buf_init(&reason);
	buf_vformat(&reason, format, arguments);
	problems_add(reader->problems, severity, reader->file->path, node->line, node->column, "%s",
			reason.data);
	buf_free(&reason);
}

void
map_problem(const struct map_reader *reader, const struct yaml_node *node, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report(reader, node, SEVERITY_ERROR, format, arguments);
	va_end(arguments);
}

void
map_warning(const struct map_reader *reader, const struct yaml_node *node, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	report(reader, node, SEVERITY_WARNING, format, arguments);
	va_end(arguments);
}
