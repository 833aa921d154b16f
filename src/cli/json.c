#include "base/json.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/out.h"
#include "cli/command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_YEAR = 9999 };

static void
add_field(struct buf *out, const char *before, const char *name, const char *value)
{
	buf_format(out, "%s\"%s\":", before, name);
	json_add_string(out, value);
}

static void
add_list(struct buf *out, const char *name, const char *const *texts, size_t count)
{
	buf_format(out, ",\"%s\":[", name);
	for (size_t i = 0; i < count; i++) {
		buf_add_text(out, i > 0 ? "," : "");
		json_add_string(out, texts[i]);
	}
	buf_add_char(out, ']');
}

/* RFC 3339 knows whole minutes of offset and years of four digits. */
static void
add_date(struct buf *out, const struct post *post)
{
	int minutes = post->utc_offset / 60;
	time_t local = (time_t)(post->date + (int64_t)minutes * 60);
	struct tm tm;
	bool is_good = post->has_date && gmtime_r(&local, &tm) != NULL && tm.tm_year >= -1900 &&
		       tm.tm_year <= MAX_YEAR - 1900;
	if (!is_good) {
		buf_add_text(out, "null");
		return;
	}
	buf_format(out, "\"%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d\"", tm.tm_year + 1900,
			tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
			minutes < 0 ? '-' : '+', abs(minutes) / 60, abs(minutes) % 60);
}

/* Appends a post as a JSON object without its end. */
static void
add_post(struct buf *out, const struct post *post)
{
	add_field(out, "{", "path", post->path);
	add_field(out, ",", "title", post->title);
	buf_add_text(out, ",\"date\":");
	add_date(out, post);
	add_list(out, "categories", post->categories, post->category_count);
	add_list(out, "tags", post->tags, post->tag_count);
	add_field(out, ",", "url", post->url);
	add_field(out, ",", "slug", post->slug);
}

struct printing {
	struct session *session;
	size_t at; /* of the post in the listing */
};

/* Appends a mark of the post; `null` where it is not known: of a lone file, or without the state. */
static void
add_mark(struct buf *out, const struct printing *printing, const char *name, enum mark mark)
{
	struct session *session = printing->session;
	bool has_it = session->has_marks &&
		      bits_have(mark_sets_of(&session->marks, mark),
				      listing_post(session->listing, printing->at));
	buf_add_text(out, name);
	buf_add_text(out, !session->has_marks ? "null" : has_it ? "true" : "false");
}

static bool
print_post(void *context, const struct post *post)
{
	struct printing *printing = context;
	struct out *out = printing->session->out;
	struct buf line = buf_empty();
	add_post(&line, post);
	add_mark(&line, printing, ",\"read\":", MARK_READ);
	add_mark(&line, printing, ",\"starred\":", MARK_STARRED);
	buf_add_char(&line, '}');
	out_line(out, line.data);
	buf_free(&line);
	printing->at++;
	return true;
}

int
command_json(struct session *session)
{
	struct printing printing = {.session = session};
	struct err err;
	int status = session->place == PLACE_ARCHIVE ? session_list(session) : EXIT_DONE;
	if (status != EXIT_DONE)
		return status;
	if (session->place == PLACE_ARCHIVE && !session_read_marks(session, false, &err))
		session_say_err(session, &err);
	return session_visit(session, print_post, &printing);
}
