"""Words Brazilians use for the same thing; the owner edits them in the admin."""

from django.db import migrations

GROUPS = (
    "lustre, pendente",
    "plafon, plafonier, plafond, luminária de teto",
    "trilho, spot",
    "abajur, luminária de mesa, luminária de cabeceira",
    "arandela, luminária de parede, aplique",
    "luminária de piso, luminária de chão, luminária de pé, coluna",
    "luminária de leitura, luminária de estudo, luminária articulada",
    "lâmpada, bulbo",
    "fita, led strip, mangueira",
    "dimmer, regulador, variador, potenciômetro",
    "dimerizável, dimmerizável, regulável",
    "soquete, bocal, rosca",
    "refletor, holofote",
    "balizador, espeto",
    "sensor, detector, presença",
    "fonte, driver, transformador",
    "filamento, retrô, vintage, edison",
    "tubular, fluorescente, tubo",
    "área externa, jardim, varanda, fachada",
    "sala de jantar, mesa de jantar",
    "quarto infantil, infantil, criança, bebê",
    "banheiro, lavabo",
    "amarela, quente",
    "branca, fria",
    "rattan, palha, vime, fibra natural",
    "dourado, latão, ouro",
    "prata, cromado, inox",
    "cobre, acobreado",
    "concreto, cimento",
    "tapete, passadeira",
    "espelho, espelheira",
    "manta, cobertor",
    "vaso, cachepô",
    "quadro, gravura, pôster",
    "econômica, baixo consumo",
    "inteligente, smart, wi-fi",
)


def fill(apps, schema_editor):
    synonym = apps.get_model("catalog", "Synonym")
    synonym.objects.bulk_create([synonym(words=words) for words in GROUPS], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_search_index")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
