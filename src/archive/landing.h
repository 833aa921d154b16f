#ifndef ARCHIVE_LANDING_H
#define ARCHIVE_LANDING_H

#include <stddef.h>

/* A page that gives a category its shown name: any page with category: and title:. */
struct landing {
	const char *url;      /* site-absolute */
	const char *category; /* the value of category:, as posts have it */
	const char *title;
};

struct landings {
	struct landing *items;
	size_t count;
};

#endif
