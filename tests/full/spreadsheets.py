"""Every file the back office gives out, opened in LibreOffice: no cell that computes, whatever somebody wrote.

    apt-get install -y --no-install-recommends libreoffice-calc
    .venv/bin/python -m tests.full.spreadsheets

Makes a shop whose customers and goods carry names that would compute, takes each export as a member of staff does,
lets LibreOffice read it with "evaluate formulas" on, and counts the formula cells of what it understood. A file with a
real formula is the control: it has to be counted. Exit code 0 only when all others count 0.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STARTS = (
    "=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0=", "\u2003=", "\u200b=", "\ufeff=", "＝", "＋", "－", "＠",
    "\t\t=", "\r\n=", "'=", "''=", '"=', '"";=', ";=", ",=", "|=", "{=", "==", "=-+@",
)  # fmt: skip
BODIES = ("1+1", 'HYPERLINK("http://example.com";"x")', "cmd|' /C calc'!A0", "SUM(A1:A9)*2")
# Field and text marks, character set, first line, column formats, language, ..., evaluate formulas.
READ_CSV = "--infilter=CSV:{separator},34,76,1,,0,false,true,false,false,false,0,true"
FORMULA = "table:formula="


def names() -> Iterator[str]:
    for start in STARTS:
        for body in BODIES:
            yield f"{start}{body}"


def shop(folder: Path) -> None:
    """Goods, orders, coupons and customers under such names, on a database of its own."""
    own = {
        "DEBUG": "1", "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}", "MEDIA_ROOT": str(folder / "media"),
        "COUNTERS_FILE": str(folder / "counters.sqlite3"), "PIX_KEY": "pix@example.com", "REDIS_URL": "",
        "ALLOWED_HOSTS": "testserver",
    }  # fmt: skip
    os.environ |= own | {"DJANGO_SETTINGS_MODULE": "iluminacasa.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    fill()


def fill() -> None:
    from django.utils import timezone

    from cart.models import Coupon, CouponBatch
    from orders import payments
    from orders.models import Order
    from tests import buying, make

    now = timezone.now()
    for number, name in enumerate(names()):
        shelf = make.category(name[:60], slug=f"c-{number}")
        lamp = buying.goods(at=now, title=name, sku=name[:40], category=shelf, brand=name[:60], summary=name,
                            description=name, warranty=name[:100], tags=[name[:30]])  # fmt: skip
        if number % 4 == 0:
            order = buying.place(buying.cart_with({lamp: 1}, at=now), at=now)
            payments.confirm(payment=order.payments.get(), paid_amount=order.total, at=now)
            Order.objects.filter(pk=order.pk).update(name=name[:120], coupon_code=name[:40], state=name[:2], note=name)
    batch = CouponBatch.objects.create(name="=1+1", quantity=1)
    for number, name in enumerate(names()):
        Coupon.objects.create(code=f"{name[:30]}{number}".upper(), kind="percent", percentage=10, batch=batch)


def exports(folder: Path) -> list[Path]:
    """Every file there is to take, as the owner gets it."""
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from cart.models import CouponBatch
    from iluminacasa import report_pages

    browser = Client()
    browser.force_login(User.objects.create_superuser("dona@example.com", "senha"))
    addresses = {f"produtos.{kind}": reverse("admin:catalog_product_export", args=[kind]) for kind in ("csv", "xlsx")}
    addresses |= {f"{name}.csv": reverse("admin:report_csv", args=[name]) for name in report_pages.REPORTS}
    addresses["cupons.csv"] = reverse("admin:cart_couponbatch_csv", args=[CouponBatch.objects.get().pk])
    made = []
    for name, address in addresses.items():
        response: Any = browser.get(address)
        assert response.status_code == 200, address
        made.append(folder / name)
        made[-1].write_bytes(b"".join(response.streaming_content) if response.streaming else response.content)
    return made


def control(folder: Path) -> list[Path]:
    """What has to be counted, or nothing here is worth anything."""
    from openpyxl import Workbook

    book, paths = Workbook(), [folder / "controle.csv", folder / "controle.xlsx"]
    paths[0].write_text("nome;valor\r\n=1+1;x\r\n", encoding="utf-8-sig")
    book.active.append(["=1+1"])
    book.save(paths[1])
    return paths


def read(path: Path, *, separator: int | None, out: Path) -> str:
    """The file as LibreOffice understands it, as flat XML."""
    out.mkdir(parents=True, exist_ok=True)
    mark = [READ_CSV.format(separator=separator)] if separator else []
    command = [
        "soffice", "--headless", "--norestore", f"-env:UserInstallation={(out.parent / 'profile').as_uri()}", *mark,
        "--convert-to", "fods", "--outdir", str(out), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (out / f"{path.stem}.fods").read_text(encoding="utf-8")


def formulas(path: Path, folder: Path) -> dict[str, int]:
    if path.suffix != ".csv":
        return {"xlsx": read(path, separator=None, out=folder / "xlsx").count(FORMULA)}
    marks = {"semicolon": 59, "comma": 44, "tab": 9}
    found = {name: read(path, separator=mark, out=folder / name) for name, mark in marks.items()}
    return {name: text.count(FORMULA) for name, text in found.items()}


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shop(folder)
        controls = {path.name: formulas(path, folder / "read") for path in control(folder)}
        is_counted = controls["controle.csv"]["semicolon"] == 1 and controls["controle.xlsx"]["xlsx"] == 1
        print(f"control {controls} {'ok' if is_counted else 'NOT COUNTED'}")
        total = 0
        for path in exports(folder):
            found = formulas(path, folder / "read")
            total += sum(found.values())
            print(f"{path.name:16} {path.stat().st_size:8} bytes, formula cells {found}", flush=True)
    print(f"{len(list(names()))} names, formula cells in all: {total}")
    return 0 if is_counted and not total else 1


if __name__ == "__main__":
    sys.exit(main())
