"""Who the person is."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from iluminacasa import languages


def normalize_email(email: str) -> str:
    """One spelling for one mailbox: trimmed and lower case (mailboxes differing by case do not occur in trade)."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalize_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail. Customers and staff are the same kind of person."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("nome"), max_length=150, blank=True)
    phone = models.CharField(_("telefone"), max_length=16, blank=True)  # E.164: +5511912345678
    document = models.CharField(_("CPF ou CNPJ"), max_length=14, blank=True)  # bare, letters in capitals
    language = models.CharField(
        _("idioma"),
        max_length=5,
        choices=languages.CHOICES,
        default=languages.PORTUGUESE,
        db_default=languages.PORTUGUESE,
    )  # of the letters: the one last signed in with
    email_verified_at = models.DateTimeField(_("e-mail confirmado em"), null=True, blank=True, editable=False)
    session_version = models.PositiveIntegerField(default=1, editable=False)  # raising it ends every token and session
    second_factor_at = models.DateTimeField("segundo fator desde", null=True, blank=True, editable=False)
    is_staff = models.BooleanField("equipe", default=False, help_text="Pode entrar na administração.")
    is_active = models.BooleanField("ativo", default=True, help_text="Desmarque em vez de apagar.")
    joined_at = models.DateTimeField(_("desde"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "pessoa"
        verbose_name_plural = "pessoas"
        permissions = [
            ("view_personal_data", "ver dados pessoais por inteiro"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=models.Q(language__in=list(languages.NAMES)), name="user_language_known"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_verified(self) -> bool:
        return self.email_verified_at is not None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Part of every session: changes with the password and with `session_version`.

        Django asks for it once with the key in use and once with each earlier key.
        """
        salt = f"accounts.session.{self.session_version}"
        return salted_hmac(salt, self.password, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email
