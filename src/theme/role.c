#include "theme/role.h"

static const struct {
	const char *name;
	double contrast;
} roles[ROLE_COUNT_OF_ROLES] = {
#define ROLE(id, name, contrast) {name, contrast},
#include "theme/role.def"
#undef ROLE
};

const char *
role_name(enum role role)
{
	return roles[role].name;
}

double
role_contrast(enum role role)
{
	return roles[role].contrast;
}
