"""Word forms laid out in the ways that people lay them out."""

from __future__ import annotations

import re

import docx
import pytest
from docx.oxml import parse_xml

from shanghai_cases.errors import DataError
from shanghai_cases.intake.form_labels import inline_pairs
from shanghai_cases.model.case import Contact
from tests.intake.making import add_table, cases, form, patched, renamed, saved, taken

TITLE = "中国（上海）第六届社会治理创新实践案例申报表"


def test_labels_to_the_left_with_merged_values_and_tick_boxes() -> None:
    data = form(
        [
            ["案例名称", "“三所联动”机制", None, None],
            ["申报单位（盖章）", "徐汇区田林街道", "单位类型", "□区  ☑街镇  □高校"],
            ["单位负责人", "王五", "联系电话", "021-11111111"],
            ["联 系 人", "张三", "手机", "13800138000"],
            ["电子邮箱", "a@b.cn", "申报日期", "2024年1月4日"],
            ["案例简介\n（500字以内）", "做法一。\n做法二。", None, None],
            ["单位意见", "同意申报。", None, None],
        ],
        before=[TITLE],
    )
    delivery = taken(data, "a.docx", edition=None)

    (case,) = cases(delivery)

    assert (case.edition, case.title, case.unit, case.unit_type) == (6, "“三所联动”机制", "徐汇区田林街道", "街镇")
    assert case.contact == Contact("张三", "13800138000", "a@b.cn")
    assert (case.summary, case.submitted_on) == ("做法一。\n做法二。", "2024-01-04")
    assert dict(delivery.drafts[0].extra) == {
        "单位负责人": "王五",
        "单位负责人 联系电话": "021-11111111",
        "单位意见": "同意申报。",
    }


def test_labels_above_their_values() -> None:
    data = form(
        [
            ["案例名称", "申报单位", "所属区"],
            ["片区治理", "静安区天目西路街道", "静安"],
            ["联系人", "职务", "联系方式"],
            ["张三", "科长", "62345678"],
            ["内容摘要（不超过300字）", None, None],
            ["摘要：主题是治理。\n第二段", None, None],
        ]
    )

    (case,) = cases(taken(data, "a.docx"))

    assert (case.title, case.unit, case.district) == ("片区治理", "静安区天目西路街道", "静安区")
    assert case.contact == Contact("张三", "62345678")
    assert case.summary == "摘要：主题是治理。\n第二段"


def test_a_heading_beside_several_labels_and_labels_written_downwards() -> None:
    document = docx.Document()
    add_table(
        document,
        [
            ["项目名称", "方舟客厅", None],
            ["联系人", "姓名", "赵六"],
            ["^", "电话", "139"],
            ["内\n容\n简\n介", "内容", None],
        ],
    )
    document.add_heading("单位信息", 1)
    add_table(document, [["单位名称", "上海市民政局"], ["单位类型", "市级机构"]])

    (case,) = cases(taken(saved(document), "a.docx"))

    assert (case.title, case.unit, case.unit_type, case.summary) == ("方舟客厅", "上海市民政局", "市级机构", "内容")
    assert case.contact == Contact("赵六", "139")


def test_a_word_that_is_also_a_label_may_be_an_answer() -> None:
    data = form([["案例名称", "甲", "单位类型", "街道"], ["申报单位", "徐汇区田林街道", "主题", "城市更新"]])

    (case,) = cases(taken(data, "a.docx"))

    assert (case.unit_type, case.themes) == ("街镇", ("城市更新",))


def test_paragraphs_with_colons_and_headings() -> None:
    lines = [
        "第六届案例征集申报材料",
        "案例名称：红色物业",
        "申报单位: 黄浦区",
        "联系人：李四  联系电话：021-63212345 邮箱：x@y.cn",
        "一、案例简介",
        "简介第一段。",
        "第二段：还有。",
        "二、案例背景",
        "背景文字。",
        "三、主要做法",
        "做法文字。",
    ]

    (case,) = cases(taken(form([], before=lines), "a.docx"))

    assert (case.title, case.unit) == ("红色物业", "黄浦区")
    assert case.contact == Contact("李四", "021-63212345", "x@y.cn")
    assert case.summary == "简介第一段。\n第二段：还有。"
    assert case.text == "二、案例背景\n背景文字。\n\n三、主要做法\n做法文字。"


