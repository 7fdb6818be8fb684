"""How every form of the shop is drawn."""

from django.forms.renderers import TemplatesSetting


class ShopRenderer(TemplatesSetting):
    field_template_name = "components/field.html"
