"""Staff lists in: CSV, Excel, OneRoster and School Data Sync, checked before anything changes."""
