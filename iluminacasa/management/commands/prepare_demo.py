"""What `make run` does: tables, demo catalogue, demo people and orders, then a server. Refuses outside DEBUG."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from catalog.models import Product
from iluminacasa.health import migrations_applied
from orders import demo
from orders.models import Order

PEOPLE = (
    ("equipe@ilumina.example", "ilumina-equipe", "Equipe Demonstração", True),
    ("cliente@ilumina.example", "ilumina-cliente", "Cliente Demonstração", False),
)


class Command(BaseCommand):
    help = "Prepare a trial shop (only with DEBUG=1): migrate, load the demo catalogue if empty, create demo people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--serve", metavar="HOST:PORT", help="then serve the shop there, from this same process")

    def handle(self, *args: Any, serve: str | None = None, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("prepare_demo creates people with known passwords: it runs only with DEBUG=1.")
        self.prepare()
        if serve:  # a process of its own would import everything a second time
            name = serve.replace("127.0.0.1", "localhost")
            self.stdout.write(f"Ilumina Casa: http://{name}/   (Ctrl+C stops it)")
            call_command("runserver", serve, use_reloader=False, use_static_handler=False)

    def prepare(self) -> None:
        if not migrations_applied():
            call_command("migrate", interactive=False, verbosity=0)
        if not Product.objects.exists():
            self.stdout.write("Filling the shop with its demo catalogue")
            call_command("sync_products", source="demo", stdout=self.stderr)
        for email, password, name, is_staff in PEOPLE:
            if not User.objects.filter(email=email).exists():
                User.objects.create_user(email, password, name=name, is_staff=is_staff, is_superuser=is_staff)
            self.stdout.write(f"{'Staff' if is_staff else 'Customer'}: {email} / {password}")
        if not Order.objects.exists():
            staff, customer = (User.objects.get(email=each[0]) for each in PEOPLE)
            if made := demo.fill(customer=customer, staff=staff, at=timezone.now()):
                self.stdout.write(f"{made} demo orders, some of them the customer's")
