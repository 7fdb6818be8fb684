"""Where a person receives."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from iluminacasa.brazil import UF_NAMES


class PostalAddress(models.Model):
    """The fields of a Brazilian address, in the order they are asked. Abstract: orders keep their own copy."""

    recipient = models.CharField(_("destinatário"), max_length=120)
    postal_code = models.CharField(_("CEP"), max_length=8)
    street = models.CharField(_("rua"), max_length=160)
    number = models.CharField(_("número"), max_length=20)  # S/N is a number
    complement = models.CharField(_("complemento"), max_length=80, blank=True)
    district = models.CharField(_("bairro"), max_length=80)
    city = models.CharField(_("cidade"), max_length=80)
    state = models.CharField(_("estado"), max_length=2, choices=sorted(UF_NAMES.items()))
    reference = models.CharField(_("referência"), max_length=120, blank=True)

    class Meta:
        abstract = True


class Address(PostalAddress):
    user = models.ForeignKey(User, models.CASCADE, related_name="addresses")
    label = models.CharField(_("apelido"), max_length=40, blank=True)
    phone = models.CharField(_("telefone"), max_length=16, blank=True)
    is_default = models.BooleanField(_("principal"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "endereço"
        verbose_name_plural = "endereços"
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(is_default=True), name="address_one_default"),
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.number}, {self.city}/{self.state}"
