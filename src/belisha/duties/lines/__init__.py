"""The short lines that an adult reads before putting their name to a policy."""
