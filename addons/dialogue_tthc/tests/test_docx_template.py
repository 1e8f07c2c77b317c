import contextlib
import time

from odoo.tests import BaseCase, tagged

from ..tools.docx_package import DocxPackageError
from ..tools.docx_template import TemplateFaults, check_template, render_docx
from .docx_common import (
    add_relation,
    change_docx,
    make_cut_docx,
    make_docx,
    texts_of,
)

NAMES = {"name", "is_draft", "tasks", "tasks.unit", "tasks.due", "free"}
VALUES = {
    "name": "Đối thoại năm 2026",
    "is_draft": True,
    "tasks": [{"unit": "Văn phòng", "due": "05/3"}, {"unit": "Phòng A", "due": ""}],
    "free": {"inside": "x"},
}


@tagged("post_install", "-at_install")
class TestDocxTemplate(BaseCase):
    def _render(self, *paragraphs, rows=(), **values):
        return texts_of(render_docx(make_docx(*paragraphs, rows=rows), VALUES | values))

    def _check(self, *paragraphs, examples=(VALUES,)):
        return check_template(make_docx(*paragraphs), NAMES, examples)

    # ------------------------------------------------------------------
    # What templates can do
    # ------------------------------------------------------------------

    def test_values_loops_and_choices_are_filled_in(self):
        texts = self._render(
            "{% if is_draft %}DỰ THẢO{% endif %}",
            "{{ name|upper }}",
            "{%p for task in tasks %}",
            "{{ loop.index }}. {{ task.unit }}{% if task.due %}: {{ task.due }}"
            "{% else %}.{% endif %}",
            "{%p endfor %}",
        )
        self.assertEqual(
            texts,
            ["DỰ THẢO", "ĐỐI THOẠI NĂM 2026", "1. Văn phòng: 05/3", "2. Phòng A."],
        )

    def test_rows_of_a_table_repeat(self):
        texts = self._render(
            rows=[
                ("Đơn vị", "Hạn"),
                ("{%tr for task in tasks %}", ""),
                ("{{ task.unit }}", "{{ task.due }}"),
                ("{%tr endfor %}", ""),
            ]
        )
        self.assertEqual(texts, ["Đơn vị", "Hạn", "Văn phòng", "05/3", "Phòng A", ""])

    def test_a_tag_that_word_cut_into_pieces_is_found(self):
        content = make_cut_docx("a {", "{ na", "me", " }", "} b")
        self.assertEqual(check_template(content, NAMES), [])
        self.assertEqual(
            texts_of(render_docx(content, VALUES)), ["a Đối thoại năm 2026 b"]
        )

    def test_values_stay_text_whatever_is_in_them(self):
        for value in (
            "<w:p><w:r><w:t>x</w:t></w:r></w:p> & \" ' > ]]>",
            "{{ tasks }} {% for x in tasks %} {# #} {_{ x }_} {_% %_}",
            "${name} #{name} %(name)s {0.__class__}",
            "<![CDATA[x]]> <?pi?> &lt; &#65;",
        ):
            with self.subTest(value):
                self.assertEqual(self._render("{{ name }}", name=value), [value])

    def test_lines_of_a_value_stay_lines_and_control_letters_go(self):
        (text,) = self._render("{{ name }}", name="a\r\nb\x00\x07\x0b\x0c\ufffe\ud800c")
        self.assertEqual(text, "a\nbc")

    def test_only_plain_values_are_taken(self):
        class Clever(str):
            __slots__ = ()

        for value in (object(), 1.5, b"x", {"a": [object()]}, print):
            with self.assertRaises(TypeError):
                self._render("{{ name }}", name=value)
        # a text of a class of its own becomes a text
        self.assertEqual(self._render("{{ name }}", name=Clever("x")), ["x"])

    def test_footnotes_are_not_filled_in_twice(self):
        # what a value says is never read as a template, however many sections
        self.assertEqual(
            self._render("{{ name }}", name="{{ free.inside }}"), ["{{ free.inside }}"]
        )

    # ------------------------------------------------------------------
    # What is told, and where
    # ------------------------------------------------------------------

    def test_faults_are_told_with_their_place(self):
        for text, reason, what in (
            ("Kính gửi: {{ nam }}", "unknown", "nam"),
            ("{% for t in tasks %}{{ t.duee }}{% endfor %}", "unknown", "tasks.duee"),
            ("{{ free.nothing }}", "unknown", "nothing"),
            ("{% for x in name %}{{ x }}{% endfor %}", "not_list", ""),
            ("Tên {{ name", "unclosed", ""),
            ("Tên {{ name }", "unclosed", ""),
            ("{{ name {{ name }}", "unclosed", "{{ name {{ name }}"),
            ("{% if name %} x", "unbalanced", "{% if name %}"),
            ("x {% endfor %}", "unbalanced", "{% endfor %}"),
            ("{% if name %}{% endfor %}", "unbalanced", "{% endfor %}"),
        ):
            with self.subTest(text):
                fault = self._check("Dòng đầu", text, "Dòng cuối")[0]
                self.assertEqual((fault.reason, fault.what), (reason, what))
                self.assertEqual(fault.place, text)

    def test_a_sentence_that_cannot_be_read_is_told(self):
        (fault,) = self._check("Số {{ name name }}")
        self.assertEqual((fault.reason, fault.place), ("syntax", "Số {{ name name }}"))

    def test_all_faults_are_told_at_once(self):
        faults = self._check("{{ one }}", "{{ two }}", "{{ three }}")
        self.assertEqual([fault.what for fault in faults], ["one", "two", "three"])

    def test_faults_of_header_are_told(self):
        content = make_docx("{{ name }}", header="{{ nothing }}")
        (fault,) = check_template(content, NAMES)
        self.assertEqual(fault.what, "nothing")

    def test_a_loop_that_cuts_a_table_is_told(self):
        content = make_docx(
            "{% for task in tasks %}", rows=[("{{ task.unit }}", "{% endfor %}")]
        )
        (fault,) = check_template(content, NAMES, [VALUES])
        self.assertEqual(fault.reason, "structure")

    def test_a_tag_outside_the_text_is_told(self):
        content = change_docx(
            make_docx("x"),
            {
                "word/document.xml": lambda data: data.replace(
                    b"<w:p>", b'<w:p w:rsidR="{{ name }}">', 1
                )
            },
        )
        (fault,) = check_template(content, NAMES)
        self.assertEqual(fault.reason, "stray")

    # ------------------------------------------------------------------
    # Attacks by what a template says
    # ------------------------------------------------------------------

    def test_nothing_but_values_is_within_reach(self):
        for text in (
            "{{ ''.__class__ }}",
            "{{ ''['__class__'] }}",
            "{{ name.__class__.__mro__ }}",
            "{{ tasks.__init__.__globals__ }}",
            "{{ name.upper }}",
            "{{ name.upper() }}",
            "{{ name.format(name) }}",
            "{{ tasks.append(1) }}",
            "{{ free.items() }}",
            "{{ name|attr('upper') }}",
            "{{ tasks|map(attribute='unit')|join }}",
            "{{ '{0.__class__}'|format(name) }}",
            "{{ '%s' % name }}",
            "{{ self }}",
            "{{ self.__init__ }}",
            "{{ lipsum.__globals__ }}",
            "{{ cycler }}",
            "{{ namespace() }}",
            "{{ range(9) }}",
            "{{ dict(a=1) }}",
            "{% set x = 1 %}",
            "{% include 'x' %}",
            "{% import 'x' as y %}",
            "{% extends 'x' %}",
            "{% macro x() %}{% endmacro %}",
            "{% call x() %}{% endcall %}",
            "{% filter upper %}x{% endfilter %}",
            "{% block x %}{% endblock %}",
            "{% raw %}{{ x }}{% endraw %}",
            "{% do x %}",
            "{% with a = 1 %}{% endwith %}",
            "{% autoescape false %}{{ name }}{% endautoescape %}",
            "{{ name|safe }}",
            "{{ name|e }}",
            "{{ loop }}",
            "{% for x in tasks recursive %}{{ loop(x) }}{% endfor %}",
            "{% for x in tasks %}{{ loop.changed(x) }}{{ loop.__class__ }}{% endfor %}",
            "{{r name }}",
            "{{p name }}",
        ):
            with self.subTest(text):
                self.assertTrue(self._check(text))
                # and nothing comes of it where a template comes by unchecked
                with contextlib.suppress(TemplateFaults):
                    texts = texts_of(render_docx(make_docx(text), VALUES))
                    self.assertIn(texts, ([], [""], [VALUES["name"]], ["{{ x }}"]))

    def test_no_template_takes_the_machine(self):
        many = {**VALUES, "tasks": [{"unit": "x" * 1000, "due": ""}] * 300}
        loop = "{% for x in tasks %}"
        end = "{% endfor %}"
        for text in (
            "{% for x in range(1000000000) %}x{% endfor %}",
            "{{ 'x' * 1000000000 }}",
            "{{ 9 ** 9 ** 9 }}",
            "{{ '%1000000000d' % 1 }}",
            "{{ 'x'|center(1000000000) }}",
            "{{ name|replace('', name) }}",
            f"{loop * 2}{loop}{end * 3}",
            f"{loop * 4}x{end * 4}",
            f"{loop}{loop}{'{{ x.unit }}' * 9}{end}{end}",
            f"{loop * 5}x{end * 5}",
            "{{ " + "(" * 5000 + "name" + ")" * 5000 + " }}",
            "{{ name" + "|upper" * 5000 + " }}",
            "{% if name %}" * 150 + "x" + "{% endif %}" * 150,
            "{% if name %}" * 400 + "x" + "{% endif %}" * 400,
        ):
            with self.subTest(text[:40]):
                begin = time.monotonic()
                with self.assertRaises(TemplateFaults):
                    render_docx(make_docx(text), many)
                self.assertLess(time.monotonic() - begin, 10)

    # ------------------------------------------------------------------
    # Attacks by what a file is
    # ------------------------------------------------------------------

    def _refused(self, content, reason):
        with self.assertRaises(DocxPackageError) as caught:
            check_template(content, NAMES, [VALUES])
        self.assertEqual(caught.exception.reason, reason)

    def test_what_is_no_word_file_is_refused(self):
        for content, reason in (
            (b"", "empty"),
            (b"%PDF-1.7", "not_word"),
            (b"MZ\x90\x00", "not_word"),
            (b"<html></html>", "not_word"),
            (b"PK\x03\x04 nothing", "broken"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_word"),
            (b"{\\rtf1}", "old_word"),
            (b"PK\x03\x04" + b"x" * 6_000_000, "too_large"),
            (change_docx(make_docx("x"))[:-200], "broken"),
        ):
            with self.subTest(content[:20]):
                self._refused(content, reason)

    def test_macros_are_refused(self):
        docm = change_docx(
            make_docx("x"),
            {
                "[Content_Types].xml": lambda data: data.replace(
                    b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                    b"vnd.ms-word.document.macroEnabled.main",
                )
            },
        )
        self._refused(docm, "macros")
        self._refused(
            change_docx(make_docx("x"), more={"word/vbaProject.bin": b"x"}), "macros"
        )

    def test_what_fetches_from_elsewhere_is_refused(self):
        plain = make_docx("x")
        for kind, target in (
            ("attachedTemplate", "http://198.51.100.1/t.dotm"),
            ("attachedTemplate", "file:///etc/passwd"),
            ("image", "http://198.51.100.1/p.png"),
            ("image", "file:///etc/passwd"),
            ("frame", "http://198.51.100.1/f.html"),
            ("subDocument", "other.docx"),
            ("hyperlink", "file:///etc/passwd"),
            ("hyperlink", "javascript:alert(1)"),
        ):
            with self.subTest(kind=kind, target=target):
                self._refused(add_relation(plain, kind, target), "outside")
        self._refused(
            add_relation(plain, "oleObject", "http://198.51.100.1/o"), "embedded"
        )
        # a link that a reader may click on is only text
        linked = add_relation(plain, "hyperlink", "https://example.org/")
        self.assertEqual(check_template(linked, NAMES), [])

    def test_fields_that_fetch_are_refused(self):
        for codes in (
            ['INCLUDEPICTURE "http://198.51.100.1/p.png"'],
            [" INC", "LUDETEXT ", '"/etc/passwd"'],
            ["DDEAUTO c:\\\\cmd.exe"],
        ):
            runs = "".join(
                f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes
            )
            field = (
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                f'{runs}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
            ).encode()
            with self.subTest(codes):
                self._refused(_with_body(field), "outside")
        self._refused(
            _with_body(b'<w:p><w:fldSimple w:instr="INCLUDETEXT x"/></w:p>'), "outside"
        )
        page = b'<w:p><w:fldSimple w:instr=" PAGE "/></w:p>'
        self.assertEqual(check_template(_with_body(page), NAMES), [])

    def test_what_is_embedded_is_refused(self):
        for name in (
            "word/embeddings/a.xlsx",
            "word/activeX/a.xml",
            "word/afchunk.mht",
        ):
            content = change_docx(make_docx("x"), more={name: b"<a/>"})
            with self.subTest(name):
                self._refused(content, "embedded")
        self._refused(_with_body(b"<w:altChunk/>"), "embedded")

    def test_the_text_lies_where_it_is_looked_for(self):
        """Whoever checks a decoy checks nothing."""
        plain = make_docx("x")

        def point_to(name):
            def change(data):
                return data.replace(b'"word/document.xml"', f'"{name}"'.encode())

            return {"_rels/.rels": change}

        for name in ("word/main.txt", "word/main.xml", "customXml/main.xml"):
            content = change_docx(plain, point_to(name), {name: b"<a/>"})
            with self.subTest(name), self.assertRaises(DocxPackageError):
                check_template(content, NAMES, [VALUES])
        for name in ("word/main.txt", "word/main", "word/media/a.svg"):
            self._refused(change_docx(plain, more={name: b"<a/>"}), "embedded")
        # text that calls itself a picture
        kind = b"application/vnd.openxmlformats-officedocument.theme+xml"
        named = b'<Override PartName="/word/media/a.png" ContentType="%s"/></Types>'
        self._refused(
            change_docx(
                plain,
                {
                    "[Content_Types].xml": lambda data: data.replace(
                        b"</Types>", named % kind
                    )
                },
                {"word/media/a.png": b"<a/>"},
            ),
            "embedded",
        )
        # fields outside of word/ are looked for as well
        field = b"<w:r xmlns:w='w'><w:instrText>DDEAUTO c:</w:instrText></w:r>"
        self._refused(change_docx(plain, more={"customXml/a.xml": field}), "outside")

    def test_bombs_are_refused(self):
        zeros = b"<a>" + b" " * 40_000_000 + b"</a>"
        for name in ("word/media/a.png", "word/more.xml"):
            with self.subTest(name):
                self._refused(change_docx(make_docx("x"), more={name: zeros}), "bomb")
        many = {f"word/media/{n}.png": b"x" for n in range(400)}
        self._refused(change_docx(make_docx("x"), more=many), "bomb")
        laughs = (
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
            b"<l>&b;</l>"
        )
        self._refused(
            change_docx(make_docx("x"), more={"word/l.xml": laughs}), "broken"
        )

    def test_tracked_changes_are_refused(self):
        self._refused(_with_body(b"<w:p><w:ins/></w:p>"), "tracked")


def _with_body(xml):
    """Return a Word file that begins with this piece of XML."""
    return change_docx(
        make_docx("x"),
        {
            "word/document.xml": lambda data: data.replace(
                b"<w:body>", b"<w:body>" + xml, 1
            )
        },
    )
