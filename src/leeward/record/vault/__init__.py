"""What is secret: text and contacts, encrypted under a key per owner, erasable, every read a fact."""
