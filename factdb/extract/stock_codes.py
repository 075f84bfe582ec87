"""What stands in brackets behind the name of a listed company: its stock code, or its price of the moment."""

import re

_LABEL = r"(?:证券|股票)(?:代码|简称)"
_EXCHANGE = r"(?:NASDAQ|NYSE|HKEX|SH|SZ|HK)"

# A code and nothing else, with its brackets: (300999.SZ), (证券代码:300999), (9999.HK), (NYSE:ABC).
BRACKETED = re.compile(
    rf"\((?:{_LABEL}:?)?"
    rf"(?:\d{{4,6}}(?:\.[A-Z]{{2}})?|[A-Z]{{1,5}}\.[A-Z]{{1,2}}|{_EXCHANGE}[.: ]{{0,2}}[0-9A-Z]{{1,6}})\)"
)
# The same and looser, behind the opening bracket, where a name was read before it; or a widget: 12.340,0.05,0.41%.
BEHIND_NAME = re.compile(
    rf"(?:{_LABEL}[::]? ?)?(?:[A-Z]{{2}}[ :.]?)?[0-9A-Z]{{1,6}}(?:\.[A-Z]{{1,2}})?[,)]"
    r"|-?\d{1,6}\.\d{1,4},-?\d{1,6}\.\d{1,4},-?\d{1,4}\.\d{1,4}%\)"
)
# Letters alone, behind the opening bracket.
LETTERS = re.compile(r"[A-Z]{1,6}\)")
# Digits alone, behind the opening bracket.
DIGITS = re.compile(r"\d{5,6}\)")
