"""The handlers: each reads an update, asks the core, and sends what was rendered.

This package and ``bot.app`` are the only places that know Telegram.
"""
