"""Tables as they go to the clipboard."""

from landmark_gui.ui.widgets.figures import as_text


def test_words_are_no_formulas_and_numbers_stay_numbers() -> None:
    rows = [["=cmd", "-1.25", "+0.50", "95.0 %", ""], ["a\tb\r\n=c", "-x", "NA", "Pog'", "1e5"]]
    header, one, other, end = as_text(["@name", "Bias x mm"], rows).split("\n")
    assert header.split("\t") == ["'@name", "Bias x mm"]
    assert one.split("\t") == ["'=cmd", "-1.25", "+0.50", "95.0 %", ""]
    assert other.split("\t") == ["a b  =c", "'-x", "'NA", "Pog'", "1e5"]
    assert end == ""
