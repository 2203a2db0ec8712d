"""One-time codes: the tasks of an adult without e-mail, done on a shared device."""
