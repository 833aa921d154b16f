#include "panes/outside.h"

#include "article/print.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"
#include "library/labels.h"

#include <stdlib.h>
#include <string.h>

struct article *
outside_open(struct panes *panes, const char *path, struct err *err)
{
	const struct model *model = panes->model;
	struct article *open = model->opened.article;
	bool is_open = open != NULL &&
		       (model->library == NULL || strcmp(open->post.path, path) == 0);
	return is_open ? open : article_open(model->library->archive, path, err);
}

void
outside_close(struct panes *panes, struct article *article)
{
	if (article != panes->model->opened.article)
		article_close(article);
}

char *
outside_path(const struct panes *panes, const struct post *post)
{
	const struct library *library = panes->model->library;
	if (library != NULL)
		return file_join(archive_root(library->archive), post->path);
	return post->path != NULL ? xstrdup(post->path) : NULL;
}

void
outside_print(struct panes *panes, struct article *article, bool is_first, struct out *out)
{
	const struct settings *settings = panes->settings;
	struct layout_options options = {
			.width = settings->measure,
			.links = LINKS_LIST,
			.ascii = settings->ascii || settings->typography.wide_ambiguous,
			.typography = settings->typography,
	};
	article_speak(&options);
	struct buf about = buf_empty();
	about_format(&about, panes->model->library, &article->post, options.ascii);
	if (!is_first)
		article_print_rule(&options, out);
	article_print(article, &options, article_title(article), about.data, out);
	buf_free(&about);
	if (article == panes->model->opened.article)
		pager_arrange(panes); /* for the screen again */
}
