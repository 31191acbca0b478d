"""Signing in and out."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.generic.base import ContextMixin

from forecourt.web.signin.devices import passkeys_work_here


class OnlyLabels(ContextMixin):
    """No words inside an empty field: in glare they look as if it were filled."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for field in context["form"].fields.values():
            field.widget.attrs.pop("placeholder", None)
        return context


class OffersPasskeys(ContextMixin):
    """Where a passkey can work."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "passkeys": passkeys_work_here(self.request)}


class SignIn(OffersPasskeys, OnlyLabels, LoginView):
    """Passkey first; mail address and password, then a code, as the second way."""

    template_name = "signin/sign_in.html"

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)
        for field in form.fields.values():
            field.help_text = ""
        return form


class SecondStep(OffersPasskeys, OnlyLabels, AuthenticateView):
    """After the password: a code of the app, a recovery code, or a passkey."""

    template_name = "signin/second_step.html"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/sign-in/")


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """For a person who has left the lot."""
    return render(request, "signin/closed.html", status=403)
