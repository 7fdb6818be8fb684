"""Pictures of a product: sent in, seen small, put in order, taken away."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import pictures, renditions
from catalog.models import Image
from catalog.uploads import MAX_BYTES, PictureRefused

ACCEPT = "image/jpeg,image/png,image/webp,image/avif"


class ImageForm(forms.ModelForm):
    upload = forms.FileField(
        label="Enviar imagem",
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="JPEG, PNG, WebP ou AVIF de até 10 MB. O ideal é 1600 pontos de largura ou mais.",
    )

    class Meta:
        model = Image
        fields = ("role", "alt", "alt_en", "position")

    def clean_upload(self) -> renditions.Master | None:
        """Look at the picture now, so that a refusal stands beside its field."""
        file = self.cleaned_data.get("upload")
        if not file:
            return None
        if file.size > MAX_BYTES:
            raise forms.ValidationError("A imagem passa de 10 MB.")
        try:
            return renditions.store_master(file.read())
        except PictureRefused as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.instance.pk and not data.get("upload") and "upload" not in self.errors:
            self.add_error("upload", "Escolha o arquivo da imagem.")
        return data

    def save(self, commit: bool = True) -> Any:
        """A new file begins again: the master serves until its sizes are made. Another role may need another one."""
        master = self.cleaned_data.get("upload")
        if master is not None:
            self.instance.file, self.instance.width, self.instance.height = master
            self.instance.renditions = {}
        if master is not None or ("role" in self.changed_data and self.instance.state == Image.State.READY):
            self.instance.state, self.instance.attempts, self.instance.error = Image.State.PENDING, 0, ""
        return super().save(commit)


class ImageInline(admin.StackedInline):
    model = Image
    form = ImageForm
    extra = 0
    ordering = ("position", "pk")
    fields = (("preview", "upload"), ("role", "position"), "alt", "alt_en", "condition")
    readonly_fields = ("preview", "condition")
    classes = ("pictures",)

    @admin.display(description="Imagem")
    def preview(self, image: Image) -> SafeString | str:
        return thumbnail(image, css="preview")

    @admin.display(description="Situação")
    def condition(self, image: Image) -> str:
        if not image.pk:
            return "–"
        size = f"{image.width} × {image.height}" if image.width else "sem arquivo"
        return f"{image.get_state_display().capitalize()}, {size}{'. ' + image.error if image.error else ''}"


def thumbnail(image: Image | None, *, css: str = "thumb") -> SafeString | str:
    """A small look at a picture; alt is empty, the words stand beside it."""
    address = pictures.plain_url(image, width=240) if image is not None and image.file else ""
    if not address:
        return "–"
    return format_html('<img class="{}" src="{}" alt="" width="240" height="300">', css, address)
