"""The command line: what can be asked for, and who does it."""

from __future__ import annotations

import argparse
import errno
import os
import sys

from .errors import TthcError


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="./tthc",
        description="Đối thoại TTHC trên Odoo 19: một lệnh để chạy và kiểm thử.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="LỆNH")

    run = commands.add_parser("run", help="cài đặt những gì cần và chạy trên máy này")
    run.add_argument("--port", type=int, default=8069, help="cổng (8069)")
    run.add_argument("--database", default="tthc", help="tên cơ sở dữ liệu (tthc)")
    run.add_argument("--no-demo", action="store_true", help="không có dữ liệu mẫu")
    run.add_argument(
        "--reset", action="store_true", help="xoá cơ sở dữ liệu cũ, làm lại từ đầu"
    )
    run.add_argument("--verbose", action="store_true", help="in nhật ký của Odoo")

    test = commands.add_parser(
        "test",
        help="chạy kiểm thử; tham số lạ được chuyển cho pytest",
        epilog="Ví dụ: "
        "./tthc test addons/dialogue_tthc/tests/test_plan_text.py -k plans",
    )
    test.add_argument(
        "--keep", metavar="NAME", help="đặt tên cơ sở dữ liệu mới và giữ lại sau đó"
    )
    test.add_argument(
        "--reuse",
        metavar="NAME",
        help="dùng lại (cập nhật) cơ sở dữ liệu NAME thay vì tạo mới, giữ lại sau đó",
    )
    test.add_argument("--demo", action="store_true", help="cài cả dữ liệu mẫu")
    test.add_argument("--cov", action="store_true", help="đo độ phủ (coverage)")

    lint = commands.add_parser("lint", help="kiểm tra mã nguồn, XML và bản dịch")
    lint.add_argument(
        "--fix",
        nargs="*",
        metavar="PATH",
        help="sửa trước những gì tự sửa được (trong PATH, hoặc tất cả)",
    )
    lint.add_argument("--only", default="", help="chỉ các mục này, cách nhau dấu phẩy")

    i18n = commands.add_parser("i18n", help="xuất lại .pot và ghép vào vi.po")
    i18n.add_argument("addons", nargs="*", metavar="ADDON")

    commands.add_parser("documents", help="ghi lại các mẫu văn bản .docx đi kèm")

    bench = commands.add_parser("bench", help="đo tốc độ; không có tên thì liệt kê")
    bench.add_argument("name", nargs="?", default="", metavar="NAME")

    setup = commands.add_parser("setup", help="chỉ cài đặt trước, không chạy")
    setup.add_argument("--refresh", action="store_true", help="lấy Odoo mới hơn nếu có")

    shell = commands.add_parser("shell", help="mở Odoo shell")
    shell.add_argument("--database", default="tthc")

    psql = commands.add_parser("psql", help="mở psql; tham số lạ được chuyển cho psql")
    psql.add_argument("--database", default="tthc")

    passwd = commands.add_parser("passwd", help="đặt mật khẩu mới cho LOGIN (admin)")
    passwd.add_argument("--database", default="tthc")

    any_odoo = commands.add_parser("odoo", help="gọi odoo-bin với tham số tuỳ ý")
    any_odoo.add_argument("--database", default="tthc")

    drop = commands.add_parser(
        "drop", help="xoá cơ sở dữ liệu do lệnh này tạo; không có tên thì liệt kê"
    )
    drop.add_argument("names", nargs="*", metavar="NAME")

    stop = commands.add_parser("stop", help="dừng máy chủ và PostgreSQL đi kèm")
    stop.add_argument("--force", action="store_true", help="kể cả khi đang có kiểm thử")
    return top


def dispatch(arguments: argparse.Namespace, rest: list[str]) -> int:
    """Do what ``arguments`` ask for and return the exit code."""
    match arguments.command:
        case "run":
            from .serve import run

            return run(
                port=arguments.port,
                name=arguments.database,
                demo=not arguments.no_demo,
                reset=arguments.reset,
                verbose=arguments.verbose,
            )
        case "test":
            from .testing import run_tests

            return run_tests(
                rest,
                keep=arguments.keep,
                reuse=arguments.reuse,
                demo=arguments.demo,
                coverage=arguments.cov,
            )
        case "lint":
            from .lint import lint

            return lint(fix=arguments.fix, only=arguments.only)
        case "i18n":
            from .translations import update_translations

            return update_translations(arguments.addons)
        case "documents":
            from .documents import documents

            return documents()
        case "bench":
            from .bench import bench

            return bench(arguments.name)
        case "setup":
            from .setup import set_up

            return set_up(refresh=arguments.refresh)
        case "shell" | "psql" | "odoo" | "passwd":
            from . import consoles

            return consoles.CALLS[arguments.command](arguments.database, rest)
        case "drop":
            from .dropping import drop

            return drop(arguments.names)
        case "stop":
            from .stopping import stop

            return stop(force=arguments.force)
    raise AssertionError(arguments.command)


_PASS_ON = {"test", "shell", "psql", "odoo", "passwd"}


def main(words: list[str]) -> int:
    """Run the command line ``words`` and return the exit code."""
    for channel in (sys.stdout, sys.stderr):
        channel.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    top = parser()
    arguments, rest = top.parse_known_args(words)
    if rest and arguments.command not in _PASS_ON:
        top.error(f"tham số không hiểu: {' '.join(rest)}")
    if rest and rest[0] == "--":
        rest = rest[1:]
    try:
        return dispatch(arguments, rest)
    except TthcError as error:
        print(error, file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        # Debian ships a Python without most of its library, too.
        print(
            TthcError(
                f"Python này thiếu module “{error.name}” của thư viện chuẩn;"
                " hãy cài gói python3 đầy đủ.",
                f"this Python lacks the standard module '{error.name}'.",
                docker=True,
            ),
            file=sys.stderr,
        )
        return 1
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        sentence = TthcError(f"{error.strerror}: {error.filename}", str(error))
        print(sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nĐã dừng. Chạy lại lệnh để tiếp tục.", file=sys.stderr)
        return 130
