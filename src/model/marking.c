#include "model/marking.h"

#include "base/language.h"
#include "base/xalloc.h"
#include "model/model_private.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

/* --- Steps of undo --- */

/* Posts as a step keeps them: their numbers, or where there are many a set. */
struct marked {
	int64_t identity; /* of the catalogue whose numbers they are */
	enum mark mark;
	bool value; /* that they were given */
	size_t count;
	uint32_t *numbers; /* NULL: there is a set */
	struct bits set;
};

static void
free_marked(void *given)
{
	struct marked *marked = given;
	bits_free(&marked->set);
	free(marked->numbers);
	free(marked);
}

static struct bits
posts_of(const struct marked *marked)
{
	if (marked->numbers == NULL)
		return bits_copy(&marked->set);
	struct bits posts = {0};
	for (size_t i = 0; i < marked->count; i++)
		bits_put(&posts, marked->numbers[i], true);
	return posts;
}

static bool
run_marked(struct model *model, const void *given, bool is_again)
{
	const struct marked *marked = given;
	const struct library *library = model->library;
	if (library == NULL || catalogue_identity(library->catalogue) != marked->identity)
		return model_say(model, true,
				_("the archive has been catalogued anew: marks from before that "
				  "stay "
				  "as they are"));
	struct bits posts = posts_of(marked);
	marks_set(model->marking.marks, marked->mark, &posts, is_again == marked->value, NULL);
	bits_free(&posts);
	model->changed |= CHANGED_MARKS;
	return true;
}

static const struct undo_type marked_type = {run_marked, free_marked};

/* Keeps the posts, which it takes over, in as few bytes as they need. */
static struct marked *
marked_new(const struct model *model, enum mark mark, bool value, struct bits posts, size_t count)
{
	struct marked *marked = xcalloc(1, sizeof(*marked));
	*marked = (struct marked){
			.identity = catalogue_identity(model->library->catalogue),
			.mark = mark,
			.value = value,
			.count = count,
			.set = posts,
	};
	if (count * sizeof(*marked->numbers) >= posts.count * sizeof(*posts.words))
		return marked;
	marked->numbers = xcalloc(count, sizeof(*marked->numbers));
	uint32_t post = 0;
	for (size_t i = 0; i < count; i++, post++)
		post = marked->numbers[i] = bits_next(&posts, post);
	bits_free(&marked->set);
	return marked;
}

/* --- Marking --- */

/* What the mark says, or that it is gone. */
static const char *
mark_name(enum mark mark, bool value)
{
	static const char *const names[][2] = {
			[MARK_READ] = {N_("marked unread"), N_("marked read")},
			[MARK_STARRED] = {N_("no longer starred"), N_("starred")},
	};
	return _(names[mark][value]);
}

/* Gives posts a mark, or takes it off; `name` is that of a single one. Returns how many that has changed. */
static size_t
set(struct model *model, enum mark mark, const struct bits *posts, bool value, const char *name)
{
	struct bits changed = {0};
	size_t count = marks_set(model->marking.marks, mark, posts, value, &changed);
	if (count == 0) {
		bits_free(&changed);
		return 0;
	}
	struct marked *marked = marked_new(model, mark, value, changed, count);
	if (name != NULL)
		undo_add(model, &marked_type, marked, _("%s: %s"), mark_name(mark, value), name);
	else
		undo_add(model, &marked_type, marked,
				ngettext("%s: %s post", "%s: %s posts", count),
				mark_name(mark, value), row_number(model->scratch, count));
	model->changed |= CHANGED_MARKS;
	return count;
}

/* The post's number; 0: it is none of an archive, or is there no more. */
static uint32_t
number_of(const struct model *model, const struct post *post)
{
	return model->library != NULL ? catalogue_post(model->library->catalogue, post->path) : 0;
}

static const char *
name_of(const struct post *post)
{
	return post->title[0] != '\0' ? post->title : post->path;
}

static size_t
set_one(struct model *model, enum mark mark, const struct post *post, bool value)
{
	struct bits posts = {0};
	bits_put(&posts, number_of(model, post), true);
	size_t count = set(model, mark, &posts, value, name_of(post));
	bits_free(&posts);
	return count;
}

void
marking_toggle(struct model *model, enum mark mark, const struct post *post)
{
	uint32_t number = number_of(model, post);
	enum mark_filter filter = mark == MARK_READ ? MARKS_READ : MARKS_STARRED;
	if (number == 0) {
		model_say(model, true, _("only posts of an archive can be marked"));
		return;
	}
	bool value = !marks_are(model->marking.marks, filter, number);
	model->marking.is_done = true;
	set_one(model, mark, post, value);
	model_say(model, false, _("%s: %s"), mark_name(mark, value), name_of(post));
}

/*
 * The listing, if its posts have the numbers that the marks have; else NULL: there is none yet, or that of a
 * catalogue that has been replaced is shown until a search is answered.
 */
