from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class AddColumn(migrations.AddField):
    """A column with a constant default of the table's own: on SQLite too it is added in place.

    Django would copy the whole table there, once for each column.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            BaseDatabaseSchemaEditor.add_field(schema_editor, model, model._meta.get_field(self.name))


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0017_distrust_hidden_prices"),
    ]

    operations = [
        AddColumn(
            model_name="alert",
            name="language",
            field=models.CharField(
                choices=[("pt-br", "Português"), ("en", "English")],
                db_default="pt-br",
                default="pt-br",
                max_length=8,
                verbose_name="idioma",
            ),
        ),
        AddColumn(
            model_name="banner",
            name="link_label_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="texto do botão em inglês"
            ),
        ),
        AddColumn(
            model_name="banner",
            name="text_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="texto em inglês"
            ),
        ),
        AddColumn(
            model_name="banner",
            name="title_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=120, verbose_name="título em inglês"
            ),
        ),
        AddColumn(
            model_name="category",
            name="description_en",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=1000, verbose_name="texto de abertura em inglês"
            ),
        ),
        AddColumn(
            model_name="category",
            name="name_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=80, verbose_name="nome em inglês"),
        ),
        AddColumn(
            model_name="homesection",
            name="text_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="texto em inglês"
            ),
        ),
        AddColumn(
            model_name="homesection",
            name="title_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=80, verbose_name="título em inglês"
            ),
        ),
        AddColumn(
            model_name="image",
            name="alt_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="texto alternativo em inglês"
            ),
        ),
        AddColumn(
            model_name="page",
            name="body_en",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=60000, verbose_name="texto em inglês (Markdown)"
            ),
        ),
        AddColumn(
            model_name="page",
            name="description_en",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=160,
                verbose_name="descrição para buscadores em inglês",
            ),
        ),
        AddColumn(
            model_name="page",
            name="title_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=120, verbose_name="título em inglês"
            ),
        ),
        AddColumn(
            model_name="product",
            name="description_en",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=20000, verbose_name="descrição em inglês"
            ),
        ),
        AddColumn(
            model_name="product",
            name="return_policy_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="troca em inglês"
            ),
        ),
        AddColumn(
            model_name="product",
            name="seo_description_en",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=160,
                verbose_name="descrição para buscadores em inglês",
            ),
        ),
        AddColumn(
            model_name="product",
            name="seo_title_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=70, verbose_name="título para buscadores em inglês"
            ),
        ),
        AddColumn(
            model_name="product",
            name="shipping_note_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="envio em inglês"
            ),
        ),
        AddColumn(
            model_name="product",
            name="summary_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="resumo em inglês"
            ),
        ),
        AddColumn(
            model_name="product",
            name="title_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="nome em inglês"
            ),
        ),
        AddColumn(
            model_name="product",
            name="warranty_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="garantia em inglês"
            ),
        ),
        AddColumn(
            model_name="specchoice",
            name="label_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="nome em inglês"),
        ),
        AddColumn(
            model_name="specdefinition",
            name="group_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="grupo em inglês"
            ),
        ),
        AddColumn(
            model_name="specdefinition",
            name="label_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="nome em inglês"),
        ),
    ]
