/* Only gumbo's parse of a file: what `reader --dump` is measured against. */

#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>

int
main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		return 2;
	long length = ftell(file);
	char *text = length > 0 ? malloc((size_t)length) : NULL;
	rewind(file);
	if (text == NULL || fread(text, 1, (size_t)length, file) != (size_t)length)
		return 2;
	GumboOptions options = kGumboDefaultOptions;
	options.max_errors = 0;
	options.fragment_context = GUMBO_TAG_DIV;
	GumboOutput *output = gumbo_parse_with_options(&options, text, (size_t)length);
	unsigned children = output->root->v.element.children.length;
	gumbo_destroy_output(&options, output);
	free(text);
	fclose(file);
	return children > 0 ? 0 : 1;
}
