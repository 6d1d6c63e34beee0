"""Pure rules of rule documents: numbering, outline, reading and writing, comparing and amending."""
