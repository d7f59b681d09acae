"""The names of months as texts have them."""

ENGLISH = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
KAZAKH = (
    *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде"),
    *("тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
)
RUSSIAN = (
    *("января", "февраля", "марта", "апреля", "мая", "июня", "июля"),
    *("августа", "сентября", "октября", "ноября", "декабря"),
)
"""In the genitive, as after a day."""

RUSSIAN_IN_ANY_CASE = (
    r"(?:(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)(?:ь|я|е|ю|ём|ем)"
    r"|март(?:а|е|у|ом)?|ма(?:й|я|е|ю|ем)|август(?:а|е|у|ом)?)"
)
"""A pattern of one month in small letters."""
