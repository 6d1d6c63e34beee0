"""How the rulebook is printed and explained in the reader's language."""
