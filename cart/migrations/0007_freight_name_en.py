from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cart", "0006_home_of_a_cart")]

    operations = [
        migrations.AddField(
            model_name="freightrate",
            name="name_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="nome em inglês"),
        ),
    ]
