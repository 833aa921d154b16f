/*
 * Writes an archive of N posts in the shape of a Chinese financial news site:
 * one flat _posts folder, 2,000 pinyin categories with landing pages, Chinese tags,
 * HTML bodies of 2 to 6 kB. The same N always gives the same bytes.
 *
 * usage: generate FOLDER N [feed|mbox]
 *
 * With `feed` or `mbox` the same titles and bodies are written for other programs
 * instead: FOLDER/feed.xml (RSS 2.0) for a feed reader, FOLDER/mbox for a mail reader.
 */

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
	CATEGORIES = 2000,
	LEAST_BODY = 2000,
	MOST_BODY = 6000, /* bytes */
	BODY_SIZE = MOST_BODY + 1024,
	PATH_SIZE = 4096,
	DAYS = 4000,	   /* that the posts are spread over */
	FIRST_DAY = 15706, /* 2013-01-01 */
	MAX_POSTS = 10000000,
	SEED = 20220512,
};

/* Pinyin and character of a place or a subject, to be combined. */
static const struct {
	const char *pinyin, *name;
} places[] = {{"bincheng", "滨城"}, {"hedong", "河东"}, {"yunling", "云岭"}, {"linjiang", "临江"},
		{"beishan", "北山"}, {"nanwan", "南湾"}, {"xigu", "西谷"}, {"donghai", "东海"},
		{"qingquan", "清泉"}, {"jinhe", "金河"}, {"baita", "白塔"}, {"hongqiao", "虹桥"},
		{"chunfeng", "春风"}, {"mingyue", "明月"}, {"changping", "长坪"},
		{"gaoshan", "高山"}},
  papers[] = {{"caijing", "财经"}, {"shangbao", "商报"}, {"jingjiwang", "经济网"},
		  {"zhengquan", "证券"}, {"qihuo", "期货"}, {"jinrong", "金融"},
		  {"chanjing", "产经"}, {"keji", "科技"}, {"fangchan", "房产"}, {"nongye", "农业"},
		  {"waihui", "外汇"}, {"jijin", "基金"}, {"nengyuan", "能源"}, {"qiche", "汽车"}},
  editions[] = {{"", ""}, {"zaobao", "早报"}, {"wanbao", "晚报"}, {"zhoukan", "周刊"},
		  {"kuaixun", "快讯"}, {"guancha", "观察"}, {"pinglun", "评论"}, {"shendu", "深度"},
		  {"shuju", "数据"}};

static const char *const subjects[] = {"央行", "多家银行", "新能源车企", "本地供销社", "钢铁板块",
		"两市成交额", "国债期货", "这家芯片公司", "沪深股指", "房地产开发商", "人民币汇率",
		"跨境电商", "光伏组件厂", "生猪养殖户", "保险资金", "港口吞吐量"};
static const char *const verbs[] = {"公布", "上调", "下调", "回购", "推进", "签约", "拟投资",
		"净流入", "环比增长", "同比下降", "突破", "重申", "调研", "减持"};
static const char *const objects[] = {"一季度业绩预告", "存款准备金率", "绿色债券", "三年行动方案",
		"重大资产重组", "每股分红", "出口退税额度", "智能工厂项目", "乡村产业基金",
		"碳酸锂长单", "跨省输电线路", "中小企业贷款", "数据中心", "现货黄金"};
static const char *const clauses[] = {"据记者了解，", "数据显示，", "业内人士认为，", "与此同时，",
		"从结构上看，", "受此影响，", "公告称，", "截至收盘，", "分析指出，", "不过，"};
static const char *const endings[] = {"预计影响有限。", "后续仍需观察。", "市场反应平稳。",
		"涉及金额约3.5亿元。", "涨幅为2.17%。", "较上年同期增加12个百分点。",
		"相关负责人未予置评。", "自下月1日起施行。"};

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))
#define PICK(random, items) (items)[next(random) % COUNT(items)]

/* Numerical Recipes' generator; the high bits are the good ones. */
static uint32_t
next(uint64_t *random)
{
	*random = *random * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(*random >> 33);
}

static void
die(const char *path)
{
	fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
	exit(2);
}

