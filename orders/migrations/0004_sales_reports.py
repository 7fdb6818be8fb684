from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cart", "0003_keys_of_a_cart"),
        ("orders", "0003_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="order",
            options={
                "permissions": [("view_reports", "ver relatórios de vendas")],
                "verbose_name": "pedido",
                "verbose_name_plural": "pedidos",
            },
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["paid_at"], name="order_by_paid_at"),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(fields=["requested_at"], name="refund_by_requested_at"),
        ),
    ]
