"""For the day the last superuser loses the telephone and the codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import second_factor
from accounts.models import User, normalize_email


class Command(BaseCommand):
    help = "Takes the second factor off a person, who sets it up anew on the next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=normalize_email(options["email"])).first()
        if user is None:
            raise CommandError("no person with this e-mail")
        if user.second_factor_at is None:
            raise CommandError("this person has no second factor")
        second_factor.reset(user=user, by=user, at=timezone.now())
        self.stdout.write(f"{user.email}: the second factor is off; every session has ended.")
