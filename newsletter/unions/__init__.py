"""Unions, their affiliates and locals, and the identities they send under."""
