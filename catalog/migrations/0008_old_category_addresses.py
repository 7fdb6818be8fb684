import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0007_default_content"),
    ]

    operations = [
        migrations.CreateModel(
            name="CategorySlugHistory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=90, unique=True)),
                ("retired_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="old_slugs", to="catalog.category"
                    ),
                ),
            ],
            options={
                "verbose_name": "endereço antigo de categoria",
                "verbose_name_plural": "endereços antigos de categorias",
            },
        ),
    ]
