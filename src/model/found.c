#include "model/found.h"

#include <stdlib.h>

void
found_free(struct found *found)
{
	listing_free(found->listing);
	library_close(found->library);
	free(found->days);
}
