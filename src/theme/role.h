#ifndef THEME_ROLE_H
#define THEME_ROLE_H

/* The roles of what is drawn (role.def); a theme says what each looks like. */

enum role {
#define ROLE(id, name, contrast) ROLE_##id,
#include "theme/role.def"
#undef ROLE
	ROLE_COUNT_OF_ROLES,
};

/* The name of a role in a theme's file, and the least contrast that its text has to its ground in shipped themes. */
const char *role_name(enum role role);
double role_contrast(enum role role);

#endif
