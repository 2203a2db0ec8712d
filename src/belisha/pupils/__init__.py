"""Pupils as a bare lookup, where the school switched it on."""
