"""Names as they are searched: keyboards and systems write the same name in several ways."""

from unicodedata import combining, decimal, normalize

# Arabic keyboards have letters of their own for the Persian ye and kaf, and the Turkish i has no
# dot; what joins letters or keeps them apart is not seen
_ALIKE = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ı": "i",
        "\N{ARABIC TATWEEL}": "",
        "\N{ZERO WIDTH NON-JOINER}": "",
    }
)


def searchable(text: str) -> str:
    """Return a text without what a search leaves out: capitals, accents, whose digits they are."""
    if text.isascii():  # nearly all names: a folder may hold thousands
        return text.lower()
    letters = normalize("NFKD", normalize("NFKD", text).casefold()).translate(_ALIKE)
    return "".join(str(decimal(sign, sign)) for sign in letters if not combining(sign))