static void
write_file(const char *path, const char *text, size_t length)
{
	FILE *file = fopen(path, "w");
	if (file == NULL || fwrite(text, 1, length, file) != length || fclose(file) != 0)
		die(path);
}

static void
make_folder(const char *path)
{
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		die(path);
}

static size_t
place_of(size_t category)
{
	return category % COUNT(places);
}

static size_t
paper_of(size_t category)
{
	return category / COUNT(places) % COUNT(papers);
}

static size_t
edition_of(size_t category)
{
	return category / COUNT(places) / COUNT(papers) % COUNT(editions);
}

static void
name_category(char slug[64], char name[64], size_t category)
{
	snprintf(slug, 64, "%s%s%s", places[place_of(category)].pinyin,
			papers[paper_of(category)].pinyin, editions[edition_of(category)].pinyin);
	snprintf(name, 64, "%s%s%s", places[place_of(category)].name,
			papers[paper_of(category)].name, editions[edition_of(category)].name);
}

static void
write_landings(const char *folder)
{
	for (size_t i = 0; i < CATEGORIES; i++) {
		char path[PATH_SIZE], text[512];
		char slug[64], name[64];
		name_category(slug, name, i);
		snprintf(path, sizeof(path), "%s/category/%s.html", folder, slug);
		int length = snprintf(text, sizeof(text),
				"---\nlayout: category\ntitle: %s\ncategory: %s\n---\n", name,
				slug);
		write_file(path, text, (size_t)length);
	}
}

static size_t
add(char *text, size_t at, const char *piece)
{
	size_t length = strlen(piece);
	if (at + length >= BODY_SIZE)
		return at;
	memcpy(text + at, piece, length);
	return at + length;
}

static size_t
add_sentence(char *text, size_t at, uint64_t *random)
{
	static const char *const stocks[] = {"<span id=\"stock_0.300999\">临江股份(300999)</span>",
			"<strong>重点关注</strong>",
			"<a href=\"https://quote.example.com/x\">行情</a>"};
	at = add(text, at, PICK(random, clauses));
	at = add(text, at, PICK(random, subjects));
	at = add(text, at, PICK(random, verbs));
	at = add(text, at, PICK(random, objects));
	at = add(text, at, "，");
	if (next(random) % 12 == 0)
		at = add(text, at, PICK(random, stocks));
	return add(text, at, PICK(random, endings));
}

static size_t
add_body(char *text, size_t at, uint64_t *random)
{
	size_t end = at + LEAST_BODY + next(random) % (MOST_BODY - LEAST_BODY);
	while (at < end) {
		at = add(text, at, "<p>");
		for (uint32_t left = 2 + next(random) % 4; left > 0; left--)
			at = add_sentence(text, at, random);
		at = add(text, at, "</p>");
	}
	return add(text, at, "\n");
}

/* One post of all, made anew in the same memory. */
struct post {
	char title[256];
	size_t category;
	const char *subject;
	struct tm tm; /* as shown, at +0800 */
	char body[BODY_SIZE];
	size_t length;
};

static void
make_post(struct post *post, uint64_t *random)
{
	/* A few categories have most of the posts, as in life. */
	size_t category = next(random) % CATEGORIES;
	if (next(random) % 2 == 0)
		category = category * category / CATEGORIES * category / CATEGORIES;
	time_t when = (time_t)(FIRST_DAY + next(random) % DAYS) * 86400 + next(random) % 86400;
	time_t shown = when + 8 * 3600;
	gmtime_r(&shown, &post->tm);
	post->category = category;
	post->subject = PICK(random, subjects);
	snprintf(post->title, sizeof(post->title), "%s%s%s", post->subject, PICK(random, verbs),
			PICK(random, objects));
	post->length = add_body(post->body, 0, random);
}

