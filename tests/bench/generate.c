/*
 * Writes an archive of N posts in the shape of a Chinese financial news site:
 * one flat _posts folder, pinyin categories with landing pages, Chinese tags,
 * HTML bodies of 2 to 6 kB. The same N always gives the same bytes.
 *
 * usage: generate FOLDER N
 */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
	CATEGORIES = 220,
	LEAST_BODY = 2000,
	MOST_BODY = 6000, /* bytes */
	BODY_SIZE = MOST_BODY + 1024,
	PATH_SIZE = 4096,
	DAYS = 4000,	   /* that the posts are spread over */
	FIRST_DAY = 15706, /* 2013-01-01 */
	MAX_POSTS = 10000000,
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
		  {"waihui", "外汇"}, {"jijin", "基金"}, {"nengyuan", "能源"}, {"qiche", "汽车"}};

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

static void
write_landings(const char *folder)
{
	for (size_t i = 0; i < CATEGORIES; i++) {
		char path[PATH_SIZE], text[512];
		const char *place = places[place_of(i)].pinyin;
		const char *paper = papers[paper_of(i)].pinyin;
		snprintf(path, sizeof(path), "%s/category/%s%s.html", folder, place, paper);
		int length = snprintf(text, sizeof(text),
				"---\nlayout: category\ntitle: %s%s\ncategory: %s%s\n---\n",
				places[place_of(i)].name, papers[paper_of(i)].name, place, paper);
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

static void
write_post(const char *folder, size_t number, uint64_t *random)
{
	static char text[BODY_SIZE];
	char path[PATH_SIZE], title[256];
	/* A few categories have most of the posts, as in life. */
	size_t category = next(random) % CATEGORIES;
	if (next(random) % 2 == 0)
		category = category * category / CATEGORIES * category / CATEGORIES;
	time_t when = (time_t)(FIRST_DAY + next(random) % DAYS) * 86400 + next(random) % 86400;
	time_t shown = when + 8 * 3600;
	struct tm tm;
	gmtime_r(&shown, &tm);
	snprintf(title, sizeof(title), "%s%s%s", PICK(random, subjects), PICK(random, verbs),
			PICK(random, objects));
	snprintf(path, sizeof(path), "%s/_posts/%04d-%02d-%02d-%04d%02d%02d%010zu.md", folder,
			tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_year + 1900,
			tm.tm_mon + 1, tm.tm_mday, number);
	int head = snprintf(text, sizeof(text),
			"---\nlayout: post\ntitle: \"%s\"\ndate: %04d-%02d-%02d %02d:%02d:%02d "
			"+0800\n"
			"categories: %s%s\ntags: %s%s\n---\n",
			title, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
			tm.tm_sec, places[place_of(category)].pinyin,
			papers[paper_of(category)].pinyin, places[place_of(category)].name,
			papers[paper_of(category)].name);
	write_file(path, text, add_body(text, (size_t)head, random));
}

int
main(int argc, char **argv)
{
	char *end = NULL;
	unsigned long count = argc == 3 ? strtoul(argv[2], &end, 10) : 0;
	if (argc != 3 || *argv[2] == '\0' || *end != '\0' || count > MAX_POSTS) {
		fprintf(stderr, "usage: generate FOLDER N\n");
		return 2;
	}
	static const char config[] = "title: 生成的新闻\ntimezone: Asia/Shanghai\n";
	static const char *const folders[] = {"", "/_posts", "/category"};
	char path[PATH_SIZE];
	for (size_t i = 0; i < COUNT(folders); i++) {
		snprintf(path, sizeof(path), "%s%s", argv[1], folders[i]);
		make_folder(path);
	}
	snprintf(path, sizeof(path), "%s/_config.yml", argv[1]);
	write_file(path, config, sizeof(config) - 1);
	write_landings(argv[1]);
	uint64_t random = 20220512;
	for (size_t i = 0; i < count; i++)
		write_post(argv[1], i, &random);
	return 0;
}
