from django.apps import AppConfig
from django.utils.autoreload import file_changed


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catálogo"

    def ready(self) -> None:
        from accounts import activity, holdings
        from catalog import moulds, privacy, tasks, undoing

        file_changed.connect(moulds.forget)
        holdings.add(privacy.CHAPTER)
        for undoer in undoing.undoers(later=tasks.publish.enqueue):
            activity.add_undoer(undoer)
