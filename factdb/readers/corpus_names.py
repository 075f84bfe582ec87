"""The names that corpora give to their fields, in Chinese and English; those that say most come first."""

from collections.abc import Iterable, Sequence

TEXT = (
    "text", "content", "body", "正文", "内容", "文本", "全文", "原文", "article", "passage", "文章", "文章内容",
    "新闻内容", "正文内容", "articlebody", "article_text", "article_content", "fulltext", "full_text",
    "maintext", "main_text", "raw_content", "rawtext", "raw_text", "news", "doc", "document", "story",
    "paragraph", "context", "contents", "txt", "desc", "description", "summary", "摘要", "report",
)  # fmt: skip
TITLE = (
    "title", "headline", "标题", "题名", "题目", "文章标题", "新闻标题", "news_title", "article_title",
    "subject", "name", "heading",
)  # fmt: skip
DATE = (
    "date", "published_on", "publish_time", "publish_date", "published_at", "published", "publishtime",
    "publishdate", "publishedat", "pub_date", "pubdate", "pub_time", "pubtime", "doc_date", "docdate", "time",
    "datetime", "日期", "发布时间", "发布日期", "发表时间", "发表日期", "出版日期", "时间", "刊登日期",
    "news_date", "posted_at", "ctime", "created_at", "create_time", "createtime", "timestamp", "datepublished",
    "day",
)  # fmt: skip
ID = (
    "id", "_id", "uri", "url", "docid", "doc_id", "article_id", "news_id", "newsid", "guid", "uuid", "编号",
    "链接", "网址", "文章编号", "link", "href", "key", "序号", "source_url",
)  # fmt: skip
AUTHOR = (
    "author", "authors", "作者", "记者", "writer", "byline", "creator",
)  # fmt: skip
PUBLISHER = (
    "publisher", "source", "来源", "媒体", "出处", "media", "site", "website", "网站", "发布机构",
    "publisher_name", "source_name", "newspaper", "account", "公众号",
)  # fmt: skip


def is_known(name: str) -> bool:
    """Whether a field's name is one that corpora use."""
    return any(fold(name) in names for names in (TEXT, TITLE, DATE, ID, AUTHOR, PUBLISHER))


def is_text_name(name: str) -> bool:
    """Whether a field's name is one that corpora use for the text."""
    return fold(name) in TEXT


def fold(name: str) -> str:
    """A field's name as it is compared."""
    return name.strip().strip("\"'").lower().replace("-", "_").replace(" ", "_")


def all_named(there: Iterable[str], names: Sequence[str]) -> list[str]:
    """Those fields that bear one of `names`, in the order of these; one inside of another may go by its own name."""
    folded: dict[str, str] = {}
    for field in there:
        folded.setdefault(fold(field), field)
    for field in list(folded.values()):
        folded.setdefault(fold(field.rpartition(".")[2]), field)
    return [folded[name] for name in names if name in folded]


def first_named(there: Iterable[str], names: Sequence[str]) -> str | None:
    """The first of these; None if there is none."""
    return next(iter(all_named(there, names)), None)
