/* Saving a post to a file: as text, as its source, or as a page of HTML. */

#include "article/print.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/gate.h"
#include "base/language.h"
#include "base/new_file.h"
#include "base/out.h"
#include "base/xalloc.h"
#include "panes/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- Forms --- */

static bool
save_text(struct panes *panes, struct article *article, int fd, struct err *err)
{
	struct out *out = out_open(fd);
	outside_print(panes, article, true, out);
	return out_close(out, err);
}

static bool
save_html(struct panes *panes, struct article *article, int fd, struct err *err)
{
	(void)panes;
	struct buf html = buf_empty();
	article_html(article, &html);
	bool is_good = file_write_all(fd, html.data, html.length, err);
	buf_free(&html);
	return is_good;
}

/* The file itself; of standard input the body, which is all that is kept of it. */
static bool
save_source(struct panes *panes, struct article *article, int fd, struct err *err)
{
	char *path = outside_path(panes, &article->post);
	struct buf source = buf_empty();
	bool is_good = path == NULL || file_read(path, BODY_MAX_BYTES, &source, err);
	if (path == NULL)
		buf_add(&source, article->body.text, article->body.length);
	if (source.length > 0 && source.data[source.length - 1] != '\n')
		buf_add_char(&source, '\n');
	is_good = is_good && file_write_all(fd, source.data, source.length, err);
	buf_free(&source);
	free(path);
	return is_good;
}

typedef bool save_form(struct panes *panes, struct article *article, int fd, struct err *err);

/* The form that a file's ending asks for. */
static save_form *
form_of(const char *path)
{
	static const struct {
		const char *ending;
		save_form *form;
	} forms[] = {{"md", save_source}, {"markdown", save_source}, {"mkd", save_source},
			{"html", save_html}, {"htm", save_html}};
	const char *dot = strrchr(path, '.');
	for (size_t i = 0; dot != NULL && i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (ascii_compare(dot + 1, forms[i].ending) == 0)
			return forms[i].form;
	}
	return save_text;
}

/* --- Files --- */

/* Whether a path is that of a file or folder (NULL: none), or of what is in it, whatever links are on the way. */
static bool
is_at_or_in(const char *path, const char *own)
{
	char *real = realpath(path, NULL), *real_own = own != NULL ? realpath(own, NULL) : NULL;
	size_t length = real_own != NULL ? strlen(real_own) : 0;
	bool is_it = real != NULL && real_own != NULL && strncmp(real, real_own, length) == 0 &&
		     (real[length] == '/' || real[length] == '\0');
	free(real);
	free(real_own);
	return is_it;
}

/* Whether a file is of the archive, which is never written, or the post's own, wherever that lies. */
static bool
is_source(const struct panes *panes, const struct post *post, const char *path)
{
	const struct library *library = panes->model->library;
	char *own = outside_path(panes, post);
	bool is_it = is_at_or_in(path, own) ||
		     (library != NULL && is_at_or_in(path, archive_root(library->archive)));
	free(own);
	return is_it;
}

enum target { TARGET_NEW, TARGET_THERE, TARGET_REFUSED };

/* What stands at the path already; err says why that is refused. */
static enum target
look_at(const struct panes *panes, const struct post *post, const char *path, struct err *err)
{
	struct stat status;
	if (stat(path, &status) != 0)
		return TARGET_NEW;
	if (S_ISREG(status.st_mode) && !is_source(panes, post, path))
		return TARGET_THERE;
	err_set_at(err, path, 0, 0, "%s",
			S_ISREG(status.st_mode) ? _("is not overwritten: it is what is read here")
						: _("is no regular file"));
	return TARGET_REFUSED;
}

/* Writes a file that is not there yet. One that could not be written whole is removed. */
static bool
write_new(struct panes *panes, struct article *article, const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_EXCL, 0666);
	if (fd < 0)
		return err_set_errno(err, path, errno);
	bool is_good = form_of(path)(panes, article, fd, err);
	if (close(fd) != 0 && is_good)
		is_good = err_set_errno(err, path, errno);
	if (!is_good)
		(void)unlink(path);
	return is_good;
}

/* What was there stays until all is written. It may be a post under another name: that one keeps it. */
static bool
replace(struct panes *panes, struct article *article, const char *path, struct err *err)
{
	struct new_file file;
	if (!new_file_begin(&file, path, err))
		return false;
	bool is_good = form_of(path)(panes, article, file.fd, err);
	return new_file_end(&file, is_good, err) && is_good;
}

static bool
save(struct panes *panes, const struct post *post, const char *path, bool is_new, struct err *err)
{
	struct article *article = outside_open(panes, post->path, err);
	if (article == NULL)
		return false;
	bool is_good = (is_new ? write_new : replace)(panes, article, path, err);
	outside_close(panes, article);
	return is_good;
}

/* --- The verb --- */

/* Asks for a file, and offers the source's name with the ending of text. */
static unsigned
ask_for_file(struct panes *panes, const struct post *post)
{
	const char *path = post->path != NULL ? post->path : "post";
	const char *slash = strrchr(path, '/'), *base = slash != NULL ? slash + 1 : path;
	const char *dot = strrchr(base, '.');
	struct buf name = buf_in(panes->scratch);
	struct buf clean = buf_in(panes->scratch);
	buf_add(&name, base, dot != NULL && dot > base ? (size_t)(dot - base) : strlen(base));
	buf_add_text(&name, ".txt");
	gate_pass(&clean, name.data, name.length, GATE_LINE);
	return answer_prompt(panes, PROMPT_SAVE, clean.data);
}

/* Saves to a file that was named; one that is there only if that was asked for. */
static unsigned
save_as(struct panes *panes, const struct post *post, const char *path, bool overwrites)
{
	struct err err = {0};
	enum target target = look_at(panes, post, path, &err);
	if (target == TARGET_THERE && !overwrites) {
		xreplace(&panes->saved, path);
		return answer_prompt(panes, PROMPT_OVERWRITE, "");
	}
	if (target != TARGET_REFUSED && save(panes, post, path, target == TARGET_NEW, &err))
		return model_say(panes->model, false, _("saved as %s"), path);
	struct buf text = buf_in(panes->scratch);
	err_add_path(&err, path);
	err_format(&err, &text);
	return model_say(panes->model, true, "%s", text.data);
}

unsigned
save_run(struct panes *panes, const struct call *call)
{
	struct post post;
	if (!panes_post(panes, &post))
		return DIRTY_STATUS;
	if (call->argument[0] == '\0')
		return ask_for_file(panes, &post);
	char *path = file_expand_home(call->argument);
	unsigned answer = save_as(panes, &post, path, call->action == ACTION_OVERWRITE);
	free(path);
	return answer | DIRTY_MAIN | DIRTY_STATUS;
}
