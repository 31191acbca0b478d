"""The dealer's own web form, posted as JSON or form fields.

Fields: name, phone, email, message, car (or vehicle), make, model, variant, year, mileage, price,
vin, plate, stock_number, ad_url, kind (inquiry, finance, trade-in, test-drive), trade_in_plate and
the like, down_payment, monthly, call_window, wish, language, utm_*, id; `website` stays empty and
`elapsed_ms` says how long the visitor took.
"""
