"""The channels. Adding one is a folder here and a line in CHANNELS.

A channel's `receive.py` has:
    PROOF                         how the provider proves itself: "signature", "key" or "token"
    SECRETS                       names of the secrets it needs, e.g. ("app_secret", "verify_token")
    OPTIONAL_SECRETS              optional: names of more secrets
    SETTINGS                      optional: names of what is no secret, e.g. ("forward_to",)
    MAX_BYTES                     optional: the largest body it takes
    prove(envelope, secrets)      True if the delivery is the provider's; pure, constant time
    dedupe(envelope)              key under which the same delivery is known again
    refusal(envelope)             optional: the answer to a delivery that proves nothing
    greet(envelope, secrets)      optional: answer to a GET handshake
    preflight(envelope)           optional: answer to OPTIONS, for pages of other sites
    ANSWER_HEADERS                optional: headers on every answer
    answer(envelope, secrets)     optional: what to say once the bytes are stored (default 200 "")
    sign(body, url, kind, secrets)  optional: headers that prove a delivery, for `forecourt feed`
and its `parse.py` has:
    parse(body, context)          bytes -> Reading; pure; never raises on any bytes
"""

CHANNELS = (
    "whatsapp",
    "mail",
    "adf",
    "form",
    "twilio",
    "sipgate",
    "calls",
    "walkin",
)
TELEPHONY = ("calls", "sipgate", "twilio")
