import dataclasses
import importlib.util
import json
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

PLANS = Path(__file__).with_name("plans")
MODULE = Path(__file__).parents[1] / "tools" / "plan_text.py"
# Words that only say what a line is: they do not come back (see the module).
FORM = set(
    "so ngay thang nam giao cho de nghi yeu cau phan cong uy quyen trach nhiem co vu"
    " nhiem cua doi voi va thu hai ba tu sau bay chu nhat dang cap".split()
)
INVISIBLE = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def load():
    """Load the parser by its path, as a script without Odoo would."""
    spec = importlib.util.spec_from_file_location("plan_text_by_path", MODULE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


plan_text = load()
parse_plan = plan_text.parse_plan


def read(name):
    # newline="": the ends of the lines belong to what is tested
    with open(PLANS / f"{name}.txt", encoding="utf-8", newline="") as file:
        return file.read()


def strings(value):
    """Every text inside a nest of dicts and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from strings(inner)


def words(text):
    text = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    text = "".join(
        char
        for char in text
        if not unicodedata.combining(char) and char not in INVISIBLE
    )
    return set(re.findall(r"[a-z]{2,}", text))


def lost_words(text):
    """The words of a text that are nowhere in its plan."""
    found = words("\n".join(strings(dataclasses.asdict(parse_plan(text)))))
    lost = words(text) - found - FORM
    return {word for word in lost if not re.fullmatch("[ivx]+", word)}


def corpus():
    return [read(path.stem) for path in sorted(PLANS.glob("*.txt"))]


CORPUS = corpus()
LINES = sorted({line for text in CORPUS for line in re.split(r"\r?\n", text)})


@tagged("post_install", "-at_install")
class TestPlanText(BaseCase):
    def assertPlan(self, plan, expected):
        """Compare a plan with what a person read; what they left out is empty."""
        for name, value in dataclasses.asdict(plan).items():
            if name in ("headings", "signature"):
                continue
            if name in ("bases", "assignments"):
                value = [dict(one._asdict()) for one in value]
            elif name == "leftovers":
                value = [list(one) for one in value]
            empty = [] if isinstance(value, list) else None
            self.assertEqual(value, expected.get(name, empty), name)

    def test_plans_of_real_shape(self):
        cases = sorted(PLANS.glob("*.json"))
        self.assertGreaterEqual(len(cases), 14)
        for path in cases:
            with self.subTest(path.stem):
                expected = json.loads(path.read_text(encoding="utf-8"))
                self.assertPlan(parse_plan(read(path.stem)), expected)

    def test_same_plan_in_other_clothes(self):
        """Accents apart, Windows ends, wide spaces and bold change nothing."""
        text = read("ke-hoach-skhcn-ha-giang-2023")
        plan = parse_plan(text)
        for name, dressed in {
            "decomposed": unicodedata.normalize("NFD", text),
            "windows": text.replace("\n", "\r\n"),
            "old mac": text.replace("\n", "\r"),
            "wide": text.replace(" ", " \u00a0"),
            "bold": re.sub(r"(?m)^(I+\..*|\d\. .*)$", r"**\1**", text.replace("*", "")),
            "byte order mark": "\ufeff" + text,
        }.items():
            with self.subTest(name):
                self.assertEqual(parse_plan(dressed), plan)

    def test_capitals_change_no_section(self):
        text = read("so-tu-phap-2024")
        plan = parse_plan(text)
        shouted = parse_plan(text.upper())
        for name in ("purposes", "requirements", "participants", "forms", "contents"):
            self.assertEqual(
                [item.casefold() for item in getattr(shouted, name)],
                [item.casefold() for item in getattr(plan, name)],
            )

    def test_output_is_composed_and_single_spaced(self):
        for text in CORPUS:
            plan = parse_plan(unicodedata.normalize("NFD", text))
            for found in strings(dataclasses.asdict(plan)):
                self.assertEqual(found, unicodedata.normalize("NFC", found))
                self.assertNotRegex(found, r"[ \t\u00a0]{2}|^\s|\s$")

    def test_empty_texts(self):
        for text in ("", " ", "\n\n\t\n", "\ufeff", "\u200b\r\n"):
            self.assertEqual(parse_plan(text), plan_text.PlanText())

    def test_line_that_is_heading_and_signature_ends(self):
        """Two stages that both hand such a line on would never end."""
        plan = parse_plan("I. Mục đích\n- Gặp gỡ.\n1. Mục đích:\tGIÁM ĐỐC\nLý Thị Én")
        self.assertEqual(plan.purposes, ["Gặp gỡ."])
        self.assertEqual(plan.signer_title, "GIÁM ĐỐC")

    def test_text_that_is_no_plan_is_left_over(self):
        plan = parse_plan("- một\n- hai\n\nba bốn năm")
        self.assertEqual(
            plan.leftovers, [(1, "- một"), (2, "- hai"), (4, "ba bốn năm")]
        )

    def test_line_of_no_section_is_left_over_with_its_number(self):
        plan = parse_plan("I. MỤC ĐÍCH\n- Gặp gỡ.\nV. CÔNG TÁC HẬU CẦN\n- Nước uống.")
        self.assertEqual(plan.purposes, ["Gặp gỡ."])
        self.assertEqual(
            plan.leftovers, [(3, "V. CÔNG TÁC HẬU CẦN"), (4, "- Nước uống.")]
        )

    def test_numbers_and_days(self):
        for line, number, symbol, place, day in [
            ("Số: 45/KH-SXD", "45", "KH-SXD", None, None),
            ("Số:   /KH-SKHCN", None, "KH-SKHCN", None, None),
            ("Số: ..../KH-SNN&MT", None, "KH-SNN&MT", None, None),
            ("Số 12 /KH - STP", "12", "KH-STP", None, None),
            ("SỐ: 07-KH/ĐU", "07", "KH/ĐU", None, None),
            ("Hà Nội, ngày 05 tháng 3 năm 2024", None, None, "Hà Nội", "2024-03-05"),
            ("Hà Nội, ngày    tháng 03 năm 2023", None, None, "Hà Nội", "2023-03"),
            ("Hà Nội, ngày … tháng … năm 2025", None, None, "Hà Nội", "2025"),
            ("Hà Nội, ngày … tháng … năm 20…", None, None, "Hà Nội", None),
            ("TP. Huế, ngày 5/3/2024", None, None, "TP. Huế", "2024-03-05"),
            ("Hà Nội, 05/03/2024", None, None, "Hà Nội", "2024-03-05"),
        ]:
            with self.subTest(line):
                plan = parse_plan(line)
                self.assertEqual(
                    (plan.number, plan.symbol, plan.place, plan.date),
                    (number, symbol, place, day),
                )
                self.assertFalse(plan.leftovers)

    def test_several_bases_in_one_sentence(self):
        plan = parse_plan(
            "KẾ HOẠCH\nĐối thoại\nCăn cứ Luật Tổ chức chính quyền địa phương ngày "
            "16/6/2025; Nghị định số 20/2008/NĐ-CP ngày 14/02/2008 của Chính phủ và "
            "Thông tư số 01/2020/TT-VPCP ngày 21/10/2020 của Bộ trưởng, Chủ nhiệm Văn "
            "phòng Chính phủ quy định chế độ báo cáo."
        )
        self.assertEqual(
            [basis[1:] for basis in plan.bases],
            [
                (None, "2025-06-16", None),
                ("20/2008/NĐ-CP", "2008-02-14", "Chính phủ"),
                (
                    "01/2020/TT-VPCP",
                    "2020-10-21",
                    "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ",
                ),
            ],
        )

    def test_signing_capacities(self):
        for block, capacity, title in [
            ("GIÁM ĐỐC", None, "GIÁM ĐỐC"),
            ("Q. GIÁM ĐỐC", "Q.", "GIÁM ĐỐC"),
            ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "KT.", "PHÓ GIÁM ĐỐC"),
            ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "KT.", "PHÓ GIÁM ĐỐC"),
            ("TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG", "TL.", "CHÁNH VĂN PHÒNG"),
            ("TUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG KẾ HOẠCH", "TUQ.", "TRƯỞNG PHÒNG KẾ HOẠCH"),
            ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "TM.", "CHỦ TỊCH"),
            ("TM. UBND XÃ\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "KT.", "PHÓ CHỦ TỊCH"),
        ]:
            with self.subTest(block):
                plan = parse_plan(
                    f"Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\n{block}\n(Đã ký)\nLý Thị Én"
                )
                self.assertEqual(
                    (plan.signing_capacity, plan.signer_title, plan.signer),
                    (capacity, title, "Lý Thị Én"),
                )
                self.assertEqual(plan.recipients, ["Như trên", "Lưu: VT"])

    def test_units_of_assignments(self):
        for sentence, unit, task in [
            (
                "Giao Văn phòng Sở chuẩn bị hậu cần.",
                "Văn phòng Sở",
                "chuẩn bị hậu cần.",
            ),
            ("Các phòng có trách nhiệm trả lời.", "Các phòng", "trả lời."),
            (
                "Phòng Quản lý xây dựng chủ trì tham mưu.",
                "Phòng Quản lý xây dựng",
                "chủ trì tham mưu.",
            ),
            (
                "Phòng Tổ chức cán bộ tổng hợp ý kiến.",
                "Phòng Tổ chức cán bộ",
                "tổng hợp ý kiến.",
            ),
            (
                "Bộ phận tiếp nhận và trả kết quả niêm yết lịch.",
                "Bộ phận tiếp nhận và trả kết quả",
                "niêm yết lịch.",
            ),
            ("Thanh tra Sở: theo dõi, đôn đốc.", "Thanh tra Sở", "theo dõi, đôn đốc."),
            ("Tổ chức hội nghị đúng tiến độ.", None, "Tổ chức hội nghị đúng tiến độ."),
            ("Phối hợp với báo chí đưa tin.", None, "Phối hợp với báo chí đưa tin."),
        ]:
            with self.subTest(sentence):
                plan = parse_plan(f"III. TỔ CHỨC THỰC HIỆN\n- {sentence}")
                self.assertEqual(plan.assignments, [(unit, task)])

    def test_no_word_of_the_plans_is_lost(self):
        for text in CORPUS:
            self.assertFalse(lost_words(text))

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(st.lists(st.sampled_from(LINES), max_size=40))
    def _check_shuffled(self, lines):
        self.assertFalse(lost_words("\n".join(lines)))

    def test_no_word_of_shuffled_lines_is_lost(self):
        self._check_shuffled()

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(
        st.lists(
            st.one_of(st.text(max_size=40), st.sampled_from(LINES)), max_size=12
        ).map("\n".join)
    )
    def _check_random(self, text):
        self.assertFalse(lost_words(text))

    def test_random_text_never_raises_or_vanishes(self):
        self._check_random()

    def test_time_grows_with_the_length_only(self):
        """Twenty times the text takes about twenty times as long, hostile or not."""

        def seconds(text):
            started = time.process_time()
            parse_plan(text)
            return time.process_time() - started

        long_seed = read("ke-hoach-skhcn-ha-giang-2023")
        for piece in (
            long_seed,
            "Căn cứ Quyết định số 1/QĐ-UBND, Quyết định số 2/QĐ-UBND",
            "a\u0300\u0315",
            "I. Mục đích (((",
            "Số: ....",
            "1.",
            "\t|",
            "- Giao Văn phòng tổng hợp",
        ):
            with self.subTest(piece[:20]):
                small = seconds(piece * (20_000 // len(piece)))
                large = seconds(piece * (400_000 // len(piece)))
                self.assertLess(large, 60 * max(small, 0.01))
        self.assertLess(seconds(long_seed * (5_000_000 // len(long_seed))), 30)

    def test_runs_without_odoo(self):
        """The module loads by its path in a bare interpreter."""
        script = (
            "import importlib.util, sys\n"
            "spec = importlib.util.spec_from_file_location('p', sys.argv[1])\n"
            "module = importlib.util.module_from_spec(spec)\n"
            "spec.loader.exec_module(module)\n"
            "print(module.parse_plan('Số: 5/KH-STP').symbol, 'odoo' in sys.modules)\n"
        )
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", script, str(MODULE)],
            capture_output=True,
            text=True,
            check=True,
        )
        self.assertEqual(done.stdout.split(), ["KH-STP", "False"])
