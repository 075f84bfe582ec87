"""Other libraries that read figures, each at work in an environment of its own, which is made for it once."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENTS = Path.home() / ".cache" / "factdb-benchmarks"
# Reads chunks of texts, a line of JSON each, and answers with the processor time and how much was found.
LOOP = """
import contextlib, json, sys, time, warnings
warnings.simplefilter("ignore")
with contextlib.redirect_stdout(sys.stderr):
{prepare}
    def read(text):
{read}
    read("去年营收为3亿元，同比增长8%。")
for line in sys.stdin:
    texts = json.loads(line)
    with contextlib.redirect_stdout(sys.stderr):
        begun = time.process_time()
        found = sum(map(read, texts))
        taken = time.process_time() - begun
    print(json.dumps([taken, found]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A library as it is asked.

    Attributes:
        environment: The name of its environment.
        packages: What is installed there.
        prepare: Python that imports it.
        read: Python that gives back how many figures it finds in ``text``.
        share: One of so many texts is enough, for it takes its time.
    """

    environment: str
    packages: tuple[str, ...]
    prepare: str
    read: str
    share: int = 1

    @contextmanager
    def at_work(self) -> Iterator[Callable[[list[str]], tuple[float, int]]]:
        """Have it at work in a process; what gives it texts, and gives back the seconds and the number found."""
        program = LOOP.format(prepare=_indented(self.prepare, 4), read=_indented(self.read, 8))
        command = [str(self._python()), "-c", program]
        with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-3, text=True) as process:  # noqa: S603 (our own)
            send, answers = process.stdin, process.stdout
            if send is None or answers is None:
                raise OSError(self.environment)

            def run(chunk: list[str]) -> tuple[float, int]:
                print(json.dumps(chunk), file=send, flush=True)
                seconds, found = json.loads(answers.readline())
                return seconds, found

            yield run
            # It ends with what it is given.
            send.close()

    def _python(self) -> Path:
        """The Python of its environment, which is made with uv if it is not there."""
        folder = ENVIRONMENTS / self.environment
        python = folder / "bin" / "python"
        if not (folder / "made").exists():
            install = ["uv", "pip", "install", "--quiet", "--python", str(python), *self.packages]
            for command in (["uv", "venv", "--quiet", "--clear", "--python", "3.11", str(folder)], install):
                subprocess.run(command, check=True)  # noqa: S603
            (folder / "made").touch()
        return python


def _indented(lines: str, width: int) -> str:
    return "\n".join(" " * width + line for line in lines.strip().splitlines())


_JIONLP = ("jionlp==1.5.31",)
# It asks an emoji package of long ago, which it does not say.
_RECOGNIZERS = ("recognizers-text-suite==1.0.2a2", "emoji<1")
PEERS = {
    "jionlp, money": Peer("jionlp", _JIONLP, "import jionlp", "return len(jionlp.ner.extract_money(text))"),
    "jionlp, money and time": Peer(
        "jionlp",
        _JIONLP,
        "import jionlp",
        "return len(jionlp.ner.extract_money(text)) + len(jionlp.ner.extract_time(text))",
        share=8,
    ),
    "cn2an.transform": Peer("cn2an", ("cn2an",), "import cn2an", "return cn2an.transform(text) != text"),
    "Recognizers-Text, number, percentage, currency, dimension": Peer(
        "recognizers",
        _RECOGNIZERS,
        "import recognizers_suite as suite\nkinds = ['number', 'percentage', 'currency', 'dimension']",
        "return sum(len(getattr(suite, 'recognize_' + kind)(text, suite.Culture.Chinese)) for kind in kinds)",
        share=64,
    ),
}
