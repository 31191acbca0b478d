"""The few names of allauth that are offered; sign-up and mail are not."""

from allauth.mfa.webauthn.views import login_webauthn
from django.urls import path

from forecourt.web.signin import confirm, enter, factors, welcome

urlpatterns = [
    path("sign-in/", enter.SignIn.as_view(), name="account_login"),
    path("sign-in/passkey/", login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/code/", enter.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/closed/", enter.closed, name="account_inactive"),
    path("sign-out/", enter.sign_out, name="account_logout"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("second-factor/", factors.passkey, name="mfa_index"),
    path("second-factor/password/", factors.password_and_app, name="mfa_activate_totp"),
    path("second-factor/codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/confirm/", confirm.ConfirmByPassword.as_view(), name="account_reauthenticate"
    ),
    path("second-factor/confirm/code/", confirm.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "second-factor/confirm/passkey/",
        confirm.ConfirmByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
]
