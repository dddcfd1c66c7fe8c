"""Invites people: an account if they have none, a role, and an e-mail that says so."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string

from apps.schools import actions
from apps.schools.events import Actor, record_event
from apps.schools.models import Role, School, User


@transaction.atomic
def invite(school: School, *, email: str, role: Role, name: str = "", by: Actor) -> User:
    """Give the role to whoever has that e-mail address; after the commit they are told by e-mail.

    Raises ValidationError if it is no e-mail address, or if that account was closed. Somebody who has the role already
    is told again. The e-mail holds no key: they sign in with a code that is sent to the same address.
    """
    address = _address(email)
    user = User.objects.filter(email=address).first()
    if user is None:
        user = actions.create_user(address, name=name, by=by)
    elif not user.is_active:
        raise ValidationError("The account with this e-mail address was closed.")
    actions.give_role(school, user=user, role=role, by=by)
    transaction.on_commit(partial(_tell, user, role, school), robust=True)
    return user


@transaction.atomic
def make_administrator(*, email: str, name: str = "", by: Actor) -> User:
    """Let whoever has that e-mail address look after this installation: add schools, for one.

    Raises ValidationError if it is no e-mail address.
    """
    address = _address(email)
    user = User.objects.filter(email=address).first() or actions.create_user(address, name=name, by=by)
    if not user.is_superuser:
        user.is_superuser = True
        user.save(update_fields=["is_superuser"])
        record_event(None, "administrator-made", by=by, subject=f"user/{user.pk}")
    return user


def _address(email: str) -> str:
    address = email.strip().lower()
    if len(address) > (User._meta.get_field("email").max_length or 0):
        raise ValidationError("This e-mail address is too long.")
    validate_email(address)
    return address


def _tell(user: User, role: Role, school: School) -> None:
    context = {"name": user.name, "role": role.label.lower(), "school": school, "site": settings.SITE_URL.rstrip("/")}
    send_mail(f"{school} on Policywright", render_to_string("schools/invitation.txt", context), None, [user.email])
