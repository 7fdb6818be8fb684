"""A price table to begin with: two carriers in five regions. Staff change it in the admin."""

from decimal import Decimal

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FREE_ABOVE = Decimal("399.00")  # South and Southeast, economic
TOP_WEIGHT = Decimal("100000.000")
# (CEP from, to): (price, per kg, days) of the economic and of the express carrier, free above
REGIONS = (
    # São Paulo state
    ("01000000", "19999999", ("14.90", "0.90", 4), ("24.90", "1.50", 1), FREE_ABOVE),
    # Rio de Janeiro, Espírito Santo, Minas Gerais
    ("20000000", "39999999", ("19.90", "1.20", 6), ("34.90", "2.20", 2), FREE_ABOVE),
    # Northeast: Bahia to Maranhão
    ("40000000", "65999999", ("34.90", "2.90", 11), ("59.90", "4.90", 5), None),
    # North: Pará, Amapá, Amazonas, Roraima, Acre
    ("66000000", "69999999", ("44.90", "3.90", 15), ("84.90", "6.90", 7), None),
    # Centre-West with Rondônia and Tocantins: Distrito Federal, Goiás, Mato Grosso, Mato Grosso do Sul
    ("70000000", "79999999", ("29.90", "2.40", 9), ("49.90", "3.90", 4), None),
    # South: Paraná, Santa Catarina, Rio Grande do Sul
    ("80000000", "99999999", ("22.90", "1.40", 7), ("39.90", "2.60", 3), FREE_ABOVE),
)


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rates = apps.get_model("cart", "FreightRate")
    if rates.objects.exists():
        return
    rows = []
    for first, last, economic, express, free_above in REGIONS:
        for method, name, (price, per_kg, days), free in (
            ("economico", "Econômico", economic, free_above),
            ("expresso", "Expresso", express, None),
        ):
            rows.append(
                rates(
                    method=method,
                    name=name,
                    cep_from=first,
                    cep_to=last,
                    weight_from=Decimal(0),
                    weight_to=TOP_WEIGHT,
                    price=Decimal(price),
                    price_per_kg=Decimal(per_kg),
                    business_days=days,
                    free_above=free,
                )
            )
    rates.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("cart", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
