from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "forecourt.conversations"
    label = "conversations"
