"""What can be wrong with a row or a list, in sentences for the person who imports it."""

from django.utils.translation import gettext_noop as _

NO_CAR = _("The row names no car: it needs make and model, or a VIN.")
OPEN_QUOTE = _("A quotation mark in this line is not closed.")
TOO_MANY_CELLS = _("The row has more cells than there are headings.")
TOO_FEW_CELLS = _("The row has fewer cells than there are headings.")
TWICE = _("Another row of this list has the same stock number or VIN.")
TOO_LONG = _("A cell is far too long for what it should hold; it was cut.")
BAD_VIN = _("The VIN cannot be one; it was left out.")
CHECK_VIN = _("The check digit of the VIN does not fit: check the VIN.")
BAD_PRICE = _("The price cannot be read.")
BAD_COST = _("The cost cannot be read.")
BAD_MILEAGE = _("The mileage cannot be read.")
BAD_DATE = _("The date of first registration cannot be read.")
BAD_YEAR = _("The year cannot be read.")
BAD_POWER = _("The power cannot be read.")
CUT_OFF = _("The list has more than 5,000 rows: only the first 5,000 were read.")
OTHER_CURRENCY = _(
    "Some prices are in another currency than your lot's; they are kept as they stand."
)
NO_ROWS = _("There is no car in this list.")
UNPACKS_TOO_FAR = _("This workbook unpacks to far too much: save the list alone as .csv.")
NO_HEADINGS = _(
    "No row of headings was found: name at least three columns, such as Make, Model, Price."
)
