"""The front line: what happens to one report, from the door to the consequence. One room a step; facts pass between them."""