static void
write_post(const char *folder, size_t number, const struct post *post)
{
	static char text[BODY_SIZE + 1024];
	char path[PATH_SIZE], slug[64], name[64], day[16];
	const struct tm *tm = &post->tm;
	name_category(slug, name, post->category);
	strftime(day, sizeof(day), "%Y%m%d", tm);
	snprintf(path, sizeof(path), "%s/_posts/%04d-%02d-%02d-%s%010zu.md", folder,
			tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday, day, number);
	int head = snprintf(text, sizeof(text),
			"---\nlayout: post\ntitle: \"%s\"\ndate: %04d-%02d-%02d %02d:%02d:%02d "
			"+0800\n"
			"categories: %s\ntags: [%s, %s]\n---\n",
			post->title, tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday, tm->tm_hour,
			tm->tm_min, tm->tm_sec, slug, name, post->subject);
	memcpy(text + head, post->body, post->length);
	write_file(path, text, (size_t)head + post->length);
}

static void
write_archive(const char *folder, size_t count)
{
	static const char config[] = "title: 生成的新闻\ntimezone: Asia/Shanghai\n";
	static const char *const folders[] = {"/_posts", "/category"};
	static struct post post;
	char path[PATH_SIZE];
	uint64_t random = SEED;
	for (size_t i = 0; i < COUNT(folders); i++) {
		snprintf(path, sizeof(path), "%s%s", folder, folders[i]);
		make_folder(path);
	}
	snprintf(path, sizeof(path), "%s/_config.yml", folder);
	write_file(path, config, sizeof(config) - 1);
	write_landings(folder);
	for (size_t i = 0; i < count; i++) {
		make_post(&post, &random);
		write_post(folder, i, &post);
	}
}

/* --- For other programs --- */

static FILE *
open_other(const char *folder, const char *name, char path[PATH_SIZE])
{
	snprintf(path, PATH_SIZE, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	if (file == NULL)
		die(path);
	return file;
}

static void
write_feed(const char *folder, size_t count)
{
	static struct post post;
	char path[PATH_SIZE], date[64];
	uint64_t random = SEED;
	FILE *file = open_other(folder, "feed.xml", path);
	fputs("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel>"
	      "<title>news</title><link>http://example.com/</link><description/>\n",
			file);
	for (size_t i = 0; i < count; i++) {
		make_post(&post, &random);
		strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0800", &post.tm);
		fprintf(file,
				"<item><title>%s</title><link>http://example.com/%zu</"
				"link><guid>%zu"
				"</guid><pubDate>%s</pubDate><description><![CDATA[%.*s]]>"
				"</description></item>\n",
				post.title, i, i, date, (int)post.length, post.body);
	}
	fputs("</channel></rss>\n", file);
	if (fclose(file) != 0)
		die(path);
}

static void
write_mbox(const char *folder, size_t count)
{
	static struct post post;
	char path[PATH_SIZE], date[64], envelope[64];
	uint64_t random = SEED;
	FILE *file = open_other(folder, "mbox", path);
	for (size_t i = 0; i < count; i++) {
		make_post(&post, &random);
		strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0800", &post.tm);
		strftime(envelope, sizeof(envelope), "%a %b %d %H:%M:%S %Y", &post.tm);
		fprintf(file,
				"From news@example.com %s\nFrom: news@example.com\nSubject: "
				"%s\nDate: %s\n"
				"Message-ID: <%zu@example.com>\nMIME-Version: 1.0\n"
				"Content-Type: text/html; charset=utf-8\n"
				"Content-Transfer-Encoding: 8bit\n\n%.*s\n",
				envelope, post.title, date, i, (int)post.length, post.body);
	}
	if (fclose(file) != 0)
		die(path);
}

int
main(int argc, char **argv)
{
	char *end = NULL;
	unsigned long count = argc > 2 ? strtoul(argv[2], &end, 10) : 0;
	const char *kind = argc > 3 ? argv[3] : "";
	bool is_feed = strcmp(kind, "feed") == 0, is_mbox = strcmp(kind, "mbox") == 0;
	if (argc < 3 || argc > 4 || *argv[2] == '\0' || *end != '\0' || count > MAX_POSTS ||
			(kind[0] != '\0' && !is_feed && !is_mbox)) {
		fprintf(stderr, "usage: generate FOLDER N [feed|mbox]\n");
		return 2;
	}
	make_folder(argv[1]);
	if (is_feed)
		write_feed(argv[1], count);
	else if (is_mbox)
		write_mbox(argv[1], count);
	else
		write_archive(argv[1], count);
	return 0;
}
