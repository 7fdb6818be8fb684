"""What failed in the background stands on a page and is done again by a button."""

import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from accounts.models import Activity
from iluminacasa import failed_jobs, jobs

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:failed_jobs")


@pytest.fixture
def failed() -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="FAILED", task_path=jobs.run_job.module_path, args_kwargs={"args": ["unpaid orders"], "kwargs": {}},
        backend_name="default", run_after=get_date_max(), finished_at=timezone.now(), worker_ids=["a", "b", "c"],
        exception_class_path="builtins.ValueError", traceback="secret of ana@example.com",
    )  # fmt: skip


def press(browser: Any, key: uuid.UUID) -> Any:
    return browser.post(reverse("admin:failed_job_again", args=[key]))


def test_the_page_says_what_failed_and_names_nobody(boss, failed) -> None:
    text = boss.get(PAGE).content.decode()
    assert "Pedidos não pagos no prazo" in text
    assert "ValueError" in text
    assert "ana@example.com" not in text
    assert reverse("admin:failed_job_again", args=[failed.pk]) in text
    assert f'href="{PAGE}"' in boss.get("/admin/").content.decode()


def test_the_button_puts_it_back_once(boss, owner, failed) -> None:
    assert press(boss, failed.pk)["Location"] == PAGE
    failed.refresh_from_db()
    assert (failed.status, failed.worker_ids, failed.finished_at, failed.traceback) == ("READY", [], None, "")
    assert failed in DBTaskResult.objects.ready()
    told = Activity.objects.get()
    assert (told.actor, told.note) == (owner, "Tarefa de novo: Pedidos não pagos no prazo.")
    DBTaskResult.objects.update(status="RUNNING")
    press(boss, failed.pk)
    failed.refresh_from_db()
    assert (failed.status, Activity.objects.count()) == ("RUNNING", 1)
    assert "Nenhuma tarefa falhou" in boss.get(PAGE).content.decode()


def test_it_is_for_who_may_see_it_and_by_post(staff, boss, failed) -> None:
    colleague, manager = staff("orders.view_order"), staff(failed_jobs.SEE)
    assert colleague.get(PAGE).status_code == 403
    assert press(colleague, failed.pk).status_code == 403
    assert boss.get(reverse("admin:failed_job_again", args=[failed.pk])).status_code == 405
    failed.refresh_from_db()
    assert failed.status == "FAILED"
    assert press(manager, uuid.uuid4()).status_code == 302
    assert press(manager, failed.pk).status_code == 302
    failed.refresh_from_db()
    assert failed.status == "READY"
