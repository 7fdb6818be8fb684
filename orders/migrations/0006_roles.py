"""The five groups of the shop's staff, each with what its work needs and nothing else.

A group that exists already keeps what the owner gave it. Permissions follow the tables, so they may not be there yet:
they are made here first.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

APPS = ("accounts", "auth", "catalog", "cart", "orders", "redirects", "django_tasks_database")
SERVICE = (  # talks to customers, moves orders, gives money back line by line
    "accounts.view_personal_data", "accounts.view_erasure",
    "orders.view_order", "orders.change_order", "orders.cancel_order", "orders.add_order", "orders.add_refund",
    "orders.view_payment", "orders.view_refund",
    "orders.view_customer", "orders.view_customernote", "orders.add_customernote",
    "catalog.view_product", "catalog.view_review", "catalog.change_review", "catalog.view_alert",
    "cart.view_coupon", "cart.view_couponuse", "cart.view_freightrate",
)  # fmt: skip
STOCK = (  # picks, ships, counts
    "orders.view_order", "orders.change_order",
    "catalog.view_product", "catalog.view_stocklevel", "catalog.change_stocklevel",
    "catalog.view_stockmove", "catalog.add_stockmove",
)  # fmt: skip
CATALOGUE = (  # what is shown and what it costs
    "catalog.view_product", "catalog.add_product", "catalog.change_product", "catalog.delete_product",
    "catalog.view_image", "catalog.add_image", "catalog.change_image", "catalog.delete_image",
    "catalog.view_related", "catalog.add_related", "catalog.change_related", "catalog.delete_related",
    "catalog.view_category", "catalog.add_category", "catalog.change_category", "catalog.delete_category",
    "catalog.view_brand", "catalog.add_brand", "catalog.change_brand", "catalog.delete_brand",
    "catalog.view_specdefinition", "catalog.add_specdefinition", "catalog.change_specdefinition",
    "catalog.delete_specdefinition",
    "catalog.view_specchoice", "catalog.add_specchoice", "catalog.change_specchoice", "catalog.delete_specchoice",
    "catalog.view_pricebatch", "catalog.add_pricebatch", "catalog.change_pricebatch",
    "catalog.view_sheetimport", "catalog.add_sheetimport",
    "catalog.view_stocklevel", "catalog.view_stockmove",
    "catalog.view_banner", "catalog.add_banner", "catalog.change_banner", "catalog.delete_banner",
    "catalog.view_homesection", "catalog.add_homesection", "catalog.change_homesection", "catalog.delete_homesection",
    "catalog.view_page", "catalog.add_page", "catalog.change_page", "catalog.delete_page",
    "catalog.view_synonym", "catalog.add_synonym", "catalog.change_synonym", "catalog.delete_synonym",
    "catalog.view_searchmiss", "catalog.delete_searchmiss",
    "catalog.view_syncrun", "catalog.add_syncrun", "catalog.view_syncissue",
    "redirects.view_redirect", "redirects.add_redirect", "redirects.change_redirect", "redirects.delete_redirect",
    "accounts.view_activity", "accounts.undo_activity",
)  # fmt: skip
FINANCE = (  # money in, money out, and what it adds up to
    "orders.view_order", "orders.view_payment", "orders.change_payment", "orders.view_paymentnotice",
    "orders.view_refund", "orders.add_refund", "orders.change_refund",
    "orders.view_reports", "cart.view_coupon", "cart.view_couponbatch",
)  # fmt: skip
MANAGEMENT = (  # beyond all of the others
    "cart.add_coupon", "cart.change_coupon", "cart.delete_coupon", "cart.view_couponbatch", "cart.add_couponbatch",
    "cart.change_couponbatch", "cart.add_freightrate", "cart.change_freightrate", "cart.delete_freightrate",
    "catalog.delete_review", "accounts.view_user", "auth.view_group",
    "django_tasks_database.view_dbtaskresult",
)  # fmt: skip
ROLES = {
    "Atendimento": SERVICE,
    "Estoque": STOCK,
    "Catálogo": CATALOGUE,
    "Financeiro": FINANCE,
    "Gerente": (*SERVICE, *STOCK, *CATALOGUE, *FINANCE, *MANAGEMENT),
}


def write(apps, schema_editor):
    for label in APPS:
        create_permissions(installed.get_app_config(label), verbosity=0)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    known = {
        f"{row.content_type.app_label}.{row.codename}": row for row in Permission.objects.select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set([known[each] for each in sorted(set(wanted))])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_second_factor"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalog", "0012_price_batches_and_sheets"),
        ("cart", "0004_coupon_batches"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("orders", "0005_customers"),
        ("redirects", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
