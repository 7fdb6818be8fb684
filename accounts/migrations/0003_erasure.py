import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_access_and_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="pedida em")),
                ("due_at", models.DateTimeField(verbose_name="a partir de")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="desfeita em")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="feita em")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="erasures",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pessoa",
                    ),
                ),
            ],
            options={
                "verbose_name": "exclusão de conta",
                "verbose_name_plural": "exclusões de contas",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("undone_at__isnull", True)),
                        fields=("user",),
                        name="erasure_one_open",
                    )
                ],
            },
        ),
    ]
