"""Returns of earlier periods."""

import pytest

from pipeline.model import Address, Form, Period, Return, Value
from pipeline.rules.history import filed_as, folder_before, is_filed, last_position

NOVEMBER, OCTOBER, QUARTER = Period(2019, 11), Period(2019, 10), Period(2019, quarter=3)
FORM = Form("small", 1, "A small form", "", "partnership", (), ())


def of(period: Period, file: str) -> Return:
    """A return of a period."""
    return Return(file, FORM, {"period": Value(Address(file), str(period), period)}, {}, digest=file)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("2019-10/a.xlsx", True),
        ("2019-10/received/late/a.xlsx", True),
        ("old/2019-10/a.xlsx", True),
        ("2019-09/a.xlsx", False),
        ("2019-10.xlsx", False),
        ("2019-10 returns/a.xlsx", False),
        ("a.xlsx", False),
    ],
)
def test_history_lies_in_a_folder_of_its_own_period(file: str, expected: bool) -> None:
    """The folder itself or any above the file counts; a name that only resembles it does not."""
    assert is_filed(of(OCTOBER, file), NOVEMBER) is expected


def test_what_is_of_another_period_of_the_kind_is_filed() -> None:
    """This period's return is not, nor one of another kind of period; an earlier and a later one are."""
    assert not is_filed(of(NOVEMBER, "2019-11/a.xlsx"), NOVEMBER)
    assert is_filed(of(NOVEMBER, "2019-11/a.xlsx"), OCTOBER)
    assert not is_filed(of(QUARTER, "2019-Q3/a.xlsx"), NOVEMBER)
    assert is_filed(of(Period(2019, quarter=2), "2019-Q2/a.xlsx"), QUARTER)


def test_what_is_filed_says_as_what() -> None:
    """An earlier return is history; one that came later has no part in the paper."""
    earlier, later = (
        filed_as(of(OCTOBER, "2019-10/a.xlsx"), NOVEMBER),
        filed_as(of(NOVEMBER, "a.xlsx"), OCTOBER),
    )
    assert earlier.message == (
        "The return is for October 2019 and lies in the folder of that period. It counts for that period alone."
    )
    assert later.message == (
        "The return is for November 2019, after this paper's period, and lies in the folder of that period. "
        "It was passed over."
    )


def test_a_file_is_known_by_the_nearest_folder() -> None:
    """Where nothing can be read, the folder nearest to the file that names an earlier period tells which."""
    assert folder_before("2018-12/2019-10/a.xlsx", NOVEMBER) == OCTOBER
    assert folder_before("2019-11/a.xlsx", NOVEMBER) is None


def test_the_latest_position_is_the_last() -> None:
    """Later years come after earlier ones whatever their months; without any return there is no position."""
    december, october = of(Period(2018, 12), "a.xlsx"), of(OCTOBER, "b.xlsx")
    assert last_position([october, december], hold_unsigned=False) is october
    assert last_position([october, december], hold_unsigned=True) is None
    assert last_position([], hold_unsigned=False) is None
