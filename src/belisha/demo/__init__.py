"""The demonstration's own sign-in. Loaded by `belisha demo` alone: no other way of starting can reach it."""
