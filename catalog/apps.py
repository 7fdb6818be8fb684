from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "Catálogo"

    def ready(self) -> None:
        from accounts import activity, holdings
        from catalog import privacy, tasks, undoing

        holdings.add(privacy.CHAPTER)
        for undoer in undoing.undoers(later=tasks.publish.enqueue):
            activity.add_undoer(undoer)
