"""What each run of `sync_products` did, and what it refused."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from catalog.models.product import Product


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


class SyncRehearsal(models.Model):
    """A dry run somebody looks at: what the source would change here, until it is applied or forgotten."""

    class State(models.TextChoices):
        READING = "reading", "lendo a origem"
        READY = "ready", "para conferir"
        STOPPED = "stopped", "parado"
        APPLYING = "applying", "sendo aplicado"
        APPLIED = "applied", "aplicado"

    source = models.CharField("origem", max_length=40)
    filename = models.CharField("arquivo", max_length=200, blank=True)
    content = models.BinaryField("conteúdo", null=True, blank=True, editable=False)
    accepts_jumps = models.BooleanField("aceita preços que mudam mais da metade", default=False)
    state = models.CharField("situação", max_length=8, choices=State, default=State.READING)
    round = models.PositiveIntegerField("leitura", default=0)  # which reading its rows are of
    counts = models.JSONField("contagem", default=dict, blank=True)
    issues = models.JSONField("ocorrências", default=list, blank=True)  # [{kind, id, field, code, value, message}]
    message = models.CharField("mensagem", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="quem")
    created_at = models.DateTimeField("pedido em", default=timezone.now)
    read_at = models.DateTimeField("lido em", null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="quem aplicou"
    )
    applied_at = models.DateTimeField("aplicado em", null=True, blank=True)
    act = models.UUIDField("ato", null=True, blank=True, editable=False)  # in the log of activity
    run = models.ForeignKey(SyncRun, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "ensaio de sincronização"
        verbose_name_plural = "ensaios de sincronização"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.filename or self.source} {self.created_at:%d/%m/%Y %H:%M}"


class SyncDifference(models.Model):
    """One product of a rehearsal. The seal names all of the difference, the lines are for reading."""

    class Kind(models.TextChoices):
        NEW = "new", "novo"
        CHANGED = "changed", "muda"
        JUMP = "jump", "salto de preço"
        BACK = "back", "volta"
        GONE = "gone", "some da origem"

    class State(models.TextChoices):
        PENDING = "pending", "pendente"
        CHOSEN = "chosen", "escolhido"
        APPLIED = "applied", "aplicado"

    rehearsal = models.ForeignKey(SyncRehearsal, models.CASCADE, related_name="rows")
    external_id = models.CharField("código na origem", max_length=80)
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="+", verbose_name="produto")
    kind = models.CharField("tipo", max_length=8, choices=Kind)
    title = models.CharField("título", max_length=300)
    lines = models.JSONField("linhas", default=list, blank=True)  # [[label, before, after]]
    seal = models.CharField(max_length=64)
    state = models.CharField("situação", max_length=8, choices=State, default=State.PENDING)

    class Meta:
        verbose_name = "diferença"
        verbose_name_plural = "diferenças"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["rehearsal", "external_id"], name="sync_difference_once")]

    def __str__(self) -> str:
        return f"{self.external_id} {self.title}"
