"""A coupon's use knows the account and the document too, so that "once per customer" is once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("cart", "0004_coupon_batches"),
    ]

    operations = [
        migrations.AddField(
            model_name="couponuse",
            name="document",
            field=models.CharField(blank=True, default="", max_length=14, verbose_name="CPF ou CNPJ"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="couponuse",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="pessoa",
            ),
        ),
    ]
