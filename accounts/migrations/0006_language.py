from django.db import migrations, models

LANGUAGES = [("pt-br", "Português"), ("en", "English")]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_second_factor")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                choices=LANGUAGES, db_default="pt-br", default="pt-br", max_length=5, verbose_name="idioma"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["pt-br", "en"])), name="user_language_known"
            ),
        ),
    ]
