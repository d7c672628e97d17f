"""The ground: what happened (facts), kept and sealed (ledger), how things stand (standing), and what is secret (vault)."""
