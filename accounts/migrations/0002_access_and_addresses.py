import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="document",
            field=models.CharField(blank=True, max_length=14, verbose_name="CPF ou CNPJ"),
        ),
        migrations.AddField(
            model_name="user",
            name="email_verified_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="e-mail confirmado em"),
        ),
        migrations.AddField(
            model_name="user",
            name="phone",
            field=models.CharField(blank=True, max_length=16, verbose_name="telefone"),
        ),
        migrations.AddField(
            model_name="user",
            name="session_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.CreateModel(
            name="BrowserSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("agent", models.CharField(blank=True, max_length=200, verbose_name="navegador")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="endereço de rede")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="desde")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="visto em")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="browser_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sessão",
                "verbose_name_plural": "sessões",
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("terms", "termos de uso"),
                            ("privacy", "política de privacidade"),
                            ("marketing", "novidades por e-mail"),
                        ],
                        max_length=10,
                        verbose_name="assunto",
                    ),
                ),
                ("is_granted", models.BooleanField(verbose_name="concedido")),
                ("text_version", models.CharField(blank=True, max_length=40, verbose_name="versão do texto")),
                ("origin", models.CharField(blank=True, max_length=40, verbose_name="onde")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="quando")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "consentimento",
                "verbose_name_plural": "consentimentos",
            },
        ),
        migrations.CreateModel(
            name="TokenFamily",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("session_version", models.PositiveIntegerField()),
                ("agent", models.CharField(blank=True, max_length=200, verbose_name="aplicativo")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="endereço de rede")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="desde")),
                ("expires_at", models.DateTimeField(verbose_name="vale até")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="encerrada em")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="token_families",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sessão de aplicativo",
                "verbose_name_plural": "sessões de aplicativo",
            },
        ),
        migrations.CreateModel(
            name="SpentToken",
            fields=[
                ("jti", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("spent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="spent", to="accounts.tokenfamily"
                    ),
                ),
            ],
            options={
                "verbose_name": "token usado",
                "verbose_name_plural": "tokens usados",
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipient", models.CharField(max_length=120, verbose_name="destinatário")),
                ("postal_code", models.CharField(max_length=8, verbose_name="CEP")),
                ("street", models.CharField(max_length=160, verbose_name="rua")),
                ("number", models.CharField(max_length=20, verbose_name="número")),
                ("complement", models.CharField(blank=True, max_length=80, verbose_name="complemento")),
                ("district", models.CharField(max_length=80, verbose_name="bairro")),
                ("city", models.CharField(max_length=80, verbose_name="cidade")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("AC", "Acre"),
                            ("AL", "Alagoas"),
                            ("AM", "Amazonas"),
                            ("AP", "Amapá"),
                            ("BA", "Bahia"),
                            ("CE", "Ceará"),
                            ("DF", "Distrito Federal"),
                            ("ES", "Espírito Santo"),
                            ("GO", "Goiás"),
                            ("MA", "Maranhão"),
                            ("MG", "Minas Gerais"),
                            ("MS", "Mato Grosso do Sul"),
                            ("MT", "Mato Grosso"),
                            ("PA", "Pará"),
                            ("PB", "Paraíba"),
                            ("PE", "Pernambuco"),
                            ("PI", "Piauí"),
                            ("PR", "Paraná"),
                            ("RJ", "Rio de Janeiro"),
                            ("RN", "Rio Grande do Norte"),
                            ("RO", "Rondônia"),
                            ("RR", "Roraima"),
                            ("RS", "Rio Grande do Sul"),
                            ("SC", "Santa Catarina"),
                            ("SE", "Sergipe"),
                            ("SP", "São Paulo"),
                            ("TO", "Tocantins"),
                        ],
                        max_length=2,
                        verbose_name="estado",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="referência")),
                ("label", models.CharField(blank=True, max_length=40, verbose_name="apelido")),
                ("phone", models.CharField(blank=True, max_length=16, verbose_name="telefone")),
                ("is_default", models.BooleanField(default=False, verbose_name="principal")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "endereço",
                "verbose_name_plural": "endereços",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("user",), name="address_one_default"
                    )
                ],
            },
        ),
    ]
