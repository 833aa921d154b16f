#include "base/buf.h"
#include "theme/theme_file.h"

static void
add_color(struct buf *out, color_value value)
{
	if (color_is_known(value))
		buf_format(out, "#%06x", (unsigned)value);
	else if (value == COLOR_OWN)
		buf_add_text(out, theme_own_color);
	else
		buf_add_text(out, theme_named_colors[value - COLOR_NAMED]);
}

static void
add_attributes(struct buf *out, unsigned attributes)
{
	const char *gap = "";
	for (int i = 0; i < THEME_ATTRIBUTES; i++) {
		if (attributes & 1U << i) {
			buf_format(out, "%s%s", gap, theme_attributes[i]);
			gap = " ";
		}
	}
}

void
theme_format(const struct theme *theme, struct buf *out)
{
	buf_add_text(out, "roles:\n");
	for (int role = 0; role < ROLE_COUNT_OF_ROLES; role++) {
		const struct theme_look *look = &theme->looks[role];
		buf_format(out, "  %s: {look: \"", role_name((enum role)role));
		add_color(out, look->ink);
		buf_add_text(out, " on ");
		add_color(out, look->ground);
		buf_add_text(out, look->attributes != 0 ? " " : "");
		add_attributes(out, look->attributes);
		buf_add_text(out, "\", mono: \"");
		add_attributes(out, look->mono);
		buf_add_text(out, "\"}\n");
	}
}
