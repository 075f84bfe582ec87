"""The table of those whom figures belong to."""

from factdb.lexicon.table import Table


class SubjectEntry(Table, frozen=True):
    """A subject: its canonical name, what else it is called, and what it is (company, product, …)."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""


class SubjectWords(Table, frozen=True):
    """``subjects.toml``: whom figures belong to.

    Attributes:
        suffixes: Words that the name of an organisation, a product or a place ends with.
        endings: Those of them that end a name even where a metric follows.
        pronouns: Words that stand for a name said before.
        openers: Words that begin a clause before its subject, or stand where a name would and are none.
        telling: Words that end a clause which only says who tells.
        learning: Verbs of hearing, behind which it is told of somebody.
        filings: Words that make such a clause speak of its subject all the same.
        before_listed: Characters between who tells and the listed company told of («指»云杉科技(300999)…).
        bylines: Words before a colon that make what follows a line about the page.
        honorifics: Words behind a person's name that are not part of it.
        offices: What people are, by whom a figure is told and not whom it is of (行长, 首席财务官).
        managers: Those of a company who speak for it (橙云汽车副«总裁»).
        speaking: Verbs that end a clause in which somebody speaks.
        wide: Names of wide areas, which leave whom the text is about in place.
        areas: Words for all of a place that was named before.
        moments: Endings that make a phrase say when, or how far.
        titles: Titles and kinds before a name that are not part of it.
        kinds: Words for what somebody or something is, behind which a name in quotation marks or Latin letters stands.
        acts: Words behind a name in quotation marks that show it to be one.
        firms: Words for a trade, behind which a firm's name of its own ends (栎远«汽车»).
        files: Words behind a listed company's name at the head of a report (皓升科技«公告»).
        before_firm: Characters that may stand right before the name of a firm.
        behind_firm: What may stand right behind it.
        heralds: Words for what a firm is, behind which its name begins (客运企业«蓝隼航空»).
        firm_leads: Words right before a firm's full name (子公司…有限公司).
        functions: Characters that no name ends with.
        lengths: Endings of lengths of time, which are no part of a name.
        same: Beginnings of words for whom the text is about.
        received: Words before those from whom somebody gets something (获得白帆创投的投资).
        tallies: Verbs between a place and what it counts (广州«报告»2例).
        by: Beginnings of a clause whose doer is no subject.
        inner: Words that open a clause about a part of what was spoken of.
        located: Words behind the name of what is built, or lies somewhere (其中白鹭馆«位于»…).
        elsewhere: What opens a headline of another matter (每经头条).
        registers: What is told of a firm by its register, behind its name (发生工商变更).
        to: Prepositions before whom something is done to.
        punishes: Words for what an authority does to somebody.
        measures: Words between somebody and what an authority does to them.
        holders: Words for those who hold shares in somebody, behind which their name stands.
        sentences: Verbs of courts before whom they sentence («判处»陈砚).
        persons: Pronouns for people.
        belonging: People who are somebody's own (60%的«员工»).
        targets: Words for somebody whose shares change hands (标的公司).
        epithets: Parts of an epithet in quotation marks, behind which the name stands (“咖啡«界»黑马”云杉咖啡).
        title_marks: Marks around the title of a work.
        regions: Words that the name of a part of a country ends with.
        deals: Words before the name of somebody whose shares change hands.
        analysts: What those are who tell of others behind the name of their house.
        copulas: Verbs between a name and what it is.
        predicates: Verbs that open a clause whose subject was named before (是…, 拥有…).
        events: Endings of what takes place, and is not whom the next clauses are about (某某会议开幕).
        occasions: Words for what takes place now, before those who do it («此次»海棠金融联合了300家银行).
        sources: Prepositions before those whose data are told (根据某机构的数据).
        towards: Prepositions before whom something is given or paid to.
        alike: Words before what something is as large as (相当于).
        directions: Characters for the points of the compass.
        borders: Characters behind them that say what lies there (东«临», 南«与»…接壤).
        whole: Characters that make a word for somebody named before out of one of `wholes` (全县, 本站, 该报).
        wholes: Characters for kinds of places, institutions and works.
        things: Pronouns for what has just been named (它).
        shows: Verbs before a name that say that there it is (最大的港口«是»白泽港，它…).
        ordered: Words for the first and for the second of two: 前者, 后者.
        this: Characters with which a text points at what it speaks of (这座桥).
        launches: Verbs behind which a new name stands that the next clauses are about (发布多模态模型 Mira，总参数…).
        slogans: Words behind quotation marks that show them to hold no name of somebody (“双减”政策).
        nobody: What stands in quotation marks or Latin letters and is nobody's name.
        media: Newspapers, agencies and sites, which tell and are not told of.
        reports: Verbs with which somebody brings out what is told of others.
        reported: What is so brought out (公布…数据).
        authorities: Endings of the names of those who bring out what is told of a place (江州市«统计局»).
        accounts: What they bring out.
        grades: What brokers give to a company (将海砾生物«目标价»上调至…).
        hearsay: Those who tell of others without being told of (有«媒体»爆料称).
        near: Verbs of those who tell what they know of somebody («接近»海砾科技的人士透露).
        rates: Verbs of brokers behind which the name of the company stands that they judge.
        backs: What those do who give a firm money (老股东某某«跟投»).
        rules: Endings of the names of rules, by which somebody else is fined (管理«规定»).
        fronting: Prepositions that bring what is moved before the verb (将…下调).
        parted: Metrics that what stands right before them is a part of (海外收入«占比»).
        names: Well-known names that have no other spelling, each one word (微信读书).
        works: Words for a work, before its title (影片《…》).
        performed: What is done with a work, behind its title (《…》上映).
        strays: Characters that no name of a firm holds, whatever the segmenter makes of them (占«该»基金).
        houses: Banks that judge others, and are sure to be meant only where nobody else is.
        foreseers: Endings of those who foresee how others fare (东渝«证券»预计英国通胀上升).
        whereabouts: Prepositions before where something is («在»印度的销量).
        origins: What begins a clause that says where somebody comes from (从大疆独立的公司Amflow).
        most: The character of the highest degree («最»大的岛).
        surnames: Family names that 某 stands behind (陈«某»).
        receipts: Verbs before what somebody has let a company know (公司«收到»股东陈砚的告知函).
        notices: What that is (股东陈砚的«告知函»).
        its: The pronoun of what somebody has («其»12月美国销量).
        within: Endings of words for where something is (店«里»).
        grounds: Words behind a place that make it where something is (印度«市场» iPhone).
        lands: Words for what a place is, before its name (核心«国家»德国).
        under: What stands between a group and one of its own (海棠集团«旗下»星梨).
        subject: The subjects with a canonical name.
    """

    suffixes: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    learning: frozenset[str] = frozenset()
    filings: frozenset[str] = frozenset()
    before_listed: str = ""
    bylines: frozenset[str] = frozenset()
    honorifics: frozenset[str] = frozenset()
    offices: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    speaking: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    moments: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    before_firm: frozenset[str] = frozenset()
    behind_firm: tuple[str, ...] = ()
    heralds: tuple[str, ...] = ()
    firm_leads: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    lengths: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    received: frozenset[str] = frozenset()
    tallies: frozenset[str] = frozenset()
    by: tuple[str, ...] = ()
    inner: frozenset[str] = frozenset()
    located: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    to: frozenset[str] = frozenset()
    punishes: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    sentences: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    belonging: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    epithets: tuple[str, ...] = ()
    title_marks: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    deals: frozenset[str] = frozenset()
    analysts: frozenset[str] = frozenset()
    copulas: tuple[str, ...] = ()
    predicates: frozenset[str] = frozenset()
    events: tuple[str, ...] = ()
    occasions: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    towards: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()
    directions: str = ""
    borders: str = ""
    whole: str = ""
    wholes: str = ""
    things: frozenset[str] = frozenset()
    shows: frozenset[str] = frozenset()
    ordered: tuple[str, ...] = ()
    this: str = ""
    launches: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    slogans: frozenset[str] = frozenset()
    nobody: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    reported: frozenset[str] = frozenset()
    authorities: tuple[str, ...] = ()
    accounts: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    hearsay: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    rates: frozenset[str] = frozenset()
    works: frozenset[str] = frozenset()
    performed: tuple[str, ...] = ()
    strays: str = ""
    houses: frozenset[str] = frozenset()
    foreseers: tuple[str, ...] = ()
    whereabouts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    most: str = ""
    surnames: str = ""
    receipts: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()
    its: str = ""
    within: tuple[str, ...] = ()
    grounds: frozenset[str] = frozenset()
    lands: frozenset[str] = frozenset()
    under: frozenset[str] = frozenset()
    backs: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    fronting: frozenset[str] = frozenset()
    parted: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    subject: tuple[SubjectEntry, ...] = ()
