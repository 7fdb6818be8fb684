import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import catalog.models.product
import iluminacasa.money


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Brand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="nome")),
                ("slug", models.SlugField(max_length=90, unique=True, verbose_name="endereço")),
            ],
            options={
                "verbose_name": "marca",
                "verbose_name_plural": "marcas",
            },
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="endereço")),
                ("title", models.CharField(max_length=120, verbose_name="título")),
                ("description", models.CharField(blank=True, max_length=160, verbose_name="descrição para buscadores")),
                ("body", models.TextField(max_length=60000, verbose_name="texto (Markdown)")),
                ("is_published", models.BooleanField(default=True, verbose_name="publicada")),
                ("in_footer", models.BooleanField(default=True, verbose_name="no rodapé")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordem")),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="mudou em"),
                ),
            ],
            options={
                "verbose_name": "página",
                "verbose_name_plural": "páginas",
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, editable=False, max_length=40, verbose_name="origem")),
                (
                    "external_id",
                    models.CharField(
                        default=catalog.models.product.own_external_id,
                        editable=False,
                        max_length=64,
                        verbose_name="código na origem",
                    ),
                ),
                ("sku", models.CharField(blank=True, max_length=64, verbose_name="SKU")),
                ("slug", models.SlugField(max_length=220, unique=True, verbose_name="endereço")),
                ("title", models.CharField(max_length=200, verbose_name="nome")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="resumo")),
                ("description", models.TextField(blank=True, max_length=20000, verbose_name="descrição")),
                (
                    "family",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="Variações da mesma peça têm a mesma família.",
                        max_length=80,
                        verbose_name="família",
                    ),
                ),
                ("tags", models.JSONField(blank=True, default=list, verbose_name="etiquetas")),
                ("price", iluminacasa.money.MoneyField(verbose_name="preço de tabela")),
                (
                    "discount_percentage",
                    models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="desconto (%)"),
                ),
                ("sale_starts_at", models.DateTimeField(blank=True, null=True, verbose_name="oferta começa")),
                ("sale_ends_at", models.DateTimeField(blank=True, null=True, verbose_name="oferta termina")),
                ("sale_price", iluminacasa.money.MoneyField(default=0, editable=False, verbose_name="preço de venda")),
                ("current_discount", models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=5)),
                ("stock", models.IntegerField(default=0, editable=False, verbose_name="estoque")),
                ("low_stock_threshold", models.PositiveIntegerField(default=5, verbose_name="avisar abaixo de")),
                ("minimum_order_quantity", models.PositiveIntegerField(default=1, verbose_name="pedido mínimo")),
                (
                    "weight",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=9, null=True, verbose_name="peso (kg)"
                    ),
                ),
                (
                    "width",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="largura (cm)"
                    ),
                ),
                (
                    "height",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="altura (cm)"
                    ),
                ),
                (
                    "depth",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="profundidade (cm)"
                    ),
                ),
                ("warranty", models.CharField(blank=True, max_length=200, verbose_name="garantia")),
                ("shipping_note", models.CharField(blank=True, max_length=200, verbose_name="envio")),
                ("return_policy", models.CharField(blank=True, max_length=200, verbose_name="troca")),
                ("seo_title", models.CharField(blank=True, max_length=70, verbose_name="título para buscadores")),
                (
                    "seo_description",
                    models.CharField(blank=True, max_length=160, verbose_name="descrição para buscadores"),
                ),
                (
                    "boost",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Maior aparece antes.", verbose_name="destaque"
                    ),
                ),
                ("is_published", models.BooleanField(default=True, verbose_name="publicado")),
                (
                    "vanished_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sumiu da origem em"),
                ),
                ("is_visible", models.BooleanField(default=False, editable=False, verbose_name="visível")),
                (
                    "units_sold",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="unidades vendidas"),
                ),
                (
                    "rating",
                    models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=3, verbose_name="nota"),
                ),
                ("review_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="avaliações")),
                (
                    "source_base",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="últimos valores da origem"
                    ),
                ),
                ("source_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="criado em"),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="mudou em"),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="products",
                        to="catalog.brand",
                        verbose_name="marca",
                    ),
                ),
            ],
            options={
                "verbose_name": "produto",
                "verbose_name_plural": "produtos",
            },
        ),
        migrations.CreateModel(
            name="SearchMiss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("query", models.CharField(max_length=200, unique=True, verbose_name="busca")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="vezes")),
                ("first_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="primeira vez")),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="última vez")),
            ],
            options={
                "verbose_name": "busca sem resultado",
                "verbose_name_plural": "buscas sem resultado",
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.CharField(
                        help_text="Separadas por vírgula.", max_length=300, unique=True, verbose_name="palavras"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="em uso")),
            ],
            options={
                "verbose_name": "sinônimo",
                "verbose_name_plural": "sinônimos",
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("product_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("slug", models.SlugField(max_length=220)),
                ("seq", models.BigIntegerField(db_index=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "produto retirado",
                "verbose_name_plural": "produtos retirados",
            },
        ),
        migrations.CreateModel(
            name="CatalogueState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.BigIntegerField(default=1)),
                ("seq", models.BigIntegerField(default=0)),
                ("card_form", models.CharField(blank=True, max_length=64)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "estado do catálogo",
                "verbose_name_plural": "estado do catálogo",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="catalogue_state_single_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="nome")),
                ("slug", models.SlugField(max_length=90, unique=True, verbose_name="endereço")),
                ("path", models.CharField(blank=True, db_index=True, editable=False, max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordem")),
                ("is_active", models.BooleanField(default=True, verbose_name="visível")),
                ("description", models.TextField(blank=True, max_length=1000, verbose_name="texto de abertura")),
                (
                    "promoted",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text='Lista de {"label": "Luz quente", "query": "cor=2700"}.',
                        verbose_name="filtros em destaque",
                    ),
                ),
                ("source", models.CharField(blank=True, editable=False, max_length=40, verbose_name="origem")),
                (
                    "external_slug",
                    models.CharField(blank=True, editable=False, max_length=90, verbose_name="endereço na origem"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="catalog.category",
                        verbose_name="dentro de",
                    ),
                ),
            ],
            options={
                "verbose_name": "categoria",
                "verbose_name_plural": "categorias",
            },
        ),
        migrations.CreateModel(
            name="HomeSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rooms", "ambientes"),
                            ("best_sellers", "mais vendidos"),
                            ("offers", "ofertas"),
                            ("new", "novidades"),
                            ("kelvin", "descubra sua luz"),
                            ("category", "categoria"),
                            ("guides", "guias"),
                            ("promises", "vantagens"),
                        ],
                        max_length=14,
                        verbose_name="tipo",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="título")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="texto")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordem")),
                ("is_active", models.BooleanField(default=True, verbose_name="ativa")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.category",
                        verbose_name="categoria",
                    ),
                ),
            ],
            options={
                "verbose_name": "seção da página inicial",
                "verbose_name_plural": "seções da página inicial",
            },
        ),
        migrations.CreateModel(
            name="ProductCard",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="card",
                        serialize=False,
                        to="catalog.product",
                    ),
                ),
                ("data", models.TextField()),
                ("view", models.TextField()),
                ("seq", models.BigIntegerField(db_index=True)),
            ],
            options={
                "verbose_name": "cartão",
                "verbose_name_plural": "cartões",
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_document",
                        serialize=False,
                        to="catalog.product",
                    ),
                ),
                ("title", models.TextField()),
                ("brand", models.TextField(blank=True)),
                ("specs", models.TextField(blank=True)),
                ("description", models.TextField(blank=True)),
                ("codes", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "texto de busca",
                "verbose_name_plural": "textos de busca",
            },
        ),
        migrations.AddField(
            model_name="product",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="products",
                to="catalog.category",
                verbose_name="categoria",
            ),
        ),
        migrations.CreateModel(
            name="PriceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("price", iluminacasa.money.MoneyField(verbose_name="preço de tabela")),
                ("sale_price", iluminacasa.money.MoneyField(verbose_name="preço de venda")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="desde")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="price_history", to="catalog.product"
                    ),
                ),
            ],
            options={
                "verbose_name": "mudança de preço",
                "verbose_name_plural": "histórico de preços",
            },
        ),
        migrations.CreateModel(
            name="Image",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("day", "apagada (dia)"),
                            ("night", "acesa (noite)"),
                            ("detail", "detalhe"),
                            ("measures", "medidas"),
                            ("other", "outra"),
                        ],
                        default="other",
                        max_length=8,
                        verbose_name="papel",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordem")),
                ("alt", models.CharField(blank=True, max_length=200, verbose_name="texto alternativo")),
                ("file", models.CharField(blank=True, editable=False, max_length=120, verbose_name="arquivo")),
                (
                    "source_url",
                    models.CharField(blank=True, editable=False, max_length=1000, verbose_name="endereço na origem"),
                ),
                ("width", models.PositiveIntegerField(default=0, editable=False, verbose_name="largura")),
                ("height", models.PositiveIntegerField(default=0, editable=False, verbose_name="altura")),
                ("renditions", models.JSONField(blank=True, default=dict, editable=False, verbose_name="tamanhos")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("linked", "só o endereço"),
                            ("pending", "à espera dos tamanhos"),
                            ("ready", "pronta"),
                            ("failed", "recusada"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=8,
                        verbose_name="situação",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="tentativas")),
                ("error", models.CharField(blank=True, editable=False, max_length=200, verbose_name="erro")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="images", to="catalog.product"
                    ),
                ),
            ],
            options={
                "verbose_name": "imagem",
                "verbose_name_plural": "imagens",
            },
        ),
        migrations.CreateModel(
            name="Banner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.CharField(
                        choices=[("top", "faixa do topo"), ("hero", "abertura da página inicial")],
                        max_length=8,
                        verbose_name="lugar",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="título")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="texto")),
                ("link_label", models.CharField(blank=True, max_length=40, verbose_name="texto do botão")),
                (
                    "link",
                    models.CharField(
                        blank=True, help_text="Começa com /.", max_length=300, verbose_name="endereço do botão"
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="de")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="até (sem incluir)")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordem")),
                ("is_active", models.BooleanField(default=True, verbose_name="ativo")),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalog.product",
                        verbose_name="produto da foto",
                    ),
                ),
            ],
            options={
                "verbose_name": "banner",
                "verbose_name_plural": "banners",
            },
        ),
        migrations.CreateModel(
            name="Related",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("goes_with", "combina com"),
                            ("similar", "parecido"),
                            ("bought_together", "comprado junto"),
                        ],
                        default="goes_with",
                        max_length=16,
                        verbose_name="tipo",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordem")),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.product",
                        verbose_name="produto",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="related_links", to="catalog.product"
                    ),
                ),
            ],
            options={
                "verbose_name": "produto relacionado",
                "verbose_name_plural": "produtos relacionados",
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author_name", models.CharField(max_length=60, verbose_name="nome mostrado")),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="nota",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="título")),
                ("text", models.TextField(blank=True, max_length=3000, verbose_name="texto")),
                ("is_verified", models.BooleanField(default=False, editable=False, verbose_name="compra verificada")),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "aguardando"), ("approved", "publicada"), ("rejected", "recusada")],
                        default="pending",
                        editable=False,
                        max_length=8,
                        verbose_name="situação",
                    ),
                ),
                ("reply", models.TextField(blank=True, max_length=2000, verbose_name="resposta da loja")),
                ("helpful_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="acharam útil")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="escrita em"),
                ),
                (
                    "moderated_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="moderada em"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="autor",
                    ),
                ),
                (
                    "moderated_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="catalog.product",
                        verbose_name="produto",
                    ),
                ),
            ],
            options={
                "verbose_name": "avaliação",
                "verbose_name_plural": "avaliações",
            },
        ),
        migrations.CreateModel(
            name="SlugHistory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=220, unique=True)),
                ("retired_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="old_slugs", to="catalog.product"
                    ),
                ),
            ],
            options={
                "verbose_name": "endereço antigo",
                "verbose_name_plural": "endereços antigos",
            },
        ),
        migrations.CreateModel(
            name="SpecDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True, verbose_name="chave (API)")),
                ("url_key", models.SlugField(max_length=40, unique=True, verbose_name="chave (endereço)")),
                ("label", models.CharField(max_length=60, verbose_name="nome")),
                ("unit", models.CharField(blank=True, max_length=12, verbose_name="unidade")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "número"),
                            ("choice", "escolha"),
                            ("boolean", "sim ou não"),
                            ("text", "texto"),
                        ],
                        max_length=8,
                        verbose_name="tipo",
                    ),
                ),
                ("group", models.CharField(default="Geral", max_length=40, verbose_name="grupo")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordem")),
                (
                    "facet",
                    models.CharField(
                        choices=[("none", "sem filtro"), ("values", "valores"), ("ranges", "faixas")],
                        default="none",
                        max_length=8,
                        verbose_name="filtro",
                    ),
                ),
                ("ranges", models.JSONField(blank=True, default=list, verbose_name="faixas do filtro")),
                ("on_card", models.BooleanField(default=False, verbose_name="mostrar no cartão")),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True, related_name="specs", to="catalog.category", verbose_name="categorias"
                    ),
                ),
            ],
            options={
                "verbose_name": "especificação",
                "verbose_name_plural": "especificações",
            },
        ),
        migrations.CreateModel(
            name="SpecChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=40, verbose_name="chave")),
                ("label", models.CharField(max_length=60, verbose_name="nome")),
                ("swatch", models.SlugField(blank=True, max_length=20, verbose_name="amostra")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordem")),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="catalog.specdefinition",
                        verbose_name="especificação",
                    ),
                ),
            ],
            options={
                "verbose_name": "opção",
                "verbose_name_plural": "opções",
            },
        ),
        migrations.CreateModel(
            name="ProductSpec",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True, verbose_name="número"),
                ),
                ("flag", models.BooleanField(blank=True, null=True, verbose_name="sim ou não")),
                ("text", models.CharField(blank=True, max_length=120, verbose_name="texto")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="specs", to="catalog.product"
                    ),
                ),
                (
                    "choice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="catalog.specchoice",
                        verbose_name="opção",
                    ),
                ),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="catalog.specdefinition",
                        verbose_name="especificação",
                    ),
                ),
            ],
            options={
                "verbose_name": "valor da ficha",
                "verbose_name_plural": "ficha técnica",
            },
        ),
        migrations.CreateModel(
            name="StockMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("delta", models.IntegerField(verbose_name="variação")),
                ("balance", models.IntegerField(verbose_name="saldo")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("initial", "saldo inicial"),
                            ("adjust", "ajuste"),
                            ("count", "contagem"),
                            ("sale", "venda"),
                            ("return", "devolução"),
                            ("sync", "sincronização"),
                        ],
                        max_length=12,
                        verbose_name="causa",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=120, verbose_name="referência")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="quando")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="quem",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stock_moves", to="catalog.product"
                    ),
                ),
            ],
            options={
                "verbose_name": "movimento de estoque",
                "verbose_name_plural": "movimentos de estoque",
            },
        ),
        migrations.CreateModel(
            name="SyncRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=40, verbose_name="origem")),
                ("address", models.CharField(blank=True, max_length=500, verbose_name="endereço")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "em andamento"),
                            ("done", "concluída"),
                            ("partial", "concluída com recusas"),
                            ("failed", "falhou"),
                            ("stopped", "parada por segurança"),
                            ("interrupted", "interrompida"),
                        ],
                        default="running",
                        max_length=12,
                        verbose_name="situação",
                    ),
                ),
                ("owner", models.CharField(blank=True, max_length=120, verbose_name="processo")),
                ("is_dry_run", models.BooleanField(default=False, verbose_name="só ensaio")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="começou")),
                ("heartbeat_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="último sinal")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="terminou")),
                ("exit_code", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="código de saída")),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="contagem")),
                ("options", models.JSONField(blank=True, default=dict, verbose_name="opções")),
                (
                    "exchange_rate",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True, verbose_name="câmbio"),
                ),
                ("etag", models.CharField(blank=True, max_length=200)),
                ("mapper_version", models.CharField(blank=True, max_length=40)),
                ("message", models.CharField(blank=True, max_length=500, verbose_name="mensagem")),
            ],
            options={
                "verbose_name": "sincronização",
                "verbose_name_plural": "sincronizações",
                "indexes": [models.Index(fields=["source", "-started_at"], name="sync_run_by_source")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")), fields=("state",), name="sync_one_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SyncIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rejected", "recusada"),
                            ("held", "retida"),
                            ("conflict", "conflito com a loja"),
                            ("warning", "aviso"),
                        ],
                        max_length=8,
                        verbose_name="tipo",
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=80, verbose_name="código na origem")),
                ("field", models.CharField(blank=True, max_length=60, verbose_name="campo")),
                ("code", models.CharField(max_length=40, verbose_name="motivo")),
                ("value", models.CharField(blank=True, max_length=80, verbose_name="valor recebido")),
                ("message", models.CharField(max_length=300, verbose_name="mensagem")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="issues",
                        to="catalog.syncrun",
                        verbose_name="sincronização",
                    ),
                ),
            ],
            options={
                "verbose_name": "ocorrência",
                "verbose_name_plural": "ocorrências",
            },
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), _negated=True),
                fields=("source", "external_slug"),
                name="category_unique_per_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="category_not_its_own_parent",
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("is_visible", True)), fields=["-boost", "-units_sold", "id"], name="shown_relevance"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("is_visible", True)), fields=["sale_price", "id"], name="shown_price"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("is_visible", True)), fields=["-created_at", "-id"], name="shown_created"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("is_visible", True)), fields=["-rating", "-review_count", "id"], name="shown_rating"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("is_visible", True)), fields=["-current_discount", "id"], name="shown_discount"
            ),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("is_visible", True)), fields=["-units_sold", "id"], name="shown_sold"
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(fields=("source", "external_id"), name="product_unique_per_source"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sku", ""), _negated=True), fields=("sku",), name="product_sku_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(condition=models.Q(("stock__gte", 0)), name="product_stock_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(condition=models.Q(("price__gte", 0)), name="product_price_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("sale_price__gte", 0), ("sale_price__lte", models.F("price"))),
                name="product_sale_within_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount_percentage__gte", 0), ("discount_percentage__lt", 100)),
                name="product_discount_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("minimum_order_quantity__gte", 1)), name="product_minimum_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sale_starts_at__isnull", True),
                    ("sale_ends_at__isnull", True),
                    ("sale_starts_at__lt", models.F("sale_ends_at")),
                    _connector="OR",
                ),
                name="product_sale_window",
            ),
        ),
        migrations.AddIndex(
            model_name="pricechange",
            index=models.Index(fields=["product", "-started_at"], name="price_change_by_product"),
        ),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(fields=["product", "position"], name="image_by_product"),
        ),
        migrations.AddConstraint(
            model_name="related",
            constraint=models.UniqueConstraint(fields=("product", "other", "kind"), name="related_once"),
        ),
        migrations.AddConstraint(
            model_name="related",
            constraint=models.CheckConstraint(
                condition=models.Q(("product", models.F("other")), _negated=True), name="related_not_itself"
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["product", "state", "-created_at"], name="review_by_product"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("product", "author"), name="review_once_per_customer"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__gte", 1), ("rating__lte", 5)), name="review_rating_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="specchoice",
            constraint=models.UniqueConstraint(fields=("definition", "slug"), name="spec_choice_unique"),
        ),
        migrations.AddIndex(
            model_name="productspec",
            index=models.Index(fields=["definition", "number", "product"], name="spec_by_number"),
        ),
        migrations.AddIndex(
            model_name="productspec",
            index=models.Index(fields=["definition", "choice", "product"], name="spec_by_choice"),
        ),
        migrations.AddIndex(
            model_name="productspec",
            index=models.Index(fields=["definition", "flag", "product"], name="spec_by_flag"),
        ),
        migrations.AddConstraint(
            model_name="productspec",
            constraint=models.UniqueConstraint(
                condition=models.Q(("choice__isnull", True)),
                fields=("product", "definition"),
                name="product_spec_single",
            ),
        ),
        migrations.AddConstraint(
            model_name="productspec",
            constraint=models.UniqueConstraint(
                condition=models.Q(("choice__isnull", False)),
                fields=("product", "definition", "choice"),
                name="product_spec_choice_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="productspec",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("choice__isnull", True), ("flag__isnull", True), ("number__isnull", False), ("text", "")),
                    models.Q(("choice__isnull", False), ("flag__isnull", True), ("number__isnull", True), ("text", "")),
                    models.Q(("choice__isnull", True), ("flag__isnull", False), ("number__isnull", True), ("text", "")),
                    models.Q(
                        ("choice__isnull", True),
                        ("flag__isnull", True),
                        ("number__isnull", True),
                        models.Q(("text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="product_spec_exactly_one_value",
            ),
        ),
        migrations.AddIndex(
            model_name="stockmove",
            index=models.Index(fields=["product", "-id"], name="stock_move_by_product"),
        ),
        migrations.AddConstraint(
            model_name="stockmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance__gte", 0)), name="stock_move_balance_not_negative"
            ),
        ),
    ]
