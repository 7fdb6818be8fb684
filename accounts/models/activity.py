"""Who changed what in the back office, from which value to which."""

import uuid
from typing import Any, NoReturn

from django.db import models
from django.utils import timezone

from accounts.models.user import User


class Immutable(TypeError):
    """A programming error: what happened is never rewritten."""


class ActivityQuerySet(models.QuerySet["Activity"]):
    def update(self, **values: Any) -> NoReturn:
        raise Immutable("the log of activity is only added to")

    def delete(self) -> NoReturn:
        raise Immutable("the log of activity is only added to")

    def bulk_update(self, *rows: Any, **options: Any) -> NoReturn:
        raise Immutable("the log of activity is only added to")


class Activity(models.Model):
    """One object touched by one act; acts on many objects share their `batch`.

    `changes` is a list of `{"field", "label", "old", "new", "old_text", "new_text", "personal"}`: `old` and `new`
    as JSON, so that they can be compared and put back, the texts as a person reads them.
    """

    class Verb(models.TextChoices):
        ADDED = "added", "criou"
        CHANGED = "changed", "mudou"
        DELETED = "deleted", "apagou"
        ACTED = "acted", "fez"
        UNDONE = "undone", "desfez"

    batch = models.UUIDField("lote", default=uuid.uuid4, editable=False, db_index=True)
    at = models.DateTimeField("quando", default=timezone.now)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name="quem")
    actor_name = models.CharField("nome de quem", max_length=150, blank=True)
    verb = models.CharField("ato", max_length=8, choices=Verb)
    kind = models.CharField("assunto", max_length=60)  # catalog.product
    object_key = models.CharField("chave", max_length=64)
    object_text = models.CharField("objeto", max_length=200, blank=True)
    is_personal = models.BooleanField("o nome do objeto é dado pessoal", default=False)
    note = models.CharField("em palavras", max_length=500, blank=True)
    changes = models.JSONField("mudanças", default=list)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by", verbose_name="desfaz", editable=False
    )

    objects = models.Manager.from_queryset(ActivityQuerySet)()

    class Meta:
        verbose_name = "atividade"
        verbose_name_plural = "atividade"
        default_permissions = ("view",)
        permissions = [("undo_activity", "desfazer mudanças do catálogo")]
        indexes = [
            models.Index(fields=["kind", "object_key", "-id"], name="activity_by_object"),
            models.Index(fields=["actor", "-id"], name="activity_by_actor"),
            models.Index(fields=["-at"], name="activity_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.get_verb_display()} {self.object_text}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise Immutable("the log of activity is only added to")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise Immutable("the log of activity is only added to")
