from landmark_gui.domain.counting import counted


def test_one_thing_is_not_several() -> None:
    assert [counted(n, "film") for n in (0, 1, 2)] == ["0 films", "1 film", "2 films"]
