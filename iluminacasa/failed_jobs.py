"""Work that failed, as a page: what, when, why, and a button to have it done again."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from accounts import activity
from accounts.permissions import actor
from iluminacasa import jobs

SEE = "django_tasks_database.view_dbtaskresult"
SHOWN = 100
JOB_WORDS = {
    "pictures": "Fotos a preparar",
    "sale windows": "Começo e fim de ofertas",
    "scheduled prices": "Preços agendados",
    "old sheets": "Limpeza de planilhas importadas",
    "cards of other settings": "Cartões dos produtos",
    "alerts": "Avisos de estoque e preço",
    "old alerts": "Limpeza de avisos",
    "old sync issues": "Limpeza de ocorrências da sincronização",
    "old sync rehearsals": "Limpeza de ensaios da sincronização",
    "orphaned pictures": "Limpeza de fotos",
    "old carts": "Limpeza de carrinhos",
    "order mail": "E-mails dos pedidos",
    "order mail, again": "E-mails dos pedidos, nova tentativa",
    "card payments nobody told of": "Consulta de pagamentos com cartão",
    "unpaid orders": "Pedidos não pagos no prazo",
    "refunds": "Reembolsos ao provedor",
    "units sold": "Contagem de vendas por produto",
    "unpaid reminders": "Lembretes de pagamento",
    "review invitations": "Convites para avaliar",
    "old checkout drafts": "Limpeza de compras em andamento",
    "old idempotency keys": "Limpeza de chaves de repetição",
    "old fiscal remainders": "Limpeza de dados fiscais antigos",
    "morning letter": "Resumo da manhã",
    "letters, again": "E-mails recusados, nova tentativa",
    "ended tokens": "Limpeza de acessos de aplicativos",
    "ended sessions": "Limpeza de sessões",
    "expired sessions": "Limpeza de sessões vencidas",
    "asked erasures": "Exclusão de contas pedida",
    "old tasks": "Limpeza de tarefas",
}
TASK_WORDS = {
    "catalog.tasks.make_sizes": "Tamanhos de fotos",
    "catalog.tasks.publish": "Produtos na vitrine",
    "catalog.tasks.sync_source": "Sincronização",
    "catalog.tasks.read_rehearsal": "Ensaio da sincronização",
    "catalog.tasks.apply_rehearsal": "Diferenças da sincronização, aplicar",
    "catalog.tasks.apply_prices": "Preços em massa",
    "catalog.tasks.undo_prices": "Preços em massa, desfazer",
    "catalog.tasks.check_sheet": "Conferência de planilha",
    "catalog.tasks.apply_sheet": "Importação de planilha",
    "catalog.contact.deliver": "E-mail do formulário de contato",
    "catalog.alert_letters.confirm": "E-mail para confirmar um aviso",
    "catalog.alert_letters.came_true": "E-mail de aviso de estoque ou preço",
    "iluminacasa.digest.send": "E-mail com o resumo da manhã",
    "orders.notices.tell": "E-mail de pedido",
    "accounts.notices.verify": "E-mail para confirmar o endereço",
    "accounts.notices.already_known": "E-mail de conta que já existe",
    "accounts.notices.reset": "E-mail de nova senha",
    "accounts.notices.password_changed": "E-mail de senha mudada",
    "accounts.notices.email_change": "E-mail para mudar o endereço",
    "accounts.notices.email_announced": "E-mail de aviso da troca de endereço",
    "accounts.notices.email_changed": "E-mail de endereço mudado",
    "accounts.notices.erasure_asked": "E-mail de exclusão de conta",
}


@dataclass(frozen=True)
class FailedJob:
    key: uuid.UUID
    label: str
    at: datetime | None
    fault: str


def latest(most: int) -> list[FailedJob]:
    """They are forgotten after a month. Of what went wrong only the kind is told: its words may name a person."""
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at")[:most]
    return [
        FailedJob(each.pk, words_for(each), each.finished_at, each.exception_class_path.rpartition(".")[2] or "–")
        for each in rows
    ]


def words_for(result: Any) -> str:
    named = (result.args_kwargs.get("args") or [""])[0]
    if isinstance(named, str) and named in JOB_WORDS:
        return JOB_WORDS[named]
    return TASK_WORDS.get(str(result.task_path), str(result.task_path).rpartition(".")[2])


# --- Pages ---------------------------------------------------------------------------------------
def urls(site: AdminSite) -> list[URLPattern]:
    def wrap(view: Callable[..., Any]) -> Any:
        return site.admin_view(partial(view, site=site))

    return [
        path("tarefas/", wrap(require_safe(index)), name="failed_jobs"),
        path("tarefas/<uuid:key>/rodar/", wrap(require_POST(again)), name="failed_job_again"),
    ]


def check(request: HttpRequest) -> None:
    if not request.user.has_perm(SEE):
        raise PermissionDenied


def index(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    check(request)
    context = site.each_context(request) | {"title": "Tarefas que falharam", "jobs": latest(SHOWN)}
    return TemplateResponse(request, "admin/failed_jobs.html", context)


def again(request: HttpRequest, key: uuid.UUID, *, site: AdminSite) -> HttpResponse:
    """Put the task back among those that wait; pressed twice, it is done once."""
    check(request)
    failed = jobs.run_again(task_id=key)
    if failed is None:
        messages.warning(request, "Esta tarefa já voltou para a fila ou foi esquecida.")
    else:
        by, label = actor(request), words_for(failed)
        activity.record(by=by, obj=by, verb=activity.Verb.ACTED, at=timezone.now(), note=f"Tarefa de novo: {label}.")
        messages.success(request, f"“{label}” voltou para a fila e roda em instantes.")
    return HttpResponseRedirect(reverse("admin:failed_jobs"))
