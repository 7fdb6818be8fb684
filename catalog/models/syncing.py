"""What each run of `sync_products` did, and what it refused."""

from django.db import models
from django.utils import timezone


class SyncRun(models.Model):
    class State(models.TextChoices):
        RUNNING = "running", "em andamento"
        DONE = "done", "concluída"
        PARTIAL = "partial", "concluída com recusas"
        FAILED = "failed", "falhou"
        STOPPED = "stopped", "parada por segurança"
        INTERRUPTED = "interrupted", "interrompida"

    source = models.CharField("origem", max_length=40)
    address = models.CharField("endereço", max_length=500, blank=True)
    state = models.CharField("situação", max_length=12, choices=State, default=State.RUNNING)
    owner = models.CharField("processo", max_length=120, blank=True)
    is_dry_run = models.BooleanField("só ensaio", default=False)
    started_at = models.DateTimeField("começou", default=timezone.now)
    heartbeat_at = models.DateTimeField("último sinal", default=timezone.now)
    finished_at = models.DateTimeField("terminou", null=True, blank=True)
    exit_code = models.PositiveSmallIntegerField("código de saída", null=True, blank=True)
    counts = models.JSONField("contagem", default=dict, blank=True)
    options = models.JSONField("opções", default=dict, blank=True)
    exchange_rate = models.DecimalField("câmbio", max_digits=12, decimal_places=6, null=True, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    mapper_version = models.CharField(max_length=40, blank=True)
    message = models.CharField("mensagem", max_length=500, blank=True)

    class Meta:
        verbose_name = "sincronização"
        verbose_name_plural = "sincronizações"
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="running"), name="sync_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["source", "-started_at"], name="sync_run_by_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%d/%m/%Y %H:%M}"


class SyncIssue(models.Model):
    """A row or field the run did not take as it came."""

    class Kind(models.TextChoices):
        REJECTED = "rejected", "recusada"
        HELD = "held", "retida"
        CONFLICT = "conflict", "conflito com a loja"
        WARNING = "warning", "aviso"

    run = models.ForeignKey(SyncRun, models.CASCADE, related_name="issues", verbose_name="sincronização")
    kind = models.CharField("tipo", max_length=8, choices=Kind)
    external_id = models.CharField("código na origem", max_length=80, blank=True)
    field = models.CharField("campo", max_length=60, blank=True)
    code = models.CharField("motivo", max_length=40)
    value = models.CharField("valor recebido", max_length=80, blank=True)
    message = models.CharField("mensagem", max_length=300)

    class Meta:
        verbose_name = "ocorrência"
        verbose_name_plural = "ocorrências"

    def __str__(self) -> str:
        return f"{self.external_id} {self.field} {self.code}"
