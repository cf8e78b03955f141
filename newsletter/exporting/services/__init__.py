"""Asking for exports, writing them, and seeing to it that no file outlives its use."""
