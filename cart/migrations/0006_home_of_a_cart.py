"""What the customer told of the home: its voltage, and where a piece will hang."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cart", "0005_whose_coupon_use")]

    operations = [
        migrations.AddField(
            model_name="cart",
            name="home_voltage",
            field=models.CharField(blank=True, default="", max_length=8, verbose_name="tensão da casa"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="cartline",
            name="zone",
            field=models.CharField(blank=True, default="", max_length=10, verbose_name="onde vai ficar"),
            preserve_default=False,
        ),
    ]
