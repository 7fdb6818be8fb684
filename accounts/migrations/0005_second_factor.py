import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_activity"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="second_factor_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="segundo fator desde"),
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="criado em")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="usado em")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "código de recuperação",
                "verbose_name_plural": "códigos de recuperação",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "digest"), name="recovery_code_once"),
                ],
            },
        ),
    ]