static const struct listing *
numbered(const struct model *model)
{
	const struct found *found = &model->found;
	bool is_same = found->listing != NULL &&
		       catalogue_identity(found->library->catalogue) ==
				       catalogue_identity(model->library->catalogue);
	return is_same ? found->listing : NULL;
}

size_t
marking_set_listed(struct model *model, bool is_read)
{
	const struct listing *listing = numbered(model);
	struct bits posts = {0};
	if (listing == NULL)
		return 0;
	listing_posts(listing, &posts);
	size_t count = set(model, MARK_READ, &posts, is_read, NULL);
	bits_free(&posts);
	return count;
}

/* --- What is read --- */

static bool
read_open(struct model *model)
{
	const struct post *post = &model->opened.article->post;
	bool is_new = number_of(model, post) != 0 && set_one(model, MARK_READ, post, true) > 0;
	/* What counts as read until its marks are there may turn out to be unread. */
	const struct marks *marks = model->marking.marks;
	model->marking.is_done = is_new || marks_are_known(marks);
	return is_new;
}

static bool
is_reading(const struct model *model, enum read_when when)
{
	return model->settings->mark_read == when && !model->marking.is_done &&
	       model->opened.attention == ATTENTION_READ && model->opened.article != NULL;
}

bool
marking_see_end(struct model *model)
{
	return is_reading(model, READ_AT_ITS_END) && read_open(model);
}

/* --- Unread posts --- */

/* Chooses the first unread post from a position on. False: there is none, or it is chosen already. */
static bool
choose_unread(struct model *model, size_t from, enum direction direction)
{
	const struct listing *listing = numbered(model);
	if (listing == NULL)
		return false;
	size_t at = marks_next_unread(model->marking.marks, listing, from, direction == BACKWARD);
	if (at == SIZE_MAX || at == model->found.at)
		return false;
	found_choose(model, at);
	return true;
}

bool
marking_step(struct model *model, enum direction direction)
{
	/* Before the first post is no position: nothing is found there. */
	size_t at = model->found.at;
	return choose_unread(model, direction == BACKWARD ? at - 1 : at + 1, direction);
}

bool
marking_choose_first(struct model *model, enum direction direction)
{
	size_t count = found_count(model);
	return choose_unread(model, direction == BACKWARD && count > 0 ? count - 1 : 0, direction);
}

void
marking_want_unread(struct model *model, enum direction direction)
{
	model->marking.wants_unread = true;
	model->marking.direction = direction;
}

bool
marking_is_listed(const struct model *model, enum mark_filter filter, size_t at)
{
	const struct listing *listing = numbered(model);
	return listing != NULL && at < listing_count(listing) &&
	       marks_are(model->marking.marks, filter, listing_post(listing, at));
}

bool
marking_is(const struct model *model, enum mark_filter filter, const struct post *post)
{
	uint32_t number = number_of(model, post);
	return number != 0 && marks_are(model->marking.marks, filter, number);
}

size_t
marking_unread(const struct model *model)
{
	return model->library != NULL ? marks_unread(model->marking.marks) : 0;
}

size_t
marking_listed_unread(struct model *model)
{
	struct marking *marking = &model->marking;
	const struct listing *listing = numbered(model);
	if (listing == NULL)
		return 0;
	if (!marking->has_counted)
		marking->unread = marks_listed_unread(marking->marks, listing);
	marking->has_counted = true;
	return marking->unread;
}

/* --- What follows --- */

void
marking_follow_library(struct model *model)
{
	const struct library *library = model->library;
	marks_follow(model->marking.marks, library->archive, library->catalogue,
			!library->is_partial);
	model->changed |= CHANGED_MARKS;
}

void
marking_wake(struct model *model, bool is_foreign)
{
	struct marks *marks = model->marking.marks;
	if (is_foreign)
		marks_refresh(marks);
	if (marks_wake(marks))
		model->changed |= CHANGED_MARKS;
	char *notice = marks_notice(marks);
	if (notice != NULL)
		model_say(model, false, "%s", notice);
	free(notice);
}

void
marking_end(struct model *model)
{
	if (model->library != NULL)
		marks_end_session(model->marking.marks);
	marks_free(model->marking.marks);
}

void
marking_choose_wanted(struct model *model)
{
	struct marking *marking = &model->marking;
	if (!marking->wants_unread || model->found.is_waiting)
		return;
	marking->wants_unread = false;
	if (marking_choose_first(model, marking->direction))
		return;
	if (!marking_is_listed(model, MARKS_UNREAD, model->found.at))
		model_say(model, false, _("no post of the list is unread"));
	else if ((model->changed & CHANGED_FOUND) == 0)
		model_say(model, false, _("no other post is unread"));
}

void
marking_follow(struct model *model)
{
	struct marking *marking = &model->marking;
	if (model->opened.attention != ATTENTION_READ || (model->changed & CHANGED_CLOSED))
		marking->is_done = false;
	if (is_reading(model, READ_WHEN_OPENED))
		(void)read_open(model);
	if (model->changed & (CHANGED_FOUND | CHANGED_MARKS))
		marking->has_counted = false;
}