def test_labels_and_values_in_one_cell() -> None:
    data = form(
        [
            ["案例名称：睦邻客厅", None],
            ["申报单位：长宁区", "联系人：张三\n电话：62345678"],
            ["案例简介：\n第一行。\n第二行", None],
        ]
    )

    (case,) = cases(taken(data, "a.docx"))

    assert (case.title, case.unit, case.contact) == ("睦邻客厅", "长宁区", Contact("张三", "62345678"))
    assert case.summary == "第一行。\n第二行"


def test_content_controls_insertions_and_deletions() -> None:
    data = patched(
        form([["案例名称", "片区治理"], ["申报单位", "静安区"]]),
        "word/document.xml",
        lambda xml: xml.replace(
            "<w:t>片区治理</w:t>".encode(),
            "<w:t>片区</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>共治</w:t></w:r></w:ins>"
            "<w:del w:id='2' w:author='a'><w:r><w:delText>治理</w:delText></w:r></w:del>"
            "<w:sdt><w:sdtContent><w:r><w:t>行动</w:t></w:r></w:sdtContent></w:sdt><w:r>".encode(),
        ),
    )

    (case,) = cases(taken(data, "a.docx"))

    assert case.title == "片区共治行动"


def test_text_boxes_are_read_once() -> None:
    document = docx.Document()
    box = (
        "<w:p xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
        "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:r><mc:AlternateContent>"
        "<mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>案例名称：甲</w:t></w:r></w:p></w:txbxContent>"
        "</mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>案例名称：甲</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    document.element.body.insert(0, parse_xml(box))
    document.add_paragraph("申报单位：静安区")

    (case,) = cases(taken(saved(document), "a.docx"))

    assert (case.title, case.unit) == ("甲", "静安区")


def test_a_table_of_one_case_a_row_is_a_list() -> None:
    data = form(
        [["序号", "案例名称", "申报单位", "联系人"], ["1", "甲", "黄浦区", "张"], ["2", "乙", "静安区", "李"]],
        before=[TITLE],
    )

    found = cases(taken(data, "a.docx", edition=None))

    assert [(case.edition, case.title, case.unit, case.contact.name) for case in found] == [
        (6, "甲", "黄浦区", "张"),
        (6, "乙", "静安区", "李"),
    ]


def test_a_document_without_labels_is_refused() -> None:
    with pytest.raises(DataError, match="no label such as 案例名称 or title was found in it"):
        taken(form([], before=["通知"]), "a.docx")


def test_a_form_left_empty_is_refused_with_its_labels() -> None:
    delivery = taken(form([["案例名称", ""], ["申报单位", ""]]), "a.docx")

    assert [str(reason) for reason in delivery.refusals[0].reasons] == [
        "案例名称: must not be empty",
        "申报单位: must not be empty",
    ]


def test_colons_inside_running_text_are_no_labels() -> None:
    assert inline_pairs("做法如下：主题：治理") == []
    assert inline_pairs("联系人：张三，电话：139") == [("联系人", "张三"), ("电话", "139")]


def test_brackets_as_tick_boxes_before_or_behind_the_choices() -> None:
    data = form(
        [
            ["案例名称", "“安心租”"],
            ["申报单位", "金山区石化街道（盖章）"],
            ["单位类型", "( )区 (√)街镇 ( )高校"],
            ["申报主题", "1.社区治理[ ] 2.城市更新[√] 3.数字治理[√]"],
        ]
    )

    (case,) = cases(taken(data, "a.docx"))

    assert (case.unit, case.unit_type, case.themes) == ("金山区石化街道", "街镇", ("城市更新", "数字治理"))


def test_sections_that_stand_below_their_label_in_one_cell() -> None:
    data = form(
        [
            ["案例名称：家门口的服务站"],
            ["申报单位：宝山区吴淞街道"],
            ["一、案例背景\n老旧小区多。"],
            ["二、主要做法\n一是建队伍。\n二是建机制。"],
        ]
    )

    (case,) = cases(taken(data, "a.docx"))

    assert case.text == "一、案例背景\n老旧小区多。\n\n二、主要做法\n一是建队伍。\n二是建机制。"


def test_spaced_labels_and_lines_to_fill_in() -> None:
    lines = ["案 例 名 称 ： __三驾马车__", "申 报 单 位 ： 嘉定区真新街道      （公章）", "联系方式：钱十二 59180000"]

    (case,) = cases(taken(form([], before=lines), "a.docx"))

    assert (case.title, case.unit, case.contact) == ("三驾马车", "嘉定区真新街道", Contact("钱十二", "59180000"))


def test_a_table_below_a_heading_about_the_contact() -> None:
    document = docx.Document()
    add_table(document, [["案例名称", "甲"], ["申报单位", "静安区"]])
    document.add_paragraph("二、联系人信息")
    add_table(document, [["姓名", "郑十"], ["手机", "13711112222"]])

    (case,) = cases(taken(saved(document), "a.docx"))

    assert case.contact == Contact("郑十", "13711112222")


def test_what_the_form_itself_says_is_no_value() -> None:
    prompt = (
        "<w:t></w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>某街道</w:t></w:r>"
        "</w:sdtContent></w:sdt><w:r>"
    )
    data = patched(
        form([["案例名称", "（请填写案例全称）"], ["申报单位", "X"]]),
        "word/document.xml",
        lambda xml: xml.replace(b"<w:t>X</w:t>", prompt.encode()),
    )

    assert [str(reason) for reason in taken(data, "a.docx").refusals[0].reasons] == [
        "案例名称: must not be empty",
        "申报单位: must not be empty",
    ]


FORM = [["案例名称", "片区治理"], ["申报单位", "静安区"]]
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def in_document(data: bytes, old: str, new: str) -> bytes:
    """Change the XML of a form's text."""
    return patched(data, "word/document.xml", lambda xml: xml.replace(old.encode(), new.encode()))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            in_document(
                form(FORM),
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            ),
            id="strict",
        ),
        *(
            pytest.param(
                patched(
                    form(FORM),
                    "[Content_Types].xml",
                    lambda xml, kind=kind: xml.replace(CONTENT_TYPE.encode(), kind.encode()),  # type: ignore[misc]
                ),
                id=kind,
            )
            for kind in (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
                "application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        ),
        pytest.param(
            patched(
                form(FORM),
                "word/_rels/document.xml.rels",
                lambda xml: xml.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId99" Target="#_THIS_WEEK" Type="http://schemas.openxmlformats.org/'
                    b'officeDocument/2006/relationships/hyperlink"/></Relationships>',
                ),
            ),
            id="link to nowhere",
        ),
        pytest.param(renamed(form(FORM), "word/document.xml", "word/document2.xml"), id="saved on the web"),
    ],
)
def test_every_sort_of_word_document_is_read(data: bytes) -> None:
    (case,) = cases(taken(data, "a.docx"))

    assert (case.title, case.unit) == ("片区治理", "静安区")


