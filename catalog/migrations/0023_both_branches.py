from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0021_purchases"),
        ("catalog", "0022_pictures_of_links"),
    ]

    operations = []
