from django.db import migrations, models

LANGUAGES = [("pt-br", "Português"), ("en", "English")]


class Migration(migrations.Migration):
    dependencies = [("orders", "0006_roles")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="language",
            field=models.CharField(
                choices=LANGUAGES, db_default="pt-br", default="pt-br", max_length=5, verbose_name="idioma"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["pt-br", "en"])), name="order_language_known"
            ),
        ),
    ]