def test_a_document_nested_without_end_is_refused() -> None:
    with pytest.raises(DataError, match="it is nested too deeply"):
        taken(in_document(form(FORM), "<w:t>片区治理</w:t>", "<w:ins>" * 9_000 + "</w:ins>" * 9_000), "a.docx")


def test_fields_of_older_forms_show_their_tick_or_choice() -> None:
    def field(inside: str) -> str:
        return f'<w:fldChar w:fldCharType="begin"><w:ffData>{inside}</w:ffData></w:fldChar>'

    ticked = field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>')
    unticked = field('<w:checkBox><w:default w:val="0"/></w:checkBox>')
    chosen = field('<w:ddList><w:result w:val="1"/><w:listEntry w:val="街镇"/><w:listEntry w:val="高校"/></w:ddList>')
    data = form([*FORM, ["单位类型", "X"], ["主题", "Y"]])
    data = in_document(data, "<w:t>X</w:t>", chosen)
    data = in_document(data, "<w:t>Y</w:t>", f"{unticked}<w:t>城市更新 </w:t>{ticked}<w:t>社区治理</w:t>")

    (case,) = cases(taken(data, "a.docx"))

    assert (case.unit_type, case.themes) == ("高校", ("社区治理",))


def test_a_table_in_a_cell_belongs_to_the_label_beside_it() -> None:
    document = docx.Document()
    table = document.add_table(3, 2)
    for row, texts in enumerate([*FORM, ["联系方式", ""]]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    nested = table.cell(2, 1).add_table(2, 2)
    for row, texts in enumerate([["姓名", "张三"], ["手机", "13800138000"]]):
        for column, text in enumerate(texts):
            nested.cell(row, column).text = text

    (case,) = cases(taken(saved(document), "a.docx"))

    assert case.contact == Contact("张三", "13800138000")


@pytest.mark.parametrize(
    ("written", "themes"),
    [
        ("□党建引领 ☑社区治理 □城市更新", ("社区治理",)),
        ("党建引领□ 社区治理☑ 城市更新□", ("社区治理",)),
        ("1.党建引领□  2.社区治理☑  3.城市更新☑", ("社区治理", "城市更新")),
        ("A.党建引领(  )  B.社区治理(√)", ("社区治理",)),
        ("☐ 党建引领\n☑ 社区治理\n☐ 其他：________", ("社区治理",)),
        ("请选择：□党建引领 ☑社区治理", ("社区治理",)),
        ("（可多选）党建引领（ ）社区治理（√）", ("社区治理",)),
        ("☑社区治理 ☑城市更新", ("社区治理", "城市更新")),
        ("社区治理√", ("社区治理",)),
        ("√ 社区治理", ("社区治理",)),
        ("党建引领 √社区治理 城市更新", ("社区治理",)),
        ("■社区治理", ("社区治理",)),
    ],
)
def test_the_ticked_choice_is_taken_wherever_the_box_stands(written: str, themes: tuple[str, ...]) -> None:
    (case,) = cases(taken(form([*FORM, ["案例类别（请在相应选项的方框内打√）", written]]), "a.docx"))

    assert case.themes == themes


def test_boxes_in_running_text_are_no_choices() -> None:
    (case,) = cases(taken(form([*FORM, ["案例正文", "□ 一是建队伍。\n☑ 二是建机制。"]]), "a.docx"))

    assert case.text == "□ 一是建队伍。\n☑ 二是建机制。"


def test_a_cover_page_with_a_guide_to_filling_in() -> None:
    before = [
        "案例名称：一网统管“智慧电梯”",
        "申报单位：普陀区曹杨新村街道（盖章）",
        "联 系 人：",
        "金 晶 62540000",
        "填报日期：__2023__年__9__月__28__日",
        "上海社会治理案例征集组委会 制",
        "填 表 说 明",
        "1．联系人：指具体负责本案例的同志。",
        "2．案例简介：限500字；",
        "案例类别：",
        "□党建引领",
        "☑数字化治理",
        "案例申报表",
    ]

    (case,) = cases(taken(form([["案例简介", "装传感器。"]], before=before), "a.docx"))

    assert (case.title, case.unit, case.submitted_on) == ("一网统管“智慧电梯”", "普陀区曹杨新村街道", "2023-09-28")
    assert (case.contact, case.themes) == (Contact("金 晶", "62540000"), ("数字化治理",))
    assert (case.summary, case.text) == ("装传感器。", "")


def test_several_forms_in_one_file_are_several_cases() -> None:
    document = docx.Document()
    for title, unit in (("甲案例", "静安区"), ("乙案例", "黄浦区")):
        document.add_paragraph("申报单位：" + unit)
        add_table(document, [["案例名称", title], ["联系人", "张"], ["案例名称", title]])

    delivery = taken(saved(document), "a.docx")

    assert [(case.title, case.unit) for case in cases(delivery)] == [("甲案例", "静安区"), ("乙案例", "黄浦区")]
    assert [str(draft.origin.message) for draft in delivery.drafts] == ["a.docx, sheet #1", "a.docx, sheet #2"]


def test_two_titles_without_two_units_are_one_form() -> None:
    (case,) = cases(taken(form([*FORM, ["项目名称", "某项目"]]), "a.docx"))

    assert case.title == "片区治理"


def test_of_several_labels_for_one_field_the_best_counts() -> None:
    rows = [["推荐单位", "黄浦区"], ["填表人", "李四"], ["项目名称", "某项目"], *FORM, ["联系人", "张三"]]

    (case,) = cases(taken(form(rows), "a.docx"))

    assert (case.title, case.unit, case.contact.name) == ("片区治理", "静安区", "张三")


def test_labels_in_two_languages() -> None:
    rows = [
        ["案例名称 Title", "甲"],
        ["申报单位 Organization", "静安区"],
        ["联系人 Contact", "张三"],
        ["电话 Tel", "123"],
    ]

    (case,) = cases(taken(form(rows), "a.docx"))

    assert (case.title, case.unit, case.contact) == ("甲", "静安区", Contact("张三", "123"))


def form_of(*lines: str) -> bytes:
    return form([], before=lines)


@pytest.mark.parametrize(
    "data",
    [
        form_of("案例名称\t“阳台议事”", "申报单位\t嘉定区菊园新区", "联系人    朱军", "联系电话    59520000"),
        form_of("【案例名称】“阳台议事”", "【申报单位】嘉定区菊园新区", "【联系人】朱军 59520000"),
        form_of("案例名称：“阳台议事”；申报单位：嘉定区菊园新区；联系人：朱军；电话：59520000。"),
        form([["案例名称", "“阳台\n议事”"], ["申报单位", "嘉定区\n菊园新区"], ["联系人及电话", "朱军\n59520000"]]),
        form(
            [
                ["案例名称：（不超过20字）", "“阳台议事”"],
                ["申报单位：（请填写全称）", "嘉定区菊园新区"],
                ["联系人（请填写具体经办本案例的同志的姓名和手机号码，以便组委会及时与之联系核实）", "朱军 59520000"],
            ]
        ),
    ],
    ids=["wide spaces", "brackets", "one paragraph", "broken lines", "advice"],
)
def test_labels_are_told_from_values_in_many_ways(data: bytes) -> None:
    (case,) = cases(taken(data, "a.docx"))

    assert (case.title, case.unit, case.contact) == ("“阳台议事”", "嘉定区菊园新区", Contact("朱军", "59520000"))


def test_choices_with_a_cell_each_and_one_written_in() -> None:
    rows: list[list[str | None]] = [
        *[[*row, None, None] for row in FORM],
        ["案例类别", "□党建引领", "☑社区治理", "☑其他：未成年人保护"],
    ]

    (case,) = cases(taken(form(rows), "a.docx"))

    assert case.themes == ("社区治理", "未成年人保护")


def test_the_edition_is_told_by_a_title_and_not_by_the_text() -> None:
    title = ["第六届案例申报表", None]
    text = ["案例简介", "保障第五届进博会。"]

    assert [case.edition for case in cases(taken(form([title, *FORM, text]), "a.docx", edition=None))] == [6]
    assert [str(one) for one in taken(form([*FORM, text]), "a.docx", edition=None).refusals[0].reasons] == [
        "the file doesn't say which edition this is; --edition does"
    ]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("二〇二三年十月二十一日", "2023-10-21"),
        ("二○二三年十月", "2023-10"),
        ("    年    月    日", None),
        ("2023 年  月  日", "2023"),
    ],
)
def test_dates_in_words_and_dates_left_empty(written: str, date: str | None) -> None:
    (case,) = cases(taken(form([*FORM, ["填报日期", written]]), "a.docx"))

    assert case.submitted_on == date


WRAPPED = b'<w:body><w:altChunk r:id="rId1"/></w:body>'


def test_a_web_page_wrapped_in_a_document_is_told() -> None:
    empty = patched(
        form([]), "word/document.xml", lambda xml: re.sub(rb"<w:body>.*</w:body>", WRAPPED, xml, flags=re.S)
    )

    with pytest.raises(DataError, match="it is a web page or XML with another name; open it in Word"):
        taken(empty, "a.docx")


def test_the_sound_of_a_word_is_no_part_of_it() -> None:
    ruby = "<w:ruby><w:rt><w:r><w:t>qu</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>区</w:t></w:r></w:rubyBase></w:ruby>"
    data = in_document(form(FORM), "<w:t>片区治理</w:t>", f"<w:t>片</w:t></w:r><w:r>{ruby}</w:r><w:r><w:t>治理</w:t>")

    (case,) = cases(taken(data, "a.docx"))

    assert case.title == "片区治理"
