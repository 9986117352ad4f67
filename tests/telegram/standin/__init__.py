"""A stand-in for the Bot API server: strict, offline, and driven by tests.

It is a real HTTP server. Bots speak to ``/bot<token>/<method>``; tests act as people through
``/sim/...`` and read what the bot sent. What Telegram refuses, it refuses: tests of its own hold
that.
"""
