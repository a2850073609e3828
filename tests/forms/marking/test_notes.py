"""The notes at the cells: the sender's own stay as they are, in notes, boxes and threads."""

import re

from openpyxl.comments import Comment
from sent_workbook import Parts, call, copied, opened, put_in, relate, sent

COMMENTS, DRAWING = "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"
THREADS, PERSONS = "xl/threadedComments/threadedComment1.xml", "xl/persons/person.xml"
SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
TYPES = "http://schemas.microsoft.com/office/2017/10/relationships"
START, PERSON = "{BBBBBBBB-0000-0000-0000-000000000001}", "{AAAAAAAA-0000-0000-0000-000000000001}"
OLDER = "[Threaded comment]\n\nYour version of Excel …\n\nComment:\n    Why amber?\nReply:\n    Ask Sam."
OURS = "Report author's queries:\nQuery 1: Blank.\nFill it in."


def noted(text: str = "Agreed.") -> Parts:
    """A workbook with a note at B5 and one at D9."""

    def change(sheet: object) -> None:
        sheet["B5"].comment = Comment(text, "Sam")  # type: ignore[index]
        sheet["D9"].comment = Comment("Other.", "Sam")  # type: ignore[index]

    return sent(change)


def threaded() -> Parts:
    """A workbook with a thread of two at B5, as newer Excels save it, and a plain note at D9."""
    parts = noted(OLDER)
    said = (
        f'<threadedComment ref="B5" dT="2019-11-01T10:00:00.00" personId="{PERSON}" id="{START}"><text>Why amber?</text></threadedComment>'
        f'<threadedComment ref="B5" dT="2019-11-02T09:00:00.00" personId="{PERSON}" id="{{2}}" parentId="{START}"><text>Ask Sam.</text></threadedComment>'
        f'<threadedComment ref="C7" dT="2019-11-03T09:00:00.00" personId="{PERSON}" id="{{3}}"><text>Elsewhere.</text></threadedComment>'
    )
    parts[THREADS] = f'<ThreadedComments xmlns="{SPACE}">{said}</ThreadedComments>'.encode()
    parts[PERSONS] = (
        f'<personList xmlns="{SPACE}"><person displayName="Sam" id="{PERSON}"/></personList>'.encode()
    )
    call(parts, THREADS, "application/vnd.ms-excel.threadedcomments+xml")
    call(parts, PERSONS, "application/vnd.ms-excel.person+xml")
    relate(parts, "xl/worksheets/sheet1.xml", f"{TYPES}/threadedComment", f"/{THREADS}", "rId77")
    relate(parts, "xl/workbook.xml", f"{TYPES}/person", f"/{PERSONS}", "rId77")
    return parts


def said_in(parts: Parts) -> list[tuple[str, ...]]:
    """What is said in the threads: cell, time, words."""
    found = re.findall(r'ref="(\w+)"(.*?)>\s*<text[^>]*>(.*?)</text>', parts[THREADS].decode(), re.DOTALL)
    times = (re.search(r'dT="([^"]*)"', more) for _, more, _ in found)
    return [
        (cell, time[1] if time else "", words) for (cell, _, words), time in zip(found, times, strict=True)
    ]


def test_other_notes_and_their_boxes_stay() -> None:
    """A note that nobody asks about has its words, its author and its box as they were."""
    parts = noted()
    parts[DRAWING] = parts[DRAWING].replace(b"width:144px", b"width:77px")
    copy = copied(parts)
    assert opened(copy)["Risks"]["D9"].comment.text == "Other."
    assert [b"width:77px" in copy[DRAWING], copy[DRAWING].count(b"Row>8</")] == [True, 1]


def test_the_looks_of_a_note_stay() -> None:
    """Bold words in a note of the sender's are bold in the copy, also when our words have gone again."""
    parts = noted()
    bold = '<r><rPr><b/></rPr><t xml:space="preserve">Sam: </t></r><r><t>Agreed.</t></r>'
    head, _, tail = parts[COMMENTS].decode().partition("<text>")
    parts[COMMENTS] = f"{head}<text>{bold}{tail[tail.index('</text>') :]}".encode()
    first = copied(parts)
    assert opened(first)["Risks"]["B5"].comment.text == f"Sam: Agreed.\n\n{OURS}"
    again = copied(first, "Choices!A1")
    assert b"<rPr><b/></rPr>" in again[COMMENTS]
    assert opened(again)["Risks"]["B5"].comment.text == "Sam: Agreed."


def test_a_sheet_with_buttons_keeps_them_beside_our_notes() -> None:
    """Where a sheet has a drawing of the old kind and no notes, ours are put into that drawing."""
    parts = sent()
    sheet, drawing = "xl/worksheets/sheet1.xml", "xl/drawings/vmlDrawing1.vml"
    relate(parts, sheet, "vmlDrawing", "../drawings/vmlDrawing1.vml", "rId4")
    put_in(
        parts,
        sheet,
        "</worksheet>",
        '<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId4"/>',
    )
    parts[drawing] = (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s1025">Go<br></v:shape></xml>'
    )
    copy = copied(parts)
    assert copy[sheet].count(b"<legacyDrawing ") == 1
    assert [copy[drawing].count(name) for name in (b'"_x0000_s1025"', b'"_x0000_s1026"', b"Go<br/>")] == [
        1,
        1,
        1,
    ]
    assert opened(copy)["Risks"]["B5"].comment.text == OURS


def test_notes_that_are_gone_leave_no_parts() -> None:
    """A sheet that had no notes but ours has none when they are cleared."""
    again = copied(copied(sent()), "Choices!A1")
    assert "comments" not in again["xl/worksheets/_rels/sheet1.xml.rels"].decode()
    assert opened(again)["Risks"]["B5"].comment is None


def test_our_words_are_a_reply_where_a_cell_has_a_thread() -> None:
    """Newer Excels show the thread, older ones the note; both end with ours, and every thread stays one."""
    copy = copied(threaded())
    assert said_in(copy) == [
        ("B5", "2019-11-01T10:00:00.00", "Why amber?"),
        ("B5", "2019-11-02T09:00:00.00", "Ask Sam."),
        ("B5", "2019-11-02T09:00:00.00", OURS),
        ("C7", "2019-11-03T09:00:00.00", "Elsewhere."),
    ]
    assert copy[THREADS].decode().count(f'parentId="{START}"') == 2
    assert 'displayName="Report author\'s queries"' in copy[PERSONS].decode()
    assert opened(copy)["Risks"]["B5"].comment.text == f"{OLDER}\nReply:\n    {OURS}"


def test_our_reply_goes_and_an_answer_to_it_stays() -> None:
    """When the copy comes back, what the sender replied below our words is still in the thread."""
    first = copied(threaded())
    answer = f'<threadedComment ref="B5" dT="2019-11-09T09:00:00.00" personId="{PERSON}" id="{{9}}" parentId="{START}"><text>Done.</text></threadedComment>'
    put_in(first, THREADS, '<threadedComment ref="C7"', answer)
    put_in(first, COMMENTS, '</t></r></text></comment><comment ref="D9"', "\nReply:\n    Done.")
    again = copied(first, "Choices!A1")
    assert [words for _, _, words in said_in(again)] == ["Why amber?", "Ask Sam.", "Done.", "Elsewhere."]
    assert opened(again)["Risks"]["B5"].comment.text == f"{OLDER}\nReply:\n    Done."
