"""`23/11/2026 07:12`, as the shop writes everywhere; Django's own would be `23 de Novembro de 2026 às 07:12`."""

DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = "d/m/Y H:i"
