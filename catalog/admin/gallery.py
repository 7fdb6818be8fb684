"""Pictures of a product, many at once: sent, put in order by dragging or by buttons."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from catalog import gallery, renditions
from catalog.admin.pictures import ACCEPT, thumbnail
from catalog.models import Product
from catalog.uploads import MAX_BYTES, PictureRefused

SEND, ARRANGE = "catalog.add_image", "catalog.change_image"
SEES = (SEND, ARRANGE)
STEPS = {"subir": -1, "descer": 1}


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyPicturesField(forms.FileField):
    """Files, each looked at now, so that a refusal names its file."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, renditions.Master]]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        found, faults = [], []
        for file in files:
            try:
                if file.size > MAX_BYTES:
                    raise PictureRefused("A imagem passa de 10 MB.")
                found.append((file.name, renditions.store_master(file.read())))
            except PictureRefused as refusal:
                faults.append(f"{file.name}: {refusal.message}")
        if faults:
            raise forms.ValidationError(faults)
        return found


class SendForm(forms.Form):
    pictures = ManyPicturesField(
        label="Enviar imagens",
        widget=ManyFilesInput(attrs={"accept": ACCEPT}),
        help_text="Escolha várias de uma vez: até 20 arquivos e 20 MB no total, em JPEG, PNG, WebP ou AVIF. "
        "O nome do arquivo diz o papel: “noite” ou “acesa”, “dia”, “detalhe”, “medidas”.",
    )


def gallery_view(request: HttpRequest, product_id: int, *, model_admin: admin.ModelAdmin) -> HttpResponse:
    product = get_object_or_404(Product, pk=product_id)
    may = {name: model_admin.has_change_permission(request, product) and request.user.has_perm(name) for name in SEES}
    if not any(may.values()):
        raise PermissionDenied
    form = SendForm()
    if request.method == "POST":
        form, done = act(request, product, may, model_admin)
        if done:
            return HttpResponseRedirect(reverse("admin:catalog_product_gallery", args=[product.pk]))
    images = list(product.images.order_by("position", "pk"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Imagens: {product.title}",
        "opts": model_admin.opts,
        "product": product,
        "form": form if may[SEND] else None,
        "may_arrange": may[ARRANGE],
        "images": [(image, thumbnail(image, css="preview")) for image in images],
        "order": ",".join(str(image.pk) for image in images),
    }
    return TemplateResponse(request, "admin/catalog/product/gallery.html", context)


def act(
    request: HttpRequest, product: Product, may: dict[str, bool], model_admin: admin.ModelAdmin
) -> tuple[SendForm, bool]:
    """Do the one thing asked for; the form comes back when its files were refused."""
    at, word = timezone.now(), request.POST.get("acao", "")
    if not may[SEND if word == "enviar" else ARRANGE]:
        raise PermissionDenied
    if word == "enviar":
        form = SendForm(request.POST, request.FILES)
        if not form.is_valid():
            return form, False
        images = gallery.add(product=product, masters=form.cleaned_data["pictures"], at=at)
        told = f"Imagens enviadas: {len(images)}."
    elif word == "ordenar":
        order = [int(pk) for pk in request.POST.get("ordem", "").split(",") if pk.isascii() and pk.isdecimal()]
        gallery.arrange(product=product, order=order, at=at)
        told = "Ordem das imagens gravada."
    else:
        step, _, pk = word.partition("-")
        if step not in STEPS or not (pk.isascii() and pk.isdecimal()):
            raise gallery.PicturesMoved
        gallery.move(product=product, image_id=int(pk), step=STEPS[step], at=at)
        told = "Ordem das imagens gravada."
    model_admin.log_change(request, product, told)
    messages.success(request, told)
    return SendForm(), True
