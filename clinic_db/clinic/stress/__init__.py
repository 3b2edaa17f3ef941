"""A mixed load on a seeded clinic: many clients at once, their latencies, and the rules after."""
