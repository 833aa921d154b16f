#ifndef FULLTEXT_SQL_H
#define FULLTEXT_SQL_H

/*
 * Private to the full text: its tables.
 *
 *   search        FTS5, contentless, rowid = docid: which posts have a token
 *   search_docs   docid, post (NULL: an entry that is dead), date (NULL: undated),
 *                 and where its text is: the block, and its place there
 *   search_texts  block, packed
 *
 * Docids of FULLTEXT_MAIN_LOW and above follow the posts' order without a gap
 * (an entry that dies keeps its row); lower ones are the strays'.
 */

enum {
	FULLTEXT_MAIN_LOW = 1 << 18,
	FULLTEXT_MAIN_START = 1 << 20, /* the first post of all */
};

#endif
